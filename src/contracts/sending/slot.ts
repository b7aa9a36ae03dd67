import type { Hex } from '../../values/index.ts';
import type { Receipt } from '../chain/chain.ts';
import type { BlockMark } from '../journal/journal.ts';
import type { LoggedTransaction } from '../journal/journal-entry.ts';

/** What became of one nonce: one of its variants was mined, or something that nobody logged has used it. */
export type SlotEnd =
  | { readonly kind: 'mined'; readonly logged: LoggedTransaction; readonly receipt: Receipt }
  | {
      readonly kind: 'foreign';
      readonly hash: Hex;
      readonly block: number;
      readonly blockHash: Hex;
    };

/** The block in which it was decided. */
export function markOfEnd(end: SlotEnd): BlockMark {
  return markOf(end.kind === 'mined' ? end.receipt : end);
}

/** The block of a receipt. */
export function markOf({ block, blockHash }: Pick<Receipt, 'block' | 'blockHash'>): BlockMark {
  return { number: block, hash: blockHash };
}

/** A block as a look has shown it. */
export interface SeenBlock extends BlockMark {
  readonly timeSeconds: number;
}

/** A nonce on its way. */
export interface OpenSlot {
  readonly nonce: number;
  readonly variants: LoggedTransaction[];
  isSent: boolean;
  /** The node said that it costs too little. */
  isTooCheap: boolean;
  /** The node did not take it, and nobody knows why, or for how long. */
  isUnclear: boolean;
}
