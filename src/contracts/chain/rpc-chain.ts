import { RemoteError } from '../../report/index.ts';
import type { Chain, SendAnswer } from './chain.ts';
import type { Rpc, RpcFailure } from './rpc.ts';

/** The chain port over JSON-RPC. The first node is asked unless another is asked for by its number. */
export function createRpcChain(...nodes: readonly [Rpc, ...Rpc[]]): Chain {
  const [first] = nodes;
  const read = async (reads: Parameters<Chain['read']>[0], signal: AbortSignal, endpoint = 0) => {
    if (reads.length === 0) return [];
    const answers = await (nodes[endpoint] ?? first).batch(reads, signal);
    return reads.map((wanted, index) => {
      const answer = answers[index];
      if (answer === undefined) throw new RemoteError(`the chain's RPC node gave no answer to ${wanted.method}`);
      return wanted.parse(answer);
    });
  };
  return {
    endpoints: nodes.length,
    // Each answer was parsed by its own read, which the mapped tuple type can't follow.
    read: read as Chain['read'],
    async send(transactions, signal) {
      const calls = transactions.map((raw) => ({ method: 'eth_sendRawTransaction', params: [raw] }));
      const answers = await first.batch(calls, signal);
      return answers.map((answer) => ('error' in answer ? classifyRefusal(answer.error) : { kind: 'accepted' }));
    },
  };
}

/** Nodes have no codes for these; the words are geth's, and every other node's are like them. */
function classifyRefusal(failure: RpcFailure): SendAnswer {
  const isKnown =
    /already known|known transaction|already imported|already exists|nonce too low|nonce is too low/i.test(
      failure.message,
    );
  return isKnown ? { kind: 'known' } : { kind: 'refused', message: failure.message };
}
