import type { LocalProcesses } from './local-processes.ts';
import type { LockClock } from './lock-clock.ts';
import type { HeldLock, SeenLock } from './lock-content.ts';

export type LockVerdict =
  | { readonly kind: 'free' }
  /** Its holder's process ran on this machine, and has ended. */
  | { readonly kind: 'left'; readonly lock: HeldLock }
  /** Ran out: its holder doesn't work any more. */
  | { readonly kind: 'abandoned'; readonly lock: HeldLock }
  /** Ran out by this machine's clock. It is another question whether the holder's says the same: who works, renews. */
  | { readonly kind: 'silent'; readonly lock: HeldLock; readonly forMoreMs: number }
  | { readonly kind: 'held'; readonly lock: HeldLock | undefined };

/** By how much two machines' clocks may differ. */
const clockSkewMs = 600_000;

/**
 * Judges what stands under a lock's name each time it is looked at. A lease that ran out long ago is abandoned at once. One
 * that has just run out is watched for longer than a holder waits between renewals, because a holder whose clock is behind
 * seems to have run out all the time. An end in the future is believed, however far away: only a person knows better.
 */
export function createLockJudge(
  clock: LockClock,
  processes: Pick<LocalProcesses, 'isGone'>,
): (seen: SeenLock) => LockVerdict {
  let generation: string | undefined;
  let unchangedSince = 0;
  let isAlive = false;
  return (seen) => {
    if (seen.state === 'absent' || seen.state === 'released') return { kind: 'free' };
    if (seen.generation !== generation) {
      isAlive = generation !== undefined;
      generation = seen.generation;
      unchangedSince = clock.elapsedMs();
    }
    if (seen.state === 'unreadable') return { kind: 'held', lock: undefined };
    const { lock } = seen;
    if (lock.process !== undefined && processes.isGone(lock.process)) return { kind: 'left', lock };
    const ranOutMs = clock.unixMs() - Date.parse(lock.expires);
    if (ranOutMs < 0) return { kind: 'held', lock };
    const forMoreMs = lock.leaseMs / 2 - (clock.elapsedMs() - unchangedSince);
    if (forMoreMs <= 0 || (ranOutMs >= clockSkewMs && !isAlive)) return { kind: 'abandoned', lock };
    return isAlive ? { kind: 'held', lock } : { kind: 'silent', lock, forMoreMs };
  };
}
