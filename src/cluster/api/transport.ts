import { type Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { type Agent, request as httpsRequest } from 'node:https';
import { excerpt, type Log, RemoteError } from '../../report/index.ts';
import { pause } from './pause.ts';
import { isFinal, refusalOf } from './refusal.ts';

/** What it takes to be heard by one API server. */
export interface Credentials {
  readonly server: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Shared by all requests, so that they share connections. */
  readonly agent: Agent | HttpAgent;
}

export interface CredentialsSource {
  current(): Promise<Credentials>;
  /** Reads kubeconfig, token file or plugin again, unless that was done since these were handed out. */
  renew(refused: Credentials): Promise<void>;
}

export interface ApiRequest {
  readonly method: 'GET' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly accept?: string;
  readonly body?: { readonly type: string; readonly text: string };
  readonly timeoutMs?: number;
  /** Ends this request; the transport's own ends all. */
  readonly signal?: AbortSignal;
  /** A pod's own answer isn't the API server's: it is handed on as it is, and asked for once. */
  readonly isForPod?: boolean;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

export type Transport = (request: ApiRequest) => Promise<ApiAnswer>;

interface TransportOptions {
  readonly credentials: CredentialsSource;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** First pause before a repetition; the next ones double. */
  readonly pauseMs?: number;
}

const attempts = 5;
const defaultTimeoutMs = 15_000;
const longestPauseMs = 10_000;
const repeatedStatuses: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
const repeatedCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * Requests to the API server over one shared agent. client-node's own way opens a connection for each request, has
 * no time limit and drops fields its schema doesn't know. All our requests may be repeated: GET, server-side apply
 * (idempotent by definition) and DELETE of one uid.
 */
export function createTransport({ credentials, signal: ofRun, log, pauseMs = 200 }: TransportOptions): Transport {
  return async (request) => {
    const signal = request.signal === undefined ? ofRun : AbortSignal.any([ofRun, request.signal]);
    const asked = `${request.method} ${request.path}`;
    let isRenewed = false;
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const used = await credentials.current();
      const outcome = await send(used, request, signal);
      if (outcome.kind === 'answered') {
        const { status, body } = outcome;
        if (status < 300 || (request.isForPod === true && status !== 401 && status !== 403)) return { status, body };
        if (status === 401 && !isRenewed) {
          isRenewed = true;
          await credentials.renew(used);
          continue;
        }
        if (!repeatedStatuses.has(status) || isFinal(status, body) || attempt >= attempts)
          throw refusalOf(asked, status, body);
      } else if (!outcome.mayRepeat || request.isForPod === true || attempt >= attempts) {
        throw new RemoteError(`${asked}: ${outcome.what}`);
      }
      const what = outcome.kind === 'answered' ? `answered ${outcome.status}` : outcome.what;
      const waitMs =
        outcome.kind === 'answered' && outcome.retryAfterMs !== undefined
          ? outcome.retryAfterMs
          : pauseMs * 2 ** (attempt - 1);
      log.info(`${asked}: ${what}; attempt ${attempt + 1} of ${attempts} follows`);
      await pause(Math.min(waitMs, longestPauseMs) * (0.5 + Math.random()), signal);
    }
  };
}

type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: string;
      readonly retryAfterMs: number | undefined;
    }
  | { readonly kind: 'failed'; readonly what: string; readonly mayRepeat: boolean };

async function send(credentials: Credentials, request: ApiRequest, signal: AbortSignal): Promise<Outcome> {
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await open(credentials, request, AbortSignal.any([signal, timeout]));
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const retryAfter = Number(response.headers['retry-after']);
    const status = response.statusCode ?? 0;
    const body = Buffer.concat(chunks).toString('utf8');
    return {
      kind: 'answered',
      status,
      body: status < 300 ? body : withoutCredentials(body, credentials.headers),
      retryAfterMs: retryAfter > 0 ? retryAfter * 1000 : undefined,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) return { kind: 'failed', what: `no answer within ${timeoutMs} ms`, mayRepeat: true };
    const { code = '', message } = error as NodeJS.ErrnoException;
    const what = excerpt(message || code || 'the connection failed');
    return { kind: 'failed', what, mayRepeat: repeatedCodes.has(code) };
  }
}

/** A server, or a proxy before it, that explains a refusal by repeating the request would put the token into our log. */
function withoutCredentials(body: string, headers: Credentials['headers']): string {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const [scheme = '', text = ''] = authorization.split(' ', 2);
  const login = scheme.toLowerCase() === 'basic' ? Buffer.from(text, 'base64').toString() : '';
  const hidden = [text, login, login.slice(login.indexOf(':') + 1)].filter(({ length }) => length >= 8);
  return hidden.reduce((rest, part) => rest.replaceAll(part, '***'), body);
}

function open(credentials: Credentials, request: ApiRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { server, agent } = credentials;
  const url = new URL(`${server.pathname.replace(/\/$/, '')}${request.path}`, server);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.append(name, value);
  const headers: Record<string, string> = {
    ...credentials.headers,
    accept: request.accept ?? 'application/json',
    'user-agent': 'keep-deploy',
  };
  if (request.body !== undefined) {
    headers['content-type'] = request.body.type;
    headers['content-length'] = String(Buffer.byteLength(request.body.text));
  }
  const start = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const outgoing = start(url, { method: request.method, headers, agent, signal }, resolve);
    outgoing.on('error', reject);
    outgoing.end(request.body?.text);
  });
}
