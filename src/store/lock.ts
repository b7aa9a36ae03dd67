import { randomUUID } from 'node:crypto';
import type { Log } from '../report/index.ts';
import { heldNow, keepLease, type LeaseOptions, releaseWithinMs, type StoreLease, shortestAttemptMs } from './lease.ts';
import { type LocalProcesses, localProcesses } from './local-processes.ts';
import { type LockClock, systemLockClock } from './lock-clock.ts';
import { type HeldLock, heldLockBytes, readLock, type SeenLock } from './lock-content.ts';
import { createLockJudge, type LockVerdict } from './lock-verdict.ts';
import type { Store } from './store.ts';

export interface LockOptions {
  readonly store: Store;
  readonly name: string;
  /** Who takes it, for people: such as the URL of the run. */
  readonly holder: string;
  /** How long to wait for a lock that is another's. */
  readonly waitMs: number;
  /** Takes it at once, whoever holds it. */
  readonly breakLock: boolean;
  readonly log: Pick<Log, 'info' | 'warning'>;
  readonly leaseMs?: number | undefined;
  readonly clock?: LockClock | undefined;
  readonly processes?: LocalProcesses | undefined;
}

export type StoreLockAnswer =
  /** `waited`: it was another's first, who may have done much until it was free. */
  | { readonly kind: 'acquired'; readonly lease: StoreLease; readonly waited: boolean }
  | { readonly kind: 'locked'; readonly holder: string; readonly expires: string };

export interface StoreLock {
  acquire(signal: AbortSignal, wasHeldBefore?: boolean): Promise<StoreLockAnswer>;
}

const firstPollMs = 1000;
const longestPollMs = 8000;

/**
 * A lock on an object of the store: created once, and changed only from the state that was seen. It is free when it is
 * absent, was released, or has run out.
 */
export function openLock(given: LockOptions): StoreLock {
  const { waitMs, breakLock, leaseMs = 60_000, clock = systemLockClock, processes = localProcesses, ...rest } = given;
  const options: LeaseOptions = { ...rest, leaseMs, clock, processes, token: randomUUID() };
  return {
    async acquire(signal, wasHeldBefore = false) {
      signal.throwIfAborted();
      // The calls don't end with the run's signal: a write that is broken off may land, and must then be taken back.
      const givenUp = new AbortController();
      const store = rest.store.under({
        signal: givenUp.signal,
        attemptDeadlineMs: Math.max(leaseMs / 6, shortestAttemptMs),
      });
      const whenCancelled = rejectOnAbort(signal);
      const work = waitAndTake(options, store, { waitMs, breakLock, wasHeldBefore }, signal);
      try {
        return await Promise.race([work, whenCancelled.promise]);
      } catch (error) {
        if (!signal.aborted) throw error;
        await takeBack(work, clock);
        givenUp.abort(signal.reason);
        throw signal.reason;
      } finally {
        whenCancelled.forget();
      }
    },
  };
}

interface Taking extends Pick<LockOptions, 'waitMs' | 'breakLock'> {
  readonly wasHeldBefore: boolean;
}

async function waitAndTake(
  options: LeaseOptions,
  store: Store,
  { waitMs, breakLock, wasHeldBefore }: Taking,
  signal: AbortSignal,
): Promise<StoreLockAnswer> {
  const { name, clock, token } = options;
  const judge = createLockJudge(clock, options.processes);
  const say = announcer(options);
  const deadline = clock.elapsedMs() + waitMs;
  let pollMs = firstPollMs;
  let waited = false;
  // Of one that was never held nothing is to be seen, and if that is wrong its creation is refused.
  let seen: SeenLock = wasHeldBefore ? await readLock(store, name) : { state: 'absent' };
  for (;;) {
    const askedAt = clock.elapsedMs();
    const verdict = judge(seen);
    if (verdict.kind === 'free' || isOver(verdict) || breakLock) {
      say(verdict, breakLock);
      const lock = heldNow(options);
      if (await write(store, name, lock, seen)) {
        return { kind: 'acquired', lease: keepLease(options, lock.acquired, askedAt), waited };
      }
    } else {
      const leftMs = verdict.kind === 'silent' ? verdict.forMoreMs : deadline - clock.elapsedMs();
      if (leftMs <= 0) return { kind: 'locked', ...describeHolder(verdict.lock) };
      say(verdict, breakLock);
      await clock.sleep(Math.min(pollMs * (0.8 + 0.4 * Math.random()), leftMs), signal, true);
      pollMs = Math.min(pollMs * 1.5, longestPollMs);
    }
    signal.throwIfAborted();
    seen = await readLock(store, name);
    // A write that was said to have come too late was this run's own.
    if (seen.state === 'held' && seen.lock.token === token) {
      return { kind: 'acquired', lease: keepLease(options, seen.lock.acquired, askedAt), waited };
    }
    waited = true;
  }
}

/** False when somebody else was faster. A failure may have landed all the same: then it is a success. */
async function write(store: Store, name: string, lock: HeldLock, seen: SeenLock): Promise<boolean> {
  const bytes = heldLockBytes(lock);
  try {
    if (seen.state === 'absent') return (await store.create(name, bytes)) === 'created';
    return (await store.replace(name, bytes, seen.generation)) === 'replaced';
  } catch (error) {
    const now = await readLock(store, name).catch(() => undefined);
    if (now?.state === 'held' && now.lock.token === lock.token) return true;
    throw error;
  }
}

const isOver = ({ kind }: LockVerdict): boolean => kind === 'left' || kind === 'abandoned';

/** Says once of each holder what is done about its lock. */
function announcer({ name, store, log }: LeaseOptions): (verdict: LockVerdict, breakLock: boolean) => void {
  let said = '';
  return (verdict, breakLock) => {
    if (verdict.kind === 'free') return;
    const { holder, expires } = describeHolder(verdict.lock);
    const isBroken = breakLock && !isOver(verdict);
    const text = isBroken
      ? // Also one that has just run out may still be held.
        `breaking the lock ${name} in ${store.location}, as break-lock asks. It was ${holder}'s, until ${expires}`
      : verdict.kind === 'left'
        ? `the lock of ${holder} was left by a process of this machine that has ended: taking it over`
        : verdict.kind === 'abandoned'
          ? `the lock of ${holder} ran out at ${expires}: taking it over`
          : verdict.kind === 'silent'
            ? `the lock of ${holder} ran out at ${expires}: taking it over unless it is renewed within ${Math.ceil(verdict.forMoreMs / 1000)} s`
            : `waiting for the lock ${name}: ${holder} holds it, until ${expires} unless it is renewed`;
    const key = `${verdict.kind} ${verdict.lock?.token}`;
    if (key === said) return;
    said = key;
    if (isBroken) log.warning(text);
    else log.info(text);
  };
}

function describeHolder(lock: HeldLock | undefined): { readonly holder: string; readonly expires: string } {
  if (lock === undefined)
    return { holder: 'unknown (it is no lock that this version reads)', expires: 'an unknown time' };
  return { holder: lock.holder, expires: lock.expires };
}

/** After a cancellation: what is under way may still take the lock, and then gives it back, within seconds. */
async function takeBack(work: Promise<StoreLockAnswer>, clock: LockClock): Promise<void> {
  const over = new AbortController();
  const undone = work.then(
    (answer) => (answer.kind === 'acquired' ? answer.lease.release() : undefined),
    () => {},
  );
  const tooLong = clock.sleep(releaseWithinMs, over.signal, true).catch(() => {});
  await Promise.race([undone, tooLong]);
  over.abort();
}

function rejectOnAbort(signal: AbortSignal): { readonly promise: Promise<never>; forget(): void } {
  let listener = () => {};
  const promise = new Promise<never>((_, reject) => {
    listener = () => reject(signal.reason);
    signal.addEventListener('abort', listener, { once: true });
  });
  return { promise, forget: () => signal.removeEventListener('abort', listener) };
}
