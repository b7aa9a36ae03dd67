import type { ChainWait } from './chain-wait.ts';

/** Both at once; when one fails, the other is not gone on with. */
export async function together<A, B>(
  wait: ChainWait,
  work: readonly [(wait: ChainWait) => Promise<A>, (wait: ChainWait) => Promise<B>],
): Promise<readonly [A, B]> {
  const stop = new AbortController();
  const stoppable = { ...wait, signal: AbortSignal.any([wait.signal, stop.signal]) };
  try {
    return await Promise.all([work[0](stoppable), work[1](stoppable)]);
  } finally {
    stop.abort(new Error('not needed any more'));
  }
}
