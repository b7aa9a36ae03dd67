import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FailurePolicy } from '../../../../src/cluster/roll/failure-policy.ts';
import { finishGoingBack } from '../../../../src/cluster/roll/finish-going-back.ts';
import { heldClock } from '../api/held-clock.ts';
import { type Behaviour, createFakeNamespace } from './fake-namespace.ts';
import {
  baselineOf,
  clientObjects,
  imageOf,
  optionsOf,
  type Release,
  results,
  roll,
  until,
} from './network-fixture.ts';

const release = (image: string, names: readonly string[], failing: readonly string[] = []): Release => ({
  clients: names.map((client) => clientObjects(client, { image: failing.includes(client) ? 'f' : image })),
});

/** A network whose clients with the image `f` fail, with the most of each role that were down at once. */
function watched(names: readonly string[], failing: Behaviour = 'image') {
  const clock = heldClock();
  const fake = createFakeNamespace(clock, (image) => (image === imageOf('f') ? failing : 'ready'));
  const most = { b: 0, s: 0 };
  const brokenOf = (client: string) => fake.body(`StatefulSet/${client}`) !== undefined && !(client in fake.serving());
  return {
    clock,
    fake,
    most,
    watch: () =>
      fake.onChange(() => {
        for (const role of ['b', 's'] as const) {
          const down = names.filter((client) => client.startsWith(role) && brokenOf(client)).length;
          most[role] = Math.max(most[role], down);
        }
      }),
  };
}

describe('of clients that serve', () => {
  const names = ['b0', 'b1', 'b2', 'b3', 's0', 's1', 's2', 's3', 's4'];

  test('no more than half of the bootstraps, and fewer than half of the voters, are down at once', async () => {
    const { fake, clock, most, watch } = watched(names);
    await roll(fake, clock, undefined, release('a', names));
    watch();
    const rolled = await roll(fake, clock, release('a', names), release('b', names), { voters: new Set(['standard']) });
    expect(rolled.result.outcome).toBe('deployed');
    expect(most).toEqual({ b: 2, s: 2 });
  });

  test('nor are they on the way back', async () => {
    const { fake, clock, most, watch } = watched(names);
    await roll(fake, clock, undefined, release('a', names));
    watch();
    const bad = release('b', names, ['s4']);
    const rolled = await roll(fake, clock, release('a', names), bad, { voters: new Set(['standard']) });
    expect(rolled.result.outcome).toBe('failed-rolled-back');
    expect(most).toEqual({ b: 2, s: 2 });
  });

  test('all others may restart at once, as far as max-parallel allows', async () => {
    const { fake, clock, most, watch } = watched(names);
    await roll(fake, clock, undefined, release('a', names));
    watch();
    await roll(fake, clock, release('a', names), release('b', names), { maxParallel: 3 });
    expect(most).toEqual({ b: 2, s: 3 });
  });
});

describe('of clients whose pods are ours to replace (OnDelete)', () => {
  const names = ['b0', 'b1', 'b2', 'b3'];
  const spec = { updateStrategy: { type: 'OnDelete' } };
  const onDelete = (image: string): Release => ({
    clients: names.map((client) => clientObjects(client, { image, spec })),
  });
  const standing = (image: string) => Object.fromEntries(names.map((client) => [client, imageOf(image)]));

  test('no more than may are down where a killed run has written them all, and left their pods', async () => {
    const { fake, clock, most, watch } = watched(names);
    await roll(fake, clock, undefined, onDelete('a'));
    for (const { workload } of onDelete('b').clients) await fake.cluster.apply(workload);
    watch();
    const actions = Object.fromEntries(names.map((client) => [client, 'prove' as const]));
    const { result } = await roll(fake, clock, onDelete('b'), onDelete('b'), { actions });
    expect([result.outcome, fake.serving()]).toEqual(['deployed', standing('b')]);
    expect(most.b).toBe(2);
  });

  test('nor are they on the way back that a killed run has written', async () => {
    const { fake, clock, most, watch } = watched(names);
    await roll(fake, clock, undefined, onDelete('a'));
    await roll(fake, clock, onDelete('a'), onDelete('b'));
    for (const { workload } of onDelete('a').clients) await fake.cluster.apply(workload);
    watch();
    const baseline = baselineOf(onDelete('a'), onDelete('b'), true);
    const finishing = finishGoingBack(baseline, { ...optionsOf(fake, clock, baseline), chosen: undefined });
    const { outcome } = await until(clock, finishing);
    expect([outcome, fake.serving()]).toEqual(['failed-rolled-back', standing('a')]);
    expect(most.b).toBe(2);
  });
});

test('a slot is refilled the moment a client is proved: nobody waits for the slowest of a batch', async () => {
  const names = ['s0', 's1', 's2', 's3', 's4', 's5', 's6'];
  const clock = heldClock();
  // One takes 30 s, the others one: beside it, in the other slot, all others are done one after another.
  const fake = createFakeNamespace(clock, (image, client) =>
    image === imageOf('b') && client === 's1' ? 'slow' : 'ready',
  );
  await roll(fake, clock, undefined, release('a', names));
  const { result } = await roll(fake, clock, release('a', names), release('b', names), { maxParallel: 2 });
  const after = (client: string) => result.clients.find((one) => one.client === client)?.provedAfterMs ?? 0;
  const canary = after('s0');
  expect(result.forwardMs).toBe(canary + after('s1'));
});

test('whatever fails and whatever the policy, every client that is back serves the old release, and no other does', async () => {
  const names = ['b0', 'b1', 's0', 's1', 's2', 's3'];
  const policies: readonly FailurePolicy[] = [
    'halt',
    'rollback-failed',
    'rollback-wave',
    'rollback-all',
    { maxFailures: 1 },
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(names, { maxLength: 3 }),
      fc.constantFrom(...policies),
      fc.constantFrom<Behaviour>('image', 'crash', 'never'),
      fc.integer({ min: 1, max: 4 }),
      fc.subarray(['bootstrap', 'standard']),
      async (failing, policy, behaviour, maxParallel, voters) => {
        const { fake, clock } = watched(names, behaviour);
        const old = release('a', names);
        await roll(fake, clock, undefined, old);
        const bad = release('b', names, failing);
        const rolled = await roll(fake, clock, old, bad, { policy, maxParallel, voters: new Set(voters) });
        const ends = results(rolled);
        const serving = fake.serving();
        for (const client of names) {
          const end = ends[client];
          if (end === 'deployed') expect([client, serving[client]]).toEqual([client, imageOf('b')]);
          else if (end === 'failed-halted') expect(serving[client]).toBeUndefined();
          else expect([client, serving[client]]).toEqual([client, imageOf('a')]);
          if (policy === 'rollback-all' && failing.length > 0) expect(end).not.toBe('deployed');
        }
        const outcome = failing.length === 0 ? 'deployed' : policy === 'halt' ? 'failed-halted' : 'failed-rolled-back';
        expect(rolled.result.outcome).toBe(outcome);
      },
    ),
    { numRuns: 60 },
  );
});
