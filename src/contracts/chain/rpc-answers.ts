import { cleanForeignText } from './foreign-text.ts';
import type { HttpAnswer } from './http-post.ts';
import type { RpcAnswer, RpcFailure } from './rpc.ts';

/** What a node made of one HTTP request with some calls. */
export type Reply =
  /** Calls without an answer here have to be asked again: `why` says for what reason. */
  | {
      readonly kind: 'answers';
      readonly byId: ReadonlyMap<unknown, RpcAnswer>;
      readonly why: 'busy' | 'too-much' | 'missing';
      readonly message: string;
    }
  /** It takes fewer calls in one request, or none in a list. */
  | { readonly kind: 'too-much' | 'no-lists'; readonly message: string }
  /** It may answer later. */
  | { readonly kind: 'busy'; readonly message: string }
  | { readonly kind: 'unusable'; readonly message: string };

const refusesLists = /not (supported|allowed|enabled|implemented)|unsupported|disabled|forbidden/i;
const tooMuch = /batch|too (large|many|big|long)|limit|exceed|size|maximum/i;
const busy = /rate.?limit|too many requests|requests? per (second|minute|day)|throttl|compute units|over capacity/i;
const passingStatuses = [408, 429, 500, 502, 503, 504];
/** With these a server says that it refuses whoever asks, not how. */
const finalStatuses = [401, 402, 403, 407];

/** Understands the answer to a request with several calls in a list, or to one call alone. */
export function readReply(
  answer: HttpAnswer,
  ids: readonly number[],
  isList: boolean,
  secrets: readonly string[],
): Reply {
  const { status, text } = answer;
  const parsed = parseJson(text);
  const whole = asFailure(parsed, secrets);
  // Some servers give their errors a status of HTTP as well.
  const isAnswer = Array.isArray(parsed) ? isList : !isList && whole !== undefined && !isBusy(whole);
  if (status !== 200 && !(isAnswer && status !== 429)) {
    const message = `it answered with HTTP status ${status}${whole === undefined ? '' : ` (${whole.message})`}`;
    if (status === 429) return { kind: 'busy', message };
    if (finalStatuses.includes(status)) return { kind: 'unusable', message };
    if (isList && (status === 413 || (status < 500 && tooMuch.test(text) && !refusesLists.test(text))))
      return { kind: 'too-much', message };
    if (isList && (status === 501 || (status >= 400 && status < 500 && status !== 408)))
      return { kind: 'no-lists', message };
    return { kind: passingStatuses.includes(status) ? 'busy' : 'unusable', message };
  }
  if (isList && !Array.isArray(parsed)) {
    if (whole !== undefined && isBusy(whole)) return { kind: 'busy', message: whole.message };
    if (whole === undefined && text.trim() !== '' && !isRecord(parsed)) return { kind: 'unusable', message: 'no JSON' };
    if (whole === undefined) return { kind: 'no-lists', message: 'no list for a batch' };
    const { message } = whole;
    return { kind: tooMuch.test(message) && !refusesLists.test(message) ? 'too-much' : 'no-lists', message };
  }
  if (!isList && !isRecord(parsed)) return { kind: 'unusable', message: 'no JSON' };
  return readAnswers(Array.isArray(parsed) ? parsed : [parsed], ids, isList, secrets);
}

function readAnswers(
  list: readonly unknown[],
  ids: readonly number[],
  isList: boolean,
  secrets: readonly string[],
): Reply {
  const byId = new Map<unknown, RpcAnswer>();
  let why: 'busy' | 'too-much' | 'missing' = 'missing';
  let message = 'an answer is missing';
  for (const answer of list) {
    if (!isRecord(answer)) continue;
    const error = asFailure(answer, secrets);
    // A node that refuses one call alone may not say which.
    const id = !isList && error !== undefined ? ids[0] : answer['id'];
    if (error !== undefined && isBusy(error)) [why, message] = ['busy', error.message];
    else if (error !== undefined && isList && isTooMuch(error, list.length < ids.length))
      [why, message] = ['too-much', error.message];
    else if (error !== undefined) byId.set(id, { error });
    else if ('result' in answer) byId.set(id, { result: answer['result'] });
    else message = 'an answer has neither result nor error';
  }
  return { kind: 'answers', byId, why, message };
}

/** Reverts carry the words of a contract, which can be anything. */
function isRevert({ code, message, data }: RpcFailure): boolean {
  return code === 3 || (typeof data === 'string' && data !== '') || /revert/i.test(message);
}

function isBusy(failure: RpcFailure): boolean {
  if (isRevert(failure)) return false;
  return (
    failure.code === 429 || busy.test(failure.message) || (failure.code === -32005 && !/batch/i.test(failure.message))
  );
}

/** geth answers a batch that is too large with one error, and calls whose answers don't fit any more with one each. */
function isTooMuch(failure: RpcFailure, areSomeMissing: boolean): boolean {
  if (isRevert(failure)) return false;
  return /response too large/i.test(failure.message) || (areSomeMissing && tooMuch.test(failure.message));
}

function asFailure(answer: unknown, secrets: readonly string[]): RpcFailure | undefined {
  if (!isRecord(answer)) return undefined;
  if (typeof answer['error'] === 'string') return asFailure({ error: { message: answer['error'] } }, secrets);
  if (!isRecord(answer['error'])) return undefined;
  const { code, message, data } = answer['error'];
  return {
    code: typeof code === 'number' ? code : 0,
    message: cleanForeignText(typeof message === 'string' ? message : 'an error without a message', secrets),
    data,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
