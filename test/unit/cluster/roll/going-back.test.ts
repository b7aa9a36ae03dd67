import { describe, expect, test } from '@jest/globals';
import { ApiRefusal } from '../../../../src/cluster/api/cluster-port.ts';
import type { FailurePolicy } from '../../../../src/cluster/roll/failure-policy.ts';
import { budget, imageOf, results, roll } from './network-fixture.ts';
import { bad, before, names, release, servingAll, standing } from './six-clients.ts';

describe('a bad image in one of six clients', () => {
  test('takes all that were touched back, and nothing of the release is left', async () => {
    const { fake, clock } = await standing();
    const stood = fake.names();
    const rolled = await roll(fake, clock, before, bad);
    expect(rolled.result.outcome).toBe('failed-rolled-back');
    expect(results(rolled)).toEqual({
      ...{ b0: 'rolled-back', b1: 'rolled-back', s0: 'rolled-back' },
      ...{ s1: 'failed-rolled-back', s2: 'rolled-back', s3: 'rolled-back' },
    });
    expect(fake.serving()).toEqual(servingAll('a'));
    expect(fake.names()).toEqual(stood);
    for (const name of names)
      expect(fake.body(`StatefulSet/${name}`)).toEqual(before.clients[names.indexOf(name)]?.workload);
    for (const name of names)
      expect(fake.body(`Service/${name}`)).toEqual(before.clients[names.indexOf(name)]?.beside[1]);
  });

  test('says in the record what comes next, each time before the first write of it', async () => {
    const { fake, clock } = await standing();
    const rolled = await roll(fake, clock, before, bad);
    const [forward, back, end] = rolled.told;
    expect(forward).toBe('forward after 0');
    const applied = fake.writes.findLastIndex((write) => /^apply StatefulSet/.test(write) && write.endsWith('s3'));
    expect(Number(back?.split(' ').at(-1))).toBeLessThan(applied);
    expect(end).toBe('failed-rolled-back: b0=baseline b1=baseline s0=baseline s1=baseline s2=baseline s3=baseline');
  });

  test('removes the broken pod that the StatefulSet waits for, and no other', async () => {
    const { fake, clock } = await standing();
    const { result } = await roll(fake, clock, before, bad);
    expect(fake.writes.filter((write) => write.startsWith('remove pods/'))).toEqual(
      expect.arrayContaining(['remove pods/s1-0']),
    );
    expect(result.clients.find(({ client }) => client === 's1')?.podsRemoved).toBe(1);
    expect(result.clients.find(({ client }) => client === 's0')?.podsRemoved).toBe(0);
  });

  test('never applies or removes a claim on its way back', async () => {
    const { fake, clock } = await standing();
    const rolled = await roll(fake, clock, before, bad);
    const back = fake.writes.slice(Number(rolled.told[1]?.split(' ').at(-1)));
    expect(back.filter((write) => /PersistentVolumeClaim|persistentvolumeclaims/.test(write))).toEqual([]);
  });

  test('is explained: pod, container, reason, and the last lines', async () => {
    const { fake, clock } = await standing('crash');
    const rolled = await roll(fake, clock, before, bad);
    expect(rolled.lines.join('\n')).toMatch(/error s1 \(pod s1-0, container client\): .*exit code 3/);
    expect(rolled.lines.join('\n')).toMatch(/untrusted s1-0\/client.*: last words of s1-0/);
  });

  test('brings back a configuration of before that somebody removed meanwhile', async () => {
    const { fake, clock } = await standing();
    const stood = fake.names();
    const old = before.clients[2]?.immutable[0]?.metadata.name;
    fake.onWrite((write) => {
      if (write === 'apply StatefulSet/s1' && fake.writes.length < 24) fake.drop(`ConfigMap/${old}`);
    });
    await roll(fake, clock, before, bad);
    expect(fake.names()).toEqual(stood);
  });

  test('breaks off the clients that are under way: each second of waiting is one in which the network is broken', async () => {
    const { fake, clock } = await standing((image, client) =>
      image === imageOf('f') ? 'image' : client === 's3' && image === imageOf('b') ? 'slow' : 'ready',
    );
    const begun = clock.now();
    const rolled = await roll(fake, clock, before, bad);
    expect(results(rolled)['s3']).toBe('rolled-back');
    expect(clock.now() - begun).toBeLessThan(30_000);
  });

  test.each<[FailurePolicy, string, Record<string, string>, Record<string, string>]>([
    [
      'halt',
      'failed-halted',
      { b0: 'deployed', s0: 'deployed', s1: 'failed-halted', s2: 'deployed' },
      { b0: 'b', s0: 'b', s2: 'b' },
    ],
    [
      'rollback-failed',
      'failed-rolled-back',
      { b0: 'deployed', s0: 'deployed', s1: 'failed-rolled-back', s2: 'deployed' },
      { b0: 'b', s0: 'b', s1: 'a', s2: 'b' },
    ],
    [
      'rollback-wave',
      'failed-rolled-back',
      { b0: 'deployed', s0: 'deployed', s1: 'failed-rolled-back', s2: 'rolled-back', s3: 'rolled-back' },
      { b0: 'b', s0: 'b', s1: 'a', s2: 'a', s3: 'a' },
    ],
    [
      { maxFailures: 1 },
      'failed-rolled-back',
      { s0: 'deployed', s1: 'failed-rolled-back', s3: 'deployed' },
      { s0: 'b', s1: 'a', s3: 'b' },
    ],
    [{ maxFailures: 0 }, 'failed-rolled-back', { b0: 'rolled-back', s1: 'failed-rolled-back' }, { b0: 'a', s1: 'a' }],
  ])('with %j ends as %s', async (policy, outcome, ends, serving) => {
    const { fake, clock } = await standing();
    const rolled = await roll(fake, clock, before, bad, { policy });
    expect(rolled.result.outcome).toBe(outcome);
    expect(results(rolled)).toMatchObject(ends);
    expect(fake.serving()).toMatchObject(
      Object.fromEntries(Object.entries(serving).map(([client, image]) => [client, imageOf(image)])),
    );
  });

  test('as the canary leaves the others as they are', async () => {
    const { fake, clock } = await standing();
    const rolled = await roll(fake, clock, before, release('b', { s0: { image: 'f' } }), { policy: 'halt' });
    expect(results(rolled)).toMatchObject({
      b0: 'deployed',
      s0: 'failed-halted',
      s1: 'not-started',
      s3: 'not-started',
    });
  });

  test('with max-failures goes on through the waves, until one more fails', async () => {
    const { fake, clock } = await standing();
    const two = release('b', { b1: { image: 'f' }, s0: { image: 'f' } });
    expect(results(await roll(fake, clock, before, two, { policy: { maxFailures: 2 } }))).toMatchObject({
      ...{ b0: 'deployed', b1: 'failed-rolled-back', s0: 'failed-rolled-back', s3: 'deployed' },
    });
  });
});

describe('a client that this release created', () => {
  const more = [...names, 's4'];

  test('is removed with its own objects, but for its claim', async () => {
    const { fake, clock } = await standing();
    const stood = fake.names();
    const rolled = await roll(fake, clock, before, release('b', { s4: { image: 'f' } }, more));
    expect(rolled.result.outcome).toBe('failed-rolled-back');
    expect(results(rolled)['s4']).toBe('failed-rolled-back');
    expect(fake.names().filter((name) => !stood.includes(name))).toEqual(['PersistentVolumeClaim/s4-data']);
    expect(fake.serving()).toEqual(servingAll('a'));
  });

  test('is left where removing it would take its claims along', async () => {
    const { fake, clock } = await standing();
    const spec = { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } };
    const rolled = await roll(fake, clock, before, release('b', { s4: { image: 'f', spec } }, more));
    expect(rolled.result.outcome).toBe('rollback-failed');
    expect(results(rolled)['s4']).toBe('rollback-failed');
    expect(rolled.lines.join('\n')).toMatch(
      /s4.* stays: its persistentVolumeClaimRetentionPolicy would delete its claims/,
    );
    expect(fake.names()).toContain('StatefulSet/s4');
  });

  test('whose pod does not end makes the way back fail, in time, and says so', async () => {
    const { fake, clock } = await standing((image) =>
      image === imageOf('e') ? 'image' : image === imageOf('f') ? 'stays' : 'ready',
    );
    // The new client is the canary: it is there, and proved, when another one fails.
    const after = release('b', { s4: { image: 'f' }, s1: { image: 'e' } }, ['b0', 'b1', 's4', 's0', 's1', 's2', 's3']);
    const rolled = await roll(fake, clock, before, after);
    expect(rolled.result.outcome).toBe('rollback-failed');
    expect(results(rolled)).toMatchObject({ s4: 'rollback-failed', s1: 'failed-rolled-back', s0: 'rolled-back' });
    expect(rolled.lines.join('\n')).toMatch(/StatefulSet s4 is removed, but its pods did not end within/);
  });
});

describe('what all clients share', () => {
  const with1 = { ...before, shared: [budget(1)] };

  test('goes back before any client does', async () => {
    const { fake, clock } = await standing('image', with1);
    const rolled = await roll(fake, clock, with1, { ...bad, shared: [budget(2)] });
    const back = fake.writes.slice(Number(rolled.told[1]?.split(' ').at(-1)));
    expect(back[0]).toBe('apply PodDisruptionBudget/network');
    expect(fake.body('PodDisruptionBudget/network')).toEqual(budget(1));
    expect(rolled.told.at(-1)).toMatch(/shared=baseline/);
  });

  test('is removed after all clients are back, where this release created it', async () => {
    const { fake, clock } = await standing();
    await roll(fake, clock, before, { ...bad, shared: [budget(2)] });
    expect(fake.writes.at(-1)).toBe('remove poddisruptionbudgets/network');
  });

  test('stays while a client is not back: it may stand on it', async () => {
    const { fake, clock } = await standing();
    let isBack = false;
    fake.onWrite((write) => {
      if (isBack && write === 'apply StatefulSet/s0') throw new ApiRefusal('403 Oops', 403, 'Forbidden');
    });
    const mayGoBack = async () => {
      isBack = true;
      return undefined;
    };
    const rolled = await roll(fake, clock, before, { ...bad, shared: [budget(2)] }, { mayGoBack });
    expect(results(rolled)).toMatchObject({ s0: 'rollback-failed', b0: 'rolled-back' });
    expect(fake.body('PodDisruptionBudget/network')).toEqual(budget(2));
    expect(rolled.told.at(-1)).toMatch(/shared=baseline-and-rest/);
  });

  test('stays where only some clients go back', async () => {
    const { fake, clock } = await standing('image', with1);
    const rolled = await roll(fake, clock, with1, { ...bad, shared: [budget(2)] }, { policy: 'rollback-failed' });
    expect(fake.body('PodDisruptionBudget/network')).toEqual(budget(2));
    expect(rolled.told.at(-1)).toMatch(/shared=wanted /);
  });

  test('that is refused stops the release before its first client', async () => {
    const { fake, clock } = await standing('image', with1);
    fake.refusals.set('PodDisruptionBudget/network', new ApiRefusal('403 Forbidden', 403, 'Forbidden'));
    const rolled = await roll(fake, clock, with1, { ...bad, shared: [budget(2)] });
    expect(rolled.result.outcome).toBe('failed-halted');
    expect(fake.writes).toEqual([]);
    expect(new Set(Object.values(results(rolled)))).toEqual(new Set(['not-started']));
  });
});

describe('after a run that was killed going forward', () => {
  test('a failure takes back what that run had changed too, though this one did not get there', async () => {
    const { fake, clock } = await standing();
    fake.onWrite((write) => {
      if (write === 'apply StatefulSet/s2') throw new Error('killed');
    });
    await expect(roll(fake, clock, before, release('b'))).rejects.toThrow('killed');
    fake.onWrite(() => undefined);
    expect(fake.body('StatefulSet/s1')).toEqual(release('b').clients[3]?.workload);

    const rolled = await roll(fake, clock, before, release('c', { s0: { image: 'f' } }), { isInherited: true });
    expect(rolled.result.outcome).toBe('failed-rolled-back');
    expect(results(rolled)).toMatchObject({ s0: 'failed-rolled-back', s1: 'rolled-back', s2: 'rolled-back' });
    expect(fake.serving()).toEqual(servingAll('a'));
    expect(fake.body('StatefulSet/s1')).toEqual(before.clients[3]?.workload);
    // Of this one the killed run had written the Service only.
    expect(fake.body('Service/s2')).toEqual(before.clients[4]?.beside[1]);
  });
});
