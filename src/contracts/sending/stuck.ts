import type { LoggedTransaction } from '../journal/journal-entry.ts';
import { highestPrice } from '../transaction/fees.ts';
import { feeOf } from '../transaction/raw-transaction.ts';
import type { ChainWait, Progress } from './chain-wait.ts';
import { watchIdle } from './idle-chain.ts';
import type { OpenSlot } from './slot.ts';

/** Logs dearer variants of these nonces, or says why none may be sent. */
export type Replace = (
  slots: readonly OpenSlot[],
) => Promise<
  | { readonly kind: 'replaced'; readonly variants: readonly LoggedTransaction[] }
  | { readonly kind: 'hindered'; readonly why: string }
>;

export interface StuckWatch {
  /** Replaces what is stuck, lowest nonce first; the result is to be sent. */
  replaceIn(open: readonly OpenSlot[], progress: Progress): Promise<readonly OpenSlot[]>;
  /** Why something stuck can't be replaced now; empty when nothing is. */
  hindrance(): string;
}

/** So many blocks may pass the lowest nonce over. */
const patienceBlocks = 3;
const sayAgainAfterMs = 15_000;

/** Watches whether blocks take the lowest nonce, which all others wait for, and whether there are blocks. */
export function watchStuck(wait: ChainWait, replace: Replace | undefined): StuckWatch {
  const { log, clock } = wait;
  const idle = watchIdle(wait);
  let lowest = -1;
  let sinceBlock = 0;
  let triedAtBlock = -1;
  let hindrance = '';
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    hindrance: () => hindrance,
    async replaceIn(open, { block, baseFee, nonce: used }) {
      const [first] = open;
      if (first === undefined || replace === undefined) return [];
      if (first.nonce !== lowest) {
        lowest = first.nonce;
        sinceBlock = block;
        hindrance = '';
      }
      // A nonce that is used waits for its receipt only.
      if (first.nonce < used) return [];
      const isToBeWoken = await idle.isToBeWoken(first, block);
      if (block === triedAtBlock && !isToBeWoken) return [];
      const isPricedOut = (slot: OpenSlot): boolean =>
        slot.isTooCheap || (baseFee !== undefined && priceOf(slot) < baseFee);
      const hasWaited = block - sinceBlock >= patienceBlocks;
      if (!hasWaited && !isPricedOut(first) && !isToBeWoken) return [];
      triedAtBlock = block;
      const stuck = open.filter((slot) => slot === first || ((slot.isSent || slot.isTooCheap) && isPricedOut(slot)));
      const answer = await replace(stuck);
      if (answer.kind === 'hindered') {
        hindrance = answer.why;
        if (clock.now() - saidAt >= sayAgainAfterMs) {
          saidAt = clock.now();
          log.warning(`Waiting: ${hindrance}`);
        }
        return [];
      }
      hindrance = '';
      sinceBlock = block;
      return stuck.filter((slot) => {
        const dearer = answer.variants.find(({ nonce }) => nonce === slot.nonce);
        if (dearer === undefined) return false;
        slot.variants.push(dearer);
        slot.isSent = false;
        return true;
      });
    },
  };
}

/** Of the newest variant. */
function priceOf({ variants }: OpenSlot): bigint {
  const newest = variants.at(-1);
  return newest === undefined ? 0n : highestPrice(feeOf(newest.raw));
}
