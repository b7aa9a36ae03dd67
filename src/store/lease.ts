import { excerpt, type Log, RemoteError } from '../report/index.ts';
import type { LocalProcesses } from './local-processes.ts';
import type { LockClock } from './lock-clock.ts';
import { type HeldLock, heldLockBytes, readLock, releasedLockBytes } from './lock-content.ts';
import type { Store } from './store.ts';

/** The held lock, renewed until it is released. */
export interface StoreLease {
  readonly lost: AbortSignal;
  requireHeld(): void;
  requireHeldNow(): Promise<void>;
  release(after?: Promise<unknown>): Promise<void>;
}

export interface LeaseOptions {
  readonly store: Store;
  readonly name: string;
  readonly holder: string;
  readonly token: string;
  readonly leaseMs: number;
  readonly clock: LockClock;
  readonly processes: LocalProcesses;
  readonly log: Pick<Log, 'info' | 'warning'>;
}

/** A cancelled job has about 7 s in all. */
export const releaseWithinMs = 3000;
export const shortestAttemptMs = 1000;

/** What a lock says that is taken, or renewed, now. */
export function heldNow({ holder, token, leaseMs, clock, processes }: LeaseOptions, acquired?: string): HeldLock {
  const now = clock.unixMs();
  const isoNow = new Date(now).toISOString();
  return {
    ...{ holder, token, leaseMs, acquired: acquired ?? isoNow, expires: new Date(now + leaseMs).toISOString() },
    ...(processes.own !== undefined && { process: processes.own }),
  };
}

/** Keeps a lock that was taken. `askedAt`, on the clock's scale, is before the taking write was begun. */
export function keepLease(options: LeaseOptions, acquired: string, askedAt: number): StoreLease {
  const { store, name, leaseMs, clock, log } = options;
  const lost = new AbortController();
  const ended = new AbortController();
  let runsOutAt = askedAt + leaseMs;

  const lose = (reason: Error) => {
    if (ended.signal.aborted) return;
    lost.abort(reason);
    ended.abort(reason);
  };
  const runOut = () => {
    lose(
      new RemoteError(
        `the lock ${name} in ${store.location} could not be renewed before it ran out, so that another run may take it. Nothing more is sent. What was sent stays in the journal: run again`,
      ),
    );
  };

  /** Reads first: that names a new holder, and gives the generation also of a write whose answer was lost. */
  async function renew(): Promise<void> {
    const limited = store.under({ signal: ended.signal, attemptDeadlineMs: Math.max(leaseMs / 6, shortestAttemptMs) });
    const askedAt = clock.elapsedMs();
    const seen = await readLock(limited, name);
    if (seen.state !== 'held' || seen.lock.token !== options.token) return lose(takenBy(options, seen));
    if (ended.signal.aborted) return;
    const outcome = await limited.replace(name, heldLockBytes(heldNow(options, acquired)), seen.generation);
    // What changed it is looked at in the next round, which comes soon.
    if (outcome === 'replaced') runsOutAt = Math.max(runsOutAt, askedAt + leaseMs);
  }

  /** A renewal that hangs ends with the lease. */
  async function untilRunOut(renewal: Promise<void>): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, ended.signal]);
    const runningOut = clock.sleep(runsOutAt - clock.elapsedMs(), signal, false).catch(() => {});
    await Promise.race([renewal, runningOut]).finally(() => over.abort());
  }

  async function keepRenewing(): Promise<void> {
    let pauseMs = (leaseMs / 3) * (0.8 + 0.4 * Math.random());
    while (!ended.signal.aborted) {
      const leftMs = runsOutAt - clock.elapsedMs();
      if (leftMs <= 0) return runOut();
      await clock.sleep(Math.min(pauseMs, leftMs), ended.signal, false);
      if (clock.elapsedMs() >= runsOutAt) return runOut();
      const before = runsOutAt;
      await untilRunOut(renew()).catch((error) => {
        if (ended.signal.aborted) return;
        log.warning(`the lock ${name} could not be renewed yet (${excerpt(String(error), 200)}); trying again`);
      });
      pauseMs = (runsOutAt > before ? leaseMs / 3 : leaseMs / 30) * (0.8 + 0.4 * Math.random());
    }
  }

  keepRenewing().catch(() => {});
  let releasing: Promise<void> | undefined;
  return {
    lost: lost.signal,
    requireHeld() {
      if (!ended.signal.aborted && clock.elapsedMs() >= runsOutAt) runOut();
      lost.signal.throwIfAborted();
    },
    async requireHeldNow() {
      await renew();
      lost.signal.throwIfAborted();
    },
    release(after) {
      ended.abort(new Error('the lock is given back'));
      releasing ??= giveBack(options, after);
      return releasing;
    },
  };
}

/** Frees the lock if it is this run's. Ends within seconds and never rejects: a lock that stays behind runs out by itself. */
async function giveBack(options: LeaseOptions, after: Promise<unknown> | undefined): Promise<void> {
  const { store, name, holder, token, clock, log } = options;
  // What is waited for takes a round trip, and so does the look at the lock.
  const early = after && readLock(store, name).catch(() => undefined);
  await after?.catch(() => {});
  const over = new AbortController();
  const limit = new AbortController();
  clock.sleep(releaseWithinMs, over.signal, true).then(
    () => limit.abort(new RemoteError(`no answer within ${releaseWithinMs / 1000} s`)),
    () => {},
  );
  const limited = store.under({ signal: limit.signal, attemptDeadlineMs: shortestAttemptMs });
  const stopped = new Promise<never>((_, reject) => {
    limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true });
  });
  const work = async () => {
    for (let known = await early; ; known = undefined) {
      const seen = known ?? (await readLock(limited, name));
      if (seen.state !== 'held' || seen.lock.token !== token) return;
      const bytes = releasedLockBytes(holder, new Date(clock.unixMs()).toISOString());
      if ((await limited.replace(name, bytes, seen.generation)) === 'replaced') return;
    }
  };
  try {
    await Promise.race([work(), stopped]);
  } catch (error) {
    log.warning(
      `the lock ${name} in ${store.location} could not be given back (${excerpt(String(error), 200)}): it runs out by itself`,
    );
  } finally {
    over.abort();
  }
}

function takenBy({ store, name }: LeaseOptions, seen: Awaited<ReturnType<typeof readLock>>): RemoteError {
  const what =
    seen.state === 'held'
      ? `was taken by ${seen.lock.holder} at ${seen.lock.acquired}`
      : seen.state === 'released'
        ? 'was taken by another run, and given back since'
        : seen.state === 'absent'
          ? 'was deleted'
          : 'was overwritten with something that is no lock';
  return new RemoteError(
    `the lock ${name} in ${store.location} ${what}, while this run held it. Nothing more is sent. What was sent stays in the journal, and the next run goes on from there`,
  );
}
