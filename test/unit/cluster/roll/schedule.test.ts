import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { restartLimitOf } from '../../../../src/cluster/roll/restart-limits.ts';
import type { StepAction } from '../../../../src/cluster/roll/roll-step.ts';
import { createSchedule } from '../../../../src/cluster/roll/schedule.ts';
import { planWaves } from '../../../../src/cluster/roll/wave-plan.ts';

describe('at once may restart', () => {
  const network = (clients: number, voters: readonly string[]) => ({
    members: Array.from({ length: clients }, (_, index) => ({ client: `c${index}`, role: 'a' })),
    roles: ['first', 'a'],
    voters: new Set(voters),
  });

  test.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 2],
    [5, 2],
  ])('of %i bootstraps %i', (clients, limit) => {
    expect(restartLimitOf('a', { ...network(clients, []), roles: ['a'] })).toBe(limit);
  });

  test.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [5, 2],
    [7, 3],
  ])('of %i voters %i', (clients, limit) => {
    expect(restartLimitOf('a', network(clients, ['a']))).toBe(limit);
  });

  test('of bootstraps that vote as many as both rules allow', () => {
    expect(restartLimitOf('a', { ...network(4, ['a']), roles: ['a'] })).toBe(1);
  });

  test('of others any number', () => {
    expect(restartLimitOf('a', network(3, []))).toBe(Number.POSITIVE_INFINITY);
  });
});

interface Scene {
  readonly steps: readonly {
    readonly client: string;
    readonly role: string;
    readonly action: StepAction;
    readonly isRestart: boolean;
    readonly isReady: boolean;
  }[];
  readonly voters: readonly string[];
  readonly maxParallel: number;
  /** Picks who ends next. */
  readonly ends: readonly number[];
}

const roles = ['bootstrap', 'standard', 'archive'];

const scenes: fc.Arbitrary<Scene> = fc
  .record({
    clients: fc.array(
      fc.record({
        role: fc.constantFrom(...roles),
        action: fc.constantFrom<StepAction>('create', 'update', 'update', 'update', 'prove', 'unchanged'),
        isReady: fc.boolean(),
      }),
      { minLength: 1, maxLength: 14 },
    ),
    voters: fc.subarray(roles),
    maxParallel: fc.integer({ min: 1, max: 6 }),
    ends: fc.array(fc.nat(), { minLength: 14, maxLength: 14 }),
  })
  .map(({ clients, ...rest }) => ({
    ...rest,
    steps: clients.map(({ role, action, isReady }, index) => ({
      client: `client-${index}`,
      role,
      action,
      isRestart: action === 'update',
      // What is created isn't there; what stands unchanged was proved a moment ago.
      isReady: action === 'unchanged' || (action === 'update' && isReady),
    })),
  }));

/** Plays a roll-out in which every client is proved in the end, and checks each moment of it. */
function play(scene: Scene, look: (moment: Moment) => void): void {
  const { steps, maxParallel, ends } = scene;
  const ready = new Set(steps.filter(({ isReady }) => isReady).map(({ client }) => client));
  const isReady = (client: string) => ready.has(client);
  const network = { members: steps, roles, voters: new Set(scene.voters) };
  const waves = planWaves(steps, network, isReady);
  const schedule = createSchedule(
    waves.map((wave) => wave.steps),
    { ...network, maxParallel },
  );
  const underWay: Scene['steps'][number][] = [];
  let ended = 0;
  for (const wave of waves) {
    const left = [...wave.steps];
    while (!schedule.isWaveOver()) {
      const startedNow = schedule.start(isReady);
      for (const step of startedNow) {
        const downBefore = new Set(steps.filter((one) => !ready.has(one.client)).map(({ client }) => client));
        underWay.push(step);
        left.splice(left.indexOf(step), 1);
        look({
          kind: 'started',
          step,
          isDown: downBefore.has(step.client),
          underWay: [...underWay],
          wave: wave.steps,
          steps,
          ready,
        });
        if (step.isRestart) ready.delete(step.client);
      }
      look({ kind: 'settled', left, underWay: [...underWay], steps, ready });
      const [end] = underWay.splice((ends[ended++] ?? 0) % Math.max(1, underWay.length), 1);
      if (end === undefined) throw new Error(`stands still: ${left.map(({ client }) => client).join(', ')}`);
      ready.add(end.client);
      schedule.end(end.client);
    }
    schedule.nextWave();
  }
}

type Step = Scene['steps'][number];
type Moment =
  | {
      readonly kind: 'started';
      readonly step: Step;
      readonly isDown: boolean;
      readonly underWay: readonly Step[];
      readonly wave: readonly Step[];
      readonly steps: readonly Step[];
      readonly ready: ReadonlySet<string>;
    }
  | {
      readonly kind: 'settled';
      readonly left: readonly Step[];
      readonly underWay: readonly Step[];
      readonly steps: readonly Step[];
      readonly ready: ReadonlySet<string>;
    };

/** The rule in its own words, computed from scratch. */
function limitFor(role: string, { steps, voters }: Pick<Scene, 'steps' | 'voters'>): number {
  const n = steps.filter((step) => step.role === role).length;
  return Math.min(
    role === 'bootstrap' ? Math.max(1, Math.floor(n / 2)) : 99,
    voters.includes(role) ? Math.max(1, Math.floor((n - 1) / 2)) : 99,
  );
}
const downIn = (role: string, { steps, ready }: { steps: readonly Step[]; ready: ReadonlySet<string> }) =>
  steps.filter((step) => step.role === role && !ready.has(step.client)).length;

describe('in every roll-out', () => {
  const everyMoment = (check: (moment: Moment, scene: Scene) => void) =>
    fc.assert(
      fc.property(scenes, (scene) => play(scene, (moment) => check(moment, scene))),
      { numRuns: 500 },
    );

  test('no more clients are under way than max-parallel', () => {
    everyMoment(({ underWay }, { maxParallel }) => expect(underWay.length).toBeLessThanOrEqual(maxParallel));
  });

  test('a client that serves restarts only when no more of its role are down then than may be', () => {
    everyMoment((moment, scene) => {
      if (moment.kind !== 'started' || !moment.step.isRestart || moment.isDown) return;
      expect(downIn(moment.step.role, moment) + 1).toBeLessThanOrEqual(limitFor(moment.step.role, scene));
    });
  });

  test('no client starts before every client of the waves before its own is proved', () => {
    everyMoment((moment) => {
      if (moment.kind !== 'started') return;
      for (const other of moment.underWay) expect(moment.wave).toContain(other);
    });
  });

  test('no slot is idle while a client of the wave may start', () => {
    everyMoment((moment, scene) => {
      if (moment.kind !== 'settled' || moment.underWay.length >= scene.maxParallel) return;
      for (const step of moment.left) {
        const mayStart =
          !step.isRestart ||
          !moment.ready.has(step.client) ||
          downIn(step.role, moment) + 1 <= limitFor(step.role, scene);
        expect([step.client, mayStart]).toEqual([step.client, false]);
      }
    });
  });

  test('every client starts once', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const started: string[] = [];
        play(scene, (moment) => void (moment.kind === 'started' && started.push(moment.step.client)));
        expect(started.toSorted()).toEqual(scene.steps.map(({ client }) => client).toSorted());
      }),
    );
  });
});
