import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ApiRefusal, type LogOptions } from '../../../../src/cluster/api/cluster-port.ts';
import { signOf } from '../../../../src/cluster/judge/sign.ts';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { ContainerStatus, LivePod, LiveWorkload } from '../../../../src/cluster/live-workload.ts';
import { createEndedRuns } from '../../../../src/cluster/roll/ended-runs.ts';
import { proveWorkload } from '../../../../src/cluster/roll/prove-workload.ts';
import { explained } from '../../../../src/cluster/roll/roll-failure.ts';
import type { RollPorts } from '../../../../src/cluster/roll/roll-ports.ts';
import { createWriter, type RollCluster } from '../../../../src/cluster/roll/writer.ts';
import { type HeldClock, heldClock } from '../api/held-clock.ts';
import { recordingLog } from '../recording-log.ts';
import { until } from './network-fixture.ts';

const uid = 'workload';
const applied = { uid, generation: 2, content: undefined, writtenAtMs: 0, replicas: 1, books: [], isWritten: true };
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
      pods: () => [],
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
  const noneEnded = { lastWords: () => undefined };
  afterEach(() => void jest.useRealTimers());
  const request = { pod: 's0-0', container: 'client', previous: false };
  const sign = signOf('crash', { reason: 'Error', message: '', logs: [request, { ...request, previous: true }] });

  test('are those of this run and of the one before', async () => {
    const logs: RollCluster['logs'] = async (_, pod, { previous }) => `${pod} ${previous ? 'before' : 'now'}`;
    const failure = await explained(sign, noneEnded, portsOf({}, { logs }));
    expect(failure).toMatchObject({ logs: [{ text: 's0-0 now' }, { text: 's0-0 before' }] });
  });

  test('are none, nor is anything else that the pod says, where nobody knows which secrets are in it', async () => {
    const warnings = [{ metadata: { name: 'e' }, message: 'probe answered: hunter2' }];
    const ended = signOf('crash', { reason: 'Error', exitCode: 3, message: 'hunter2', container: 'client', warnings });
    const mute = { ...portsOf({}, { logs: async () => 'hunter2' }), isMute: true };
    const failure = await explained({ ...ended, logs: sign.logs }, noneEnded, mute);
    expect(JSON.stringify(failure)).not.toContain('hunter2');
    expect(failure).toMatchObject({ sign: { reason: 'Error', exitCode: 3 } });
    const unscheduled = signOf('unschedulable', { reason: 'Unschedulable', message: '0/1 nodes' });
    expect(await explained(unscheduled, noneEnded, mute)).toMatchObject({ sign: { message: '0/1 nodes' } });
  });

  test('are told once when this run and the one before are the same to the kubelet', async () => {
    const failure = await explained(sign, noneEnded, portsOf({}, { logs: async () => 'the same' }));
    expect(failure).toMatchObject({ logs: [{ request, text: 'the same' }] });
  });

  test('of a run that ended are read when its end is seen: at the second end its container is removed', async () => {
    const proof = await proveCrashing(async ({ previous }, ended) =>
      previous ? undefined : ended === 1 ? 'first' : 'second',
    );
    const texts = [
      { request: { ...request }, text: 'second' },
      { request: { ...request, previous: true }, text: 'first' },
    ];
    expect(proof).toMatchObject({ kind: 'failed', failure: { sign: { rule: 'crash' }, logs: texts } });
    expect(asked).toEqual(['client of s0-0', 'client of s0-0']);
  });

  test('of a run that ended keep the verdict waiting no longer than others', async () => {
    jest.useFakeTimers();
    const proving = proveCrashing((_, ended) =>
      ended === 1 ? new Promise(() => undefined) : Promise.resolve('second'),
    );
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await proving).toMatchObject({ failure: { logs: [{ text: 'second' }] } });
  });

  test('are not read of a pod that was there before, or that leaves: its end is none of ours', async () => {
    const [, once] = crashes;
    const leaving = { ...once, metadata: { ...once.metadata, deletionTimestamp: '2026-11-22T00:00:00Z' } };
    const old = { ...once, metadata: { ...once.metadata, uid: 'old' } };
    const restartsBefore = new Map([['old', new Map([['client', 0]])]]);
    const endedRuns = createEndedRuns(portsOf({}, { logs: async (_, pod) => void asked.push(pod) as undefined }));
    for (const pod of [leaving, old])
      endedRuns.note({
        ...{ workload, applied, restartsBefore, nowMs: 0 },
        pods: [pod],
        replicaSets: [],
        warnings: [],
      });
    expect(asked).toEqual([]);
  });

  test('are read anew of a pod that was made anew: it has the same name, and its runs the same numbers', async () => {
    const [, once] = crashes;
    const anew = { ...once, metadata: { ...once.metadata, uid: 'anew' } };
    const endedRuns = createEndedRuns(portsOf({}, { logs: async () => (asked.push('logs') === 1 ? 'old' : 'new') }));
    for (const pod of [once, once, anew])
      endedRuns.note({
        ...{ workload, applied, restartsBefore: new Map(), nowMs: 0 },
        ...{ pods: [pod], replicaSets: [], warnings: [] },
      });
    expect(await endedRuns.lastWords('s0-0', 'client')).toBe('new');
    expect(asked).toHaveLength(2);
  });

  const crashed = { terminated: { exitCode: 1, reason: 'Error' } };
  const crashingPod = (status: ContainerStatus): LivePod => ({
    ...unschedulable,
    spec: { containers: [{ name: 'client' }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }], containerStatuses: [status] },
  });
  /** What a kubelet was seen to show, one after the other. */
  const crashes = [
    crashingPod({ name: 'client', restartCount: 0, state: { running: {} } }),
    crashingPod({ name: 'client', restartCount: 0, state: crashed }),
    crashingPod({ name: 'client', restartCount: 1, state: { running: {} }, lastState: crashed }),
    crashingPod({ name: 'client', restartCount: 1, state: crashed, lastState: crashed }),
  ] as const;

  /** @param log what the kubelet answers; it is told how many runs have ended. */
  function proveCrashing(log: (options: LogOptions, ended: number) => Promise<string | undefined>) {
    let look = 0;
    const logs: RollCluster['logs'] = (_, pod, options) => {
      asked.push(`${options.container} of ${pod}`);
      return log(options, look < 3 ? 1 : 2);
    };
    const ports = portsOf({ workload }, { logs });
    const store = {
      ...ports.store,
      podsOf: () => crashes.slice(look, look + 1),
      changed: async () => {
        look += 1;
      },
    };
    return proveWorkload(
      subject,
      { atMs: 3_600_000, of: 'client', limitMs: 3_600_000 },
      never,
      createWriter(ports.cluster),
      {
        ...ports,
        store,
      },
    );
  }

  test('are left out when they don’t come within five seconds: the verdict is there already', async () => {
    jest.useFakeTimers();
    const logs: RollCluster['logs'] = (_, __, { previous }) =>
      previous ? new Promise(() => undefined) : Promise.resolve('now');
    const explaining = explained(sign, noneEnded, portsOf({}, { logs }));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await explaining).toMatchObject({ logs: [{ text: 'now' }] });
  });

  test('are left out when they are refused', async () => {
    const logs: RollCluster['logs'] = () => Promise.reject(new ApiRefusal('403', 403, 'Forbidden'));
    expect(await explained(sign, noneEnded, portsOf({}, { logs }))).toMatchObject({ logs: [] });
  });
});
