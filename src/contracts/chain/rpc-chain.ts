import { RemoteError } from '../../report/index.ts';
import type { Hex } from '../../values/index.ts';
import type { Chain, SendAnswer } from './chain.ts';
import { createNodes } from './failover.ts';
import type { Rpc, RpcAnswer, RpcFailure } from './rpc.ts';

/**
 * The chain port over JSON-RPC. The first node is asked, and the next when it can't be; or the one with the given number,
 * and only that. Transactions go to one node, and when they are sent again, to all.
 */
export function createRpcChain(...rpcs: readonly [Rpc, ...Rpc[]]): Chain {
  const nodes = createNodes(rpcs);
  const sent = new Set<Hex>();
  const read = async (reads: Parameters<Chain['read']>[0], signal: AbortSignal, endpoint?: number) => {
    if (reads.length === 0) return [];
    const answers = await (endpoint === undefined ? nodes.ask(reads, signal) : nodes.askOne(endpoint, reads, signal));
    return reads.map((wanted, index) => {
      const answer = answers[index];
      if (answer === undefined) throw new RemoteError(`the chain's RPC node gave no answer to ${wanted.method}`);
      return wanted.parse(answer);
    });
  };
  return {
    endpoints: rpcs.length,
    // Each answer was parsed by its own read, which the mapped tuple type can't follow.
    read: read as Chain['read'],
    async send(transactions, signal) {
      const calls = transactions.map((raw) => ({ method: 'eth_sendRawTransaction', params: [raw] }));
      const isAgain = transactions.some((raw) => sent.has(raw));
      for (const raw of transactions) sent.add(raw);
      const ofNodes = isAgain && rpcs.length > 1 ? await nodes.askAll(calls, signal) : [await nodes.ask(calls, signal)];
      return transactions.map((_, index) =>
        best(ofNodes.flatMap((answers) => (answers === undefined ? [] : [classify(answers[index])]))),
      );
    },
  };
}

/** One node that takes it is enough. */
function best(answers: readonly SendAnswer[]): SendAnswer {
  const taken = answers.find(({ kind }) => kind === 'accepted') ?? answers.find(({ kind }) => kind === 'known');
  return taken ?? answers[0] ?? { kind: 'refused', message: 'no node answered' };
}

function classify(answer: RpcAnswer | undefined): SendAnswer {
  if (answer === undefined) return { kind: 'refused', message: 'no answer' };
  return 'error' in answer ? classifyRefusal(answer.error) : { kind: 'accepted' };
}

/** Nodes have no codes for these; the words are geth's, and every other node's are like them. */
function classifyRefusal(failure: RpcFailure): SendAnswer {
  const isKnown =
    /already known|known transaction|already imported|already exists|already in.*pool|nonce too low|nonce is too low/i.test(
      failure.message,
    );
  return isKnown ? { kind: 'known' } : { kind: 'refused', message: failure.message };
}
