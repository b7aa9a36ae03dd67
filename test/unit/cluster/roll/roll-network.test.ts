import { beforeEach, describe, expect, test } from '@jest/globals';
import { ApiRefusal } from '../../../../src/cluster/api/cluster-port.ts';
import type { FailurePolicy } from '../../../../src/cluster/roll/failure-policy.ts';
import { RemoteError } from '../../../../src/report/index.ts';
import { type HeldClock, heldClock } from '../api/held-clock.ts';
import { type Behaviour, createFakeNamespace, type FakeNamespace } from './fake-namespace.ts';
import { budget, type ClientText, clientObjects, imageOf, type Release, results, roll } from './network-fixture.ts';

const names = ['b0', 'b1', 's0', 's1', 's2', 's3'];
const release = (image: string, more: Record<string, ClientText> = {}, clients = names): Release => ({
  clients: clients.map((client) => clientObjects(client, { image, ...more[client] })),
});
const before = release('a');
/** `f` fails as the test says, everything else is ready in a second. */
const bad = release('b', { s1: { image: 'f' } });

let clock: HeldClock;
let fake: FakeNamespace;
let failing: Behaviour;
beforeEach(() => {
  clock = heldClock();
  failing = 'image';
  fake = createFakeNamespace(clock, (image) => (image === imageOf('f') ? failing : 'ready'));
});

/** The network of the release before, as it stands; the writes after it. */
async function standing(stands: Release = before): Promise<void> {
  const { result } = await roll(fake, clock, undefined, stands);
  expect(result.outcome).toBe('deployed');
  fake.writes.length = 0;
}
const servingAll = (image: string, clients = names) =>
  Object.fromEntries(clients.map((name) => [name, imageOf(image)]));

describe('a release that changes nothing', () => {
  test('writes nothing, not even the record', async () => {
    await standing();
    const rolled = await roll(fake, clock, before, before);
    expect(rolled.result).toMatchObject({ outcome: 'unchanged', writes: 0, isChanged: false });
    expect(new Set(Object.values(results(rolled)))).toEqual(new Set(['unchanged']));
    expect(fake.writes).toEqual([]);
    expect(rolled.told).toEqual([]);
  });

  test('fails for a client that crashes in a loop, at once and without a write', async () => {
    failing = 'crash';
    await roll(fake, clock, undefined, bad, { policy: 'halt' });
    fake.writes.length = 0;
    const begun = clock.now();
    const rolled = await roll(fake, clock, bad, bad, { actions: { s1: 'prove' } });
    expect(rolled.result.outcome).toBe('failed-halted');
    expect(results(rolled)['s1']).toBe('failed-halted');
    expect(clock.now() - begun).toBeLessThan(100);
    expect(fake.writes).toEqual([]);
  });
});

describe('a release that changes one thing of a client', () => {
  test('writes nothing that stands as it is wanted', async () => {
    await standing();
    const one = release('a', { s0: { spec: { replicas: 1, minReadySeconds: 0 } } });
    const rolled = await roll(fake, clock, before, one);
    expect(fake.writes).toEqual(['apply PersistentVolumeClaim/s0-data', 'apply Service/s0', 'apply StatefulSet/s0']);
    expect(rolled.result).toMatchObject({ outcome: 'deployed', writes: 3, isChanged: true });
    expect(results(rolled)).toMatchObject({ b0: 'unchanged', s0: 'deployed', s3: 'unchanged' });
  });
});

describe('a first release', () => {
  test('writes of each client what its workload stands on first, and the bootstraps before the others', async () => {
    const rolled = await roll(fake, clock, undefined, release('a', {}, ['s0', 'b0']));
    expect(rolled.result.outcome).toBe('deployed');
    const of = (client: string) => [
      expect.stringMatching(`^apply ConfigMap/${client}-config-`),
      `apply PersistentVolumeClaim/${client}-data`,
      `apply Service/${client}`,
      `apply StatefulSet/${client}`,
    ];
    expect(fake.writes).toEqual([...of('b0'), ...of('s0')]);
    expect(rolled.told).toEqual(['forward after 0', 'deployed: s0=wanted b0=wanted']);
  });

  test('that fails has nothing to go back to: it halts, says so, and removes nothing', async () => {
    const rolled = await roll(fake, clock, undefined, bad);
    expect(rolled.result.outcome).toBe('failed-halted');
    expect(rolled.result.why.join()).toMatch(/first release: there is nothing to go back to/);
    expect(results(rolled)).toMatchObject({ b0: 'deployed', s0: 'deployed', s1: 'failed-halted', s2: 'deployed' });
    expect(fake.writes.filter((write) => write.startsWith('remove'))).toEqual([]);
    expect(rolled.told.at(-1)).toMatch(/^failed-halted: .*s1=wanted-and-rest.*; unproved s1$/);
  });
});

describe('a bad image in one of six clients', () => {
  test('takes all that were touched back, and nothing of the release is left', async () => {
    await standing();
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
    await standing();
    const rolled = await roll(fake, clock, before, bad);
    const [forward, back, end] = rolled.told;
    expect(forward).toBe('forward after 0');
    const applied = fake.writes.findLastIndex((write) => /^apply StatefulSet/.test(write) && write.endsWith('s3'));
    expect(Number(back?.split(' ').at(-1))).toBeLessThan(applied);
    expect(end).toBe('failed-rolled-back: b0=baseline b1=baseline s0=baseline s1=baseline s2=baseline s3=baseline');
  });

  test('removes the broken pod that the StatefulSet waits for, and no other', async () => {
    await standing();
    const { result } = await roll(fake, clock, before, bad);
    expect(fake.writes.filter((write) => write.startsWith('remove pods/'))).toEqual(
      expect.arrayContaining(['remove pods/s1-0']),
    );
    expect(result.clients.find(({ client }) => client === 's1')?.podsRemoved).toBe(1);
    expect(result.clients.find(({ client }) => client === 's0')?.podsRemoved).toBe(0);
  });

  test('never applies or removes a claim on its way back', async () => {
    await standing();
    const rolled = await roll(fake, clock, before, bad);
    const back = fake.writes.slice(Number(rolled.told[1]?.split(' ').at(-1)));
    expect(back.filter((write) => /PersistentVolumeClaim|persistentvolumeclaims/.test(write))).toEqual([]);
  });

  test('is explained: pod, container, reason, and the last lines', async () => {
    failing = 'crash';
    await standing();
    const rolled = await roll(fake, clock, before, bad);
    expect(rolled.lines.join('\n')).toMatch(/error s1 \(pod s1-0, container client\): .*exit code 3/);
    expect(rolled.lines.join('\n')).toMatch(/untrusted s1-0\/client.*: last words of s1-0/);
  });

  test('brings back a configuration of before that somebody removed meanwhile', async () => {
    await standing();
    const stood = fake.names();
    const old = before.clients[2]?.immutable[0]?.metadata.name;
    fake.onWrite((write) => {
      if (write === 'apply StatefulSet/s1' && fake.writes.length < 24) fake.drop(`ConfigMap/${old}`);
    });
    await roll(fake, clock, before, bad);
    expect(fake.names()).toEqual(stood);
  });

  test('breaks off the clients that are under way: each second of waiting is one in which the network is broken', async () => {
    fake = createFakeNamespace(clock, (image, client) =>
      image === imageOf('f') ? 'image' : client === 's3' && image === imageOf('b') ? 'slow' : 'ready',
    );
    await standing();
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
    await standing();
    const rolled = await roll(fake, clock, before, bad, { policy });
    expect(rolled.result.outcome).toBe(outcome);
    expect(results(rolled)).toMatchObject(ends);
    expect(fake.serving()).toMatchObject(
      Object.fromEntries(Object.entries(serving).map(([client, image]) => [client, imageOf(image)])),
    );
  });

  test('as the canary leaves the others as they are', async () => {
    await standing();
    const rolled = await roll(fake, clock, before, release('b', { s0: { image: 'f' } }), { policy: 'halt' });
    expect(results(rolled)).toMatchObject({
      b0: 'deployed',
      s0: 'failed-halted',
      s1: 'not-started',
      s3: 'not-started',
    });
  });

  test('with max-failures goes on through the waves, until one more fails', async () => {
    await standing();
    const two = release('b', { b1: { image: 'f' }, s0: { image: 'f' } });
    expect(results(await roll(fake, clock, before, two, { policy: { maxFailures: 2 } }))).toMatchObject({
      ...{ b0: 'deployed', b1: 'failed-rolled-back', s0: 'failed-rolled-back', s3: 'deployed' },
    });
  });
});

describe('a client that this release created', () => {
  const more = [...names, 's4'];

  test('is removed with its own objects, but for its claim', async () => {
    await standing();
    const stood = fake.names();
    const rolled = await roll(fake, clock, before, release('b', { s4: { image: 'f' } }, more));
    expect(rolled.result.outcome).toBe('failed-rolled-back');
    expect(results(rolled)['s4']).toBe('failed-rolled-back');
    expect(fake.names().filter((name) => !stood.includes(name))).toEqual(['PersistentVolumeClaim/s4-data']);
    expect(fake.serving()).toEqual(servingAll('a'));
  });

  test('is left where removing it would take its claims along', async () => {
    await standing();
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
    fake = createFakeNamespace(clock, (image) =>
      image === imageOf('e') ? 'image' : image === imageOf('f') ? 'stays' : 'ready',
    );
    await standing();
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
    await standing(with1);
    const rolled = await roll(fake, clock, with1, { ...bad, shared: [budget(2)] });
    const back = fake.writes.slice(Number(rolled.told[1]?.split(' ').at(-1)));
    expect(back[0]).toBe('apply PodDisruptionBudget/network');
    expect(fake.body('PodDisruptionBudget/network')).toEqual(budget(1));
    expect(rolled.told.at(-1)).toMatch(/shared=baseline/);
  });

  test('is removed after all clients are back, where this release created it', async () => {
    await standing();
    await roll(fake, clock, before, { ...bad, shared: [budget(2)] });
    expect(fake.writes.at(-1)).toBe('remove poddisruptionbudgets/network');
  });

  test('stays where only some clients go back', async () => {
    await standing(with1);
    const rolled = await roll(fake, clock, with1, { ...bad, shared: [budget(2)] }, { policy: 'rollback-failed' });
    expect(fake.body('PodDisruptionBudget/network')).toEqual(budget(2));
    expect(rolled.told.at(-1)).toMatch(/shared=wanted /);
  });

  test('that is refused stops the release before its first client', async () => {
    await standing(with1);
    fake.refusals.set('PodDisruptionBudget/network', new ApiRefusal('403 Forbidden', 403, 'Forbidden'));
    const rolled = await roll(fake, clock, with1, { ...bad, shared: [budget(2)] });
    expect(rolled.result.outcome).toBe('failed-halted');
    expect(fake.writes).toEqual([]);
    expect(new Set(Object.values(results(rolled)))).toEqual(new Set(['not-started']));
  });
});

describe('a write that the API server refuses', () => {
  test('fails its client, and the others go back', async () => {
    await standing();
    fake.refusals.set('Service/s1', new ApiRefusal('403 Forbidden: services', 403, 'Forbidden'));
    const rolled = await roll(fake, clock, before, release('b'));
    expect(results(rolled)).toMatchObject({ b0: 'rolled-back', s0: 'rolled-back' });
    expect(rolled.lines.join('\n')).toMatch(/error s1: 403 Forbidden: services/);
    expect(fake.serving()).toEqual(servingAll('a'));
  });

  test('on the way back is told beside the first cause, and the others go back nevertheless', async () => {
    await standing();
    fake.onWrite((write) => {
      if (fake.writes.length > 25 && write === 'apply StatefulSet/s0')
        throw new ApiRefusal('403 Oops', 403, 'Forbidden');
    });
    const rolled = await roll(fake, clock, before, bad);
    expect(rolled.result.outcome).toBe('rollback-failed');
    expect(results(rolled)).toMatchObject({ b0: 'rolled-back', s0: 'rollback-failed', s1: 'failed-rolled-back' });
    expect(rolled.result.why.join()).toMatch(/could not be taken back: s0/);
    expect(rolled.result.clients.find(({ client }) => client === 's1')?.failure).toBeDefined();
    expect(rolled.result.clients.find(({ client }) => client === 's0')?.goingBackFailure).toMatchObject({
      message: '403 Oops',
    });
    expect(rolled.told.at(-1)).toMatch(/s0=wanted-and-rest.*unproved s0$/);
  });
});

describe('a write whose answer gets lost', () => {
  test('counts as written: it is taken back, and what it may have created is removed if it is ours', async () => {
    await standing();
    const stood = fake.names();
    let isLost = true;
    const { cluster } = fake;
    fake.cluster = {
      ...cluster,
      apply: async (object) => {
        const answer = await cluster.apply(object);
        if (isLost && object.metadata.name.startsWith('s1') && object.kind === 'StatefulSet') {
          isLost = false;
          throw new RemoteError('the connection broke');
        }
        return answer as never;
      },
    };
    const rolled = await roll(fake, clock, before, release('b'));
    expect(results(rolled)['s1']).toBe('failed-rolled-back');
    expect(rolled.lines.join('\n')).toMatch(/error s1: the connection broke/);
    expect(fake.names()).toEqual(stood);
    expect(fake.serving()).toEqual(servingAll('a'));
  });
});

describe('the address gate', () => {
  test('that refuses leaves everything as it is, and both causes are told', async () => {
    await standing();
    const gate = async () => 'there is no code at 0x01 any more';
    const rolled = await roll(fake, clock, before, bad, { mayGoBack: gate });
    expect(rolled.result.outcome).toBe('rollback-failed');
    expect(rolled.result.why.join()).toMatch(/nothing was taken back: there is no code at 0x01 any more/);
    expect(rolled.told.some((line) => line.startsWith('going back'))).toBe(false);
    expect(fake.serving()).toMatchObject({ b0: imageOf('b'), s0: imageOf('b') });
    expect(rolled.told.at(-1)).toMatch(/^rollback-failed: b0=wanted-and-rest/);
  });

  test('that does not answer counts as one that refuses', async () => {
    await standing();
    const gate = () => Promise.reject(new RemoteError('the chain does not answer'));
    const rolled = await roll(fake, clock, before, bad, { mayGoBack: gate });
    expect(rolled.result.why.join()).toMatch(/nothing was taken back: the chain does not answer/);
  });
});

describe('a workload that somebody else changes', () => {
  test('while it is rolled is left to them, and no further client starts', async () => {
    await standing();
    fake.onWrite((write) => {
      if (write === 'apply StatefulSet/s0') clock.after(100, () => fake.takeOver('StatefulSet/s0', 'keel'));
    });
    const rolled = await roll(fake, clock, before, release('b'));
    expect(rolled.result.outcome).toBe('superseded');
    expect(results(rolled)).toMatchObject({ b0: 'deployed', s0: 'superseded', s1: 'not-started' });
    expect(rolled.lines.join('\n')).toMatch(/keel/);
  });

  test('after it was proved is not overwritten on the way back', async () => {
    await standing();
    fake.onWrite((write) => {
      if (write === 'apply StatefulSet/s1') fake.takeOver('StatefulSet/s0', 'keel');
    });
    const rolled = await roll(fake, clock, before, bad);
    expect(rolled.result.outcome).toBe('superseded');
    expect(results(rolled)).toMatchObject({ b0: 'rolled-back', s0: 'superseded', s1: 'failed-rolled-back' });
    expect(fake.body('StatefulSet/s0')).toEqual(bad.clients[2]?.workload);
  });

  test('in a field that we apply again, which the API server then refuses, is theirs too', async () => {
    await standing();
    const conflict = new ApiRefusal('409 Conflict: .image belongs to keel', 409, 'Conflict');
    fake.onWrite((write) => {
      if (fake.writes.length > 25 && write === 'apply StatefulSet/s0') throw conflict;
    });
    const rolled = await roll(fake, clock, before, bad);
    expect(results(rolled)).toMatchObject({ s0: 'superseded', s1: 'failed-rolled-back' });
  });
});

describe('a run that is stopped', () => {
  test.each([
    ['cancelled', 'cancelled'],
    ['lockLost', 'locked'],
  ] as const)('(%s) writes nothing more, takes nothing back and leaves the record open', async (which, outcome) => {
    await standing();
    const stop = new AbortController();
    fake.onWrite((write) => {
      if (write === 'apply Service/s0') stop.abort(new Error('stop'));
    });
    const rolled = await roll(fake, clock, before, bad, { [which]: stop.signal });
    expect(rolled.result.outcome).toBe(outcome);
    expect(results(rolled)).toMatchObject({ b0: 'deployed', s0: 'cancelled', s1: 'not-started' });
    expect(fake.writes.at(-1)).toBe('apply Service/s0');
    expect(rolled.told).toEqual(['forward after 0']);
  });

  test('in the midst of one client writes not even the rest of that client', async () => {
    await standing();
    const stop = new AbortController();
    fake.onWrite((write) => {
      if (write === 'apply PersistentVolumeClaim/s0-data') stop.abort(new Error('stop'));
    });
    await roll(fake, clock, before, bad, { cancelled: stop.signal });
    expect(fake.writes.at(-1)).toBe('apply PersistentVolumeClaim/s0-data');
  });

  test('takes nothing back, also where a client has failed already', async () => {
    fake = createFakeNamespace(clock, (image, client) =>
      image === imageOf('f') ? 'image' : client === 's3' && image === imageOf('b') ? 'slow' : 'ready',
    );
    await standing();
    const stop = new AbortController();
    fake.onWrite((write) => {
      if (write === 'apply StatefulSet/s3') clock.after(5_000, () => stop.abort(new Error('stop')));
    });
    const rolled = await roll(fake, clock, before, bad, { cancelled: stop.signal, policy: 'rollback-failed' });
    expect(rolled.result.outcome).toBe('cancelled');
    expect(results(rolled)).toMatchObject({ s1: 'failed-halted', s3: 'cancelled' });
    expect(rolled.told).toEqual(['forward after 0']);
  });

  test('on its way back leaves the record open too', async () => {
    await standing();
    const stop = new AbortController();
    fake.onWrite((write) => {
      if (fake.writes.length > 27 && write.startsWith('apply StatefulSet')) stop.abort(new Error('stop'));
    });
    const rolled = await roll(fake, clock, before, bad, { cancelled: stop.signal });
    expect(rolled.result.outcome).toBe('cancelled');
    expect(rolled.told).toHaveLength(2);
  });

  test('when everything is proved is deployed nevertheless', async () => {
    await standing();
    const stop = new AbortController();
    const checkWave = async (clients: readonly string[]) => {
      if (clients.includes('s3')) stop.abort(new Error('too late'));
      return undefined;
    };
    const rolled = await roll(fake, clock, before, release('b'), { cancelled: stop.signal, checkWave });
    expect(rolled.result.outcome).toBe('deployed');
  });
});

describe('a deadline', () => {
  const limits = { clientMs: 60_000, waveMs: 600_000, totalMs: 600_000 };

  test.each<[string, Partial<typeof limits>, RegExp]>([
    ['the client’s', { clientMs: 5_000 }, /not ready within the client's deadline of 5 s/],
    ['the wave’s', { waveMs: 5_000 }, /not ready within the wave's deadline of 5 s/],
    ['the total', { totalMs: 30_000 }, /not ready within the 12 s that the total deadline leaves for going forward/],
  ])('is named when it ends the waiting: %s', async (_, limit, said) => {
    failing = 'never';
    await standing();
    const rolled = await roll(fake, clock, before, bad, { limits: { ...limits, ...limit } });
    expect(rolled.result.outcome).toBe('failed-rolled-back');
    expect(rolled.lines.join('\n')).toMatch(said);
    expect(fake.serving()).toEqual(servingAll('a'));
  });

  test('that passes while clients wait to start fails the wave', async () => {
    failing = 'slow';
    await standing();
    const slow = release('b', Object.fromEntries(['s1', 's2', 's3'].map((name) => [name, { image: 'f' }])));
    const rolled = await roll(fake, clock, before, slow, { maxParallel: 1, limits: { ...limits, waveMs: 40_000 } });
    expect(results(rolled)).toMatchObject({ s1: 'rolled-back', s2: 'failed-rolled-back', s3: 'not-started' });
  });

  test('of going back is what the total left', async () => {
    const old = release('a', { s1: { image: 'e' } });
    let isBad = false;
    fake = createFakeNamespace(clock, (image) => {
      if (image === imageOf('e') && isBad) return 'never';
      return image === imageOf('f') ? 'image' : 'ready';
    });
    await standing(old);
    isBad = true;
    const begun = clock.now();
    const rolled = await roll(fake, clock, old, bad, {
      limits: { clientMs: 600_000, waveMs: 600_000, totalMs: 100_000 },
    });
    expect(rolled.result.outcome).toBe('rollback-failed');
    expect(results(rolled)).toMatchObject({ b0: 'rolled-back', s1: 'rollback-failed' });
    expect(clock.now() - begun).toBeLessThan(100_100);
    expect(rolled.lines.join('\n')).toMatch(/not ready within the \d+ s that were left for going back/);
  });
});

describe('a proof', () => {
  test('needs the image that was asked for', async () => {
    failing = 'other-image';
    await standing();
    const rolled = await roll(fake, clock, before, bad);
    expect(results(rolled)['s1']).toBe('failed-rolled-back');
    expect(rolled.lines.join('\n')).toMatch(
      /pod s1-0, container client: runs the image sha256:e{64} instead of sha256:f{64}/,
    );
  });

  test('of a client with OnDelete is that of the pod that we replaced', async () => {
    const spec = { updateStrategy: { type: 'OnDelete' } };
    const one = (image: string) => release(image, { s0: { image, spec } }, ['s0']);
    await standing(one('a'));
    const rolled = await roll(fake, clock, one('a'), one('b'));
    expect(rolled.result.outcome).toBe('deployed');
    expect(fake.writes.filter((write) => write.startsWith('remove'))).toEqual(['remove pods/s0-0']);
    expect(fake.serving()).toEqual({ s0: imageOf('b') });
  });

  test('at the end of a wave may fail all of it', async () => {
    await standing();
    const checkWave = async (clients: readonly string[]) => (clients.includes('s0') ? 's0 has no peers' : undefined);
    const rolled = await roll(fake, clock, before, release('b'), { checkWave, policy: 'rollback-wave' });
    expect(rolled.result.why.join()).toMatch(/the wave canary failed what was checked at its end: s0 has no peers/);
    expect(results(rolled)).toMatchObject({ b0: 'deployed', s0: 'rolled-back', s1: 'not-started' });
  });
});
