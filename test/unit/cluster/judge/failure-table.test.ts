import { describe, expect, test } from '@jest/globals';
import { failureRules, type RuleName } from '../../../../src/cluster/judge/failure-rules.ts';
import { judge, outOfTime } from '../../../../src/cluster/judge/judge.ts';
import { createJudgeMemory } from '../../../../src/cluster/judge/judge-memory.ts';
import type { Sight } from '../../../../src/cluster/judge/sight.ts';
import {
  deployment,
  deploymentPod,
  ended,
  event,
  pod,
  ready,
  replicaSet,
  serverTime,
  sight,
  statefulSet,
  unready,
  unschedulable,
  waiting,
} from './sight-builder.ts';

const uid = 'keep-client-0-0-new';
const registry =
  'rpc error: code = NotFound desc = failed to pull and unpack image "r/c@sha256:0": r/c@sha256:0: not found';
const crashed = { restartCount: 1, lastState: ended(3) };
const claimVolumes = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-0' } }] };
const creating = waiting('ContainerCreating');
const backedOff = { state: { waiting: { reason: 'CrashLoopBackOff' } } };
const progressing = (reason: string, seconds: number) => [
  {
    type: 'Progressing',
    status: 'False',
    reason,
    message: 'ReplicaSet "keep-client-0-new" has timed out progressing.',
    lastUpdateTime: serverTime(seconds),
  },
];
const rolled = { replicaSets: [replicaSet('old'), replicaSet('new')] };
const autoscaler = (reason: string, nowMs: number) => ({
  events: [event(uid, reason, 'by the autoscaler', 1, 'Normal')],
  readMs: nowMs,
});

type Row = readonly [title: string, rule: RuleName, parts: (nowMs: number) => Partial<Sight>, seen?: object];

/** Each row of the table as a cluster shows it, with a part of the sign that is expected. */
const rows: readonly Row[] = [
  [
    'a missing image',
    'image-missing',
    () => ({ pods: [pod({ status: waiting('ErrImagePull', registry) })] }),
    { pod: { name: 'keep-client-0-0', uid }, container: 'client', message: registry },
  ],
  [
    'a missing image while the kubelet backs off, in the words of 1.32 and later',
    'image-missing',
    () => ({
      pods: [pod({ status: waiting('ImagePullBackOff', `Back-off pulling image "r/c": ErrImagePull: ${registry}`) })],
    }),
  ],
  [
    'a missing image while an older kubelet backs off: the event says why',
    'image-missing',
    () => ({
      pods: [pod({ status: waiting('ImagePullBackOff', 'Back-off pulling image "r/c"') })],
      warnings: [
        event(uid, 'Failed', `Failed to pull image "r/c": ${registry}`),
        event(uid, 'Failed', 'Error: ImagePullBackOff', 2),
      ],
    }),
    { message: `Failed to pull image "r/c": ${registry}` },
  ],
  [
    'a manifest nobody knows',
    'image-missing',
    () => ({ pods: [pod({ status: waiting('ErrImagePull', 'manifest unknown: manifest unknown') })] }),
  ],
  [
    'a registry answer in JSON',
    'image-missing',
    () => ({ pods: [pod({ status: waiting('ErrImagePull', '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}') })] }),
  ],
  [
    'an image for another platform',
    'image-missing',
    () => ({ pods: [pod({ status: waiting('ErrImagePull', 'no match for platform in manifest: not found') })] }),
  ],
  [
    'an image reference that is none',
    'image-missing',
    () => ({ pods: [pod({ status: waiting('InvalidImageName', 'couldn\'t parse image name "R/C"') })] }),
  ],
  [
    'an image that must not be pulled',
    'image-missing',
    () => ({ pods: [pod({ status: waiting('ErrImageNeverPull') })] }),
  ],
  [
    "an init container's missing image",
    'image-missing',
    () => ({
      pods: [
        pod({
          status: {
            phase: 'Pending',
            initContainerStatuses: [
              { name: 'init', state: { waiting: { reason: 'ErrImagePull', message: registry } } },
            ],
          },
        }),
      ],
    }),
    { container: 'init', isInit: true },
  ],
  ['a refused pull', 'image-refused', () => ({ pods: [pod({ status: waiting('ErrImagePull', '401 Unauthorized') })] })],
  [
    'a refused pull that says it may not exist',
    'image-refused',
    () => ({
      pods: [
        pod({
          status: waiting('ErrImagePull', 'pull access denied, repository does not exist or may require authorization'),
        }),
      ],
    }),
  ],
  [
    'a registry that times out',
    'image-unavailable',
    () => ({ pods: [pod({ status: waiting('ErrImagePull', 'dial tcp 10.0.0.1:443: i/o timeout') })] }),
  ],
  [
    'a registry that limits',
    'image-unavailable',
    () => ({
      pods: [pod({ status: waiting('ErrImagePull', '429 Too Many Requests - https://docs/limits not found') })],
    }),
  ],
  [
    'a registry with another certificate',
    'image-unavailable',
    () => ({
      pods: [
        pod({
          status: waiting(
            'ErrImagePull',
            'tls: failed to verify certificate: x509: certificate signed by unknown authority',
          ),
        }),
      ],
    }),
  ],
  [
    'a registry that fails',
    'image-unavailable',
    () => ({
      pods: [
        pod({
          status: waiting(
            'ImagePullBackOff',
            'Back-off pulling image "r/c": ErrImagePull: unexpected status: 503 Service Unavailable',
          ),
        }),
      ],
    }),
  ],
  [
    'a back-off that says nothing',
    'image-unavailable',
    () => ({ pods: [pod({ status: waiting('ImagePullBackOff', 'Back-off pulling image "r/c"') })] }),
  ],
  ...['RegistryUnavailable', 'ImageInspectError', 'SignatureValidationFailed'].map(
    (reason): Row => [
      `what a kubelet calls ${reason}, whatever its words`,
      'image-unavailable',
      () => ({ pods: [pod({ status: waiting(reason, 'not found') })] }),
      { reason },
    ],
  ),
  [
    'a back-off that says nothing, while another container of the pod misses its image',
    'image-unavailable',
    () => {
      const other = event(uid, 'Failed', `Failed to pull image "r/p": ${registry}`);
      const involvedObject = { uid, fieldPath: 'spec.containers{proxy}' };
      return {
        pods: [pod({ status: waiting('ImagePullBackOff', 'Back-off pulling image "r/c"') })],
        warnings: [{ ...other, involvedObject }],
      };
    },
  ],
  [
    'a transient text about an image whose name has a permanent word',
    'image-unavailable',
    () => ({ pods: [pod({ status: waiting('ErrImagePull', 'r/denied:1: EOF', { image: 'r/denied:1' }) })] }),
  ],
  [
    'a crash loop',
    'crash',
    () => ({ pods: [pod({ status: unready({ ...backedOff, ...crashed }) })] }),
    {
      exitCode: 3,
      restarts: 1,
      reason: 'CrashLoopBackOff',
      logs: [
        { pod: 'keep-client-0-0', container: 'client', previous: false },
        { pod: 'keep-client-0-0', container: 'client', previous: true },
      ],
    },
  ],
  [
    'a crash loop whose container left a message when it ended',
    'crash',
    () => {
      const lastState = { terminated: { exitCode: 2, reason: 'Error', message: 'no such chain' } };
      const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container' } };
      return { pods: [pod({ status: unready({ restartCount: 1, state, lastState }) })] };
    },
    { exitCode: 2, message: 'no such chain' },
  ],
  [
    'a crash loop that ends with 0',
    'crash',
    () => ({ pods: [pod({ status: unready({ ...backedOff, restartCount: 2, lastState: ended(0, 'Completed') }) })] }),
    { exitCode: 0, reason: 'CrashLoopBackOff (Completed)' },
  ],
  [
    'a second exit',
    'crash',
    () => ({ pods: [pod({ status: unready({ restartCount: 1, state: ended(143), lastState: ended(143) }) })] }),
    { exitCode: 143, signal: 'SIGTERM', reason: 'Error' },
  ],
  [
    'a second restart while it runs',
    'crash',
    () => ({ pods: [pod({ status: unready({ restartCount: 2, state: { running: {} }, lastState: ended(3) }) })] }),
    {
      restarts: 2,
      logs: [
        { pod: 'keep-client-0-0', container: 'client', previous: true },
        { pod: 'keep-client-0-0', container: 'client', previous: false },
      ],
    },
  ],
  [
    'a second restart while it is ready',
    'crash',
    () => ({ pods: [pod({ status: ready(5, { restartCount: 2, lastState: ended(3) }) })] }),
  ],
  [
    'a restart too many of a pod that was there before',
    'crash',
    () => ({
      pods: [pod({ status: unready({ restartCount: 7, state: { running: {} }, lastState: ended(3) }) })],
      restartsBefore: new Map([[uid, new Map([['client', 5]])]]),
    }),
    { restarts: 2 },
  ],
  [
    'the first exit where none is allowed',
    'crash',
    () => ({ maxRestarts: 0, pods: [pod({ status: unready({ state: ended(1) }) })] }),
    { logs: [{ pod: 'keep-client-0-0', container: 'client', previous: false }] },
  ],
  [
    'a sidecar that loops',
    'crash',
    () => ({
      pods: [
        pod({
          spec: { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] },
          status: { phase: 'Pending', initContainerStatuses: [{ name: 'proxy', restartCount: 1, state: ended(1) }] },
        }),
      ],
    }),
    { container: 'proxy', isInit: false },
  ],
  [
    'an unchanged client that a halted run left backing off',
    'crash',
    () => ({
      applied: { ...sight().applied, isWritten: false },
      pods: [pod({ status: unready({ ...backedOff, restartCount: 12, lastState: ended(1) }) })],
      restartsBefore: new Map([[uid, new Map([['client', 12]])]]),
    }),
  ],
  [
    'too much memory',
    'out-of-memory',
    () => ({ pods: [pod({ status: unready({ ...backedOff, restartCount: 1, lastState: ended(137, 'OOMKilled') }) })] }),
    { exitCode: 137, signal: 'SIGKILL', reason: 'CrashLoopBackOff (OOMKilled)' },
  ],
  [
    'an init container that loops',
    'init-crash',
    () => ({
      pods: [
        pod({
          status: {
            phase: 'Pending',
            initContainerStatuses: [{ name: 'init', restartCount: 1, ...backedOff, lastState: ended(1) }],
          },
        }),
      ],
    }),
    {
      container: 'init',
      isInit: true,
      logs: [
        { pod: 'keep-client-0-0', container: 'init', previous: false },
        { pod: 'keep-client-0-0', container: 'init', previous: true },
      ],
    },
  ],
  [
    'an init container that ends with an error again',
    'init-crash',
    () => ({
      pods: [
        pod({
          status: { phase: 'Pending', initContainerStatuses: [{ name: 'init', restartCount: 1, state: ended(2) }] },
        }),
      ],
    }),
    { exitCode: 2 },
  ],
  [
    'a missing Secret',
    'configuration',
    () => ({ pods: [pod({ status: waiting('CreateContainerConfigError', 'secret "passphrases" not found') })] }),
    { logs: [] },
  ],
  [
    'a cache that is late',
    'configuration-unsynced',
    () => ({
      pods: [
        pod({
          status: waiting(
            'CreateContainerConfigError',
            'failed to sync secret cache: timed out waiting for the condition',
          ),
        }),
      ],
    }),
  ],
  [
    "a container that can't be made",
    'start-refused',
    () => ({ pods: [pod({ status: waiting('CreateContainerError', 'container name is in use') })] }),
  ],
  [
    "a process that can't be started",
    'start-refused',
    () => ({ pods: [pod({ status: waiting('RunContainerError', 'failed to start') })] }),
  ],
  [
    "a process that the runtime couldn't start",
    'start-failed',
    () => ({
      pods: [
        pod({
          status: waiting('RunContainerError', 'exec: "keep-client": not found', {
            lastState: ended(128, 'StartError'),
          }),
        }),
      ],
    }),
  ],
  [
    'a process that never starts, however often',
    'start-failed',
    () => ({
      pods: [pod({ status: unready({ ...backedOff, restartCount: 9, lastState: ended(128, 'StartError') }) })],
    }),
    { exitCode: 128 },
  ],
  [
    'a container that cannot run',
    'start-refused',
    () => ({ pods: [pod({ status: unready({ state: ended(127, 'ContainerCannotRun') }) })] }),
  ],
  [
    'a pod that failed',
    'pod-failed',
    () => ({
      pods: [pod({ status: { phase: 'Failed', reason: 'OutOfcpu', message: "Node didn't have enough resource" } })],
    }),
    { reason: 'OutOfcpu' },
  ],
  [
    'no room on the nodes',
    'unschedulable',
    (nowMs) => ({ autoscaler: { events: [], readMs: nowMs }, pods: [pod({ status: unschedulable() })] }),
    { message: '0/1 nodes are available: 1 Insufficient cpu.' },
  ],
  [
    'no room, and none will come',
    'no-scale-up',
    (nowMs) => ({ autoscaler: autoscaler('NotTriggerScaleUp', nowMs), pods: [pod({ status: unschedulable() })] }),
  ],
  [
    'room that should have come',
    'scaling-up',
    (nowMs) => ({ autoscaler: autoscaler('TriggeredScaleUp', nowMs), pods: [pod({ status: unschedulable() })] }),
  ],
  [
    "a volume that can't be mounted",
    'volume',
    () => ({
      pods: [pod({ status: creating })],
      warnings: [event(uid, 'FailedMount', 'MountVolume.SetUp failed for volume "keyfile": secret "k" not found')],
    }),
    { reason: 'FailedMount' },
  ],
  [
    'a volume that another node holds',
    'volume',
    () => ({
      pods: [pod({ status: creating })],
      warnings: [event(uid, 'FailedAttachVolume', 'Multi-Attach error for volume "pvc-1"')],
    }),
  ],
  [
    'a claim that stays pending',
    'volume',
    () => ({
      pods: [
        {
          ...pod({
            status: unschedulable('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.'),
          }),
          spec: claimVolumes,
        },
      ],
      claims: [{ name: 'data-0', phase: 'Pending', waitsForPod: false }],
    }),
    { message: 'the claim data-0 is Pending' },
  ],
  [
    'a claim of which it is said why it stays pending',
    'volume',
    () => ({
      pods: [
        { ...pod({ status: unschedulable('pod has unbound immediate PersistentVolumeClaims.') }), spec: claimVolumes },
      ],
      claims: [
        {
          ...{ name: 'data-0', phase: 'Pending', waitsForPod: false },
          said: event('claim', 'FailedBinding', 'no storage class is set', 1, 'Normal'),
        },
      ],
    }),
    {
      reason: 'PersistentVolumeClaimPending',
      message: 'the claim data-0 is Pending (FailedBinding: no storage class is set)',
    },
  ],
  [
    'a lost claim',
    'claim-lost',
    () => ({
      pods: [{ ...pod({ status: creating }), spec: claimVolumes }],
      claims: [{ name: 'data-0', phase: 'Lost', waitsForPod: false }],
    }),
  ],
  [
    'a quota',
    'not-created',
    () => ({
      warnings: [
        event(
          'workload',
          'FailedCreate',
          'create Pod keep-client-0-0 in StatefulSet keep-client-0 failed error: pods "keep-client-0-0" is forbidden: exceeded quota: pods',
        ),
      ],
    }),
    { pod: undefined, reason: 'FailedCreate' },
  ],
  [
    'an admission rule',
    'not-created',
    () => ({ warnings: [event('workload', 'FailedCreate', 'admission webhook "x" denied the request: no')] }),
  ],
  [
    'a quota on a Deployment',
    'not-created',
    () => ({
      workload: deployment(),
      ...rolled,
      warnings: [event('rs-new', 'FailedCreate', 'pods "x" is forbidden: exceeded quota')],
    }),
  ],
  [
    "a Deployment's own ReplicaFailure",
    'not-created',
    () => ({
      workload: deployment(
        {},
        {
          conditions: [
            {
              type: 'ReplicaFailure',
              status: 'True',
              reason: 'FailedCreate',
              message: 'forbidden: maximum memory usage per Container is 1Gi',
              lastUpdateTime: serverTime(1),
            },
          ],
        },
      ),
      ...rolled,
    }),
  ],
  [
    "a ReplicaSet that can't be made",
    'not-created',
    () => ({
      workload: deployment({}, { observedGeneration: 1 }),
      replicaSets: [replicaSet('old')],
      pods: [deploymentPod('old', ready())],
      warnings: [
        event('workload', 'ReplicaSetCreateError', 'Failed to create new replica set "x": forbidden: exceeded quota'),
      ],
    }),
  ],
  [
    'a webhook that is down',
    'not-created-yet',
    () => ({
      warnings: [
        event(
          'workload',
          'FailedCreate',
          'Internal error occurred: failed calling webhook "x": connection refused; forbidden',
        ),
      ],
    }),
  ],
  [
    'an API server that has just started, and doesn’t know its controllers yet',
    'not-created-yet',
    () => ({
      warnings: [
        event(
          'workload',
          'FailedCreate',
          'create Pod keep-client-0-0 in StatefulSet keep-client-0 failed error: pods is forbidden: User "system:serviceaccount:kube-system:statefulset-controller" cannot create resource "pods" in API group "" in the namespace "keep"',
        ),
      ],
    }),
  ],
  [
    'a Deployment that is out of its own time',
    'progress-deadline',
    () => ({
      workload: deployment({}, { conditions: progressing('ProgressDeadlineExceeded', 1) }),
      ...rolled,
      pods: [deploymentPod('new', creating)],
    }),
  ],
  ['a paused Deployment', 'paused', () => ({ workload: deployment({ paused: true }), ...rolled })],
  [
    'a probe that never succeeds',
    'never-ready',
    () => ({
      pods: [pod({ status: unready({ state: { running: {} } }) })],
      warnings: [event(uid, 'Unhealthy', 'Readiness probe failed: 503')],
    }),
    {
      reason: 'Unhealthy',
      message: 'Readiness probe failed: 503',
      logs: [{ pod: 'keep-client-0-0', container: 'client', previous: false }],
    },
  ],
  [
    'a probe that never succeeds on a node that was lost for a while',
    'never-ready',
    () => ({
      pods: [pod({ status: unready({ state: { running: {} } }) })],
      warnings: [event(uid, 'NodeNotReady', 'Node is not ready', 1), event(uid, 'Unhealthy', 'failed: 503', 5)],
    }),
    { reason: 'Unhealthy' },
  ],
  [
    'a node that is not ready',
    'node-lost',
    () => ({
      pods: [pod({ status: unready({ state: { running: {} } }) })],
      warnings: [
        event(uid, 'Unhealthy', 'Readiness probe failed', 1),
        event(uid, 'NodeNotReady', 'Node is not ready', 2),
      ],
    }),
    { message: 'Node is not ready (node node-1)' },
  ],
  [
    'a pod on a node nobody hears of',
    'node-lost',
    () => ({ pods: [pod({ status: { phase: 'Unknown', reason: 'NodeLost' } })] }),
  ],
  [
    'an evicted pod',
    'displaced',
    () => ({
      pods: [
        pod({ status: { ...unready({ state: ended(137), restartCount: 4 }), phase: 'Failed', reason: 'Evicted' } }),
      ],
    }),
  ],
  [
    'a pre-empted pod',
    'displaced',
    () => ({
      pods: [
        pod({
          status: unready({ state: ended(143), restartCount: 4 }, [
            { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' },
          ]),
        }),
      ],
    }),
    { reason: 'PreemptionByScheduler' },
  ],
  ['a workload that is gone', 'superseded', () => ({ workload: undefined })],
];

/** Shown before the rows that need a past: the workload as it was written. */
const before = sight({ pods: [] });

function judgedAt(nowMs: number, [, , parts]: Row, memory = createJudgeMemory()) {
  return judge(sight({ ...parts(nowMs), nowMs }), memory);
}

describe('a failure is a verdict when its grace is over, and not before', () => {
  test.each(rows.map((row) => [row[0], row] as const))('%s', (_title, row) => {
    const [, rule, parts, seen = {}] = row;
    const { graceMs, cause } = failureRules[rule];
    const memory = createJudgeMemory();
    if (rule === 'superseded') judge(before, memory);
    const expected = { rule, cause, ...seen };
    if (graceMs === 'deadline') {
      expect(judgedAt(0, row, memory)).toMatchObject({ kind: 'waiting', sign: expected });
      expect(judgedAt(3_600_000, row, memory)).toMatchObject({ kind: 'waiting', sign: expected });
      const last = sight({ ...parts(3_600_001), nowMs: 3_600_001 });
      expect(outOfTime(last, memory, "the client's deadline of 3600 s")).toMatchObject({
        ...expected,
        within: "the client's deadline of 3600 s",
      });
      return;
    }
    if (graceMs > 0) {
      expect(judgedAt(0, row, memory)).toMatchObject({ kind: 'waiting', sign: expected });
      const almost = judgedAt(graceMs - 1, row, memory);
      expect(almost).toMatchObject({ kind: 'waiting', sign: expected, againInMs: 1 });
    }
    expect(judgedAt(graceMs, row, memory)).toMatchObject({ kind: 'failed', sign: expected });
  });

  // The figures of the specification, written out: the rows above go by the rules' own.
  test.each<[number | 'deadline', readonly RuleName[]]>([
    [0, ['superseded', 'paused', 'out-of-memory', 'init-crash', 'crash', 'image-missing']],
    [0, ['pod-failed', 'progress-deadline', 'claim-lost']],
    [15_000, ['not-created']],
    [20_000, ['configuration', 'start-refused']],
    [30_000, ['image-refused', 'no-scale-up']],
    [60_000, ['configuration-unsynced', 'start-failed', 'unschedulable']],
    [120_000, ['image-unavailable', 'volume', 'not-created-yet']],
    [300_000, ['scaling-up']],
    ['deadline', ['node-lost', 'stuck-terminating', 'displaced', 'never-ready', 'nothing-seen']],
  ])('which is %j ms for %j', (graceMs, rules) => {
    expect(rules.map((rule) => failureRules[rule].graceMs)).toEqual(rules.map(() => graceMs));
  });

  test('each rule has a row here', () => {
    const others = ['stuck-terminating', 'nothing-seen'];
    expect(new Set([...rows.map(([, rule]) => rule), ...others])).toEqual(new Set(Object.keys(failureRules)));
  });

  test('a sign that goes and comes back is timed anew', () => {
    const memory = createJudgeMemory();
    const row = rows.find(([, rule]) => rule === 'configuration');
    if (row === undefined) throw new Error('no row');
    judgedAt(0, row, memory);
    judge(sight({ pods: [pod({ status: creating })], nowMs: 10_000 }), memory);
    expect(judgedAt(25_000, row, memory).kind).toBe('waiting');
    expect(judgedAt(45_000, row, memory).kind).toBe('failed');
  });

  test('a pull that fails now with one text, now with another has failed since the first', () => {
    const memory = createJudgeMemory();
    const at = (nowMs: number, message: string) =>
      judge(sight({ nowMs, pods: [pod({ status: waiting('ErrImagePull', message) })] }), memory).kind;
    expect(at(0, 'i/o timeout')).toBe('waiting');
    expect(at(60_000, 'unexpected EOF')).toBe('waiting');
    expect(at(119_999, 'i/o timeout')).toBe('waiting');
    expect(at(120_000, '429 Too Many Requests')).toBe('failed');
  });

  test('no grace passes while the server is not heard', () => {
    const memory = createJudgeMemory();
    const at = (nowMs: number, heardMs: number) =>
      judge(sight({ nowMs, heardMs, pods: [pod({ status: waiting('CreateContainerConfigError') })] }), memory).kind;
    expect(at(0, 0)).toBe('waiting');
    expect(at(50_000, 10_000)).toBe('waiting');
    expect(at(60_000, 60_000)).toBe('failed');
  });
});

describe('of several signs', () => {
  const two = [
    { name: 'slow', ready: false, state: { waiting: { reason: 'ErrImagePull', message: 'i/o timeout' } } },
    { name: 'broken', ready: false, restartCount: 3, ...backedOff, lastState: ended(1) },
  ];
  const status = { phase: 'Pending', containerStatuses: two };

  test('the one whose grace is over is told', () => {
    const verdict = judge(sight({ pods: [pod({ status })] }), createJudgeMemory());
    expect(verdict).toMatchObject({ kind: 'failed', sign: { container: 'broken', rule: 'crash' } });
  });

  test('the graver is told, however long the grace of the other one has been over', () => {
    const memory = createJudgeMemory();
    const unconfigured = pod({ ordinal: 0, status: waiting('CreateContainerConfigError', 'secret "k" not found') });
    const at = (nowMs: number, status: Parameters<typeof pod>[0]) =>
      judge(
        sight({ workload: statefulSet({ replicas: 2 }), pods: [unconfigured, pod({ ordinal: 1, ...status })], nowMs }),
        memory,
      );
    at(0, { status: creating });
    expect(at(30_000, { status: unready({ ...backedOff, ...crashed }) })).toMatchObject({ sign: { rule: 'crash' } });
  });

  test('the graver is told when the grace of both is over', () => {
    const both = [
      pod({ ordinal: 0, status: waiting('ErrImagePull', registry) }),
      pod({ ordinal: 1, status: unready({ ...backedOff, ...crashed }) }),
    ];
    const verdict = judge(sight({ workload: statefulSet({ replicas: 2 }), pods: both }), createJudgeMemory());
    expect(verdict).toMatchObject({ kind: 'failed', sign: { rule: 'crash', pod: { name: 'keep-client-0-1' } } });
  });
});
