import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { Agent, request } from 'node:https';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Certificate } from '../../tools/servers/certificate.ts';

export interface HeardAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** What a stream has brought so far, and how it ended. */
export interface OpenStream {
  readonly lines: readonly string[];
  /** The rest behind the last end of line. */
  readonly rest: () => string;
  /** Resolves with `ended` or the error's code. */
  readonly over: Promise<string>;
  close(): void;
}

/** The plainest client there can be of either protocol, with one connection. */
export interface PlainClient {
  ask(method: string, path: string, json?: unknown): Promise<HeardAnswer>;
  open(path: string): Promise<OpenStream>;
  close(): void;
}

interface Access {
  readonly url: string;
  readonly caPem: string;
  readonly client: Certificate;
}

export const openClient = (protocol: '1.1' | '2', access: Access): PlainClient =>
  protocol === '2' ? overHttp2(access) : overHttp1(access);

function overHttp1({ url, caPem: ca, client }: Access): PlainClient {
  // A watch takes a connection for itself in HTTP/1.1.
  const agent = new Agent({ ca, cert: client.certificatePem, key: client.privateKeyPem, keepAlive: true });
  const send = (method: string, path: string, json: unknown) =>
    new Promise<{ status: number; headers: Record<string, unknown>; stream: Readable; close: () => void }>(
      (resolve, reject) => {
        const headers = json === undefined ? {} : { 'content-type': 'application/json' };
        const asked = request(url + path, { agent, method, headers });
        asked.once('error', reject);
        asked.once('response', (answer) =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            stream: answer,
            close: () => asked.destroy(),
          }),
        );
        asked.end(json === undefined ? undefined : JSON.stringify(json));
      },
    );
  return {
    async ask(method, path, json) {
      const { status, headers, stream } = await send(method, path, json);
      return { status, headers, body: await text(stream) };
    },
    open: async (path) => {
      const { stream, close } = await send('GET', path, undefined);
      return follow(stream, close);
    },
    close: () => agent.destroy(),
  };
}

function overHttp2({ url, caPem: ca, client }: Access): PlainClient {
  let session: ClientHttp2Session | undefined;
  const connected = () => {
    if (session === undefined || session.destroyed || session.closed) {
      session = connect(url, { ca, cert: client.certificatePem, key: client.privateKeyPem });
      session.on('error', () => {});
    }
    return session;
  };
  const send = (method: string, path: string, json: unknown) =>
    new Promise<{ headers: Record<string, unknown>; stream: ClientHttp2Stream }>((resolve, reject) => {
      const type = json === undefined ? {} : { 'content-type': 'application/json' };
      const stream = connected().request({ ':method': method, ':path': path, ...type });
      stream.once('error', reject);
      stream.once('close', () => reject(Object.assign(new Error('closed'), { code: 'closed' })));
      stream.once('response', (headers) => resolve({ headers, stream }));
      stream.end(json === undefined ? undefined : JSON.stringify(json));
    });
  return {
    async ask(method, path, json) {
      const { headers, stream } = await send(method, path, json);
      return { status: Number(headers[':status']), headers, body: await text(stream) };
    },
    open: async (path) => {
      const { stream } = await send('GET', path, undefined);
      return follow(stream, () => stream.close());
    },
    close: () => session?.destroy(),
  };
}

function follow(stream: Readable, close: () => void): OpenStream {
  const lines: string[] = [];
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  const over = new Promise<string>((resolve) => {
    stream.once('end', () => resolve('ended'));
    stream.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    stream.once('close', () => resolve('closed'));
  });
  return { lines, rest: () => rest, over, close };
}
