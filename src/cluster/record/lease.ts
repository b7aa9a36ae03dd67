import { excerpt, type Log, RemoteError } from '../../report/index.ts';
import { type Clock, wait } from '../api/clock.ts';
import { ApiRefusal, type ReplacingObject, type WholeObject } from '../api/cluster-port.ts';
import { objectPath } from '../kubernetes-object.ts';
import {
  freeLease,
  heldLease,
  type LeaseTerms,
  type LiveLease,
  leaseName,
  readLease,
  type SeenLease,
} from './lease-object.ts';
import type { RecordCluster } from './record-cluster.ts';
import type { ServerTime } from './server-time.ts';

/** The held Lease of the namespace, renewed until it is released. */
export interface ClusterLease {
  /** Aborted when it is another's, or could not be renewed in time; the reason says which. */
  readonly lost: AbortSignal;
  /** Throws that reason; also in a process that slept through its lease and has not looked yet. Ask it before each write. */
  requireHeld(): void;
  /** Gives it back within 3 s, also after a cancellation. Never rejects, and leaves another's alone. */
  release(): Promise<void>;
}

export interface LeaseOptions extends LeaseTerms {
  /** Its requests don't end with the run's own signal: the lock is given back after that. */
  readonly cluster: Pick<RecordCluster, 'get' | 'create' | 'replace'>;
  readonly time: ServerTime;
  readonly clock: Clock;
  /** Keeps no process alive. */
  readonly idleClock: Clock;
  readonly log: Pick<Log, 'info' | 'warning'>;
}

/** A cancelled job has about 7 s in all. */
const releaseWithinMs = 3000;

export async function lookAtLease({ cluster, namespace, time }: LeaseOptions): Promise<SeenLease> {
  return readLease(await time.ask(() => cluster.get<LiveLease>(objectPath('Lease', namespace, leaseName))));
}

/** Creates it, or replaces exactly what was seen. */
export function writeLease(
  { cluster, time }: LeaseOptions,
  object: WholeObject,
  seen: LiveLease | undefined,
): Promise<LiveLease> {
  const resourceVersion = seen?.metadata.resourceVersion;
  if (resourceVersion === undefined) return time.ask(() => cluster.create<LiveLease>(object));
  const replacing: ReplacingObject = { ...object, metadata: { ...object.metadata, resourceVersion } };
  return time.ask(() => cluster.replace<LiveLease>(replacing));
}

/** For a holder: until when at the latest, on the clock's scale, nobody else may have taken what was written at `askedAt`. */
export function holdsUntil({ leaseSeconds }: LeaseTerms, askedAt: number, lagMs: number): number {
  // What is written is too early by the lag; a margin stands for the difference between the clocks of several API servers.
  return askedAt + leaseSeconds * 1000 * (1 - 1 / 12) - lagMs;
}

/** For others: when it is over, in Unix ms by the server's clock. */
export function takenOverFrom(expiresAt: number, { leaseSeconds }: LeaseTerms): number {
  return expiresAt + (leaseSeconds * 1000) / 30;
}

/** Keeps a Lease that was taken. @param until what `holdsUntil` said of the write that took it. */
export function keepLease(options: LeaseOptions, taken: LiveLease, until: number): ClusterLease {
  const { namespace, identity, leaseSeconds, clock, idleClock, time, log } = options;
  const everyMs = (leaseSeconds * 1000) / 4;
  const lost = new AbortController();
  const ended = new AbortController();
  let live = taken;
  let isUnclear = false;
  let runsOutAt = until;

  const lose = (what: string) => {
    if (ended.signal.aborted) return;
    const reason = new RemoteError(
      `the lock on the namespace (Lease ${leaseName} in ${namespace}) ${what}. Nothing more is written; the next run goes on from the roll-out record`,
    );
    lost.abort(reason);
    ended.abort(reason);
  };
  const runOut = () => lose('could not be renewed before it ran out, so that another run may take it');

  async function renew(): Promise<void> {
    if (isUnclear) {
      const seen = await lookAtLease(options);
      if (seen.state !== 'held' || seen.identity !== identity) return lose(describeTaker(seen));
      live = seen.live;
    }
    const askedAt = clock.now();
    const server = time.now();
    if (server === undefined || ended.signal.aborted) return;
    isUnclear = true;
    live = await writeLease(options, heldLease(options, live, new Date(server.unixMs)), live);
    isUnclear = false;
    runsOutAt = Math.max(runsOutAt, holdsUntil(options, askedAt, server.lagMs));
  }

  /** A renewal that hangs ends with the lease. */
  async function untilRunOut(renewal: Promise<void>): Promise<void> {
    const over = new AbortController();
    const runningOut = wait(idleClock, runsOutAt - clock.now(), AbortSignal.any([over.signal, ended.signal]));
    await Promise.race([renewal, runningOut.catch(() => {})]).finally(() => over.abort());
  }

  async function keepRenewing(): Promise<void> {
    let pauseMs = everyMs;
    while (!ended.signal.aborted) {
      const leftMs = runsOutAt - clock.now();
      if (leftMs <= 0) return runOut();
      await wait(idleClock, Math.min(pauseMs, leftMs), ended.signal);
      if (clock.now() >= runsOutAt) return runOut();
      const before = runsOutAt;
      const renewal = renew();
      await untilRunOut(renewal).catch((error: unknown) => {
        if (ended.signal.aborted) return;
        // 409: the next look, which comes at once, tells by whom it was changed. 404: nothing can be renewed any more.
        if (error instanceof ApiRefusal && error.status === 404) return lose('was deleted');
        if (error instanceof ApiRefusal && error.status === 409) return;
        log.warning(
          `The lock on the namespace could not be renewed yet (${excerpt(String(error), 200)}); trying again`,
        );
      });
      renewal.catch(() => {});
      pauseMs = (runsOutAt > before ? everyMs : everyMs / 10) * (0.9 + 0.2 * Math.random());
    }
  }

  keepRenewing().catch(() => {});
  let releasing: Promise<void> | undefined;
  return {
    lost: lost.signal,
    requireHeld() {
      if (!ended.signal.aborted && clock.now() >= runsOutAt) runOut();
      lost.signal.throwIfAborted();
    },
    release() {
      ended.abort(new Error('the lock is given back'));
      releasing ??= giveBack(options, isUnclear ? undefined : live);
      return releasing;
    },
  };
}

/** Frees the Lease if it is this run's. Ends within seconds and never rejects: one that stays behind runs out by itself. */
async function giveBack(options: LeaseOptions, known: LiveLease | undefined): Promise<void> {
  const { namespace, identity, clock, log } = options;
  const over = new AbortController();
  const work = async () => {
    for (let live = known; ; live = undefined) {
      const seen = live === undefined ? await lookAtLease(options) : readLease(live);
      if (over.signal.aborted || seen.state !== 'held' || seen.identity !== identity) return;
      try {
        await writeLease(options, freeLease(namespace, seen.live), seen.live);
        return;
      } catch (error) {
        // A renewal that was still under way may have come first.
        if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
      }
    }
  };
  const tooLong = wait(clock, releaseWithinMs, over.signal).then(() => {
    throw new RemoteError(`no answer within ${releaseWithinMs / 1000} s`);
  });
  try {
    const working = work();
    working.catch(() => {});
    tooLong.catch(() => {});
    await Promise.race([working, tooLong]);
  } catch (error) {
    log.warning(
      `The lock on the namespace (Lease ${leaseName} in ${namespace}) could not be given back (${excerpt(String(error), 200)}): it runs out by itself`,
    );
  } finally {
    over.abort(new Error('over'));
  }
}

function describeTaker(seen: SeenLease): string {
  if (seen.state === 'held') return `was taken by ${seen.holder}, while this run held it`;
  return seen.state === 'free' ? 'was taken by another run, and given back since' : 'was deleted';
}
