import { type Asked, jsonAnswer, type Rule } from './gate.ts';
import type { PlannedFault } from './planned-fault.ts';
import { type RpcAnswer, type RpcCall, rpcCalls, transactionSend } from './request-kinds.ts';

/** How a node answers badly: instead of asking the real one, or by changing what it says. */
interface Lie {
  instead?(call: RpcCall): Omit<RpcAnswer, 'id'> | undefined;
  change?(call: RpcCall, answer: RpcAnswer): RpcAnswer;
  order?(answers: readonly RpcAnswer[]): readonly RpcAnswer[];
}

function lying({
  instead = () => undefined,
  change = (_, answer) => answer,
  order = (answers) => answers,
}: Lie): PlannedFault {
  return counting(async ({ kind, body }, forward, strike) => {
    if (!kind.startsWith('chain')) return forward();
    const calls = rpcCalls(body);
    const made = new Map<unknown, RpcAnswer>();
    for (const call of calls) {
      const answer = instead(call);
      if (answer !== undefined) made.set(call.id, { id: call.id, ...answer });
    }
    const real = calls.filter(({ id }) => !made.has(id));
    if (made.size > 0) strike();
    if (real.length > 0) {
      const answer = await forward(Buffer.from(JSON.stringify(real)));
      for (const one of JSON.parse(answer.body.toString('utf8')) as RpcAnswer[]) made.set(one.id, one);
    }
    const truth = calls.map(({ id }) => made.get(id) ?? { id });
    const answers = order(calls.map((call, index) => change(call, truth[index] ?? { id: call.id })));
    if (answers.some((answer, index) => answer !== truth[index])) strike();
    const ordered = answers.map((answer) => ({ jsonrpc: '2.0', ...answer }));
    return jsonAnswer(body.toString('utf8').trimStart().startsWith('[') ? ordered : ordered[0]);
  });
}

/** A lie is told as often as it fits; it must have been told at least once. */
function counting(
  rule: (asked: Asked, forward: Parameters<Rule>[1], strike: () => void) => ReturnType<Rule>,
): PlannedFault {
  let strikes = 0;
  return {
    rule: (asked, forward) =>
      rule(asked, forward, () => {
        strikes++;
      }),
    requireStruck() {
      if (strikes === 0) throw new Error('the lie was never told');
    },
  };
}

const isSend = ({ method }: RpcCall) => method === transactionSend.slice('chain '.length);

/** What was true so many milliseconds ago: of the nonce alone, or of all that a node behind the others would say. */
export function stale(byMs: number, methods: readonly string[]): PlannedFault {
  const history = new Map<string, { readonly at: number; readonly answer: RpcAnswer }[]>();
  return lying({
    change(call, answer) {
      if (!methods.includes(call.method)) return answer;
      const key = JSON.stringify([call.method, call.params]);
      const past = history.get(key) ?? [];
      history.set(key, [...past, { at: performance.now(), answer }]);
      const old = past.findLast(({ at }) => at <= performance.now() - byMs) ?? past[0];
      return old === undefined || old.answer.result === answer.result ? answer : { ...old.answer, id: call.id };
    },
  });
}

/** Of each transaction the first answers are null, though it is mined. */
export function lateReceipts(times: number): PlannedFault {
  const asked = new Map<string, number>();
  return lying({
    change(call, answer) {
      if (call.method !== 'eth_getTransactionReceipt') return answer;
      const key = String(call.params[0]);
      const before = asked.get(key) ?? 0;
      if (answer.result === null || answer.result === undefined) return answer;
      asked.set(key, before + 1);
      return before < times ? { id: call.id, result: null } : answer;
    },
  });
}

/** So many requests in a row are refused with 429, again after every so many that are answered. */
export function burstsOf429(length: number, every: number): PlannedFault {
  let number = 0;
  return counting(async ({ kind }, forward, strike) => {
    if (!kind.startsWith('chain')) return forward();
    if (number++ % (every + length) < every) return forward();
    strike();
    return jsonAnswer({ error: { code: -32005, message: 'too many requests' } }, 429);
  });
}

export function outOfOrder(): PlannedFault {
  return lying({ order: (answers) => [...answers].reverse() });
}

/** Says of every transaction that it takes that it had it already. */
export function alreadyKnown(message: string): PlannedFault {
  return lying({
    change: (call, answer) =>
      isSend(call) && answer.error === undefined ? { id: call.id, error: { code: -32000, message } } : answer,
  });
}

/** Takes so many transactions of one sender beyond those that are mined; of the others it says so, or nothing. */
export function smallPool(size: number, minedNonce: () => Promise<number>, isSilent: boolean): PlannedFault {
  return counting(async (asked, forward, strike) => {
    if (asked.kind !== transactionSend) return forward();
    const mined = await minedNonce();
    const { decodeTransaction } = await import('../../src/contracts/transaction/raw-transaction.ts');
    const isTaken = (call: RpcCall) => decodeTransaction(String(call.params[0]) as `0x${string}`).nonce < mined + size;
    const { rule } = lying({
      instead(call) {
        if (isTaken(call)) return undefined;
        strike();
        if (isSilent) return { result: decodeTransaction(String(call.params[0]) as `0x${string}`).hash };
        return { error: { code: -32000, message: 'account limit exceeded' } };
      },
    });
    return rule(asked, forward);
  });
}

/** Knows no batches: one error for the whole list. */
export function noBatches(status: number): PlannedFault {
  return counting(async ({ kind, body }, forward, strike) => {
    const isBatch = kind.startsWith('chain') && body.toString('utf8').trimStart().startsWith('[');
    if (!isBatch) return forward();
    strike();
    return jsonAnswer(
      { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'batch requests are disabled' } },
      status,
    );
  });
}

export function noOverrides(): PlannedFault {
  return lying({
    instead: ({ method, params }) =>
      method === 'eth_call' && params.length > 2
        ? { error: { code: -32602, message: 'too many arguments, want at most 2' } }
        : undefined,
  });
}

export function without(...methods: readonly string[]): PlannedFault {
  return lying({
    instead: ({ method }) =>
      methods.includes(method)
        ? { error: { code: -32601, message: `the method ${method} does not exist/is not available` } }
        : undefined,
  });
}

/** Hands no transaction on, though it says it did: as a node that is cut off from its peers. */
export function blackHole(times: number): PlannedFault {
  const seen = new Map<string, number>();
  return lying({
    instead(call) {
      if (!isSend(call)) return undefined;
      const raw = String(call.params[0]);
      const before = seen.get(raw) ?? 0;
      seen.set(raw, before + 1);
      return before < times ? { result: `0x${'00'.repeat(32)}` } : undefined;
    },
  });
}

export function isDown(): PlannedFault {
  return counting(async (_, __, strike) => {
    strike();
    return undefined;
  });
}
