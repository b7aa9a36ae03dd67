import { acquireLease, type Lease, type Lock } from './lock.ts';

/** The run's lock, from when it is first needed to the end of the run. */
export interface HeldLock {
  /** Takes the lock, unless it is held already or there is none. `waited`: everything has to be looked at anew. */
  take(open: (() => Lock) | undefined, wasHeldBefore: boolean): Promise<'held' | 'waited'>;
  readonly isHeld: () => boolean;
  /** @throws when the lock was taken, and is no longer this run's. */
  requireHeld(): void;
  /** The same after looking: a lock that was broken and given back since is not noticed before. */
  requireHeldNow(): Promise<void>;
  /** Never rejects. */
  release(after?: Promise<unknown>): Promise<void>;
}

/** @param lose called with the reason when the lock is lost. */
export function createHeldLock(signal: AbortSignal, lose: (reason: unknown) => void): HeldLock {
  let lease: Lease | undefined;
  return {
    async take(open, wasHeldBefore) {
      if (lease !== undefined || open === undefined) return 'held';
      const { lease: taken, waited } = await acquireLease(open(), signal, wasHeldBefore);
      lease = taken;
      const onLost = (): void => lose(taken.lost.reason);
      if (taken.lost.aborted) onLost();
      else taken.lost.addEventListener('abort', onLost, { once: true });
      return waited ? 'waited' : 'held';
    },
    isHeld: () => lease !== undefined,
    requireHeld: () => lease?.requireHeld(),
    requireHeldNow: async () => lease?.requireHeldNow(),
    async release(after) {
      const held = lease;
      lease = undefined;
      await held?.release(after);
    },
  };
}
