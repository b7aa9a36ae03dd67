import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ApiRefusal } from '../../../../src/cluster/api/cluster-port.ts';
import { signOf } from '../../../../src/cluster/judge/sign.ts';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { LivePod, LiveWorkload } from '../../../../src/cluster/live-workload.ts';
import { proveWorkload } from '../../../../src/cluster/roll/prove-workload.ts';
import { explained } from '../../../../src/cluster/roll/roll-failure.ts';
import type { RollPorts } from '../../../../src/cluster/roll/roll-ports.ts';
import { createWriter, type RollCluster } from '../../../../src/cluster/roll/writer.ts';
import { type HeldClock, heldClock } from '../api/held-clock.ts';
import { recordingLog } from '../recording-log.ts';
import { until } from './network-fixture.ts';

const uid = 'workload';
const applied = { uid, generation: 2, content: undefined, writtenAtMs: 0, replicas: 1, isWritten: true };
const subject = { client: 's0', kind: 'StatefulSet', name: 's0', applied, restartsBefore: new Map() } as const;
const never = new AbortController().signal;

let clock: HeldClock;
let asked: string[];
beforeEach(() => {
  clock = heldClock();
  asked = [];
});

interface Shown {
  readonly workload?: LiveWorkload;
  readonly pods?: readonly LivePod[];
}

function portsOf(shown: Shown, cluster: Partial<RollCluster> = {}): RollPorts {
  const { log } = recordingLog();
  const refuse = () => Promise.reject(new ApiRefusal('403 Forbidden', 403, 'Forbidden'));
  return {
    cluster: {
      ...{ apply: refuse, remove: refuse, get: refuse, list: refuse, logs: async () => undefined },
      serverNow: () => undefined,
      ...cluster,
    },
    store: {
      workload: () => shown.workload,
      workloads: () => [],
      podsOf: () => shown.pods ?? [],
      ...{ replicaSetsOf: () => [], warningsOf: () => [], behindMs: () => 0 },
      changed: (_, withinMs) => new Promise((resolve) => void clock.after(withinMs, resolve)),
    },
    ...{ namespace: 'keep', clock, log, redact: (text: string) => text },
  };
}

function prove(ports: RollPorts, limitMs = 3_600_000) {
  const deadline = { atMs: limitMs, of: 'client', limitMs } as const;
  return until(clock, proveWorkload(subject, deadline, never, createWriter(ports.cluster), ports));
}

const workload: LiveWorkload = {
  kind: 'StatefulSet',
  metadata: { name: 's0', uid, generation: 2 },
  spec: { replicas: 1 },
  status: { observedGeneration: 2, updateRevision: 'new' },
};
const unschedulable: LivePod = {
  metadata: {
    ...{ name: 's0-0', uid: 'pod', labels: { 'controller-revision-hash': 'new' } },
    ownerReferences: [{ uid, kind: 'StatefulSet', controller: true }],
  },
  spec: { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd-s0-0' } }] },
  status: {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' }],
  },
};

describe('what no watch has shown', () => {
  test('is asked for by name once, and is superseded when it is gone', async () => {
    const get: RollCluster['get'] = async (path) => void asked.push(path) as undefined;
    const proof = await prove(portsOf({}, { get }));
    expect(proof).toMatchObject({ kind: 'superseded' });
    expect(asked).toEqual(['/apis/apps/v1/namespaces/keep/statefulsets/s0']);
    expect(clock.now()).toBe(10_000);
  });

  test.each<[string, RollCluster['get']]>([
    ['is there', async <T extends LiveObject>() => workload as unknown as T],
    ['can’t be asked for', () => Promise.reject(new ApiRefusal('403', 403, 'Forbidden'))],
  ])('is waited for when it %s', async (_, get) => {
    expect(await prove(portsOf({}, { get }), 60_000)).toMatchObject({ kind: 'failed' });
    expect(clock.now()).toBe(60_000);
  });
});

describe('a pod that no node takes', () => {
  test('has the time that an autoscaler needs, when it says that it adds a node', async () => {
    const list: RollCluster['list'] = async (_, query) => {
      asked.push(query?.['fieldSelector'] ?? '');
      const event = { metadata: { name: 'e' }, reason: 'TriggeredScaleUp', involvedObject: { uid: 'pod' } };
      const other = { ...event, reason: 'NotTriggerScaleUp', involvedObject: { uid: 'another pod' } };
      return [query?.['fieldSelector']?.endsWith('=TriggeredScaleUp') === true ? event : other] as never;
    };
    const proof = await prove(portsOf({ workload, pods: [unschedulable] }, { list }));
    expect(proof).toMatchObject({ kind: 'failed', failure: { sign: { rule: 'scaling-up' } } });
    expect(clock.now()).toBeGreaterThanOrEqual(300_000);
    expect(asked).toContain('involvedObject.kind=Pod,reason=TriggeredScaleUp');
  });

  test('fails by the scheduler’s word alone where neither events nor claims may be read', async () => {
    const proof = await prove(portsOf({ workload, pods: [unschedulable] }));
    expect(proof).toMatchObject({ kind: 'failed', failure: { sign: { rule: 'unschedulable' } } });
    expect(clock.now()).toBeLessThan(70_000);
  });

  test('fails at once when its claim is lost', async () => {
    const claim = { metadata: { name: 'd-s0-0', uid: 'claim' }, status: { phase: 'Lost' } };
    const get: RollCluster['get'] = async (path) => {
      asked.push(path);
      return claim as never;
    };
    const proof = await prove(portsOf({ workload, pods: [unschedulable] }, { get }));
    expect(proof).toMatchObject({ kind: 'failed', failure: { sign: { rule: 'claim-lost' } } });
    expect(asked).toEqual(['/api/v1/namespaces/keep/persistentvolumeclaims/d-s0-0']);
  });
});

describe('the lines that explain a failure', () => {
  afterEach(() => void jest.useRealTimers());
  const request = { pod: 's0-0', container: 'client', previous: false };
  const sign = signOf('crash', { reason: 'Error', message: '', logs: [request, { ...request, previous: true }] });

  test('are those of this run and of the one before', async () => {
    const logs: RollCluster['logs'] = async (_, pod, { previous }) => `${pod} ${previous ? 'before' : 'now'}`;
    const failure = await explained(sign, portsOf({}, { logs }));
    expect(failure).toMatchObject({ logs: [{ text: 's0-0 now' }, { text: 's0-0 before' }] });
  });

  test('are left out when they don’t come within five seconds: the verdict is there already', async () => {
    jest.useFakeTimers();
    const logs: RollCluster['logs'] = (_, __, { previous }) =>
      previous ? new Promise(() => undefined) : Promise.resolve('now');
    const explaining = explained(sign, portsOf({}, { logs }));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await explaining).toMatchObject({ logs: [{ text: 'now' }] });
  });

  test('are left out when they are refused', async () => {
    const logs: RollCluster['logs'] = () => Promise.reject(new ApiRefusal('403', 403, 'Forbidden'));
    expect(await explained(sign, portsOf({}, { logs }))).toMatchObject({ logs: [] });
  });
});
