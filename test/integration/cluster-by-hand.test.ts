import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { messageOf, type NetworkObjects, type RolledTo } from '../../src/cluster/index.ts';
import type { JsonObject, LiveObject, WantedObject } from '../../src/cluster/kubernetes-object.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { behaving, client, createRig, probedManifest, type Rig, results } from './cluster-fixture.ts';
import { type Scene, sceneIn } from './ownership-scene.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

const network = (image = 'a') =>
  ['b0', 's0'].map((name) => client(name, name === 'b0' ? 'bootstrap' : 'standard', { image }));

interface Place {
  readonly rig: Rig;
  readonly at: Scene;
  workload(name: string): WantedObject;
  /** Name and uid of each pod that stays. */
  pods(): Promise<readonly string[]>;
  readonly writes: () => number;
}

async function placeFor(namespace: string, manifest: string): Promise<Place> {
  const rig = await createRig(plane, namespace, recordingLog().log);
  const pods = async () => {
    const { body } = await plane.ask(`/api/v1/namespaces/${namespace}/pods`);
    const items = (JSON.parse(body) as { readonly items: readonly LiveObject[] }).items;
    const staying = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    return staying.map(({ metadata }) => `${metadata.name} ${metadata.uid}`).toSorted();
  };
  return {
    rig,
    at: sceneIn(plane, namespace),
    workload: (name) => {
      const found = rig.compose(network(), manifest).clients.find((one) => one.client === name);
      if (found === undefined) throw new Error(`no client ${name}`);
      return found.workload;
    },
    pods,
    writes: () => plane.auditLog.writes({ namespace, userAgent: 'keep-deploy' }).length,
  };
}

const failureOf = ({ clients }: RolledTo, name: string): string => {
  const failure = clients.find((one) => one.client === name)?.failure;
  return failure === undefined ? '' : messageOf(name, failure, (text) => text).headline;
};

describe('a client whose manifest does not say how many pods it has', () => {
  const manifest = probedManifest.replace('  replicas: 1\n', '');

  const names = async ({ pods }: Place) => (await pods()).map((pod) => pod.split(' ')[0]).join();

  test('and that somebody scaled to none is not unchanged: its pod comes back', async () => {
    const place = await placeFor('scaled-down', manifest);
    const { rig, at, workload } = place;
    expect((await rig.roll(network(), { manifest })).outcome).toBe('deployed');
    await at.merge(workload('b0'), { spec: { replicas: 0 } }, 'kubectl', 'scale');
    await poll(async () => (await names(place)) === 's0-0', AbortSignal.timeout(120_000));
    expect(results(await rig.roll(network(), { manifest }))).toEqual(['b0 deployed', 's0 unchanged']);
    expect(await names(place)).toBe('b0-0,s0-0');
  });

  test('and that somebody scaled up is told with who did it; one pod is left when that is asked for', async () => {
    const place = await placeFor('scaled-up', manifest);
    const { rig, at, workload, writes } = place;
    expect((await rig.roll(network(), { manifest })).outcome).toBe('deployed');
    await at.merge(workload('s0'), { spec: { replicas: 2 } }, 'kubectl', 'scale');
    await poll(async () => (await names(place)) === 'b0-0,s0-0,s0-1', AbortSignal.timeout(120_000));
    const before = writes();
    await expect(rig.roll(network(), { manifest })).rejects.toThrow(
      /StatefulSet s0 .*spec\.replicas belongs to kubectl/,
    );
    expect(writes()).toBe(before);
    const taken = await rig.roll(network(), { manifest, forcedManagers: ['kubectl'] });
    expect(results(taken)).toEqual(['b0 unchanged', 's0 deployed']);
    expect(await names(place)).toBe('b0-0,s0-0');
    expect((await rig.roll(network(), { manifest })).outcome).toBe('unchanged');
  });

  test('and that an earlier version wrote without a number is written once more, and its pod stays', async () => {
    const { rig, at, workload, pods, writes } = await placeFor('earlier', manifest);
    expect((await rig.roll(network(), { manifest, composed: withoutNumber })).outcome).toBe('deployed');
    expect(await at.live(workload('s0')).then(ownsReplicas)).toBe(false);
    const [running, before] = [await pods(), writes()];
    const rolled = await rig.roll(network(), { manifest });
    expect(results(rolled)).toEqual(['b0 deployed', 's0 deployed']);
    expect(rolled.writes).toBe(2);
    expect(await pods()).toEqual(running);
    expect(await at.live(workload('s0')).then(ownsReplicas)).toBe(true);
    expect(writes()).toBeGreaterThan(before);
    expect(await rig.roll(network(), { manifest })).toMatchObject({ outcome: 'unchanged', writes: 0 });
  });

  test('and that an earlier version wrote without a number is gone back to as it was written, with one pod', async () => {
    const place = await placeFor('earlier-back', manifest);
    const { rig, at, workload } = place;
    expect((await rig.roll(network(), { manifest, composed: withoutNumber })).outcome).toBe('deployed');
    const failed = await rig.roll(network('b'), { manifest, broken: ['s0'] });
    expect([failed.outcome, results(failed)]).toEqual([
      'failed-rolled-back',
      ['b0 rolled-back', 's0 failed-rolled-back'],
    ]);
    expect(await at.live(workload('s0')).then(ownsReplicas)).toBe(false);
    expect(await names(place)).toBe('b0-0,s0-0');
  });

  test('and that is scaled while it is rolled is superseded, by whom and in which field', async () => {
    const { rig, at, workload } = await placeFor('meanwhile', manifest);
    const never = behaving('never-ready').replace('  replicas: 1\n', '');
    expect((await rig.roll(network(), { manifest })).outcome).toBe('deployed');
    const generation = async () => (await at.live(workload('b0'))).metadata.generation ?? 0;
    const before = await generation();
    const rolling = rig.roll(network('b'), { manifest: never });
    await poll(async () => (await generation()) > before, AbortSignal.timeout(120_000));
    await at.merge(workload('b0'), { spec: { replicas: 2 } }, 'kubectl', 'scale');
    const result = await rolling;
    expect(result.outcome).toBe('superseded');
    expect(failureOf(result, 'b0')).toContain('by kubectl (scale): spec.replicas');
  });
});

/** As it was composed before the number was always written. */
function withoutNumber({ clients, ...rest }: NetworkObjects): NetworkObjects {
  const earlier = (workload: WantedObject): WantedObject => {
    const { replicas: _, ...spec } = workload['spec'] as JsonObject;
    const annotations = {
      ...(workload.metadata['annotations'] as JsonObject),
      'keep-deploy/content': 'sha256:earlier',
    };
    return { ...workload, metadata: { ...workload.metadata, annotations }, spec };
  };
  return { ...rest, clients: clients.map((one) => ({ ...one, workload: earlier(one.workload) })) };
}

function ownsReplicas({ metadata }: LiveObject): boolean {
  const own = metadata.managedFields?.find(({ manager }) => manager === 'keep-deploy');
  return JSON.stringify(own?.fieldsV1).includes('"f:replicas"');
}

describe('a client of which somebody deleted the files', () => {
  test('is unchanged while its pod is ready, as the documentation says; when it is not, its plan finds what is missing', async () => {
    const { rig, at, workload } = await placeFor('files', probedManifest);
    expect((await rig.roll(network())).outcome).toBe('deployed');
    const [one] = rig.compose(network()).clients;
    const files = (one?.immutable ?? []).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    for (const file of files) {
      const [kind, name] = file.split(' ');
      const path = `/api/v1/namespaces/files/${kind?.toLowerCase()}s/${name}`;
      expect((await plane.ask(path, { method: 'DELETE' })).status).toBe(200);
    }
    expect(await rig.roll(network())).toMatchObject({ outcome: 'unchanged', writes: 0 });

    await at.merge(
      { ...workload('b0'), kind: 'Pod', metadata: { name: 'b0-0', namespace: 'files' } } as never,
      notReady,
      'test',
      'status',
    );
    const { plan } = await rig.plan(network());
    expect(plan.clients.map(({ action, reason }) => [action, reason])).toEqual([
      ['update', `${files[0]}: somebody removed it, and 1 more of its objects`],
      ['unchanged', 'as wanted, and proved'],
    ]);
  });
});

const notReady = { status: { conditions: [{ type: 'Ready', status: 'False' }] } };

describe('a Deployment that somebody paused', () => {
  const manifest = probedManifest
    .replace('kind: StatefulSet', 'kind: Deployment')
    .replace('  replicas: 1\n', '  replicas: 1\n  strategy: { type: Recreate }\n');
  const pause = ({ at, workload }: Place) => at.merge(workload('s0'), { spec: { paused: true } }, 'kubectl-rollout');

  test('is told before the first write, with who did it and what to do', async () => {
    const place = await placeFor('paused', manifest);
    const { rig, writes } = place;
    expect((await rig.roll(network(), { manifest })).outcome).toBe('deployed');
    await pause(place);
    // It runs what it is to run.
    expect((await rig.roll(network(), { manifest })).outcome).toBe('unchanged');
    const before = writes();
    await expect(rig.roll(network('b'), { manifest })).rejects.toThrow(
      'Deployment s0: it is paused (spec.paused, by kubectl-rollout), and nothing of it would be rolled. Resume it (kubectl --namespace paused rollout resume deployment s0)',
    );
    expect(writes()).toBe(before);
  });

  test('while others are rolled goes back to where it never left, and all is as before', async () => {
    const place = await placeFor('paused-meanwhile', manifest);
    const { rig, pods } = place;
    expect((await rig.roll(network(), { manifest })).outcome).toBe('deployed');
    const running = (await pods()).find((pod) => pod.startsWith('s0-'));
    const failed = await rig.roll(network('b'), { manifest, beforeFirstWrite: () => pause(place) });
    expect(failureOf(failed, 's0')).toContain('spec.paused is true');
    expect([failed.outcome, results(failed)]).toEqual([
      'failed-rolled-back',
      ['b0 rolled-back', 's0 failed-rolled-back'],
    ]);
    expect(await pods()).toContain(running);
  });
});

describe('a Deployment that is out of its own time', () => {
  test('goes back, whatever it still says of the ReplicaSet that was', async () => {
    const written = (text: string) =>
      text
        .replace('kind: StatefulSet', 'kind: Deployment')
        .replace('  replicas: 1\n', '  replicas: 1\n  progressDeadlineSeconds: 3\n  strategy: { type: Recreate }\n');
    const { rig } = await placeFor('out-of-time', written(probedManifest));
    expect((await rig.roll(network(), { manifest: written(probedManifest) })).outcome).toBe('deployed');
    const failed = await rig.roll(network('b'), { manifest: written(behaving('never-ready')) });
    expect(failureOf(failed, 'b0')).toContain('ProgressDeadlineExceeded');
    expect([failed.outcome, results(failed)]).toEqual([
      'failed-rolled-back',
      ['b0 failed-rolled-back', 's0 not-started'],
    ]);
  });
});
