import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../src/cluster/api/clock.ts';
import type { Cluster } from '../../src/cluster/api/cluster-port.ts';
import { type NamespaceStore, openNamespaceStore } from '../../src/cluster/api/namespace-store.ts';
import { openCluster } from '../../src/cluster/index.ts';
import type { RuleName } from '../../src/cluster/judge/failure-rules.ts';
import { judge, outOfTime, type Removal, type Verdict } from '../../src/cluster/judge/judge.ts';
import { createJudgeMemory } from '../../src/cluster/judge/judge-memory.ts';
import { type Applied, appliedOf, takeSight } from '../../src/cluster/judge/sight.ts';
import { type JsonObject, objectPath, type WantedObject } from '../../src/cluster/kubernetes-object.ts';
import type { LivePod, LiveWorkload } from '../../src/cluster/live-workload.ts';
import { type Evidence, readEvidence } from '../../src/cluster/roll/evidence.ts';
import {
  BEHAVIOUR_ANNOTATION,
  type ControlPlane,
  loseNode,
  type PodBehaviour,
  READY_ANNOTATIONS,
  startControlPlane,
} from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
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
  /** The deadline passes when this is what it waits for: no clock says when a controller gets round to it. */
  readonly until?: RuleName;
  readonly whenSeen?: () => Promise<unknown>;
  /** Told of every look at the pods. */
  readonly look?: (pods: readonly LivePod[], verdict: Verdict) => void;
}

/** Looks as a roll-out does until there is a verdict, removing the pods that are named. */
async function verdictOn(body: WantedObject, watched: Watched) {
  const { speed = 1, bakeMs, deadlineMs = 3_600_000, look, until, whenSeen } = watched;
  const { kind } = body;
  if (kind !== 'StatefulSet' && kind !== 'Deployment') throw new Error(kind);
  const { name } = body.metadata;
  const applied: Applied = appliedOf({ ...(await cluster.apply<LiveWorkload>(body)), kind }, true);
  const memory = createJudgeMemory();
  let begunMs = performance.now();
  const removed: string[] = [];
  let wasTold = false;
  let evidence: Evidence = {};
  const now = () => (performance.now() - begunMs) * speed;
  for (;;) {
    const nowMs = now();
    const sight = takeSight(store, { kind, name }, { applied, restartsBefore: new Map(), nowMs, bakeMs, ...evidence });
    const verdict = judge(sight, memory);
    look?.(sight.pods, verdict);
    if (memory.wasSeen && !wasTold) {
      wasTold = true;
      const toldMs = performance.now();
      await whenSeen?.();
      // What the test does meanwhile takes no time: on a clock that goes so fast a grace would be over.
      begunMs += performance.now() - toldMs;
      // What came meanwhile is no change to wait for any more.
      continue;
    }
    if (verdict.kind === 'proved') return { verdict, removed };
    if (verdict.kind === 'failed') return { verdict, removed, sign: verdict.sign };
    const isAwaited = verdict.kind === 'waiting' && until !== undefined && verdict.sign?.rule === until;
    const leftMs = isAwaited ? 0 : deadlineMs - nowMs;
    if (leftMs <= 0) return { verdict, removed, sign: outOfTime(sight, memory, 'the deadline of the test') };
    const remove: readonly Removal[] = verdict.kind === 'waiting' ? verdict.remove : [];
    for (const { pod, why } of remove) {
      await cluster.remove(objectPath('Pod', namespace, pod.metadata.name), pod.metadata.uid ?? '');
      removed.push(`${pod.metadata.name} ${why}`);
    }
    if (verdict.kind === 'waiting' && (verdict.needsAutoscalerEvents || verdict.needsClaims)) {
      evidence = await readEvidence(verdict, sight, evidence, { cluster, namespace, clock: { ...systemClock, now } });
      continue;
    }
    await store.changed(applied.uid, Math.min(verdict.againInMs, leftMs) / speed);
  }
}

/** The first pod of a StatefulSet, once that was said about it. */
async function podOf(name: string, condition: 'PodScheduled' | 'Ready', is: 'True' | 'False'): Promise<LivePod> {
  let found: LivePod | undefined;
  await poll(async () => {
    const { status, body } = await plane.ask(`/api/v1/namespaces/${namespace}/pods/${name}-0`);
    found = status === 200 ? (JSON.parse(body) as LivePod) : undefined;
    return (found?.status?.conditions ?? []).some(({ type, status: now }) => type === condition && now === is);
  }, AbortSignal.timeout(60_000));
  if (found === undefined) throw new Error(`there is no pod of ${name}`);
  return found;
}

/** In an event about the first pod of a StatefulSet that no node takes. */
async function autoscalerSays(name: string, reason: string): Promise<void> {
  const { metadata } = await podOf(name, 'PodScheduled', 'False');
  const json = {
    ...{ apiVersion: 'v1', kind: 'Event', type: 'Normal', reason, message: 'in its own words' },
    metadata: { generateName: 'autoscaler-' },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name: metadata.name, uid: metadata.uid },
    ...{ source: { component: 'cluster-autoscaler' }, lastTimestamp: new Date().toISOString() },
  };
  expect((await plane.ask(`/api/v1/namespaces/${namespace}/events`, { method: 'POST', json })).status).toBe(201);
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
    ['never-ready', { behaviour: 'never-ready' }, { deadlineMs: 15_000 }, { rule: 'never-ready', reason: 'Unhealthy' }],
    ['evicted', { behaviour: 'evicted' }, { until: 'displaced' }, { rule: 'displaced', reason: 'Evicted' }],
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
    const isByDeadline = watched.deadlineMs !== undefined || watched.until !== undefined;
    expect(found.verdict.kind).toBe(isByDeadline ? 'waiting' : 'failed');
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

  test.each<readonly [string, RuleName, string]>([
    ['adds no node', 'no-scale-up', 'NotTriggerScaleUp'],
    ['adds a node that never comes', 'scaling-up', 'TriggeredScaleUp'],
  ])('hears an autoscaler that %s', async (_, rule, reason) => {
    const whenSeen = () => autoscalerSays(rule, reason);
    const found = await verdictOn(workload(rule, { podSpec: noNode }), { speed: 60, whenSeen });
    expect(found).toMatchObject({
      verdict: { kind: 'failed' },
      sign: { rule, message: expect.stringContaining(`${reason}: in its own words`) },
    });
  });

  test.each<readonly [string, string, JsonObject, object]>([
    [
      'nobody binds',
      'nobody-binds',
      {},
      {
        rule: 'volume',
        message: expect.stringMatching(
          /^the claim nobody-binds is Pending \(FailedBinding: .*no storage class is set\)$/,
        ),
      },
    ],
    // A node is on its way, which takes longer than a claim may: but it is the claim that waits for the pod.
    ['waits for its pod', 'first-consumer', noNode, { rule: 'scaling-up' }],
  ])('knows a claim that %s', async (_, name, podSpec, sign) => {
    const storageClass = {
      ...{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'first-consumer' } },
      ...{ provisioner: 'kubernetes.io/no-provisioner', volumeBindingMode: 'WaitForFirstConsumer' },
    };
    await plane.ask('/apis/storage.k8s.io/v1/storageclasses', { method: 'POST', json: storageClass });
    const storageClassName = name === 'first-consumer' ? name : '';
    const json = {
      ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } }, storageClassName },
    };
    await plane.ask(`/api/v1/namespaces/${namespace}/persistentvolumeclaims`, { method: 'POST', json });
    const isSaid = async () => {
      const query = `fieldSelector=involvedObject.name=${name}`;
      const { body } = await plane.ask(`/api/v1/namespaces/${namespace}/events?${query}`);
      return body.includes(name === 'first-consumer' ? 'WaitForFirstConsumer' : 'FailedBinding');
    };
    await poll(isSaid, AbortSignal.timeout(60_000));
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: name } }];
    const claiming = `claims-${name}`;
    const whenSeen = async () => {
      if (name === 'first-consumer') await autoscalerSays(claiming, 'TriggeredScaleUp');
    };
    const found = await verdictOn(workload(claiming, { podSpec: { ...podSpec, volumes } }), { speed: 60, whenSeen });
    expect(found).toMatchObject({ verdict: { kind: 'failed' }, sign: { ...sign, pod: { name: `${claiming}-0` } } });
  });

  test('finds an admission policy that refuses the pod, in its own words', async () => {
    const [name, group] = ['no-privileged-pods', '/apis/admissionregistration.k8s.io/v1'];
    const [apiVersion, metadata] = ['admissionregistration.k8s.io/v1', { name }];
    const policy = {
      ...{ apiVersion, kind: 'ValidatingAdmissionPolicy', metadata },
      spec: {
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        },
        validations: [
          { expression: '!has(object.spec.hostNetwork) || !object.spec.hostNetwork', message: 'not on our network' },
        ],
      },
    };
    const binding = {
      ...{ apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata },
      spec: { policyName: name, validationActions: ['Deny'] },
    };
    await plane.ask(`${group}/validatingadmissionpolicies`, { method: 'POST', json: policy });
    await plane.ask(`${group}/validatingadmissionpolicybindings`, { method: 'POST', json: binding });
    const containers = [{ name: 'client', image: 'registry.invalid/client:1' }];
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'asks' }, spec: { containers, hostNetwork: true } };
    const isRefused = async () => {
      const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
      return (await plane.ask(path, { method: 'POST', json: pod })).status === 422;
    };
    await poll(isRefused, AbortSignal.timeout(60_000));
    const found = await verdictOn(workload('on-our-network', { podSpec: { hostNetwork: true } }), { speed: 15 });
    expect(found.sign).toMatchObject({
      ...{ rule: 'not-created', reason: 'FailedCreate' },
      message: expect.stringContaining('not on our network'),
    });
  });

  test('names the pod that does not go, however long it may take', async () => {
    const podSpec = { terminationGracePeriodSeconds: 30 };
    await verdictOn(workload('stuck', { behaviour: 'stuck-terminating', podSpec }), { bakeMs: 0 });
    const found = await verdictOn(workload('stuck', { podSpec, version: '2' }), {
      ...{ speed: 60, until: 'stuck-terminating' },
    });
    expect(found).toMatchObject({
      ...{ verdict: { kind: 'waiting' }, removed: [] },
      sign: {
        rule: 'stuck-terminating',
        pod: { name: 'stuck-0' },
        message: expect.stringContaining('has not ended it'),
      },
    });
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

  // The last one: its node does not come back.
  // Of a pod that was ready the node controller says so; of one that wasn't yet it says nothing.
  test('names the node that is lost under a ready pod', async () => {
    const whenSeen = async () => {
      const pod = await podOf('cut-off', 'Ready', 'True');
      await loseNode(plane, pod.spec?.nodeName ?? '');
    };
    const found = await verdictOn(workload('cut-off', {}), { bakeMs: 600_000, until: 'node-lost', whenSeen });
    expect(found).toMatchObject({
      verdict: { kind: 'waiting' },
      sign: { rule: 'node-lost', reason: 'NodeNotReady', pod: { name: 'cut-off-0' } },
    });
    expect(found.sign?.message).toMatch(/\(node \S+\)$/);
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
