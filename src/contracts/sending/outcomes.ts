import type { LoggedOutcome } from '../journal/journal-entry.ts';
import type { SlotEnd } from './slot.ts';

/** What became of these nonces, as the journal says it. */
export function outcomesOf(ends: ReadonlyMap<number, SlotEnd>): LoggedOutcome[] {
  return [...ends].map(asOutcome);
}

function asOutcome([nonce, end]: readonly [number, SlotEnd]): LoggedOutcome {
  if (end.kind === 'foreign') {
    const { hash, block, blockHash } = end;
    return { nonce, hash, outcome: 'replaced', block, blockHash };
  }
  const { hash, isSuccess, block, blockHash } = end.receipt;
  return { nonce, hash, outcome: isSuccess ? 'mined' : 'reverted', block, blockHash };
}
