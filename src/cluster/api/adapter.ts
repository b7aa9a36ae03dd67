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
  const named = (files ?? '').split(delimiter).filter((file) => file !== '');
  if (named.length === 0) reading('~/.kube/config', () => config.loadFromDefault());
  else loadFiles(config, named);
  if (context !== undefined) config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  // What client-node makes up when it finds nothing at all.
  if (cluster === null || cluster.server === 'http://localhost:8080') throw new UserError(whyNoCluster(config));
  const { name, user } = config.getContextObject(config.getCurrentContext()) ?? {};
  // Without one it would be asked as nobody, and what that lacks says nothing of the kubeconfig.
  if (user !== undefined && user !== '' && config.getCurrentUser() === null)
    throw new UserError(`The kubeconfig has no user ${user}, which its context ${name} names. Correct the kubeconfig.`);
  return config;
}

function whyNoCluster(config: KubeConfig): string {
  const [current, names] = [config.getCurrentContext(), config.getContexts().map(({ name }) => name)];
  const known = `it has ${names.join(', ') || 'none'}`;
  const cure = 'Correct cluster.context in keep-deploy.yml, or the kubeconfig';
  if (config.getCurrentCluster() !== null || (!current && names.length === 0))
    return 'The kubeconfig names no cluster: set $KUBECONFIG and cluster.context, or log in to the cluster first.';
  if (!current) return `The kubeconfig has no current context; ${known}. ${cure}.`;
  const named = config.getContextObject(current)?.cluster;
  if (named === undefined) return `The kubeconfig has no context ${current}; ${known}. ${cure}.`;
  return `The kubeconfig has no cluster ${named}, which its context ${current} names. ${cure}.`;
}

/** A parser's message quotes what it read, and a kubeconfig is full of secrets: only its place and a system error's code are safe. */
function reading(file: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    const { code, mark } = error as { readonly code?: unknown; readonly mark?: { readonly line?: unknown } };
    const line = typeof mark?.line === 'number' ? { line: mark.line + 1 } : {};
    const advice = 'correct it or $KUBECONFIG, or log in to the cluster before this step';
    throw new UserError([
      { file, ...line, message: `the kubeconfig can't be read: ${whyUnread(code, mark)}; ${advice}` },
    ]);
  }
}

function whyUnread(code: unknown, mark: unknown): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a folder';
  if (typeof code === 'string') return code;
  return mark === undefined
    ? 'expected clusters, users and contexts, as kubectl writes them'
    : 'this is not valid YAML';
}

/** As kubectl does: what isn't there is left out, and of two with one name the first counts, as does the first current context. */
function loadFiles(config: KubeConfig, files: readonly string[]): void {
  const there = files.filter((file) => existsSync(file));
  const [first = '', ...more] = there.length === 0 ? files : there;
  reading(first, () => config.loadFromFile(first));
  for (const file of more) {
    const next = new KubeConfig();
    reading(file, () => next.loadFromFile(file));
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
