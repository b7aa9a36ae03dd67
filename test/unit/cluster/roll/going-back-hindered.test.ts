import { describe, expect, test } from '@jest/globals';
import { ApiRefusal } from '../../../../src/cluster/api/cluster-port.ts';
import { RemoteError } from '../../../../src/report/index.ts';
import { imageOf, results, roll } from './network-fixture.ts';
import { bad, before, release, servingAll, standing } from './six-clients.ts';

describe('a write that the API server refuses', () => {
  test('fails its client, and the others go back', async () => {
    const { fake, clock } = await standing();
    fake.refusals.set('Service/s1', new ApiRefusal('403 Forbidden: services', 403, 'Forbidden'));
    const rolled = await roll(fake, clock, before, release('b'));
    expect(results(rolled)).toMatchObject({ b0: 'rolled-back', s0: 'rolled-back' });
    expect(rolled.lines.join('\n')).toMatch(/error s1: 403 Forbidden: services/);
    expect(fake.serving()).toEqual(servingAll('a'));
  });

  test('of every client on the way back is told once, with their names', async () => {
    const { fake, clock } = await standing();
    fake.onWrite((write) => {
      const [, name = ''] = write.split('apply StatefulSet/');
      if (fake.writes.length > 25 && name !== '') throw new ApiRefusal(`422 "${name}" is forbidden`, 422, 'Invalid');
    });
    const rolled = await roll(fake, clock, before, bad);
    expect(rolled.result.outcome).toBe('rollback-failed');
    const errors = rolled.lines.filter((line) => line.includes('is forbidden'));
    expect(errors).toHaveLength(1);
    expect(errors.join()).toMatch(/error going back: (\w\d, ){5}\w\d: 422 "CLIENT" is forbidden/);
  });

  test('on the way back is told beside the first cause, and the others go back nevertheless', async () => {
    const { fake, clock } = await standing();
    fake.onWrite((write) => {
      if (fake.writes.length > 25 && write === 'apply StatefulSet/s0')
        throw new ApiRefusal('403 Oops', 403, 'Forbidden');
    });
    const rolled = await roll(fake, clock, before, bad);
    expect(rolled.result.outcome).toBe('rollback-failed');
    expect(results(rolled)).toMatchObject({ b0: 'rolled-back', s0: 'rollback-failed', s1: 'failed-rolled-back' });
    expect(rolled.result.why).toEqual(['failed going forward: s1', 'could not be taken back: s0']);
    expect(rolled.result.clients.find(({ client }) => client === 's1')?.failure).toBeDefined();
    expect(rolled.result.clients.find(({ client }) => client === 's0')?.goingBackFailure).toMatchObject({
      message: '403 Oops',
    });
    expect(rolled.told.at(-1)).toMatch(/s0=baseline-and-rest.*unproved s0$/);
  });
});

describe('a write whose answer gets lost', () => {
  test('counts as written: it is taken back, and what it may have created is removed if it is ours', async () => {
    const { fake, clock } = await standing();
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
    const { fake, clock } = await standing();
    const gate = async () => 'there is no code at 0x01 any more';
    const rolled = await roll(fake, clock, before, bad, { mayGoBack: gate });
    expect(rolled.result.outcome).toBe('rollback-failed');
    expect(rolled.result.why.join()).toMatch(/nothing was taken back: there is no code at 0x01 any more/);
    // Told once, however many clients it keeps from going back.
    expect(JSON.stringify(rolled.result).match(/there is no code at 0x01/g)).toHaveLength(1);
    expect(rolled.told.some((line) => line.startsWith('going back'))).toBe(false);
    expect(fake.serving()).toMatchObject({ b0: imageOf('b'), s0: imageOf('b') });
    expect(rolled.told.at(-1)).toMatch(/^rollback-failed: b0=baseline-and-rest/);
  });

  test('that does not answer counts as one that refuses', async () => {
    const { fake, clock } = await standing();
    const gate = () => Promise.reject(new RemoteError('the chain does not answer'));
    const rolled = await roll(fake, clock, before, bad, { mayGoBack: gate });
    expect(rolled.result.why.join()).toMatch(/nothing was taken back: the chain does not answer/);
  });
});

describe('a workload that somebody else changes', () => {
  test('while it is rolled is left to them, and no further client starts', async () => {
    const { fake, clock } = await standing();
    fake.onWrite((write) => {
      if (write === 'apply StatefulSet/s0') clock.after(100, () => fake.takeOver('StatefulSet/s0', 'keel'));
    });
    const rolled = await roll(fake, clock, before, release('b'));
    expect(rolled.result.outcome).toBe('superseded');
    expect(results(rolled)).toMatchObject({ b0: 'deployed', s0: 'superseded', s1: 'not-started' });
    expect(rolled.lines.join('\n')).toMatch(/keel/);
  });

  test('after it was proved is not overwritten on the way back', async () => {
    const { fake, clock } = await standing();
    fake.onWrite((write) => {
      if (write === 'apply StatefulSet/s1') fake.takeOver('StatefulSet/s0', 'keel');
    });
    const rolled = await roll(fake, clock, before, bad);
    expect(rolled.result.outcome).toBe('superseded');
    expect(results(rolled)).toMatchObject({ b0: 'rolled-back', s0: 'superseded', s1: 'failed-rolled-back' });
    expect(fake.body('StatefulSet/s0')).toEqual(bad.clients[2]?.workload);
  });

  test('before its turn, in a field that the API server then refuses us, is theirs too', async () => {
    const { fake, clock } = await standing();
    const conflict = new ApiRefusal('409 Conflict: .image belongs to keel', 409, 'Conflict');
    fake.onWrite((write) => {
      if (write === 'apply StatefulSet/s0') throw conflict;
    });
    const rolled = await roll(fake, clock, before, release('b'));
    expect(rolled.result.outcome).toBe('superseded');
    expect(results(rolled)).toMatchObject({ b0: 'deployed', s0: 'superseded', s1: 'not-started' });
    expect(fake.body('StatefulSet/s0')).toEqual(before.clients[2]?.workload);
    expect(rolled.lines.join('\n')).toMatch(/belongs to keel/);
  });

  test('in a field that we apply again, which the API server then refuses, is theirs too', async () => {
    const { fake, clock } = await standing();
    const conflict = new ApiRefusal('409 Conflict: .image belongs to keel', 409, 'Conflict');
    fake.onWrite((write) => {
      if (fake.writes.length > 25 && write === 'apply StatefulSet/s0') throw conflict;
    });
    const rolled = await roll(fake, clock, before, bad);
    expect(results(rolled)).toMatchObject({ s0: 'superseded', s1: 'failed-rolled-back' });
  });
});
