/** How many unmined transactions may be on their way: nodes limit what they hold of one account. */
export interface SendWindow {
  readonly size: () => number;
  /** The pool refused, or lost, one of them. */
  shrink(): void;
  /** Blocks took some of them. */
  grow(): void;
}

/** Sending too many does no harm, because their bytes are logged; it only costs requests. */
const sizes: readonly number[] = [100, 16, 4, 1];

export function createSendWindow(): SendWindow {
  let at = 0;
  return {
    size: () => sizes[at] ?? 1,
    shrink() {
      at = Math.min(at + 1, sizes.length - 1);
    },
    grow() {
      at = Math.max(at - 1, 0);
    },
  };
}

export type Refusal =
  /** The node holds as much as it wants to: later. */
  | 'pool'
  /** It costs too little now. */
  | 'fee'
  /** Another variant of the same nonce is there already. */
  | 'variant'
  /** It will not be taken however often it is sent. */
  | 'final';

/** There are no codes for these: the words are those of geth, reth, Nethermind, Besu, Erigon and anvil. */
export function classifyRefusal(message: string): Refusal {
  if (/replacement|could not replace|already.*(higher|nonce)/i.test(message)) return 'variant';
  if (/underpriced|(fee|gas ?price).*(too low|less than|below|minimum)|feetoolow|below.*base ?fee/i.test(message))
    return 'fee';
  if (
    /full|limit exceeded|limit reached|too many|queued|gapped|nonce too (high|far)|in-?flight|future|overflow|discarded|evict|capacity/i.test(
      message,
    )
  ) {
    return 'pool';
  }
  return 'final';
}
