import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../src/cluster/api/cluster-port.ts';
import { type NamespaceStore, openNamespaceStore } from '../../src/cluster/api/namespace-store.ts';
import { openCluster } from '../../src/cluster/index.ts';
import { judge, outOfTime, type Removal, type Verdict } from '../../src/cluster/judge/judge.ts';
import { createJudgeMemory } from '../../src/cluster/judge/judge-memory.ts';
import { type Applied, appliedOf, takeSight } from '../../src/cluster/judge/sight.ts';
import { type JsonObject, objectPath, type WantedObject } from '../../src/cluster/kubernetes-object.ts';
import type { LivePod, LiveWorkload } from '../../src/cluster/live-workload.ts';
import {
  BEHAVIOUR_ANNOTATION,
  type ControlPlane,
  type PodBehaviour,
  READY_ANNOTATIONS,
  startControlPlane,
} from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

const namespace = 'judged';
let plane: ControlPlane;
let cluster: Cluster;
let store: NamespaceStore;

/** A cluster of its own for what follows in a block. */
function useControlPlane(isMaxUnavailableOn: boolean): void {
  const run = new AbortController();
  beforeAll(async () => {
    plane = await startControlPlane({ nodes: 1, featureGates: { MaxUnavailableStatefulSet: isMaxUnavailableOn } });
    const { log } = recordingLog();
    cluster = await openCluster({ settings: {}, kubeconfig: plane.kubeconfig, signal: run.signal, log });
    const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
    await plane.ask('/api/v1/namespaces', { method: 'POST', json });
    store = openNamespaceStore({ cluster, namespace, signal: run.signal, log });
    await store.synced;
  });
  afterAll(async () => {
    run.abort(new Error('the tests are over'));
    await plane?.stop();
  });
}

interface Wanted {
  readonly behaviour?: PodBehaviour;
  readonly kind?: LiveWorkload['kind'];
  readonly spec?: JsonObject;
  readonly podSpec?: JsonObject;
  readonly version?: string;
}

function workload(name: string, { behaviour, kind = 'StatefulSet', spec = {}, podSpec = {}, version = '1' }: Wanted) {
  const labels = { app: name };
  const annotations: JsonObject = {
    version,
    ...(behaviour !== undefined && { [BEHAVIOUR_ANNOTATION]: behaviour }),
    ...(behaviour === 'slow' && { [READY_ANNOTATIONS.from]: '300ms', [READY_ANNOTATIONS.until]: '400ms' }),
  };
  const containers = [{ name: 'client', image: 'registry.invalid/client:1' }];
  const initContainers = behaviour === 'init-crash' ? [{ name: 'init', image: 'registry.invalid/init:1' }] : [];
  const template = {
    metadata: { labels, annotations },
    spec: { terminationGracePeriodSeconds: 0, containers, initContainers, ...podSpec },
  };
  const body: WantedObject = {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: { replicas: 1, selector: { matchLabels: labels }, template, ...spec },
  };
  return body;
}

interface Watched {
  /** How much faster than ours the judge's clock goes: its graces are minutes. */
  readonly speed?: number;
  readonly bakeMs?: number;
  /** On the judge's clock. */
  readonly deadlineMs?: number;
  readonly whenSeen?: () => Promise<unknown>;
  /** Told of every look at the pods. */
  readonly look?: (pods: readonly LivePod[], verdict: Verdict) => void;
}

/** Looks as a roll-out does until there is a verdict, removing the pods that are named. */
async function verdictOn(body: WantedObject, watched: Watched) {
  const { speed = 1, bakeMs, deadlineMs = 3_600_000, look, whenSeen } = watched;
  const { kind } = body;
  if (kind !== 'StatefulSet' && kind !== 'Deployment') throw new Error(kind);
  const { name } = body.metadata;
  const applied: Applied = appliedOf({ ...(await cluster.apply<LiveWorkload>(body)), kind }, true);
  const memory = createJudgeMemory();
  const begunMs = performance.now();
  const removed: string[] = [];
  let wasTold = false;
  for (;;) {
    const nowMs = (performance.now() - begunMs) * speed;
    const autoscaler = { events: [], readMs: nowMs };
    const sight = takeSight(store, { kind, name }, { applied, restartsBefore: new Map(), nowMs, bakeMs, autoscaler });
    const verdict = judge(sight, memory);
    look?.(sight.pods, verdict);
    if (memory.wasSeen && !wasTold) {
      wasTold = true;
      await whenSeen?.();
    }
    if (verdict.kind === 'proved') return { verdict, removed };
    if (verdict.kind === 'failed') return { verdict, removed, sign: verdict.sign };
    const leftMs = deadlineMs - nowMs;
    if (leftMs <= 0) return { verdict, removed, sign: outOfTime(sight, memory, 'the deadline of the test') };
    const remove: readonly Removal[] = verdict.kind === 'waiting' ? verdict.remove : [];
    for (const { pod, why } of remove) {
      await cluster.remove(objectPath('Pod', namespace, pod.metadata.name), pod.metadata.uid ?? '');
      removed.push(`${pod.metadata.name} ${why}`);
    }
    await store.changed(applied.uid, Math.min(verdict.againInMs, leftMs) / speed);
  }
}

const noNode = { nodeSelector: { nowhere: 'true' } };
const claim = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'unbound' } }] };

describe('of what a kubelet and the scheduler write, the judge', () => {
  useControlPlane(false);

  test.each<readonly [string, Wanted, Watched, object]>([
    ['image-missing', { behaviour: 'image-missing' }, {}, { rule: 'image-missing', container: 'client' }],
    ['crash-loops', { behaviour: 'crash-loops' }, {}, { rule: 'crash', exitCode: 1, restarts: 1 }],
    ['out-of-memory', { behaviour: 'out-of-memory' }, {}, { rule: 'out-of-memory', signal: 'SIGKILL' }],
    ['init-crash', { behaviour: 'init-crash' }, {}, { rule: 'init-crash', container: 'init' }],
    ['crash-late', { behaviour: 'crash-late' }, {}, { rule: 'crash', restarts: 1 }],
    ['not-configured', { behaviour: 'configuration-error' }, { speed: 20 }, { rule: 'configuration' }],
    ['unscheduled', { podSpec: noNode }, { speed: 30 }, { rule: 'unschedulable', reason: 'Unschedulable' }],
    ['unbound', { podSpec: claim }, { speed: 60 }, { rule: 'volume', reason: 'Unschedulable' }],
    ['never-ready', { behaviour: 'never-ready' }, { deadlineMs: 4_000 }, { rule: 'never-ready', reason: 'Unhealthy' }],
    [
      'evicted',
      { behaviour: 'evicted' },
      { deadlineMs: 3_000 },
      { rule: expect.stringMatching(/^(displaced|nothing-seen)$/) },
    ],
    ['paused', { kind: 'Deployment', spec: { paused: true } }, {}, { rule: 'paused' }],
    [
      'late',
      { kind: 'Deployment', behaviour: 'never-ready', spec: { progressDeadlineSeconds: 2 } },
      {},
      { rule: 'progress-deadline' },
    ],
    ['deployment-crash', { kind: 'Deployment', behaviour: 'crash-loops' }, {}, { rule: 'crash' }],
  ])('finds the failure of %s', async (name, wanted, watched, sign) => {
    const found = await verdictOn(workload(name, wanted), watched);
    expect(found.sign).toMatchObject(sign);
    // Where the table says so, only the deadline ends it.
    expect(found.verdict.kind).toBe(watched.deadlineMs === undefined ? 'failed' : 'waiting');
  });

  test.each<readonly [string, Wanted, Watched]>([
    ['slow', { behaviour: 'slow' }, {}],
    ['one-restart', { behaviour: 'one-restart' }, { bakeMs: 2_000 }],
    ['image-flaky', { behaviour: 'image-flaky' }, { bakeMs: 1_000 }],
    ['configuration-late', { behaviour: 'configuration-late' }, { bakeMs: 1_000 }],
    ['deployed', { kind: 'Deployment', spec: { replicas: 2 } }, { bakeMs: 1_000 }],
    ['three', { spec: { replicas: 3 } }, { bakeMs: 0 }],
  ])('proves %s', async (name, wanted, watched) => {
    const found = await verdictOn(workload(name, wanted), { speed: name === 'slow' ? 10 : 1, ...watched });
    expect(found.sign).toBeUndefined();
    expect(found.verdict.kind).toBe('proved');
  });

  test('finds a LimitRange that refuses the pod', async () => {
    const json = {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'small' },
      spec: { limits: [{ type: 'Pod', max: { cpu: '1' } }] },
    };
    await plane.ask(`/api/v1/namespaces/${namespace}/limitranges`, { method: 'POST', json });
    const containers = [
      {
        name: 'client',
        image: 'registry.invalid/client:1',
        resources: { requests: { cpu: '2' }, limits: { cpu: '2' } },
      },
    ];
    const found = await verdictOn(workload('large', { podSpec: { containers } }), { speed: 15 });
    expect(found.sign).toMatchObject({ rule: 'not-created', reason: 'FailedCreate', pod: undefined });
    await plane.ask(`/api/v1/namespaces/${namespace}/limitranges/small`, { method: 'DELETE' });
  });

  test('names who changed the workload while it was rolled', async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/fought-over`;
    const whenSeen = async () => {
      let status = 0;
      while (status !== 200) {
        const json = JSON.parse((await plane.ask(path)).body);
        json.spec.template.spec.containers[0].image = 'registry.invalid/client:2';
        ({ status } = await plane.ask(`${path}?fieldManager=keel`, { method: 'PUT', json }));
      }
    };
    const found = await verdictOn(workload('fought-over', { behaviour: 'never-ready' }), { whenSeen });
    expect(found.sign).toMatchObject({ rule: 'superseded', manager: 'keel' });
  });
});

describe.each([false, true])('a StatefulSet, with MaxUnavailableStatefulSet %s,', (isOn) => {
  useControlPlane(isOn);

  test('whose broken pod holds the fix up is proved after that pod was removed (kubernetes#67250)', async () => {
    const broken = await verdictOn(workload('held-up', { behaviour: 'crash-loops' }), {});
    expect(broken.sign).toMatchObject({ rule: 'crash' });
    const fixed = await verdictOn(workload('held-up', { version: '2' }), { bakeMs: 0 });
    expect(fixed).toMatchObject({ verdict: { kind: 'proved' }, removed: ['held-up-0 in-the-way'] });
  });

  test('whose pods start in parallel is held up only where the controller counts what is unavailable', async () => {
    const spec = { podManagementPolicy: 'Parallel' };
    await verdictOn(workload('parallel', { spec, behaviour: 'crash-loops' }), {});
    const fixed = await verdictOn(workload('parallel', { spec, version: '2' }), { bakeMs: 0 });
    expect(fixed).toMatchObject({ verdict: { kind: 'proved' }, removed: isOn ? ['parallel-0 in-the-way'] : [] });
  });

  test('with OnDelete is led to the new revision one pod at a time', async () => {
    const spec = { replicas: 3, updateStrategy: { type: 'OnDelete' } };
    await verdictOn(workload('by-hand', { spec }), { bakeMs: 0 });
    let fewest = 3;
    const look = (pods: readonly LivePod[]) => {
      const ready = pods.filter(
        ({ metadata, status }) =>
          metadata.deletionTimestamp === undefined &&
          (status?.conditions ?? []).some((each) => each.type === 'Ready' && each.status === 'True'),
      ).length;
      fewest = Math.min(fewest, ready);
    };
    const rolled = await verdictOn(workload('by-hand', { spec, version: '2', behaviour: 'slow' }), { bakeMs: 0, look });
    expect(rolled.removed).toEqual(['by-hand-2 on-delete', 'by-hand-1 on-delete', 'by-hand-0 on-delete']);
    expect(rolled.verdict.kind).toBe('proved');
    expect(fewest).toBe(2);
  });

  test('with a partition is proved by the pods beyond it, and none below it is touched', async () => {
    const spec = { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } };
    await verdictOn(workload('parted', { spec }), { bakeMs: 0 });
    let uids: readonly (string | undefined)[] = [];
    const look = (pods: readonly LivePod[]) => {
      uids = pods.filter(({ metadata }) => metadata.name !== 'parted-2').map(({ metadata }) => metadata.uid);
    };
    await verdictOn(workload('parted', { spec }), { bakeMs: 0, look });
    const before = uids.toSorted();
    const rolled = await verdictOn(workload('parted', { spec, version: '2' }), { bakeMs: 0, look });
    expect(rolled).toMatchObject({
      verdict: { kind: 'proved', pods: [{ metadata: { name: 'parted-2' } }] },
      removed: [],
    });
    expect(uids.toSorted()).toEqual(before);
  });
});
