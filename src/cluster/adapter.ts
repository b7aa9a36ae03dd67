import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import type { RequestOptions } from 'node:https';
import { Agent } from 'node:https';
import { delimiter } from 'node:path';
import { Duplex, PassThrough, Writable } from 'node:stream';
import { KubeConfig, PortForward } from '@kubernetes/client-node';
import { excerpt, RemoteError, UserError } from '../report/index.ts';
import { digestOf } from '../values/index.ts';
import { createApiCluster } from './api-cluster.ts';
import { ApiRefusal, type Cluster, type ClusterEndpoint, type PodAnswer, type PodQuestion } from './cluster-port.ts';
import type { OpenClusterOptions } from './open-cluster.ts';
import { type Credentials, type CredentialsSource, createTransport } from './transport.ts';

/** The only file that knows client-node: kubeconfig, its ways to authenticate, and port-forward. */
export function createCluster({ settings, kubeconfig, signal, log }: OpenClusterOptions): Cluster {
  const load = () => loadKubeConfig(kubeconfig, settings.context);
  const endpoint = endpointOf(load());
  const credentials = createCredentials(load);
  const transport = createTransport({ credentials, signal, log });
  return createApiCluster(endpoint, transport, (namespace, pod, question) =>
    askByPortForward(load(), namespace, pod, question, signal),
  );
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

interface WebSocketLike {
  onclose: (() => void) | null;
  close(): void;
}

/** One GET through a port-forward, spoken by Node's own HTTP client. */
async function askByPortForward(
  config: KubeConfig,
  namespace: string,
  pod: string,
  { port, path, timeoutMs }: PodQuestion,
  signal: AbortSignal,
): Promise<PodAnswer> {
  const asked = `port-forward to ${pod}:${port}`;
  const toPod = new PassThrough();
  const stream = new Duplex({
    read: () => {},
    write: (chunk, _encoding, done) => void toPod.write(chunk, done),
    final: (done) => void done(),
  });
  const fromPod = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (chunk.length > 0) stream.push(chunk);
      done();
    },
  });
  const complaint = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (chunk.length > 0) stream.destroy(new RemoteError(`${asked}: ${excerpt(chunk.toString('utf8'))}`));
      done();
    },
  });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  let socket: WebSocketLike | undefined;
  try {
    socket = await withLimit(limit, () =>
      openPortForward(config, namespace, pod, port, fromPod, complaint, toPod, asked),
    );
    socket.onclose = () => void stream.push(null);
    return await new Promise<PodAnswer>((resolve, reject) => {
      const outgoing = request({
        createConnection: () => stream,
        host: 'localhost',
        path,
        headers: { connection: 'close' },
        signal: limit,
      });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => void chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      outgoing.end();
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RemoteError) throw error;
    if (limit.aborted) throw new RemoteError(`${asked}: no answer within ${timeoutMs} ms`);
    throw new RemoteError(`${asked}: ${excerpt(error instanceof Error ? error.message : String(error))}`);
  } finally {
    socket?.close();
    toPod.destroy();
    stream.destroy();
  }
}

async function openPortForward(
  config: KubeConfig,
  namespace: string,
  pod: string,
  port: number,
  output: Writable,
  error: Writable,
  input: PassThrough,
  asked: string,
): Promise<WebSocketLike> {
  try {
    return (await new PortForward(config).portForward(
      namespace,
      pod,
      [port],
      output,
      error,
      input,
    )) as unknown as WebSocketLike;
  } catch (event) {
    // The WebSocket's error event: its message says which status refused the upgrade.
    const text =
      typeof event === 'object' && event !== null && 'message' in event ? String(event.message) : String(event);
    const status = /response: (\d{3})/.exec(text)?.[1];
    if (status !== undefined) throw new ApiRefusal(`${asked}: refused with ${status}`, Number(status), 'PortForward');
    throw new RemoteError(`${asked}: ${excerpt(text)}`);
  }
}

async function withLimit<T>(limit: AbortSignal, body: () => Promise<T>): Promise<T> {
  limit.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(limit.reason);
    limit.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([body(), aborted]);
  } finally {
    if (stop !== undefined) limit.removeEventListener('abort', stop);
  }
}
