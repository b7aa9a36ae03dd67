import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RpcRequest {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What a node of a test answers to one HTTP request: a status, a body, or both with headers. */
export type HttpReply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'hang up';

export interface RpcNode extends AsyncDisposable {
  readonly url: string;
  /** The methods of each HTTP request, and whether they came in a list. */
  readonly requests: { readonly methods: readonly string[]; readonly isList: boolean }[];
}

/** A server of JSON-RPC that behaves as the test says. */
export async function serveRpc(
  reply: (asked: readonly RpcRequest[], isList: boolean, count: number) => HttpReply | Promise<HttpReply>,
): Promise<RpcNode> {
  const requests: RpcNode['requests'] = [];
  const server = createServer(async (request, response) => {
    const parsed = JSON.parse(await bodyOf(request)) as RpcRequest | RpcRequest[];
    const isList = Array.isArray(parsed);
    const asked = isList ? parsed : [parsed];
    requests.push({ methods: asked.map(({ method }) => method), isList });
    const given = await reply(asked, isList, requests.length);
    if (given === 'hang up') request.socket.destroy();
    else {
      response.writeHead(given.status ?? 200, given.headers ?? {});
      response.end(typeof given.body === 'string' ? given.body : JSON.stringify(given.body ?? null));
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The answers of a node that knows everything: each call's method. */
export function answersTo(asked: readonly RpcRequest[]): readonly { id: number; result: unknown }[] {
  return asked.map(({ id, method }) => ({ id, result: method }));
}

/** A log that keeps what it is told. */
export function keptLog(lines: string[] = []) {
  const keep = (message: string): void => void lines.push(message);
  return {
    info: keep,
    warning: keep,
    error: keep,
    debug: keep,
    untrusted: keep,
    group: <T>(_: string, body: () => Promise<T>) => body(),
  };
}

/** A clock on which only sleeping passes the time. */
export function heldClock() {
  const slept: number[] = [];
  return {
    slept,
    now: () => slept.reduce((sum, duration) => sum + duration, 0),
    unixSeconds: () => 0,
    async sleep(durationMs: number, signal: AbortSignal) {
      signal.throwIfAborted();
      slept.push(durationMs);
    },
  };
}
