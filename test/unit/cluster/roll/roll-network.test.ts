import { describe, expect, test } from '@jest/globals';
import type { CheckWave } from '../../../../src/cluster/roll/roll-options.ts';
import { imageOf, results, roll } from './network-fixture.ts';
import { bad, before, fresh, release, servingAll, standing } from './six-clients.ts';

describe('a release that changes nothing', () => {
  test('writes nothing, not even the record', async () => {
    const { fake, clock } = await standing();
    const rolled = await roll(fake, clock, before, before);
    expect(rolled.result).toMatchObject({ outcome: 'unchanged', writes: 0, isChanged: false });
    expect(new Set(Object.values(results(rolled)))).toEqual(new Set(['unchanged']));
    expect(fake.writes).toEqual([]);
    expect(rolled.told).toEqual([]);
  });

  test('fails for a client that crashes in a loop, at once and without a write', async () => {
    const { fake, clock } = fresh('crash');
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
    const { fake, clock } = await standing();
    const one = release('a', { s0: { spec: { replicas: 1, minReadySeconds: 0 } } });
    const rolled = await roll(fake, clock, before, one);
    expect(fake.writes).toEqual(['apply PersistentVolumeClaim/s0-data', 'apply Service/s0', 'apply StatefulSet/s0']);
    expect(rolled.result).toMatchObject({ outcome: 'deployed', writes: 3, isChanged: true });
    expect(results(rolled)).toMatchObject({ b0: 'unchanged', s0: 'deployed', s3: 'unchanged' });
  });
});

describe('a first release', () => {
  test('writes of each client what its workload stands on first, and the bootstraps before the others', async () => {
    const { fake, clock } = fresh('image');
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
    const { fake, clock } = fresh('image');
    const rolled = await roll(fake, clock, undefined, bad);
    expect(rolled.result.outcome).toBe('failed-halted');
    expect(rolled.result.why.join()).toMatch(/first release: there is nothing to go back to/);
    expect(results(rolled)).toMatchObject({ b0: 'deployed', s0: 'deployed', s1: 'failed-halted', s2: 'deployed' });
    expect(fake.writes.filter((write) => write.startsWith('remove'))).toEqual([]);
    expect(rolled.told.at(-1)).toMatch(/^failed-halted: .*s1=wanted-and-rest.*; unproved s1$/);
  });
});

describe('a run that is stopped', () => {
  test.each([
    ['cancelled', 'cancelled', 'the run was stopped'],
    ['lockLost', 'locked', 'the lock could not be renewed'],
  ] as const)(
    '(%s) writes nothing more, takes nothing back, leaves the record open and says why',
    async (which, outcome, why) => {
      const { fake, clock } = await standing();
      const stop = new AbortController();
      fake.onWrite((write) => {
        if (write === 'apply Service/s0') stop.abort(new Error('the lock could not be renewed'));
      });
      const rolled = await roll(fake, clock, before, bad, { [which]: stop.signal });
      expect(rolled.result.outcome).toBe(outcome);
      expect(rolled.result.why.join()).toContain(why);
      expect(results(rolled)).toMatchObject({ b0: 'deployed', s0: 'cancelled', s1: 'not-started' });
      expect(fake.writes.at(-1)).toBe('apply Service/s0');
      expect(rolled.told).toEqual(['forward after 0']);
    },
  );

  test('in the midst of one client writes not even the rest of that client', async () => {
    const { fake, clock } = await standing();
    const stop = new AbortController();
    fake.onWrite((write) => {
      if (write === 'apply PersistentVolumeClaim/s0-data') stop.abort(new Error('stop'));
    });
    await roll(fake, clock, before, bad, { cancelled: stop.signal });
    expect(fake.writes.at(-1)).toBe('apply PersistentVolumeClaim/s0-data');
  });

  test('takes nothing back, also where a client has failed already', async () => {
    const { fake, clock } = await standing((image, client) =>
      image === imageOf('f') ? 'image' : client === 's3' && image === imageOf('b') ? 'slow' : 'ready',
    );
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
    const { fake, clock } = await standing();
    const stop = new AbortController();
    fake.onWrite((write) => {
      if (fake.writes.length > 27 && write.startsWith('apply StatefulSet')) stop.abort(new Error('stop'));
    });
    const rolled = await roll(fake, clock, before, bad, { cancelled: stop.signal });
    expect(rolled.result.outcome).toBe('cancelled');
    expect(rolled.told).toHaveLength(2);
  });

  test('when everything is proved is deployed nevertheless', async () => {
    const { fake, clock } = await standing();
    const stop = new AbortController();
    const checkWave = async (clients: readonly string[]) => {
      if (clients.includes('s3')) stop.abort(new Error('too late'));
      return undefined;
    };
    const rolled = await roll(fake, clock, before, release('b'), { cancelled: stop.signal, checkWave });
    expect(rolled.result.outcome).toBe('deployed');
  });
});

const limits = { clientMs: 60_000, waveMs: 600_000, totalMs: 600_000 };

describe('a deadline', () => {
  test.each<[string, Partial<typeof limits>, RegExp]>([
    ['the client’s', { clientMs: 5_000 }, /not ready within the client's deadline of 5 s/],
    ['the wave’s', { waveMs: 5_000 }, /not ready within the wave's deadline of 5 s/],
    ['the total', { totalMs: 30_000 }, /not ready within the 12 s that the total deadline leaves for going forward/],
  ])('is named when it ends the waiting: %s', async (_, limit, said) => {
    const { fake, clock } = await standing('never');
    const rolled = await roll(fake, clock, before, bad, { limits: { ...limits, ...limit } });
    expect(rolled.result.outcome).toBe('failed-rolled-back');
    expect(rolled.lines.join('\n')).toMatch(said);
    expect(fake.serving()).toEqual(servingAll('a'));
  });

  test('that passes while clients wait to start fails the wave', async () => {
    const { fake, clock } = await standing('slow');
    const slow = release('b', Object.fromEntries(['s1', 's2', 's3'].map((name) => [name, { image: 'f' }])));
    const rolled = await roll(fake, clock, before, slow, { maxParallel: 1, limits: { ...limits, waveMs: 40_000 } });
    expect(results(rolled)).toMatchObject({ s1: 'rolled-back', s2: 'failed-rolled-back', s3: 'not-started' });
  });

  test('of going back is what the total left', async () => {
    const old = release('a', { s1: { image: 'e' } });
    let isBad = false;
    const { fake, clock } = await standing((image) => {
      if (image === imageOf('e') && isBad) return 'never';
      return image === imageOf('f') ? 'image' : 'ready';
    }, old);
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
    const { fake, clock } = await standing('other-image');
    const rolled = await roll(fake, clock, before, bad);
    expect(results(rolled)['s1']).toBe('failed-rolled-back');
    expect(rolled.lines.join('\n')).toMatch(
      /pod s1-0, container client: runs the image sha256:e{64} instead of sha256:f{64}/,
    );
  });

  test('takes a digest that the registry knows as another name of the image that was asked for', async () => {
    const { fake, clock } = await standing('other-image');
    const isSameImage = async (wanted: string, found: string) =>
      wanted === imageOf('f') && found === imageOf('e').slice(imageOf('e').indexOf('@') + 1);
    const rolled = await roll(fake, clock, before, bad, { isSameImage });
    expect(results(rolled)['s1']).toBe('deployed');
  });

  test('waits no longer than the client may take for what a registry says of its image', async () => {
    const { fake, clock } = await standing('other-image');
    const begun = clock.now();
    const rolled = await roll(fake, clock, before, bad, { isSameImage: () => new Promise(() => undefined), limits });
    expect(results(rolled)['s1']).toBe('deployed');
    expect(clock.now() - begun).toBeLessThan(2 * limits.clientMs);
    expect(rolled.lines.join('\n')).toMatch(/s1: its node names another digest .* the client's deadline of \d+ s/);
  });

  test('is given up when a stop comes while a registry is asked', async () => {
    const { fake, clock } = await standing('other-image');
    const stop = new AbortController();
    const isSameImage = () => {
      stop.abort(new Error('stop'));
      return new Promise<boolean>(() => undefined);
    };
    const begun = clock.now();
    const rolled = await roll(fake, clock, before, bad, { isSameImage, limits, cancelled: stop.signal });
    expect(rolled.result.outcome).toBe('cancelled');
    expect(clock.now() - begun).toBeLessThan(limits.clientMs);
    expect(rolled.lines.join('\n')).not.toContain('another digest');
  });

  test('of a client with OnDelete is that of the pod that we replaced', async () => {
    const spec = { updateStrategy: { type: 'OnDelete' } };
    const one = (image: string) => release(image, { s0: { image, spec } }, ['s0']);
    const { fake, clock } = await standing('image', one('a'));
    const rolled = await roll(fake, clock, one('a'), one('b'));
    expect(rolled.result.outcome).toBe('deployed');
    expect(fake.writes.filter((write) => write.startsWith('remove'))).toEqual(['remove pods/s0-0']);
    expect(fake.serving()).toEqual({ s0: imageOf('b') });
  });

  test('at the end of a wave is of the clients that were changed in it, and no longer than a client may take', async () => {
    const { fake, clock } = await standing();
    const asked: (readonly [readonly string[], number])[] = [];
    const checkWave: CheckWave = async (clients, { withinMs }) => void asked.push([clients, withinMs]);
    const limits = { clientMs: 7_000, waveMs: 600_000, totalMs: 600_000 };
    await roll(fake, clock, before, release('a', { s1: { image: 'b' } }), { checkWave, limits });
    expect(asked).toEqual([[['s1'], 7_000]]);
  });

  test('at the end of a wave that is told to end proves nothing, and fails nothing', async () => {
    const { fake, clock } = await standing();
    const stop = new AbortController();
    const checkWave: CheckWave = async (_, { signal }) => {
      stop.abort(new Error('stop'));
      signal.throwIfAborted();
      return 'no peers';
    };
    const rolled = await roll(fake, clock, before, release('b'), { cancelled: stop.signal, checkWave });
    expect([rolled.result.outcome, rolled.result.why.join()]).toEqual([
      'cancelled',
      expect.stringContaining('was stopped'),
    ]);
  });

  test('at the end of a wave may fail all of it', async () => {
    const { fake, clock } = await standing();
    const checkWave = async (clients: readonly string[]) => (clients.includes('s0') ? 's0 has no peers' : undefined);
    const rolled = await roll(fake, clock, before, release('b'), { checkWave, policy: 'rollback-wave' });
    expect(rolled.result.why.join()).toMatch(/the wave canary failed what was checked at its end: s0 has no peers/);
    expect(results(rolled)).toMatchObject({ b0: 'deployed', s0: 'rolled-back', s1: 'not-started' });
  });
});
