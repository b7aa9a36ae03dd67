import { RemoteError } from '../../report/index.ts';

/**
 * Keeps runs with the same deployer on the same chain from meeting at all. The journal stays the fence that makes a
 * meeting harmless: a holder that was paused may believe in a lock that another has taken since.
 */
export interface Lock {
  /**
   * Waits for a held lock as long as whoever opened it allows. Rejects with the signal's reason, holding nothing. Who knows
   * that it was held before (the journal has entries) saves a round trip by saying so.
   */
  acquire(signal: AbortSignal, wasHeldBefore?: boolean): Promise<LockAnswer>;
}

export type LockAnswer =
  /** `waited`: it was another's first, who may have done much until it was free. */
  | { readonly kind: 'acquired'; readonly lease: Lease; readonly waited: boolean }
  /** Another's, until then at least: it renews as long as it works. */
  | { readonly kind: 'locked'; readonly holder: string; readonly expires: string };

/** The held lock. It is renewed until it is released. */
export interface Lease {
  /** Aborted when the lock is another's, or could not be renewed in time; the reason says which. */
  readonly lost: AbortSignal;
  /** Throws that reason; also in a process that slept through its lease and has not looked yet. Ask it before each send. */
  requireHeld(): void;
  /** The same after looking. */
  requireHeldNow(): Promise<void>;
  /**
   * Gives the lock back within seconds, also after a cancellation. Never rejects, and leaves another's lock alone.
   * @param after not before this has ended, whichever way.
   */
  release(after?: Promise<unknown>): Promise<void>;
}

/** The run ends because another one is at work. */
export class LockedError extends RemoteError {
  readonly holder: string;
  readonly expires: string;

  constructor({ holder, expires }: { readonly holder: string; readonly expires: string }) {
    super(
      `locked: another run is at work with the same deployer on the same chain: ${holder}. Its lock runs out at ${expires} unless it is renewed. Run again when that run has ended; if it no longer runs and its lock stays, set break-lock`,
    );
    this.holder = holder;
    this.expires = expires;
  }
}

/** @throws LockedError when the lock is another's. */
export async function acquireLease(
  lock: Lock,
  signal: AbortSignal,
  wasHeldBefore: boolean,
): Promise<Extract<LockAnswer, { kind: 'acquired' }>> {
  const answer = await lock.acquire(signal, wasHeldBefore);
  if (answer.kind === 'locked') throw new LockedError(answer);
  return answer;
}
