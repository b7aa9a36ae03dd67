import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UnclearOutcome } from '../../src/cluster/api/cluster-port.ts';
import { type Cluster, openCluster } from '../../src/cluster/index.ts';
import type { JsonObject, LiveObject, WantedObject } from '../../src/cluster/kubernetes-object.ts';
import { migrationOf } from '../../src/cluster/ownership/client-side-apply.ts';
import { createOwnedApply, type OwnedApplyOptions } from '../../src/cluster/ownership/owned-apply.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { workload } from './ownership-objects.ts';
import { createScene, type Scene } from './ownership-scene.ts';

let plane: ControlPlane;
let cluster: Cluster;
beforeAll(async () => {
  plane = await startControlPlane();
  const { log } = recordingLog();
  cluster = await openCluster({
    settings: {},
    kubeconfig: plane.kubeconfig,
    signal: new AbortController().signal,
    log,
  });
});
afterAll(() => plane?.stop());

let scenes = 0;
/**
 * Until its controller has done with it what it can without a node: one pod, which stays pending. From then on it writes
 * no status any more, and nobody but the test comes in between.
 */
async function settled(at: Scene, body: WantedObject): Promise<LiveObject> {
  type Status = { readonly status?: { readonly observedGeneration?: number; readonly updatedReplicas?: number } };
  let live = (await at.live(body)) as LiveObject & Status;
  const isSettled = async () => {
    live = await at.live(body);
    return live.status?.observedGeneration === live.metadata.generation && live.status?.updatedReplicas === 1;
  };
  await poll(isSettled, AbortSignal.timeout(60_000));
  return live;
}

/** A workload that we applied with one replica, and that somebody scaled to three. */
async function scaledScene(): Promise<{ readonly at: Scene; readonly body: WantedObject }> {
  const at = await createScene(plane, `apply-${++scenes}`);
  const body = workload(at.namespace);
  await at.apply(body);
  await at.merge(body, { spec: { replicas: 3 } }, 'kubectl', 'scale');
  await settled(at, body);
  return { at, body };
}
function applying(options: Partial<OwnedApplyOptions> = {}) {
  const { log, lines } = recordingLog();
  return { ...createOwnedApply({ cluster, takeFrom: [], log, ...options }), lines };
}
const replicasOf = (live: LiveObject) =>
  (live as LiveObject & { readonly spec: { readonly replicas: number } }).spec.replicas;
const withReplicas = (body: WantedObject, replicas: number): WantedObject => ({
  ...body,
  spec: { ...(body['spec'] as JsonObject), replicas },
});
const refusal = /spec\.replicas belongs to kubectl/;

describe('a field that somebody else owns', () => {
  test('is not taken, not by way of trying either', async () => {
    const { at, body } = await scaledScene();
    await expect(applying().apply(body)).rejects.toThrow(refusal);
    await expect(applying().tryToApply(body)).rejects.toThrow(refusal);
    await expect(applying({ takeFrom: ['keel'] }).apply(body)).rejects.toThrow(refusal);
    expect(replicasOf(await at.live(body))).toBe(3);
  });

  test('is taken from a manager whom the user named, and that is said', async () => {
    const { at, body } = await scaledScene();
    const { apply, tryToApply, lines } = applying({ takeFrom: ['kubectl'] });
    expect(replicasOf(await tryToApply(body))).toBe(1);
    expect(replicasOf(await at.live(body))).toBe(3);
    expect(replicasOf(await apply(body))).toBe(1);
    expect(lines).toEqual([
      'info StatefulSet keep-client-0: took, as it was asked to: spec.replicas → kubectl (scale)',
    ]);
  });

  test('is not taken from whoever comes in between the look and the write', async () => {
    const { at, body } = await scaledScene();
    let looks = 0;
    const racing: OwnedApplyOptions['cluster'] = {
      ...cluster,
      apply: async (object, options) => {
        if (options?.isForced === true && looks++ === 0) await at.merge(body, { spec: { replicas: 5 } }, 'keel');
        return cluster.apply(object, options);
      },
    };
    await expect(applying({ cluster: racing, takeFrom: ['kubectl'] }).apply(body)).rejects.toThrow(
      /replicas belongs to keel/,
    );
    expect([looks, replicasOf(await at.live(body))]).toEqual([1, 5]);
  });

  test('is taken in the end when others write elsewhere meanwhile', async () => {
    const { at, body } = await scaledScene();
    let looks = 0;
    const racing: OwnedApplyOptions['cluster'] = {
      ...cluster,
      apply: async (object, options) => {
        if (options?.isForced === true && looks++ < 2)
          await at.merge(body, { metadata: { annotations: { look: `${looks}` } } }, 'keel');
        return cluster.apply(object, options);
      },
    };
    const { apply, lines } = applying({ cluster: racing, takeFrom: ['kubectl'] });
    expect(replicasOf(await apply(body))).toBe(1);
    expect((await at.live(body)).metadata.annotations).toMatchObject({ look: '2' });
    expect(lines).toHaveLength(1);
  });
});

describe('a write whose answer gets lost', () => {
  /** The first write of this kind lands, or not, and nobody is told. */
  const losing = (kind: 'patch' | 'apply', isLanding: boolean): OwnedApplyOptions['cluster'] => {
    let isLost = false;
    const lose = async (write: () => Promise<unknown>): Promise<never> => {
      isLost = true;
      if (isLanding) await write();
      throw new UnclearOutcome('no answer');
    };
    return {
      ...cluster,
      patch: <T extends LiveObject>(...given: Parameters<Cluster['patch']>) => {
        const patch = () => cluster.patch<T>(...given);
        return kind === 'patch' && !isLost ? lose(patch) : patch();
      },
      apply: <T extends LiveObject>(...given: Parameters<Cluster['apply']>) => {
        const apply = () => cluster.apply<T>(...given);
        return kind === 'apply' && given[1]?.isForced === true && !isLost ? lose(apply) : apply();
      },
    };
  };

  test.each([true, false])('takes over what client-side apply left all the same (it landed: %s)', async (isLanding) => {
    const at = await createScene(plane, `apply-${++scenes}`);
    const body = workload(at.namespace);
    await at.kubectlApply(withReplicas(body, 3));
    const before = (await settled(at, body)).metadata.generation ?? 0;
    const { apply } = applying({ cluster: losing('patch', isLanding), isLeftBehind: () => true });
    const answer = await apply(body);
    expect([replicasOf(answer), answer.metadata.generation, migrationOf(answer)]).toEqual([1, before + 1, undefined]);
  });

  test.each([true, false])(
    'takes from a manager whom the user named all the same (it landed: %s)',
    async (isLanding) => {
      const { at, body } = await scaledScene();
      const before = (await at.live(body)).metadata.generation ?? 0;
      const answer = await applying({ cluster: losing('apply', isLanding), takeFrom: ['kubectl'] }).apply(body);
      expect([replicasOf(answer), answer.metadata.generation]).toEqual([1, before + 1]);
    },
  );
});

describe('what client-side apply left', () => {
  test.each([
    ['known before', true],
    ['found in the conflict', false],
  ])('is taken over with nobody named, %s, and the workload changes once', async (_, isKnown) => {
    const at = await createScene(plane, `apply-${++scenes}`);
    const body = workload(at.namespace);
    await at.kubectlApply({ ...withReplicas(body, 3), metadata: { ...body.metadata, annotations: { gone: 'x' } } });
    const before = (await settled(at, body)).metadata.generation ?? 0;
    const { apply, tryToApply, lines } = applying({ isLeftBehind: () => isKnown });
    expect(replicasOf(await tryToApply(body))).toBe(1);
    const answer = await apply(body);
    expect([replicasOf(answer), answer.metadata.generation, migrationOf(answer)]).toEqual([1, before + 1, undefined]);
    expect(answer.metadata.annotations).not.toHaveProperty('gone');
    expect(lines).toEqual([
      "info StatefulSet keep-client-0: fields that kubectl-client-side-apply left become keep-deploy's",
    ]);
  });

  /** Nothing in it that the server writes in another way: server-side apply finds no conflict in what kubectl applied. */
  const plain = (namespace: string, annotations: JsonObject): WantedObject => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'plain', namespace },
    spec: {
      replicas: 1,
      serviceName: 'plain',
      selector: { matchLabels: { app: 'plain' } },
      template: {
        metadata: { labels: { app: 'plain' }, annotations },
        spec: { containers: [{ name: 'client', image: 'registry.invalid/client:1' }] },
      },
    },
  });

  test.each([
    ['known before: the workload changes once', true, 1],
    ['seen in the answer: then what is not ours to want goes with a second change', false, 2],
  ])('is taken over where there is no conflict, %s', async (_, isKnown, changes) => {
    const at = await createScene(plane, `apply-${++scenes}`);
    const body = plain(at.namespace, { ours: 'new' });
    await at.kubectlApply(plain(at.namespace, { gone: 'x' }));
    const before = (await settled(at, body)).metadata.generation ?? 0;
    const answer = await applying({ isLeftBehind: () => isKnown }).apply(body);
    expect([answer.metadata.generation, migrationOf(answer)]).toEqual([before + changes, undefined]);
    expect(answer).toMatchObject({ spec: { template: { metadata: { annotations: { ours: 'new' } } } } });
    expect(JSON.stringify(answer)).not.toContain('gone');
  });

  test('is taken over also when the object changes under our hands', async () => {
    const at = await createScene(plane, `apply-${++scenes}`);
    const body = workload(at.namespace);
    await at.kubectlApply(withReplicas(body, 3));
    await settled(at, body);
    let patches = 0;
    const racing: OwnedApplyOptions['cluster'] = {
      ...cluster,
      patch: async (path, operations) => {
        if (patches++ === 0) await at.merge(body, { metadata: { annotations: { theirs: 'x' } } }, 'keel');
        return cluster.patch(path, operations);
      },
    };
    expect(replicasOf(await applying({ cluster: racing }).apply(body))).toBe(1);
    expect([patches, (await at.live(body)).metadata.annotations]).toEqual([
      2,
      expect.objectContaining({ theirs: 'x' }),
    ]);
  });
});

test('an object that is not there is created, and what the server refuses for another reason is refused', async () => {
  const at = await createScene(plane, `apply-${++scenes}`);
  const body = workload(at.namespace);
  expect(replicasOf(await applying().apply(body))).toBe(1);
  const wrong = { ...body, spec: { ...(body['spec'] as JsonObject), nonsense: 1 } };
  await expect(applying({ takeFrom: ['kubectl'] }).apply(wrong)).rejects.toThrow(/nonsense/);
  await expect(applying().tryToApply(wrong)).rejects.toThrow(/nonsense/);
});
