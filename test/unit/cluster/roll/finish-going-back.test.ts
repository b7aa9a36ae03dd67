import { describe, expect, test } from '@jest/globals';
import { finishGoingBack } from '../../../../src/cluster/roll/finish-going-back.ts';
import type { RollResult } from '../../../../src/cluster/roll/roll-result.ts';
import { heldClock } from '../api/held-clock.ts';
import { createFakeNamespace } from './fake-namespace.ts';
import {
  baselineOf,
  budget,
  clientObjects,
  imageOf,
  optionsOf,
  type Release,
  type Rolled,
  roll,
  until,
} from './network-fixture.ts';

const names = ['b0', 'b1', 's0', 's1'];
const before: Release = {
  clients: names.map((client) => clientObjects(client, { image: 'a' })),
  shared: [budget(1)],
};
/** s1 fails; s2 is new. */
const after: Release = {
  clients: [...names, 's2'].map((client) => clientObjects(client, { image: client === 's1' ? 'f' : 'b' })),
  shared: [budget(2)],
};

/** A kill -9: nothing of ours runs after it. */
class Killed extends Error {}

function world() {
  const clock = heldClock();
  const fake = createFakeNamespace(clock, (image) => (image === imageOf('f') ? 'image' : 'ready'));
  const finish = async (
    chosen?: readonly string[],
  ): Promise<Pick<Rolled, 'told' | 'lines'> & { readonly result: RollResult }> => {
    const baseline = baselineOf(before, after, true);
    const options = optionsOf(fake, clock, baseline);
    return { ...options, result: await until(clock, finishGoingBack(baseline, { ...options, chosen })) };
  };
  return {
    clock,
    fake,
    finish,
    state: () => ({ names: fake.names(), serving: fake.serving(), bodies: fake.names().map(fake.body) }),
  };
}

/** The failed release, killed before its write of this number (counted from the first of going back). */
async function killedAt(write: number) {
  const there = world();
  const { clock, fake } = there;
  await roll(fake, clock, undefined, before);
  fake.writes.length = 0;
  let isBack = false;
  let count = 0;
  fake.onWrite(() => {
    if (isBack && count++ >= write) throw new Killed();
  });
  const baseline = baselineOf(before, after);
  const choices = {
    mayGoBack: async () => {
      isBack = true;
      return undefined;
    },
  };
  const rolling = roll(fake, clock, before, after, choices);
  const isKilled = await rolling.then(
    () => false,
    (error: unknown) => error instanceof Killed,
  );
  fake.onWrite(() => undefined);
  return { ...there, baseline, isKilled, writesOfGoingBack: count };
}

describe('a going back that was killed', () => {
  test('between any two writes is finished by the next run: the same world as if nobody had killed it', async () => {
    const whole = await killedAt(Number.POSITIVE_INFINITY);
    expect(whole.isKilled).toBe(false);
    const wanted = whole.state();
    expect(wanted.serving).toEqual(Object.fromEntries(names.map((name) => [name, imageOf('a')])));
    expect(wanted.names).not.toContain('StatefulSet/s2');
    expect(wanted.names).toContain('PersistentVolumeClaim/s2-data');
    expect(whole.writesOfGoingBack).toBeGreaterThan(15);
    for (let write = 0; write < whole.writesOfGoingBack; write++) {
      const killed = await killedAt(write);
      expect(killed.isKilled).toBe(true);
      const { result, told } = await killed.finish();
      expect([write, result.outcome]).toEqual([write, 'failed-rolled-back']);
      expect([write, killed.state()]).toEqual([write, wanted]);
      expect(told.at(-1)).toMatch(/^failed-rolled-back: shared=baseline .*b0=baseline/);
    }
  });

  test('and killed again, is finished by the one after', async () => {
    const killed = await killedAt(4);
    let count = 0;
    killed.fake.onWrite(() => {
      if (count++ >= 3) throw new Killed();
    });
    await expect(killed.finish()).rejects.toThrow(Killed);
    killed.fake.onWrite(() => undefined);
    expect((await killed.finish()).result.outcome).toBe('failed-rolled-back');
    const whole = await killedAt(Number.POSITIVE_INFINITY);
    expect(killed.state()).toEqual(whole.state());
  });

  test('leaves a workload that somebody else changed meanwhile to them', async () => {
    const killed = await killedAt(0);
    killed.fake.takeOver('StatefulSet/b0', 'kubectl-edit');
    const { result } = await killed.finish();
    expect(result.outcome).toBe('superseded');
    expect(result.clients.find(({ client }) => client === 'b0')?.result).toBe('superseded');
    expect(killed.fake.body('StatefulSet/b0')).toEqual(after.clients[0]?.workload);
  });

  test('takes back a workload on which somebody has made a note meanwhile: nothing that is rolled has changed', async () => {
    const killed = await killedAt(0);
    killed.fake.takeOver('StatefulSet/b0', 'kubectl-annotate', { 'f:metadata': { 'f:annotations': { 'f:note': {} } } });
    expect((await killed.finish()).result.outcome).toBe('failed-rolled-back');
    expect(killed.fake.body('StatefulSet/b0')).toEqual(before.clients[0]?.workload);
  });

  test('removes nothing that is not ours, though it has a name of the release', async () => {
    const killed = await killedAt(0);
    const key = 'Service/s2';
    killed.fake.takeAway(key, 'somebody');
    await killed.finish();
    expect(killed.fake.names()).toContain(key);
  });
});
