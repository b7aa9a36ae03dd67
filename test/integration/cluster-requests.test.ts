import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkPasswords, identifyCluster, type WantedClient } from '../../src/cluster/index.ts';
import {
  type ClusterFaults,
  type ControlPlane,
  startClusterFaults,
  startControlPlane,
} from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, type Rig } from './cluster-fixture.ts';

let plane: ControlPlane;
let faults: ClusterFaults;
let rig: Rig;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
  faults = await startClusterFaults(plane);
  rig = await createRig(plane, 'counted', recordingLog().log, faults.kubeconfig);
});
afterAll(async () => {
  await faults?.stop();
  await plane?.stop();
});

/** Each with a Service beside its workload. */
const network = (changed?: string, change: { image?: string; text?: string } = {}): readonly WantedClient[] =>
  ['b0', 's0', 's1'].map((name) =>
    client(name, name.startsWith('b') ? 'bootstrap' : 'standard', name === changed ? change : {}),
  );

/** A roll-out with what the program asks before it, and its requests; those of the lock are apart. */
async function requestsOf(clients: readonly WantedClient[]) {
  faults.clear();
  await identifyCluster(rig.cluster, rig.namespace);
  await checkPasswords(rig.cluster, rig.namespace, clients, new Map());
  const rolled = await rig.roll(clients);
  const kinds = Object.entries(faults.counts()).filter(([kind]) => !kind.endsWith(' leases'));
  return { rolled, kinds, count: kinds.reduce((sum, [, times]) => sum + times, 0) };
}

describe('a roll-out makes at most three requests for each changed object and fifteen more', () => {
  test('where nothing changed, and where one image or one configuration of a network with Services did', async () => {
    expect((await rig.roll(network())).outcome).toBe('deployed');

    const nothing = await requestsOf(network());
    expect(nothing.rolled).toMatchObject({ outcome: 'unchanged', writes: 0 });
    // The kinds are there to be read when it is too many.
    expect([nothing.count <= 15, nothing.kinds]).toEqual([true, nothing.kinds]);

    const image = await requestsOf(network('s0', { image: 'b' }));
    expect(image.rolled).toMatchObject({ outcome: 'deployed', writes: 1 });
    expect([image.count <= 3 + 15, image.kinds]).toEqual([true, image.kinds]);
    expect((await rig.roll(network())).outcome).toBe('deployed');

    const one = await requestsOf(network('s1', { text: 'changed = 1\n' }));
    // The configuration's object and the workload.
    expect(one.rolled).toMatchObject({ outcome: 'deployed', writes: 2 });
    expect([one.count <= 3 * 2 + 15, one.kinds]).toEqual([true, one.kinds]);
  });
});
