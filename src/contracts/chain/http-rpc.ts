import { createBatchLimit } from './batch-limit.ts';
import { createPost, type HttpAnswer, NoAnswer } from './http-post.ts';
import { createNodeRest, type NodeRestOptions } from './node-rest.ts';
import { NodeFailure, type Rpc, type RpcAnswer, type RpcCall } from './rpc.ts';
import { readReply } from './rpc-answers.ts';

const mostPartsAtOnce = 8;
/** Limits are per second or minute: the last of these waits are long enough for the first kind. */
const attemptsWhenBusy = 7;
/** Long enough for a node that is started again. */
const attemptsWhenAway = 6;
const attemptsWhenSilent = 3;
/** Where another node can be asked instead, a node that does not answer is soon left. */
const attemptsOfMany = 2;

export interface HttpRpcOptions extends NodeRestOptions {
  /** For one request. */
  readonly timeoutMs: number;
  /** What gives the URL in the user's files, for messages. */
  readonly setting?: string;
  /** Told what failed whenever a request is to be made again, and nothing once it is answered. */
  readonly onTrouble?: ((message: string | undefined) => void) | undefined;
}

interface OpenCall {
  readonly index: number;
  readonly id: number;
  readonly method: string;
  readonly text: string;
}

/**
 * JSON-RPC in batches, as large as the node takes them, one call at a time where it takes none. What a busy node did not
 * answer is asked again, and only that, after a growing pause. The URL is a secret (hosted nodes carry their key in it):
 * no error of this file names more than the kind of failure.
 * A request may be repeated: everything sent through here is a read or a transaction whose bytes are in the journal.
 */
export function openHttpRpc(urlText: string, options: HttpRpcOptions): Rpc {
  const url = new URL(urlText);
  const post = createPost(url, options.timeoutMs);
  const secrets = [urlText, url.href, url.host, url.username, url.password, url.search, ...url.pathname.split('/')];
  const setting = options.setting ?? 'chain.rpc';
  const node = `the chain's RPC node (${setting})`;
  const limit = createBatchLimit();
  const rest = createNodeRest(node, options);
  let lastId = 0;

  async function batch(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]> {
    const answers: RpcAnswer[] = [];
    const open = calls.map((call, index): OpenCall => {
      const id = ++lastId;
      return { index, id, method: call.method, text: encodeCall(id, call) };
    });
    await askAll(open, answers, signal);
    return answers;
  }

  async function askAll(calls: readonly OpenCall[], answers: RpcAnswer[], signal: AbortSignal): Promise<void> {
    const parts = limit.split(calls);
    // Transactions arrive in the order of their nonces, and how much the node takes is tried with one request.
    const isInOrder = calls.some(({ method }) => method === 'eth_sendRawTransaction');
    let next = 0;
    const work = async (): Promise<void> => {
      for (let part = parts[next++]; part !== undefined; part = parts[next++]) await askPart(part, answers, signal);
    };
    const [first] = parts;
    if (first !== undefined && !limit.isProven(first.length)) {
      next = 1;
      await askPart(first, answers, signal);
      // The node may take fewer than was thought.
      const rest = calls.slice(first.length);
      if (rest.length > 0) await askAll(rest, answers, signal);
      return;
    }
    await Promise.all(Array.from({ length: isInOrder ? 1 : Math.min(mostPartsAtOnce, parts.length) }, work));
  }

  /** Until every call of the part has its answer. */
  async function askPart(part: readonly OpenCall[], answers: RpcAnswer[], signal: AbortSignal): Promise<void> {
    let open = part;
    for (let attempt = 1; ; attempt++) {
      requireAwake(open);
      await rest.wait(signal);
      const isList = limit.takesLists;
      if (!isList && open.length > 1) return askAll(open, answers, signal);
      const outcome = await askOnce(open, isList, signal);
      if (outcome.kind === 'too-much' || outcome.kind === 'no-lists') {
        if (outcome.kind === 'no-lists') limit.refuseLists();
        else limit.shrink(open.length);
        options.log.debug(`chain RPC: ${outcome.message}; asking for less at once`);
        return askAll(open, answers, signal);
      }
      if (outcome.kind === 'unusable') throw unusable(open, outcome.message);
      let isBusy = outcome.kind === 'busy';
      if (outcome.kind === 'answers') {
        const { byId, why } = outcome;
        // A node that answers some each time gets to the end, however many they are.
        if (open.some(({ id }) => byId.has(id))) attempt = 1;
        open = open.filter(({ id, index }) => {
          const answer = byId.get(id);
          if (answer !== undefined) answers[index] = answer;
          return answer === undefined;
        });
        if (open.length === 0) {
          options.onTrouble?.(undefined);
          return limit.prove(part.length);
        }
        if (why === 'too-much') {
          limit.shrink(part.length);
          return askAll(open, answers, signal);
        }
        isBusy = why === 'busy';
      }
      const isSilent = outcome.kind === 'no-answer' && outcome.isTimeout;
      const most = mostAttempts(isBusy, isSilent);
      const waitMs = 2 ** attempt * 100 * (0.5 + Math.random());
      const askedMs = outcome.retryAfterMs ?? 0;
      const isTold = askedMs > waitMs;
      if (isTold) {
        rest.begin(askedMs);
        requireAwake(open, `${outcome.message}; `);
      }
      // Until a deadline, a node that says when it will answer is asked then, however often.
      if (isTold && options.remainingMs !== undefined && !options.isOneOfMany) attempt--;
      else if (attempt >= most)
        throw outcome.kind === 'answers' && !isBusy
          ? unusable(open, outcome.message)
          : unasked(open, outcome.message, true);
      options.onTrouble?.(unasked(open, outcome.message).message);
      if (isTold) continue;
      options.log.debug(`chain RPC: ${outcome.message}; attempt ${attempt} of ${most}`);
      await options.clock.sleep(waitMs, signal);
    }
  }

  function mostAttempts(isBusy: boolean, isSilent: boolean): number {
    if (options.isOneOfMany) return attemptsOfMany;
    return isBusy ? attemptsWhenBusy : isSilent ? attemptsWhenSilent : attemptsWhenAway;
  }

  /** @throws NodeFailure when the node asks to be left alone for longer than it is waited for here. */
  function requireAwake(calls: readonly OpenCall[], before = ''): void {
    const refusal = rest.refusal();
    if (refusal === undefined) return;
    throw unasked(calls, `${before}${refusal}`, rest.left() !== undefined);
  }

  async function askOnce(calls: readonly OpenCall[], isList: boolean, signal: AbortSignal) {
    const texts = calls.map(({ text }) => text);
    let answer: HttpAnswer;
    try {
      answer = await post(isList ? `[${texts.join(',')}]` : (texts[0] ?? ''), signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof NoAnswer)) throw error;
      if (!error.isPassing) throw unasked(calls, error.message);
      const { message, isTimeout } = error;
      return { kind: 'no-answer', message, isTimeout, retryAfterMs: undefined } as const;
    }
    const reply = readReply(
      answer,
      calls.map(({ id }) => id),
      isList,
      secrets,
    );
    return { ...reply, retryAfterMs: answer.retryAfterMs };
  }

  function unasked(calls: readonly OpenCall[], message: string, isPassing = false): NodeFailure {
    const words = `${node} could not be asked for ${describeMethods(calls)}: ${message}`;
    return new NodeFailure(words, isPassing, rest.left());
  }

  function unusable(calls: readonly OpenCall[], message: string): NodeFailure {
    if (message.startsWith('it answered with')) return unasked(calls, message);
    return new NodeFailure(`${node} answered ${describeMethods(calls)} with what can't be used: ${message}`, false);
  }

  return { setting, batch };
}

function encodeCall(id: number, call: RpcCall): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method: call.method, params: call.params });
}

function describeMethods(calls: readonly OpenCall[]): string {
  return [...new Set(calls.map(({ method }) => method))].join(', ');
}
