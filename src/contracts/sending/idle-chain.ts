import { blockHeaderIfThere } from '../chain/reads.ts';
import { type ChainWait, readPendingNonce } from './chain-wait.ts';
import type { OpenSlot } from './slot.ts';

/** Tells when a nonce may wait for nothing but another transaction. */
export interface IdleWatch {
  /** True once, for a nonce that waits in the pool while no block comes. */
  isToBeWoken(lowest: OpenSlot, block: number): Promise<boolean>;
}

const leastMs = 5_000;
const mostMs = 60_000;
/** So many times the usual time between two blocks. */
const patience = 3;
const blocksLookedAt = 8;

/**
 * A chain that makes blocks on demand, as most developers run one, makes them when a transaction comes: what did not fit
 * into the block, or came while it was made, stays in the pool, and sent again it is "already known", so that nobody
 * makes a block any more. A replacement is a new transaction to it. On a chain that was halted one is wasted effort, and
 * a second one too: only a nonce that was never replaced is, also not by an earlier run, so that they can't add up.
 */
export function watchIdle(wait: ChainWait): IdleWatch {
  const { clock, log } = wait;
  let lastBlock = -1;
  let since = 0;
  let patienceMs: number | undefined;
  let asked = -1;
  return {
    async isToBeWoken({ nonce, variants, isSent }, block) {
      const now = clock.now();
      if (block !== lastBlock) {
        lastBlock = block;
        since = now;
        patienceMs = undefined;
      }
      if (!isSent || variants.length !== 1 || nonce === asked || now - since < leastMs) return false;
      patienceMs ??= Math.min(Math.max(patience * (await usualGapMs(wait, block)), leastMs), mostMs);
      if (now - since < patienceMs) return false;
      asked = nonce;
      // What the pool has lost is sent again as it is.
      if ((await readPendingNonce(wait)) <= nonce) return false;
      log.info(
        `No new block for ${Math.round((now - since) / 1000)} s (last: ${block}), though nonce ${nonce} waits in the node's pool: a chain that makes blocks on demand only is woken by one transaction more, so it is replaced, once`,
      );
      return true;
    },
  };
}

/** The median of the last blocks; nothing is known of a chain that has hardly any. The genesis block can have any time. */
async function usualGapMs({ chain, signal }: ChainWait, block: number): Promise<number> {
  const count = Math.min(blocksLookedAt + 1, block);
  const numbers = Array.from({ length: count }, (_, index) => block - index);
  if (numbers.length < 2) return 0;
  const headers = await chain.read(
    numbers.map((number) => blockHeaderIfThere(number)),
    signal,
  );
  const gaps = headers.flatMap((header, index) => {
    const before = headers[index + 1];
    return header === undefined || before === undefined ? [] : [header.timeSeconds - before.timeSeconds];
  });
  gaps.sort((a, b) => a - b);
  return 1000 * (gaps[Math.floor((gaps.length - 1) / 2)] ?? 0);
}
