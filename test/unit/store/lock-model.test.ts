import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { openLock, type Store, type StoreLockAnswer } from '../../../src/store/index.ts';
import { createHeldClock, type HeldClock } from './held-clock.ts';

const leaseMs = 60_000;
const never = new AbortController().signal;
afterEach(() => {
  jest.restoreAllMocks();
});

/** One object with compare-and-swap; each call takes place at one moment. */
function modelStore() {
  let object: { bytes: Uint8Array; generation: number } | undefined;
  return {
    read: () => object && { bytes: object.bytes, generation: String(object.generation) },
    create(bytes: Uint8Array) {
      if (object !== undefined) return 'exists' as const;
      object = { bytes, generation: 1 };
      return 'created' as const;
    },
    replace(bytes: Uint8Array, generation: string) {
      if (object === undefined || String(object.generation) !== generation) return 'changed' as const;
      object = { bytes, generation: object.generation + 1 };
      return 'replaced' as const;
    },
  };
}

interface Weather {
  /** How long a call takes to the store, and its answer back, in shares of a lease. */
  readonly there: number;
  readonly back: number;
  readonly fails: 'never' | 'before' | 'after';
}

interface RunPlan {
  readonly startsMs: number;
  readonly worksMs: number;
  readonly end: 'releases' | 'is killed';
  /** While it works it stands still once, so long. */
  readonly pauseAfterMs: number;
  readonly pauseMs: number;
}

/** A process of its own: it can stand still, and die. */
function createProcess(clock: HeldClock, model: ReturnType<typeof modelStore>, weather: () => Weather) {
  let isDead = false;
  let wakesAt = 0;
  const seen = clock.seenBy();
  const forever = new Promise<never>(() => {});
  /** Nothing goes on in a process that stands still or is dead. */
  const goOn = async (): Promise<void> => {
    while (seen.elapsedMs() < wakesAt) await seen.sleep(wakesAt - seen.elapsedMs(), never, false);
    if (isDead) await forever;
  };
  const call = async <T>(signal: AbortSignal, work: () => T): Promise<T> => {
    signal.throwIfAborted();
    const { there, back, fails } = weather();
    const answering = (async () => {
      await seen.sleep(there * leaseMs, never, false);
      if (fails === 'before') throw new Error('refused');
      const answer = work();
      await seen.sleep(back * leaseMs, never, false);
      if (fails === 'after') throw new Error('answer lost');
      return answer;
    })();
    answering.catch(() => {});
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    try {
      return await Promise.race([answering, stopped]);
    } finally {
      await goOn();
    }
  };
  const store = (signal: AbortSignal): Store => ({
    location: 'model',
    read: () => call(signal, () => model.read()),
    create: (_, bytes) => call(signal, () => model.create(bytes)),
    replace: (_, bytes, generation) => call(signal, () => model.replace(bytes, generation)),
    list: async () => [],
    under: (limits) => store(limits.signal),
  });
  return {
    store: store(never),
    clock: {
      ...seen,
      sleep: async (durationMs: number, signal: AbortSignal, isWaitedFor: boolean) => {
        try {
          await seen.sleep(durationMs, signal, isWaitedFor);
        } finally {
          await goOn();
        }
      },
    },
    pause(durationMs: number) {
      wakesAt = seen.elapsedMs() + durationMs;
    },
    kill() {
      isDead = true;
    },
    isAwake: () => !isDead && seen.elapsedMs() >= wakesAt,
    goOn,
  };
}

async function simulate(plans: readonly RunPlan[], weathers: readonly Weather[], seed: number): Promise<string[]> {
  let state = seed;
  jest.spyOn(Math, 'random').mockImplementation(() => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  });
  const seenTogether = new Set<string>();
  const clock = createHeldClock(async () => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    const holders = [...held].filter(([index, lease]) => awake[index]?.() && isHeld(lease)).map(([index]) => index);
    if (holders.length > 1) seenTogether.add(`runs ${holders.join(' and ')} at ${clock.elapsedMs()}`);
  });
  const model = modelStore();
  let asked = 0;
  const weather = () => weathers[asked++ % weathers.length] ?? { there: 0, back: 0, fails: 'never' };
  const outcomes: string[] = plans.map(() => 'waits');
  const held = new Map<number, Extract<StoreLockAnswer, { kind: 'acquired' }>['lease']>();
  const awake: (() => boolean)[] = [];

  plans.forEach(async (plan, index) => {
    const process = createProcess(clock, model, weather);
    awake[index] = process.isAwake;
    const pass = (durationMs: number) => process.clock.sleep(durationMs, never, true);
    await pass(plan.startsMs);
    const lock = openLock({
      ...{ store: process.store, clock: process.clock, name: 'lock.json', holder: `run ${index}`, leaseMs },
      ...{
        waitMs: 60 * leaseMs,
        breakLock: false,
        processes: { own: undefined, isGone: () => false },
        log: { info: () => {}, warning: () => {} },
      },
    });
    const answer = await lock.acquire(never).catch(() => undefined);
    if (answer?.kind !== 'acquired') {
      outcomes[index] = answer?.kind ?? 'failed';
      return;
    }
    held.set(index, answer.lease);
    await pass(plan.pauseAfterMs);
    process.pause(plan.pauseMs);
    await pass(plan.worksMs);
    if (plan.end === 'is killed') {
      outcomes[index] = 'killed';
      held.delete(index);
      process.kill();
      return;
    }
    held.delete(index);
    await answer.lease.release();
    outcomes[index] = answer.lease.lost.aborted ? 'lost' : 'done';
  });

  for (let step = 0; step < 400 && outcomes.includes('waits'); step++) {
    await clock.advance(leaseMs / 2);
  }
  expect([...seenTogether]).toEqual([]);
  return outcomes;
}

function isHeld(lease: { requireHeld(): void }): boolean {
  try {
    lease.requireHeld();
    return true;
  } catch {
    return false;
  }
}

const weather = (faults: readonly Weather['fails'][], slowest: number) =>
  fc.array(
    fc.record({
      there: fc.double({ min: 0, max: slowest, noNaN: true }),
      back: fc.double({ min: 0, max: slowest, noNaN: true }),
      fails: fc.constantFrom(...faults),
    }),
    { minLength: 5, maxLength: 40 },
  );
const plans = (mostPauseMs: number) =>
  fc.array(
    fc.record({
      startsMs: fc.nat(3 * leaseMs),
      worksMs: fc.nat(4 * leaseMs),
      end: fc.constantFrom('releases' as const, 'releases' as const, 'is killed' as const),
      pauseAfterMs: fc.nat(leaseMs),
      pauseMs: fc.nat(mostPauseMs),
    }),
    { minLength: 2, maxLength: 4 },
  );

describe('a lock, however calls, failures, pauses and kills fall', () => {
  test('is held by one at a time, and every run comes to an end', async () => {
    await fc.assert(
      fc.asyncProperty(
        plans(3 * leaseMs),
        weather(['never', 'never', 'never', 'never', 'never', 'before', 'after'], 0.5),
        fc.nat(),
        async (runs, weathers, seed) => {
          expect(await simulate(runs, weathers, seed)).not.toContain('waits');
        },
      ),
      { numRuns: 150 },
    );
  });

  test('comes to everybody who waits for it while the store answers in time and nobody is paused', async () => {
    await fc.assert(
      fc.asyncProperty(plans(0), weather(['never'], 0.05), fc.nat(), async (runs, weathers, seed) => {
        const outcomes = await simulate(runs, weathers, seed);
        expect(outcomes.filter((outcome) => outcome !== 'done' && outcome !== 'killed')).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });
});
