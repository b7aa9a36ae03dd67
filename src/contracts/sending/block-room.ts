import type { Progress } from './chain-wait.ts';
import type { OpenSlot } from './slot.ts';

/** What the gas limits of the transactions on their way say of the blocks that take them. */
export interface BlockRoom {
  /** The block says itself why it did not take the next one. */
  isFullFor(next: readonly OpenSlot[], progress: Progress): boolean;
  /** How many blocks will take them, at a guess. */
  blocksFor(open: readonly OpenSlot[], progress: Progress): number;
  /** The first ones, more than the next block can take. */
  nextOf(open: readonly OpenSlot[], progress: Progress): readonly OpenSlot[];
}

/** @param gasLimits by nonce; where one is unknown it counts as nothing. */
export function createBlockRoom(gasLimits: ReadonlyMap<number, bigint>): BlockRoom {
  const gasOf = ({ nonce }: OpenSlot): bigint => gasLimits.get(nonce) ?? 0n;
  return {
    isFullFor: ([first], { gasLeft }) => first !== undefined && gasOf(first) > gasLeft,
    blocksFor(open, { gasLimit }) {
      const gas = open.reduce((sum, slot) => sum + gasOf(slot), 0n);
      return gas > gasLimit ? Math.ceil(Number(gas) / Number(gasLimit)) : 1;
    },
    nextOf(open, { gasLimit }) {
      let left = 2n * gasLimit;
      const end = open.findIndex((slot) => {
        left -= gasOf(slot);
        return left < 0n;
      });
      return end < 0 ? open : open.slice(0, Math.max(end, 1));
    },
  };
}
