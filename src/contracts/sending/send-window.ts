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
