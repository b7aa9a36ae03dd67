import { RemoteError } from '../../report/index.ts';
import type { Chain } from './chain.ts';
import { createNodes } from './failover.ts';
import type { Rpc } from './rpc.ts';
import { createSending } from './sending.ts';

/**
 * The chain port over JSON-RPC. The first node is asked, and the next when it can't be; or the one with the given number,
 * and only that.
 */
export function createRpcChain(...rpcs: readonly [Rpc, ...Rpc[]]): Chain {
  const nodes = createNodes(rpcs);
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
    send: createSending(nodes),
  };
}
