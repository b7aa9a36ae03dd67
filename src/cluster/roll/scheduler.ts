import type { Log } from '../../report/index.ts';
import type { Clock } from '../api/clock.ts';
import { pauseOrAbort } from './abortable.ts';
import { type Deadline, earliest, type TimeLimits } from './deadlines.ts';
import type { Network } from './restart-limits.ts';
import { createSchedule, type Schedule, type Scheduled } from './schedule.ts';
import { someOf } from './some-of.ts';
import type { Wave } from './wave-plan.ts';

/** Why no further client started. */
export type Stop =
  /** As many clients failed as may. */
  | { readonly kind: 'failed' }
  /** Somebody else changes what we roll. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'deadline'; readonly deadline: Deadline }
  /** So many of a role are down that no running client of it may restart, and nothing mends them. */
  | { readonly kind: 'held'; readonly clients: readonly string[] }
  /** What was checked at the end of the wave, among its peers. */
  | { readonly kind: 'wave-check'; readonly why: string };

export interface Run<C extends Scheduled, R> {
  readonly network: Network;
  readonly maxParallel: number;
  /** What ends waiting, whatever the client's and the wave's limits are. */
  readonly lastDeadline: Deadline;
  readonly limits: Pick<TimeLimits, 'clientMs' | 'waveMs'>;
  /** Nothing starts after it; who is under way is told by it too. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
  readonly isReady: (client: string) => boolean;
  /** Leads one client to its end. Fails only for a defect of ours. The signal asks it to leave off. */
  readonly work: (client: C, deadline: Deadline, signal: AbortSignal) => Promise<R>;
  /** Called with each end: what it means for those that wait. `break-off`: those under way are left too. */
  readonly judgeEnd: (client: C, result: R) => 'go-on' | 'stop' | 'break-off' | 'superseded';
  /** At the end of each wave, among its peers. @returns why the wave failed nevertheless */
  readonly checkWave?: ((wave: Wave<C>, deadline: Deadline) => Promise<string | undefined>) | undefined;
}

export interface RunEnd<C, R> {
  readonly results: ReadonlyMap<string, R>;
  /** Never started, in order. */
  readonly left: readonly C[];
  /** Absent when all waves came to their end. */
  readonly stop?: Stop | undefined;
  /** The wave in which it stopped. */
  readonly stoppedIn?: string | undefined;
}

/** How often readiness is read again where it holds somebody up. */
const heldLookMs = 1_000;

/** Works through the waves, each slot refilled the moment it is free. Ends when nothing is under way any more. */
export async function runWaves<C extends Scheduled, R>(
  waves: readonly Wave<C>[],
  run: Run<C, R>,
): Promise<RunEnd<C, R>> {
  const { network, maxParallel, clock, log, signal } = run;
  const steps = waves.map((wave) => wave.steps);
  const schedule = createSchedule(steps, { ...network, maxParallel });
  const results = new Map<string, R>();
  for (const wave of waves) {
    const stop = await log.group(`Wave ${wave.name}: ${someOf(wave.steps.map(({ client }) => client))}`, async () => {
      const waveDeadline: Deadline = {
        atMs: clock.now() + run.limits.waveMs,
        of: 'wave',
        limitMs: run.limits.waveMs,
      };
      const until = earliest(run.lastDeadline, waveDeadline);
      const early = await runWave(schedule, until, run, results);
      if (early !== undefined) return early;
      if (signal.aborted) return { kind: 'aborted' } as const;
      const { clientMs } = run.limits;
      const own: Deadline = { atMs: clock.now() + clientMs, of: 'client', limitMs: clientMs };
      // Told to end, it knows nothing: what is proved stays so.
      const why = await run.checkWave?.(wave, earliest(own, until)).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      return why === undefined ? undefined : ({ kind: 'wave-check', why } as const);
    });
    if (stop !== undefined) return { results, left: schedule.left, stop, stoppedIn: wave.name };
    schedule.nextWave();
  }
  return { results, left: [] };
}

async function runWave<C extends Scheduled, R>(
  schedule: Schedule<C>,
  until: Deadline,
  run: Run<C, R>,
  results: Map<string, R>,
): Promise<Stop | undefined> {
  const { clock, signal, isReady, limits } = run;
  const leaving = new AbortController();
  const leave = AbortSignal.any([signal, leaving.signal]);
  const flights = new Set<Promise<void>>();
  let stop: Stop | undefined;
  let defect: { readonly error: unknown } | undefined;

  const launch = (client: C): void => {
    const own: Deadline = { atMs: clock.now() + limits.clientMs, of: 'client', limitMs: limits.clientMs };
    const flight = run
      .work(client, earliest(own, until), leave)
      .then((result) => {
        results.set(client.client, result);
        const meaning = run.judgeEnd(client, result);
        if (meaning === 'go-on') return;
        stop ??= { kind: meaning === 'superseded' ? 'superseded' : 'failed' };
        if (meaning === 'break-off') leaving.abort(new Error('another client failed'));
      })
      .catch((error: unknown) => {
        defect ??= { error };
        leaving.abort(error);
      })
      .finally(() => {
        schedule.end(client.client);
        flights.delete(flight);
      });
    flights.add(flight);
  };

  let heldSinceMs: number | undefined;
  while (!schedule.isWaveOver()) {
    if (signal.aborted) stop ??= { kind: 'aborted' };
    // Said only where something would have started: who is under way has the same deadline and fails by it itself.
    const isOpen = stop === undefined && defect === undefined;
    if (isOpen && schedule.leftInWave > 0 && clock.now() >= until.atMs) stop = { kind: 'deadline', deadline: until };
    if (stop === undefined && defect === undefined) for (const client of schedule.start(isReady)) launch(client);
    if (flights.size === 0) {
      if (stop !== undefined || defect !== undefined) break;
      heldSinceMs ??= clock.now();
      if (clock.now() - heldSinceMs >= limits.clientMs) {
        stop = { kind: 'held', clients: schedule.left.map(({ client }) => client) };
        break;
      }
      await pauseOrAbort(clock, heldLookMs, signal);
    } else {
      heldSinceMs = undefined;
      await nextEnd(flights, stop === undefined && schedule.leftInWave > 0, run);
    }
  }
  if (defect !== undefined) throw defect.error;
  return stop;
}

/** The next end of one under way; or a moment, where readiness may let another start meanwhile. */
async function nextEnd(
  flights: ReadonlySet<Promise<void>>,
  isAnybodyWaiting: boolean,
  { clock, signal, maxParallel }: { clock: Clock; signal: AbortSignal; maxParallel: number },
): Promise<void> {
  if (!isAnybodyWaiting || flights.size >= maxParallel) return Promise.race(flights);
  const looked = new AbortController();
  await Promise.race([...flights, pauseOrAbort(clock, heldLookMs, AbortSignal.any([signal, looked.signal]))]);
  looked.abort();
}
