import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { excerpt, type Log, RemoteError } from '../../report/index.ts';
import { pause } from '../api/pause.ts';

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** A form, of a POST. */
  readonly form?: URLSearchParams;
}

export interface RegistryAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One question to a registry or its token server. @throws RemoteError when there is no answer. */
export type AskRegistry = (request: RegistryRequest) => Promise<RegistryAnswer>;

export interface RegistryHttpOptions {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** For one try. */
  readonly timeoutMs?: number;
  /** `HTTPS_PROXY` and `NO_PROXY`, as docker reads them (Node before 24.5 doesn't). */
  readonly environment?: Readonly<Record<string, string>>;
  /** First pause before a repetition; the next ones double. */
  readonly pauseMs?: number;
}

const attempts = 5;
const redirects = 3;
const longestPauseMs = 10_000;
/** What a registry may ask to be left alone for, and still be waited for. */
const longestRetryAfterMs = 30_000;
/** The largest manifest that registries have to take: https://github.com/opencontainers/distribution-spec */
const maxBytes = 4 * 1024 * 1024;
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

/** True for names that never leave this machine: only there is plain http spoken. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}

/**
 * Requests over `node:http` (global fetch refuses some ports that registries are found on). Repeated: after 429, 500 and
 * 502–504, connections that broke and answers that didn't come, with `Retry-After` honoured; a POST only where it wasn't
 * taken (429, 503, no connection).
 */
export function createRegistryHttp({
  signal,
  log,
  timeoutMs = 10_000,
  pauseMs = 300,
  environment = {},
}: RegistryHttpOptions): AskRegistry {
  const agent = new Agent({ keepAlive: true, proxyEnv: environment });
  const askPatiently: AskRegistry = async (request) => {
    const asked = `${request.method} ${request.url.origin}${request.url.pathname}`;
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const outcome = await send(request, agent, signal, timeoutMs);
      const waitMs = pauseMs * 2 ** (attempt - 1);
      let what: string;
      let asksMs: number | undefined;
      if (outcome.kind === 'answered') {
        const { status, headers } = outcome.answer;
        asksMs = retryAfterMs(headers['retry-after']);
        const mayRepeat = request.method === 'POST' ? status === 429 || status === 503 : repeatedStatuses.has(status);
        const isTooLong = asksMs !== undefined && asksMs > longestRetryAfterMs;
        if (!mayRepeat || isTooLong || attempt >= attempts) return outcome.answer;
        what = `answered ${status}`;
      } else {
        if (!mayTryAgain(outcome.code, request.method) || attempt >= attempts) {
          throw new RemoteError(`${asked}: ${outcome.what}`);
        }
        what = outcome.what;
      }
      log.info(`${asked}: ${what}; attempt ${attempt + 1} of ${attempts} follows`);
      const jitter = 0.5 + Math.random();
      await pause(asksMs === undefined ? Math.min(waitMs, longestPauseMs) * jitter : asksMs + pauseMs * jitter, signal);
    }
  };
  return async (request) => {
    let next = request;
    for (let followed = 0; ; followed++) {
      const answer = await askPatiently(next);
      const place = answer.headers.location;
      if (request.method === 'POST' || place === undefined || ![301, 302, 303, 307, 308].includes(answer.status))
        return answer;
      if (followed >= redirects) throw new RemoteError(`${request.url.host}: redirected more than ${redirects} times`);
      next = redirected(next, place);
    }
  };
}

/** Credentials are for the host that asked for them. @throws RemoteError when it leads from https to http. */
function redirected(request: RegistryRequest, place: string): RegistryRequest {
  if (!URL.canParse(place, request.url.href))
    throw new RemoteError(`${request.url.host}: redirected to what is no address`);
  const url = new URL(place, request.url);
  requireSafe(url, request.url.host);
  const { authorization: _, ...others } = request.headers;
  return { ...request, url, headers: url.host === request.url.host ? request.headers : others };
}

/** @throws RemoteError when a registry sends us where everybody on the way could read along. */
export function requireSafe(url: URL, registry: string): void {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.host))) return;
  throw new RemoteError(
    `${registry} sends us to ${excerpt(`${url.protocol}//${url.host}`, 120)}: only https is spoken beyond this machine`,
  );
}

type Outcome =
  | { readonly kind: 'answered'; readonly answer: RegistryAnswer }
  | { readonly kind: 'failed'; readonly what: string; readonly code: string };

async function send(request: RegistryRequest, agent: Agent, signal: AbortSignal, timeoutMs: number): Promise<Outcome> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await open(request, agent, AbortSignal.any([signal, timeout]));
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > maxBytes) {
        return { kind: 'failed', what: `its answer is larger than ${maxBytes} bytes`, code: 'TOO_LARGE' };
      }
    }
    const { statusCode = 0, headers } = response;
    return { kind: 'answered', answer: { status: statusCode, headers, body: Buffer.concat(chunks) } };
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) return { kind: 'failed', what: `no answer within ${timeoutMs} ms`, code: 'ETIMEDOUT' };
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { kind: 'failed', what: excerpt(message || code || 'the connection failed', 200), code };
  }
}

function mayTryAgain(code: string, method: RegistryRequest['method']): boolean {
  return method === 'POST' ? code === 'ECONNREFUSED' || code === 'EAI_AGAIN' : repeatedCodes.has(code);
}

/** Seconds, or a date: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
function retryAfterMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function open(
  { method, url, headers, form }: RegistryRequest,
  agent: Agent,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const isPlain = url.protocol === 'http:';
  const body = form?.toString();
  const ofBody =
    body === undefined
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const options = { method, headers: { 'user-agent': 'keep-deploy', ...headers, ...ofBody }, signal };
    // Plain http never leaves this machine.
    const outgoing = isPlain ? httpRequest(url, options, resolve) : httpsRequest(url, { ...options, agent }, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
