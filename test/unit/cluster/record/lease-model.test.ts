import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Clock } from '../../../../src/cluster/api/clock.ts';
import type { ClusterLease } from '../../../../src/cluster/record/lease.ts';
import { acquireNamespaceLock } from '../../../../src/cluster/record/namespace-lock.ts';
import { RemoteError } from '../../../../src/report/index.ts';
import { createHeldTime, type HeldTime } from './held-time.ts';
import { createMemoryServer, type MemoryCluster, type MemoryServer } from './memory-cluster.ts';

const leaseMs = 60_000;
const start = Date.UTC(2026, 10, 21, 12);
const never = new AbortController().signal;
afterEach(() => {
  jest.restoreAllMocks();
});

interface Weather {
  /** How long a call takes to the server, and its answer back. */
  readonly thereMs: number;
  readonly backMs: number;
  readonly fate: 'answer' | 'refuse' | 'lose-answer';
}

interface RunPlan {
  readonly startsMs: number;
  readonly worksMs: number;
  readonly isKilled: boolean;
  /** While it works it stands still once, so long. */
  readonly pauseAfterMs: number;
  readonly pauseMs: number;
  /** And once it is cut off from the server, so long. */
  readonly outageAfterMs: number;
  readonly outageMs: number;
}

/** A process of its own: it can stand still, and die. What it knows of the time it has from the server's answers. */
function createProcess(time: HeldTime, server: MemoryServer, weather: () => Weather) {
  let isDead = false;
  let wakesAt = 0;
  let outage = { from: 0, until: 0 };
  let date: { readonly serverMs: number; readonly at: number } | undefined;
  const clock: Clock = {
    now: time.now,
    after: (ms, call) => {
      let takeBack = () => {};
      const fire = (): void => {
        if (isDead) return;
        if (time.now() < wakesAt) takeBack = time.after(wakesAt - time.now(), fire);
        else call();
      };
      takeBack = time.after(ms, fire);
      return () => takeBack();
    },
  };
  const passByServer = (ms: number) => new Promise<void>((resolve) => void time.after(ms, resolve));
  const pass = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
  const call = async <T>(work: (cluster: MemoryCluster) => Promise<T>): Promise<T> => {
    const { thereMs, backMs, fate } = weather();
    await passByServer(thereMs);
    if (time.now() >= outage.from && time.now() < outage.until) throw new RemoteError('cut off by the test');
    const answered = Math.floor((start + time.now()) / 1000) * 1000;
    const answer = work(server.connect({ fate: () => fate }));
    answer.catch(() => {});
    await passByServer(backMs);
    // Nothing goes on in a process that stands still or is dead.
    await pass(0);
    const result = await answer;
    date = { serverMs: answered, at: time.now() };
    return result;
  };
  return {
    clock,
    pass,
    cluster: {
      get: (path: string) => call((cluster) => cluster.get(path)),
      create: (object: never) => call((cluster) => cluster.create(object)),
      replace: (object: never) => call((cluster) => cluster.replace(object)),
      serverNow: () => date && new Date(date.serverMs + time.now() - date.at),
    } as unknown as MemoryCluster,
    standStill: (ms: number) => {
      wakesAt = time.now() + ms;
    },
    cutOff: (afterMs: number, ms: number) => {
      outage = { from: time.now() + afterMs, until: time.now() + afterMs + ms };
    },
    kill: () => {
      isDead = true;
    },
    isAwake: () => !isDead && time.now() >= wakesAt,
  };
}

async function simulate(
  plans: readonly RunPlan[],
  weathers: readonly Weather[],
  seed: number,
): Promise<readonly string[]> {
  let state = seed;
  jest.spyOn(Math, 'random').mockImplementation(() => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  });
  const time = createHeldTime(4);
  const server = createMemoryServer();
  const held = new Map<number, ClusterLease>();
  const processes: ReturnType<typeof createProcess>[] = [];
  const together = new Set<string>();
  const look = () => {
    const holders = [...held].filter(([index, lease]) => processes[index]?.isAwake() && isHeld(lease));
    if (holders.length > 1) together.add(`runs ${holders.map(([index]) => index).join(' and ')} at ${time.now()}`);
  };
  // Whenever somebody wrote, and before anybody goes on.
  server.onChange = look;
  let asked = 0;
  const weather = () => weathers[asked++ % weathers.length] ?? { thereMs: 0, backMs: 0, fate: 'answer' as const };
  const outcomes: string[] = plans.map(() => 'waits');

  plans.forEach(async (plan, index) => {
    const process = createProcess(time, server, weather);
    processes[index] = process;
    await process.pass(plan.startsMs);
    const answer = await acquireNamespaceLock(
      {
        ...{ cluster: process.cluster, clock: process.clock, namespace: 'keep-test', holder: `run ${index}` },
        ...{ waitMs: 60 * leaseMs, breakLock: false, log: { info: () => {}, warning: () => {} } },
      },
      never,
    ).catch(() => undefined);
    if (answer?.kind !== 'acquired') {
      outcomes[index] = answer?.kind ?? 'failed';
      return;
    }
    const { lease } = answer;
    held.set(index, lease);
    look();
    process.cutOff(plan.outageAfterMs, plan.outageMs);
    await process.pass(plan.pauseAfterMs);
    process.standStill(plan.pauseMs);
    await process.pass(plan.worksMs);
    look();
    held.delete(index);
    if (plan.isKilled) {
      outcomes[index] = 'killed';
      process.kill();
      return;
    }
    await lease.release();
    outcomes[index] = lease.lost.aborted ? 'lost' : 'done';
  });
  for (let step = 0; step < 400 && outcomes.includes('waits'); step++) {
    await time.advance(leaseMs / 2);
    look();
  }
  expect([...together]).toEqual([]);
  return outcomes;
}

function isHeld(lease: ClusterLease): boolean {
  try {
    lease.requireHeld();
    return true;
  } catch {
    return false;
  }
}

const weather = (fates: readonly Weather['fate'][], slowestMs: number) => {
  const latency = fc.oneof(fc.nat(300), fc.nat(300), fc.nat(300), fc.nat(slowestMs));
  const one = fc.record({ thereMs: latency, backMs: latency, fate: fc.constantFrom(...fates) });
  return fc.array(one, { minLength: 5, maxLength: 40 });
};
const plans = (mostTroubleMs: number) => {
  const trouble = fc.oneof(fc.constant(0), fc.nat(mostTroubleMs));
  const one = fc.record({
    startsMs: fc.nat(3 * leaseMs),
    worksMs: fc.nat(4 * leaseMs),
    isKilled: fc.constantFrom(false, false, true),
    pauseAfterMs: fc.nat(leaseMs),
    pauseMs: trouble,
    outageAfterMs: fc.nat(leaseMs),
    outageMs: trouble,
  });
  return fc.array(one, { minLength: 2, maxLength: 4 });
};

describe('the Lease, however calls, failures, pauses and kills fall', () => {
  test('is held by one at a time, and every run comes to an end', async () => {
    const fates = ['answer', 'answer', 'answer', 'answer', 'answer', 'refuse', 'lose-answer'] as const;
    await fc.assert(
      fc.asyncProperty(plans(3 * leaseMs), weather(fates, leaseMs / 2), fc.nat(), async (runs, weathers, seed) => {
        expect(await simulate(runs, weathers, seed)).not.toContain('waits');
      }),
      { numRuns: 300 },
    );
  });

  test('comes to everybody who waits for it while the server answers in time and nobody stands still', async () => {
    await fc.assert(
      fc.asyncProperty(plans(0), weather(['answer'], 2_000), fc.nat(), async (runs, weathers, seed) => {
        const outcomes = await simulate(runs, weathers, seed);
        expect(outcomes.filter((outcome) => outcome !== 'done' && outcome !== 'killed')).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });
});
