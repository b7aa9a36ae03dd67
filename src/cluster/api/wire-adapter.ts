import { subscribe } from 'node:diagnostics_channel';
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici';
import { excerpt } from '../../report/index.ts';
import { ConnectionFailure, type Connections, type Lane } from './connections.ts';

/** What a TLS connection to the API server is made with. */
export interface TlsIdentity {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** How the API server is reached. */
export interface Route {
  readonly server: URL;
  readonly tls: TlsIdentity;
  /** The kubeconfig's `proxy-url`. Without it `HTTPS_PROXY` and `NO_PROXY` are honoured, as kubectl does. */
  readonly proxyUrl?: string | undefined;
}

/**
 * A stream that was given up before its answer hears once more of its connection's end, and undici has stopped listening by
 * then (seen with 8.12.4: five of 64 refused roll-outs left one): without a listener that error ends the process.
 */
subscribe('http2.client.stream.created', (message) => {
  (message as { readonly stream: NodeJS.EventEmitter }).stream.on('error', () => {});
});

/**
 * The only file that knows undici. Over HTTP/2 all requests share one connection; where the other side speaks HTTP/1.1
 * only there are at most as many as the gate lets requests through.
 */
export function createConnections(makeDispatcher: () => Dispatcher): Connections {
  let current: { readonly dispatcher: Dispatcher; readonly lane: Lane } | undefined;
  let losses = 0;
  const open = () => {
    const dispatcher = makeDispatcher();
    dispatcher.on('disconnect', () => {
      losses++;
    });
    const lane: Lane = {
      send: (request) => send(dispatcher, request),
      abandon: () => {
        if (current?.dispatcher !== dispatcher) return;
        current = undefined;
        closeWhenIdle(dispatcher);
      },
    };
    return { dispatcher, lane };
  };
  return {
    lane: () => {
      current ??= open();
      return current.lane;
    },
    losses: () => losses,
    close: () => {
      if (current !== undefined) closeWhenIdle(current.dispatcher);
      current = undefined;
    },
  };
}

/** What is under way on it goes on to its end. */
function closeWhenIdle(dispatcher: Dispatcher): void {
  dispatcher.close().catch(() => {});
}

/** Connections that nobody uses are kept this long: a roll-out asks little while pods start. */
const keepAliveTimeout = 30_000;

export function dispatcherFor({ server, tls, proxyUrl }: Route): Dispatcher {
  const connect = { ...tls, preferH2: true, keepAliveInitialDelay: 30_000 };
  const options = {
    connections: 16,
    keepAliveTimeout,
    // The transport has limits of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
    h2Options: { pingInterval: 30_000 },
  };
  if (proxyUrl !== undefined) return new ProxyAgent({ ...options, uri: proxyUrl, requestTls: connect });
  if (isLoopback(server)) return new Agent({ ...options, connect });
  const either = { ...options, connect, requestTls: connect };
  return new EnvHttpProxyAgent(either);
}

/** Never behind a proxy, whatever the environment says; Go's clients hold it so too. */
function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}

const send = async (dispatcher: Dispatcher, request: Parameters<Lane['send']>[0]): ReturnType<Lane['send']> => {
  const { method, url, headers, body, signal } = request;
  try {
    const answer = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: method as Dispatcher.HttpMethod,
      headers: { ...headers },
      body: body ?? null,
      signal,
    });
    return { status: answer.statusCode, headers: oneOfEach(answer.headers), body: told(answer.body, signal) };
  } catch (error) {
    signal.throwIfAborted();
    throw failureOf(error);
  }
};

async function* told(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    signal.throwIfAborted();
    throw failureOf(error);
  }
}

function oneOfEach(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

/** Found on the way to a connection: nothing was sent over it. */
const neverSent: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'],
  // A proxy that is gone, one that refuses (undici calls that aborted, as it does what we abort ourselves), and
  // connections that were given up between being chosen and being used.
  ...['UND_ERR_PRX_CONN', 'UND_ERR_ABORTED', 'UND_ERR_CLOSED'],
]);
const passing: ReadonlySet<string> = new Set([
  ...neverSent,
  ...['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'],
  // undici's own words for a connection that closed, a GOAWAY, and an answer that was cut off.
  ...['UND_ERR_SOCKET', 'UND_ERR_INFO', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_DESTROYED'],
]);

function failureOf(error: unknown): ConnectionFailure {
  const { code = '', message = '', syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const wasSent = neverSent.has(code) || syscall === 'connect' || isOfConnecting(error) ? 'no' : 'maybe';
  const isPassing = passing.has(code) || code.startsWith('ERR_HTTP2_');
  return new ConnectionFailure(excerpt(message || code || 'the connection failed'), wasSent, isPassing);
}

/** A name with several addresses fails with one error for each of them. */
function isOfConnecting(error: unknown): boolean {
  return (
    error instanceof AggregateError &&
    error.errors.every((each: NodeJS.ErrnoException | undefined) => each?.syscall === 'connect')
  );
}
