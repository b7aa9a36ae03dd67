import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { UserError } from '../../report/index.ts';
import { digestOf } from '../../values/index.ts';
import { createApiCluster } from './api-cluster.ts';
import type { Cluster, ClusterEndpoint } from './cluster-port.ts';
import { createCredentialsSource } from './credentials.ts';
import { forwardTo } from './forward-adapter.ts';
import { createLogin } from './login-adapter.ts';
import type { OpenClusterOptions } from './open-cluster.ts';
import { askByPortForward } from './port-forward.ts';
import { createTransport } from './transport.ts';

/** client-node's part: kubeconfig, its ways to authenticate (login-adapter.ts), and port-forward (forward-adapter.ts). */
export function createCluster({ settings, kubeconfig, environment = {}, signal, log }: OpenClusterOptions): Cluster {
  // client-node itself would take the last current context of several files, and refuse what kubectl reads.
  const load = () => loadKubeConfig(kubeconfig ?? environment['KUBECONFIG'], settings.context);
  const endpoint = endpointOf(load());
  const login = createLogin({ load, environment, signal });
  const credentials = createCredentialsSource({ workOut: login.workOut, log });
  const transport = createTransport({ credentials, log });
  return createApiCluster({
    endpoint,
    transport,
    signal,
    credentialsExpireAt: async () => {
      await credentials.current();
      return login.expiresAt();
    },
    portForward: async (namespace, pod, question, ofAsking) => {
      await credentials.current();
      return askByPortForward(forwardTo(login.kubeConfig(), namespace, pod, question.port), pod, question, ofAsking);
    },
  });
}

function loadKubeConfig(files: string | undefined, context: string | undefined): KubeConfig {
  const config = new KubeConfig();
  try {
    const named = (files ?? '').split(delimiter).filter((file) => file !== '');
    if (named.length === 0) config.loadFromDefault();
    else loadFiles(config, named);
  } catch (error) {
    // A parser's message quotes what it read, and a kubeconfig is full of secrets: only a system error's code is safe.
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new UserError(`The kubeconfig can't be read${code}: check $KUBECONFIG.`);
  }
  if (context !== undefined) {
    if (config.getContextObject(context) === null) {
      const names = config.getContexts().map(({ name }) => name);
      throw new UserError(`The kubeconfig has no context ${context}; it has ${names.join(', ') || 'none'}.`);
    }
    config.setCurrentContext(context);
  }
  const cluster = config.getCurrentCluster();
  // What client-node makes up when it finds nothing at all.
  if (cluster === null || cluster.server === 'http://localhost:8080') {
    throw new UserError(
      'The kubeconfig names no cluster: set $KUBECONFIG and cluster.context, or log in to the cluster first.',
    );
  }
  return config;
}

/** As kubectl does: what isn't there is left out, and of two with one name the first counts, as does the first current context. */
function loadFiles(config: KubeConfig, files: readonly string[]): void {
  const there = files.filter((file) => existsSync(file));
  const [first = '', ...more] = there.length === 0 ? files : there;
  config.loadFromFile(first);
  for (const file of more) {
    const next = new KubeConfig();
    next.loadFromFile(file);
    next.clusters = next.clusters.filter(({ name }) => !config.clusters.some((one) => one.name === name));
    next.users = next.users.filter(({ name }) => !config.users.some((one) => one.name === name));
    next.contexts = next.contexts.filter(({ name }) => !config.contexts.some((one) => one.name === name));
    config.mergeConfig(next, Boolean(config.getCurrentContext()));
  }
}

function endpointOf(config: KubeConfig): ClusterEndpoint {
  const cluster = config.getCurrentCluster();
  const context = config.getCurrentContext();
  if (cluster === null || cluster.skipTLSVerify) return { context };
  if (cluster.caData !== undefined)
    return { context, certificateAuthority: digestOf(Buffer.from(cluster.caData, 'base64')) };
  if (cluster.caFile === undefined) return { context };
  try {
    return { context, certificateAuthority: digestOf(readFileSync(cluster.caFile)) };
  } catch {
    throw new UserError(`The kubeconfig's CA bundle can't be read: ${cluster.caFile}`);
  }
}
