import http from 'node:http';
import https from 'node:https';

const maxBytesPerAnswer = 64_000_000;
const passingErrors = ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN'];

const inWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was broken off',
  ETIMEDOUT: 'the connection timed out',
  ENOTFOUND: 'there is no such host',
};

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | undefined;
}

/** No answer came. Carries no text of the socket's error, which names the host. */
export class NoAnswer extends Error {
  readonly isPassing: boolean;
  /** It took all the time that one request has. */
  readonly isTimeout: boolean;

  constructor(message: string, isPassing: boolean, isTimeout = false) {
    super(message);
    this.isPassing = isPassing;
    this.isTimeout = isTimeout;
  }
}

/** Posts JSON to one URL. @throws NoAnswer, or the signal's reason */
export type Post = (body: string, signal: AbortSignal) => Promise<HttpAnswer>;

/** JSON over node:http, because global fetch costs 29 ms to load. */
export function createPost(url: URL, timeoutMs: number): Post {
  const library = url.protocol === 'https:' ? https : http;
  const agent = new library.Agent({ keepAlive: true, maxSockets: 8 });
  return (body, signal) =>
    new Promise((resolve, reject) => {
      const fail = (error: Error): void => reject(signal.aborted ? signal.reason : asNoAnswer(error));
      const request = library.request(
        url,
        {
          method: 'POST',
          agent,
          signal,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > maxBytesPerAnswer) request.destroy(new NoAnswer('its answer is too large', false));
            else chunks.push(chunk);
          });
          response.on('error', fail);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text: Buffer.concat(chunks).toString('utf8'),
              retryAfterMs: readRetryAfter(response.headers['retry-after'], Date.now()),
            }),
          );
        },
      );
      // For all of the answer: Node's own timeout begins anew with every byte.
      const timer = setTimeout(
        () => request.destroy(new NoAnswer(`no answer within ${timeoutMs} ms`, true, true)),
        timeoutMs,
      );
      request.on('close', () => clearTimeout(timer));
      request.on('error', fail);
      request.end(body);
    });
}

/** Seconds, or a date. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}

function asNoAnswer(error: Error & { readonly code?: unknown }): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const given = String(error.code);
  const code = /^E[A-Z0-9_]{2,40}$/.test(given) ? given : 'connection failed';
  const words = inWords[code];
  return new NoAnswer(words === undefined ? code : `${words} (${code})`, passingErrors.includes(code));
}
