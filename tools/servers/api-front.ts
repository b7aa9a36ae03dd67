import { constants } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse, constants as http2 } from 'node:http2';
import { Agent, createServer, request as sendRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** A request as a front before an API server got it. */
export interface FrontRequest {
  readonly method: string;
  readonly path: string;
  /** Without what belongs to one connection only. */
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  readonly protocol: '1.1' | '2';
  /** Who the client's certificate says it is. */
  readonly user: { readonly name: string; readonly groups: readonly string[] } | undefined;
  /** The client's own port, which names its connection. */
  readonly clientPort: number;
  /** Aborted when the client does not listen any more. */
  readonly gone: AbortSignal;
}

export interface FrontAnswer {
  /** Writes status and headers, then whatever the chunks are, as they come. */
  send(status: number, headers: OutgoingHttpHeaders, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void>;
}

export type Treat = (request: FrontRequest, answer: FrontAnswer) => Promise<void>;

export interface ApiFront {
  readonly port: number;
  stop(): Promise<void>;
}

export interface FrontOptions {
  readonly serving: Certificate;
  /** Whose client certificates are asked for and believed. */
  readonly caPem: string;
  /** HTTP/2 where the client can, as an API server does; without it HTTP/1.1 alone. */
  readonly hasHttp2: boolean;
  readonly port?: number;
  readonly treat: Treat;
  readonly upgrade?: (incoming: IncomingMessage, socket: TLSSocket, head: Buffer) => void;
}

/** A TLS server that stands before an API server and decides, request by request, what becomes of it. */
export async function openFront({
  serving,
  caPem,
  hasHttp2,
  port = 0,
  treat,
  upgrade,
}: FrontOptions): Promise<ApiFront> {
  const tls = {
    key: serving.privateKeyPem,
    cert: serving.certificatePem,
    ca: caPem,
    ...{ requestCert: true, rejectUnauthorized: false },
    // A resumed session says nothing about the client's certificate.
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
  const listener = (
    incoming: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ): void => void handle(incoming, response, treat);
  const server = hasHttp2
    ? createSecureServer({ ...tls, allowHTTP1: true }, listener)
    : createServer({ ...tls, keepAliveTimeout: 60_000 }, listener);
  const sockets = new Set<TLSSocket>();
  server.on('secureConnection', (socket: TLSSocket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  if (upgrade) server.on('upgrade', upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function handle(
  incoming: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
  treat: Treat,
): Promise<void> {
  const over = new AbortController();
  response.once('close', () => over.abort());
  response.on('error', () => over.abort());
  incoming.on('error', () => over.abort());
  try {
    const socket = incoming.socket as TLSSocket;
    const request: FrontRequest = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      user: userOf(socket),
      clientPort: socket.remotePort ?? 0,
      headers: withoutHops(incoming.headers),
      body: await buffer(incoming),
      protocol: incoming.httpVersion === '2.0' ? '2' : '1.1',
      gone: over.signal,
    };
    await treat(request, { send: (status, headers, chunks) => send(response, over.signal, status, headers, chunks) });
  } catch {
    // The API server broke off: so does the front.
    if (!over.signal.aborted) breakOff(response);
  }
}

async function send(
  response: ServerResponse | Http2ServerResponse,
  gone: AbortSignal,
  status: number,
  headers: OutgoingHttpHeaders,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<void> {
  // The other kind has the same methods, which TypeScript can't call on the union of both.
  const plain = response as ServerResponse;
  plain.writeHead(status, withoutHops(headers));
  plain.flushHeaders();
  for await (const chunk of chunks) {
    if (gone.aborted) return;
    if (!plain.write(chunk)) await once(plain, 'drain', { signal: gone });
  }
  plain.end();
}

function breakOff(response: ServerResponse | Http2ServerResponse): void {
  if ('stream' in response) response.stream.close(http2.NGHTTP2_INTERNAL_ERROR);
  else response.socket?.destroy();
}

function userOf(socket: TLSSocket): FrontRequest['user'] {
  const { subject } = socket.authorized ? socket.getPeerCertificate() : { subject: undefined };
  if (subject === undefined) return undefined;
  // Several organizations come as a list, which the types don't know.
  const groups = [subject.O ?? []].flat() as readonly string[];
  return { name: String(subject.CN), groups };
}

const hops = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection', 'host', 'te']);

function withoutHops(headers: IncomingHttpHeaders | OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':') && !hops.has(name)));
}

/** The way from a front to its API server. */
export interface Upstream {
  ask(
    request: Pick<FrontRequest, 'method' | 'path' | 'headers' | 'body'>,
    signal?: AbortSignal,
  ): Promise<IncomingMessage>;
  close(): void;
}

export function openUpstream(url: string, tls: { readonly ca: string; readonly client?: Certificate }): Upstream {
  const identity = tls.client && { cert: tls.client.certificatePem, key: tls.client.privateKeyPem };
  // Idle connections go long before the API server's own 90 seconds: none is taken that it is just closing.
  const agent = new Agent({ ca: tls.ca, ...identity, keepAlive: true, timeout: 30_000 });
  return {
    ask: ({ method, path, headers, body }, signal) =>
      new Promise((resolve, reject) => {
        const outgoing = sendRequest(new URL(path, url), {
          agent,
          method,
          headers: { ...headers, ...((body.length > 0 || method !== 'GET') && { 'content-length': body.length }) },
          ...(signal && { signal }),
        });
        outgoing.once('error', reject);
        outgoing.once('response', resolve);
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}
