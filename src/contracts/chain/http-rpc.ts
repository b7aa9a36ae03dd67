import http from 'node:http';
import https from 'node:https';
import { type Log, RemoteError } from '../../report/index.ts';
import type { Clock } from '../clock.ts';
import { cleanForeignText } from './foreign-text.ts';
import type { Rpc, RpcAnswer, RpcCall, RpcFailure } from './rpc.ts';

const maxCallsPerRequest = 100;
const maxBytesPerRequest = 1_000_000;
const maxBytesPerAnswer = 64_000_000;
const attempts = 4;

export interface HttpRpcOptions {
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** What gives the URL in the user's files, for messages. */
  readonly setting?: string;
}

/**
 * JSON-RPC in batches over node:http, because global fetch costs 29 ms to load. The URL is a secret (hosted nodes carry
 * their key in it): this file is the only one that knows it, and no error of it names more than the kind of failure.
 * A request may be repeated: everything sent through here is a read or a transaction whose bytes are in the journal.
 */
export function openHttpRpc(urlText: string, options: HttpRpcOptions): Rpc {
  const url = new URL(urlText);
  const library = url.protocol === 'https:' ? https : http;
  const agent = new library.Agent({ keepAlive: true, maxSockets: 4 });
  const secrets = [urlText, url.href, url.host, url.username, url.password, url.search, ...url.pathname.split('/')];
  const node = `the chain's RPC node (${options.setting ?? 'chain.rpc'})`;
  let lastId = 0;

  async function batch(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]> {
    const answers: RpcAnswer[] = [];
    for (const part of split(calls.map((call) => ({ id: ++lastId, text: encodeCall(lastId, call) })))) {
      const methods = calls.slice(answers.length, answers.length + part.length).map((call) => call.method);
      const body = `[${part.map((call) => call.text).join(',')}]`;
      const text = await retried(() => post(body, signal), describeMethods(methods), signal);
      answers.push(
        ...readAnswers(
          text,
          part.map((call) => call.id),
          `${node} answered ${describeMethods(methods)}`,
          secrets,
        ),
      );
    }
    return answers;
  }

  async function retried(ask: () => Promise<string>, what: string, signal: AbortSignal): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask();
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof TransportFailure)) throw error;
        if (!error.isPassing || attempt === attempts) {
          throw new RemoteError(`${node} could not be asked for ${what}: ${error.message}`);
        }
        options.log.debug(`chain RPC: ${error.message}; attempt ${attempt} of ${attempts}`);
        await options.clock.sleep(2 ** attempt * 100 * (0.5 + Math.random()), signal);
      }
    }
  }

  function post(body: string, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (message: string, isPassing: boolean): void => reject(new TransportFailure(message, isPassing));
      const request = library.request(
        url,
        {
          method: 'POST',
          agent,
          signal,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        },
        (response) => {
          const status = response.statusCode ?? 0;
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > maxBytesPerAnswer) request.destroy(new TransportFailure('its answer is too large', false));
            else chunks.push(chunk);
          });
          response.on('error', (error) => reject(asTransportFailure(error)));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            if (status === 200) resolve(text);
            else fail(`it answered with HTTP status ${status}`, [408, 429, 500, 502, 503, 504].includes(status));
          });
        },
      );
      // For all of the answer: Node's own timeout begins anew with every byte.
      const timer = setTimeout(
        () => request.destroy(new TransportFailure(`no answer within ${options.timeoutMs} ms`, true)),
        options.timeoutMs,
      );
      request.on('close', () => clearTimeout(timer));
      request.on('error', (error) => reject(asTransportFailure(error)));
      request.end(body);
    });
  }

  return { batch };
}

/** Carries no text of the socket's error, which names the host. */
class TransportFailure extends Error {
  readonly isPassing: boolean;

  constructor(message: string, isPassing: boolean) {
    super(message);
    this.isPassing = isPassing;
  }
}

function asTransportFailure(error: Error & { code?: string }): TransportFailure {
  if (error instanceof TransportFailure) return error;
  const code = /^[A-Z0-9_]{2,40}$/.test(error.code ?? '') ? error.code : 'connection failed';
  const passing = ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN'];
  return new TransportFailure(String(code), passing.includes(String(code)));
}

function encodeCall(id: number, call: RpcCall): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method: call.method, params: call.params });
}

function split<T extends { readonly text: string }>(calls: readonly T[]): T[][] {
  const parts: T[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const call of calls) {
    const last = parts.at(-1);
    if (last === undefined || last.length === maxCallsPerRequest || size + call.text.length > maxBytesPerRequest) {
      parts.push([call]);
      size = call.text.length;
    } else {
      last.push(call);
      size += call.text.length;
    }
  }
  return parts;
}

function describeMethods(methods: readonly string[]): string {
  return [...new Set(methods)].join(', ');
}

function readAnswers(text: string, ids: readonly number[], what: string, secrets: readonly string[]): RpcAnswer[] {
  const unusable = (why: string): RemoteError => new RemoteError(`${what} with what can't be used: ${why}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw unusable('no JSON');
  }
  if (!Array.isArray(parsed)) {
    const failure = asFailure(parsed, secrets);
    throw unusable(failure === undefined ? 'no list for a batch' : failure.message);
  }
  const byId = new Map<unknown, unknown>(
    parsed.map((answer: unknown) => [isRecord(answer) ? answer['id'] : undefined, answer]),
  );
  return ids.map((id) => {
    const answer = byId.get(id);
    if (!isRecord(answer)) throw unusable('an answer is missing');
    const error = asFailure(answer, secrets);
    if (error !== undefined) return { error };
    if (!('result' in answer)) throw unusable('an answer has neither result nor error');
    return { result: answer['result'] };
  });
}

function asFailure(answer: unknown, secrets: readonly string[]): RpcFailure | undefined {
  if (!isRecord(answer) || !isRecord(answer['error'])) return undefined;
  const { code, message, data } = answer['error'];
  return {
    code: typeof code === 'number' ? code : 0,
    message: cleanForeignText(typeof message === 'string' ? message : 'an error without a message', secrets),
    data,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
