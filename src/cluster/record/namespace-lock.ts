import { randomUUID } from 'node:crypto';
import { type Log, RemoteError } from '../../report/index.ts';
import { type Clock, idleSystemClock, systemClock, wait } from '../api/clock.ts';
import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import {
  type ClusterLease,
  holdsUntil,
  keepLease,
  type LeaseOptions,
  lookAtLease,
  takenOverFrom,
  writeLease,
} from './lease.ts';
import { heldLease, identityOf, leaseName, type SeenLease } from './lease-object.ts';
import type { RecordCluster } from './record-cluster.ts';
import { createServerTime } from './server-time.ts';

export interface LockOptions {
  /** Its requests must not end with the run's own signal: the lock is given back after that. */
  readonly cluster: Pick<RecordCluster, 'get' | 'create' | 'replace'> & Pick<Cluster, 'serverNow'>;
  readonly namespace: string;
  /** Who takes it, for people: such as the URL of the run, with its attempt. */
  readonly holder: string;
  /** How long to wait for a lock that is another's; 0: one look. */
  readonly waitMs: number;
  /** Takes it at once, whoever holds it. Only a person knows that the holder is dead. */
  readonly breakLock: boolean;
  readonly log: Pick<Log, 'info' | 'warning'>;
  /** Whole seconds; renewed four times in them. Default 60. */
  readonly leaseSeconds?: number | undefined;
  readonly clock?: Clock | undefined;
}

export type LockAnswer =
  /** `waited`: it was another's first, who may have done much until it was free. */
  | { readonly kind: 'acquired'; readonly lease: ClusterLease; readonly waited: boolean }
  /** Another's, until then at least (ISO 8601): it renews as long as it works. */
  | { readonly kind: 'held'; readonly heldBy: string; readonly expiresAt: string };

const firstPollMs = 1000;
const longestPollMs = 8000;
const takeBackWithinMs = 3000;
const never = new AbortController().signal;
/** Of a write whose answers are lost again and again. */
const attempts = 5;

/**
 * Takes the namespace's Lease: creates it, or replaces exactly the one that was seen when nobody holds it, it has run out, or
 * it is to be broken. The signal ends the waiting; a write that is under way then may land, and is taken back.
 */
export async function acquireNamespaceLock(given: LockOptions, signal: AbortSignal): Promise<LockAnswer> {
  signal.throwIfAborted();
  const { clock = systemClock, leaseSeconds = 60, cluster, namespace, holder, log } = given;
  const options: LeaseOptions = {
    ...{ cluster, namespace, leaseSeconds, log, clock },
    identity: identityOf(holder, randomUUID()),
    idleClock: given.clock ?? idleSystemClock,
    time: createServerTime(clock, () => cluster.serverNow()),
  };
  const work = waitAndTake(options, given, signal);
  const cancelled = new AbortController();
  const whenCancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: cancelled.signal });
  });
  try {
    return await Promise.race([work, whenCancelled]);
  } catch (error) {
    if (!signal.aborted) throw error;
    await takeBack(work, clock);
    throw signal.reason;
  } finally {
    cancelled.abort();
  }
}

async function waitAndTake(
  options: LeaseOptions,
  { waitMs, breakLock }: Pick<LockOptions, 'waitMs' | 'breakLock'>,
  signal: AbortSignal,
): Promise<LockAnswer> {
  const { clock, time, identity } = options;
  const deadline = clock.now() + waitMs;
  const say = announcer(options);
  /** Of each write, until when it holds: the Lease itself tells which of them landed. */
  const written = new Map<number, number>();
  let broken: string | undefined;
  let pollMs = firstPollMs;
  let failures = 0;
  for (let waited = false; ; ) {
    const seen = await lookAtLease(options);
    const until = seen.state === 'held' ? written.get(Date.parse(seen.live.spec?.renewTime ?? '')) : undefined;
    if (seen.state === 'held' && seen.identity === identity && until !== undefined) {
      return { kind: 'acquired', lease: keepLease(options, seen.live, until), waited };
    }
    signal.throwIfAborted();
    const server = time.now();
    if (server === undefined) throw new RemoteError('The API server does not tell its time, which the lock needs.');
    const leftMs = seen.state === 'held' ? (overAt(seen, options) ?? Number.POSITIVE_INFINITY) - server.unixMs : 0;
    if (breakLock && seen.state === 'held') broken ??= seen.identity;
    if (leftMs <= 0 || (seen.state === 'held' && seen.identity === broken)) {
      if (seen.state === 'held') say(seen, leftMs <= 0 ? 'ran out' : 'broken');
      const live = seen.state === 'absent' ? undefined : seen.live;
      const now = new Date(server.unixMs);
      const holds = holdsUntil(options, clock.now(), server.lagMs);
      written.set(now.getTime(), holds);
      try {
        const taken = await writeLease(options, heldLease(options, live, now), live);
        return { kind: 'acquired', lease: keepLease(options, taken, holds), waited };
      } catch (error) {
        const isLate = error instanceof ApiRefusal && [404, 409].includes(error.status);
        if (error instanceof ApiRefusal && error.status < 500 && !isLate) throw error;
        if (!isLate && ++failures >= attempts) throw error;
        // It may have landed all the same, or somebody else was faster: the next look tells.
        if (!isLate) await wait(clock, firstPollMs / 4, never);
      }
      continue;
    }
    if (seen.state !== 'held') continue;
    const patienceMs = deadline - clock.now();
    if (patienceMs <= 0) return { kind: 'held', heldBy: seen.holder, expiresAt: describeEnd(seen) };
    say(seen, 'waiting');
    waited = true;
    await wait(clock, Math.min(pollMs * (0.8 + 0.4 * Math.random()), patienceMs, leftMs), signal);
    pollMs = Math.min(pollMs * 1.5, longestPollMs);
  }
}

type Held = Extract<SeenLease, { state: 'held' }>;

/** By the server's clock; undefined: it is nobody's to say, so only breaking it helps. */
function overAt({ expiresAt }: Held, options: LeaseOptions): number | undefined {
  return expiresAt === undefined ? undefined : takenOverFrom(expiresAt, options);
}

function describeEnd({ expiresAt }: Held): string {
  return expiresAt === undefined ? 'an unknown time' : new Date(expiresAt).toISOString();
}

/** Says once of each holder what is done about its lock. */
function announcer({ namespace, log }: LeaseOptions): (seen: Held, what: 'ran out' | 'broken' | 'waiting') => void {
  let said = '';
  return (seen, what) => {
    const key = `${what} ${seen.identity}`;
    if (key === said) return;
    said = key;
    const lock = `the lock on the namespace (Lease ${leaseName} in ${namespace})`;
    const end = describeEnd(seen);
    if (what === 'waiting') log.info(`Waiting for ${lock}: ${seen.holder} holds it, until ${end} unless it is renewed`);
    else if (what === 'broken')
      log.warning(`Breaking ${lock}, as break-lock asks. It was held by ${seen.holder}, until ${end}`);
    else log.warning(`Taking over ${lock}: that of ${seen.holder} ran out at ${end}, so that run was killed`);
  };
}

/** After a cancellation: what is under way may still take the lock, and then gives it back, within seconds. */
async function takeBack(work: Promise<LockAnswer>, clock: Clock): Promise<void> {
  const over = new AbortController();
  const undone = work.then(
    (answer) => (answer.kind === 'acquired' ? answer.lease.release() : undefined),
    () => {},
  );
  await Promise.race([undone, wait(clock, takeBackWithinMs, over.signal).catch(() => {})]);
  over.abort(new Error('over'));
}
