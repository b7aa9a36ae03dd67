import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { Agent } from 'node:https';
import { delimiter } from 'node:path';
import { KubeConfig, PortForward } from '@kubernetes/client-node';
import { excerpt, RemoteError, UserError } from '../../report/index.ts';
import { digestOf } from '../../values/index.ts';
import { createApiCluster } from './api-cluster.ts';
import type { Cluster, ClusterEndpoint } from './cluster-port.ts';
import type { OpenClusterOptions } from './open-cluster.ts';
import { askByPortForward, type ForwardSocket, type OpenForward } from './port-forward.ts';
import { type Credentials, type CredentialsSource, createTransport } from './transport.ts';

/** The only file that knows client-node: kubeconfig, its ways to authenticate, and port-forward. */
export function createCluster({ settings, kubeconfig, signal, log }: OpenClusterOptions): Cluster {
  const load = () => loadKubeConfig(kubeconfig, settings.context);
  const endpoint = endpointOf(load());
  const credentials = createCredentials(load);
  const transport = createTransport({ credentials, signal, log });
  return createApiCluster(endpoint, transport, (namespace, pod, question) => {
    const open = async (...[output, complaints, input]: Parameters<OpenForward>): Promise<ForwardSocket> => {
      const forward = new PortForward(load());
      const socket = await forward.portForward(namespace, pod, [question.port], output, complaints, input);
      // A function comes back only where retries are asked for.
      return socket as unknown as ForwardSocket;
    };
    return askByPortForward(open, pod, question, signal);
  });
}

function loadKubeConfig(files: string | undefined, context: string | undefined): KubeConfig {
  const config = new KubeConfig();
  try {
    const [first, ...more] = (files ?? '').split(delimiter).filter((file) => file !== '');
    if (first === undefined) config.loadFromDefault();
    else config.loadFromFile(first);
    for (const file of more) {
      const next = new KubeConfig();
      next.loadFromFile(file);
      config.mergeConfig(next, Boolean(config.getCurrentContext()));
    }
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

/** Credentials are worked out once for all that ask at the same time: each working out may start a plugin. */
function createCredentials(load: () => KubeConfig): CredentialsSource {
  const keepMs = 60_000;
  let config = load();
  let agent: { readonly key: string; readonly agent: Agent } | undefined;
  let known: { readonly at: number; readonly credentials: Promise<Credentials> } | undefined;

  const workOut = async (): Promise<Credentials> => {
    const server = new URL(config.getCurrentCluster()?.server ?? '');
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options).catch((error: unknown) => {
      throw new RemoteError(
        `The credentials of the kubeconfig can't be had: ${excerpt(error instanceof Error ? error.message : String(error))}`,
      );
    });
    const headers = Object.fromEntries(
      Object.entries(options.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    if (typeof options.auth === 'string')
      headers['Authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`;
    // client-node's own agent knows the way through a proxy, but opens a connection for each request.
    const isDirect = config.getCurrentCluster()?.proxyUrl === undefined && server.protocol === 'https:';
    if (!isDirect) return { server, headers, agent: options.agent as Agent };
    const { ca, cert, key, servername, rejectUnauthorized } = options;
    const identity = digestOf([ca, cert, key, servername, rejectUnauthorized].map(String).join('\n'));
    if (agent?.key !== identity) {
      agent?.agent.destroy();
      const tls = Object.fromEntries(
        Object.entries({ ca, cert, key, servername, rejectUnauthorized }).filter(([, value]) => value !== undefined),
      );
      agent = { key: identity, agent: new Agent({ ...tls, keepAlive: true, maxSockets: 16 }) };
    }
    return { server, headers, agent: agent.agent };
  };

  return {
    current: () => {
      if (known === undefined || performance.now() - known.at > keepMs) {
        const working = { at: performance.now(), credentials: workOut() };
        known = working;
        working.credentials.catch(() => {
          if (known === working) known = undefined;
        });
      }
      return known.credentials;
    },
    renew: async (refused) => {
      const newest = await known?.credentials;
      if (newest !== undefined && newest !== refused) return;
      config = load();
      known = undefined;
    },
  };
}
