import { RemoteError } from '../../report/index.ts';
import type { Hex } from '../../values/index.ts';
import type { Chain, SendAnswer } from './chain.ts';
import { allFailed, isPassing, type Nodes } from './failover.ts';
import { classifyRefusal, type Verdict } from './refusal.ts';
import type { RpcAnswer } from './rpc.ts';

/** What one node made of a transaction; nothing but `unclear` or `unable` where it could not even be asked. */
interface Said {
  readonly verdict: 'accepted' | Verdict;
  readonly words: string;
  readonly node: string | undefined;
}

/** The first that was said by any node decides: one that takes it is enough, and it is final when none knows better. */
const ranks: readonly Said['verdict'][] = ['accepted', 'known', 'variant', 'fee', 'pool', 'unclear', 'final', 'unable'];
/** What another node may see differently. */
const openVerdicts: readonly Said['verdict'][] = ['unclear', 'final', 'unable'];

/**
 * Transactions go to one node; to the next as well when it takes none, refuses them, or fails; and when they are sent again,
 * to all.
 * @throws RemoteError when no node can be asked and that will not pass.
 */
export function createSending(nodes: Nodes): Chain['send'] {
  const sent = new Set<Hex>();
  const takesNone = new Set<number>();

  async function askNode(node: number, transactions: readonly Hex[], signal: AbortSignal): Promise<Reply> {
    const calls = transactions.map((raw) => ({ method: 'eth_sendRawTransaction', params: [raw] }));
    try {
      const answers = await nodes.askOne(node, calls, signal);
      const said = calls.map((_, index) => read(answers[index], nodes.nameOf(node)));
      if (said.some(({ verdict }) => verdict === 'unable')) takesNone.add(node);
      return { said, failure: undefined };
    } catch (failure) {
      signal.throwIfAborted();
      if (!(failure instanceof RemoteError)) throw failure;
      nodes.leave(node);
      const verdict = isPassing(failure) ? 'unclear' : 'unable';
      // Its message names the node already.
      return { said: calls.map(() => ({ verdict, words: failure.message, node: undefined })), failure };
    }
  }

  return async (transactions, signal) => {
    const isAgain = transactions.some((raw) => sent.has(raw));
    for (const raw of transactions) sent.add(raw);
    const able = nodes.order().filter((node) => !takesNone.has(node));
    const order = able.length === 0 ? nodes.order() : able;
    const ofTransaction = (replies: readonly Reply[], index: number): readonly Said[] =>
      replies.flatMap(({ said }) => said[index] ?? []);
    let replies: Reply[] = [];
    if (isAgain) replies = await Promise.all(order.map((node) => askNode(node, transactions, signal)));
    else {
      for (const node of order) {
        replies.push(await askNode(node, transactions, signal));
        const isSettled = transactions.every(
          (_, index) => !openVerdicts.includes(decisive(ofTransaction(replies, index)).verdict),
        );
        if (isSettled) break;
      }
    }
    const failures = replies.flatMap(({ failure }) => failure ?? []);
    if (failures.length === order.length && !failures.some(isPassing)) throw allFailed(failures);
    return transactions.map((_, index) => answerOf(ofTransaction(replies, index)));
  };
}

interface Reply {
  readonly said: readonly Said[];
  readonly failure: RemoteError | undefined;
}

function read(answer: RpcAnswer | undefined, node: string): Said {
  if (answer === undefined) return { verdict: 'unclear', words: 'no answer', node };
  if (!('error' in answer)) return { verdict: 'accepted', words: '', node };
  return { verdict: classifyRefusal(answer.error), words: answer.error.message, node };
}

function decisive(said: readonly Said[]): Said {
  const sorted = said.toSorted((a, b) => ranks.indexOf(a.verdict) - ranks.indexOf(b.verdict));
  return sorted[0] ?? { verdict: 'unclear', words: 'no node was asked', node: undefined };
}

function answerOf(said: readonly Said[]): SendAnswer {
  const { verdict, words } = decisive(said);
  switch (verdict) {
    case 'accepted':
    case 'known':
      return { kind: verdict };
    case 'variant':
    case 'fee':
    case 'pool':
      return { kind: 'refused', reason: verdict, message: words };
    case 'unclear':
    case 'final':
      return { kind: 'refused', reason: verdict, message: wordsOf(said) };
    case 'unable':
      return { kind: 'refused', reason: 'final', message: `no node takes transactions: ${wordsOf(said)}` };
  }
}

/** What each node said, by its setting where there are several. */
function wordsOf(said: readonly Said[]): string {
  const [only] = said;
  if (said.length === 1 && only !== undefined) return only.words;
  return said.map(({ node, words }) => (node === undefined ? words : `${node}: ${words}`)).join('; ');
}
