import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../src/cluster/judge/judge.ts';
import { createJudgeMemory } from '../../../../src/cluster/judge/judge-memory.ts';
import type { Sight } from '../../../../src/cluster/judge/sight.ts';
import {
  availableStatus,
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
  waiting,
} from './sight-builder.ts';

const uid = 'keep-client-0-0-new';
const looping = unready({ restartCount: 9, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: ended(1) });
const leaving = { deletionTimestamp: serverTime(30), deletionGracePeriodSeconds: 30 };
const before = (restarts: number) => new Map([[uid, new Map([['client', restarts]])]]);
const init = (state: object) => ({ phase: 'Pending', initContainerStatuses: [{ name: 'init', ...state }] });
const rolled = { workload: deployment(), replicaSets: [replicaSet('old'), replicaSet('new')] };
const timedOut = (seconds: number, of: 'old' | 'new' = 'new') => [
  {
    ...{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' },
    ...{ message: `ReplicaSet "keep-client-0-${of}" has timed out progressing.`, lastUpdateTime: serverTime(seconds) },
  },
];
const missingImage = waiting('ErrImagePull', 'not found');

const innocent: readonly (readonly [string, Partial<Sight>])[] = [
  ["the old revision's crash loop", { pods: [pod({ revision: 'old', status: looping })] }],
  [
    "the old revision's missing image beside the new pod",
    {
      workload: statefulSet({ replicas: 2 }),
      pods: [pod({ revision: 'old', status: missingImage }), pod({ ordinal: 1, status: waiting('ContainerCreating') })],
    },
  ],
  [
    'a pod of another StatefulSet of the same name',
    { pods: [pod({ status: looping, meta: { ownerReferences: [{ uid: 'another', kind: 'StatefulSet' }] } })] },
  ],
  [
    "the new revision's crash loop by a status of the generation before",
    { workload: statefulSet({}, { observedGeneration: 1 }), pods: [pod({ status: looping })] },
  ],
  [
    'the crash loop of an old ReplicaSet',
    { ...rolled, pods: [deploymentPod('old', looping), deploymentPod('new', waiting('ContainerCreating'))] },
  ],
  [
    'the newest ReplicaSet while the Deployment speaks of the revision before',
    {
      ...rolled,
      workload: deployment(
        {},
        {},
        { annotations: { 'keep-deploy/content': 'sha256:new', 'deployment.kubernetes.io/revision': '3' } },
      ),
      pods: [deploymentPod('new', looping)],
    },
  ],
  ['a first exit', { pods: [pod({ status: unready({ state: ended(1) }) })] }],
  [
    'one restart',
    { pods: [pod({ status: unready({ restartCount: 1, state: { running: {} }, lastState: ended(1) }) })] },
  ],
  [
    'the back-off after a first exit',
    { pods: [pod({ status: unready({ state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: ended(1) }) })] },
  ],
  [
    'restarts before our write',
    {
      restartsBefore: before(5),
      pods: [pod({ status: unready({ restartCount: 5, state: { running: {} }, lastState: ended(1) }) })],
    },
  ],
  [
    'one restart on top of those before our write',
    {
      restartsBefore: before(5),
      pods: [pod({ status: unready({ restartCount: 6, state: { running: {} }, lastState: ended(1) }) })],
    },
  ],
  [
    'restarts that ended with 0',
    { pods: [pod({ status: unready({ restartCount: 4, state: { running: {} }, lastState: ended(0, 'Completed') }) })] },
  ],
  [
    'as many restarts as are allowed',
    {
      maxRestarts: 3,
      pods: [pod({ status: unready({ restartCount: 3, state: { running: {} }, lastState: ended(1) }) })],
    },
  ],
  [
    'an init container that is done',
    { pods: [pod({ status: init({ restartCount: 4, state: ended(0, 'Completed') }) })] },
  ],
  [
    'an init container that is done at its third try',
    { pods: [pod({ status: init({ restartCount: 2, state: ended(0, 'Completed'), lastState: ended(1) }) })] },
  ],
  [
    'an init container that runs again after it was done',
    { pods: [pod({ status: init({ restartCount: 3, state: { running: {} }, lastState: ended(0) }) })] },
  ],
  [
    'failed starts before it runs at last',
    {
      pods: [
        pod({ status: unready({ restartCount: 3, state: { running: {} }, lastState: ended(128, 'StartError') }) }),
      ],
    },
  ],
  ['a container that is being created', { pods: [pod({ status: waiting('ContainerCreating') })] }],
  ['a container that waits for its init containers', { pods: [pod({ status: waiting('PodInitializing') })] }],
  ['a reason nobody knows', { pods: [pod({ status: waiting('SomethingNew') })] }],
  ['a pod on its way out, whatever its containers end with', { pods: [pod({ status: looping, meta: leaving })] }],
  [
    'an evicted pod whose replacement is still to come',
    { pods: [pod({ status: { ...looping, phase: 'Failed', reason: 'Evicted' } })] },
  ],
  ['a pre-empted pod', { pods: [pod({ status: { phase: 'Failed', reason: 'Preempting' } })] }],
  [
    'a pod on a node that shuts down',
    {
      pods: [
        pod({
          status: {
            phase: 'Failed',
            reason: 'Terminated',
            conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet' }],
          },
        }),
      ],
    },
  ],
  [
    "a Deployment's failed pod from before our write",
    {
      ...rolled,
      pods: [
        deploymentPod('new', { phase: 'Failed', reason: 'OutOfcpu' }),
        deploymentPod('new', waiting('ContainerCreating'), 'b'),
      ],
      restartsBefore: new Map([['keep-client-0-new-a', new Map()]]),
    },
  ],
  [
    'a quota that refused before our write',
    { warnings: [event('workload', 'FailedCreate', 'forbidden: exceeded quota', -1)] },
  ],
  [
    'a quota that refused a pod that is there now',
    {
      pods: [pod({ status: waiting('ContainerCreating') })],
      warnings: [event('workload', 'FailedCreate', 'forbidden: exceeded quota')],
    },
  ],
  [
    'a quota while an old pod still holds its share',
    {
      workload: statefulSet({ replicas: 2 }),
      pods: [pod({ revision: 'old', meta: leaving })],
      warnings: [event('workload', 'FailedCreate', 'forbidden: exceeded quota')],
    },
  ],
  [
    "the API server's own race",
    {
      warnings: [
        event(
          'workload',
          'FailedCreate',
          'Operation cannot be fulfilled on resourcequotas "q": the object has been modified',
        ),
      ],
    },
  ],
  [
    'an event that only sounds like a failure',
    {
      pods: [pod({ status: waiting('ContainerCreating') })],
      warnings: [event(uid, 'FailedToRetrieveImagePullSecret', 'x'), event('workload', 'FailedDelete', 'x')],
    },
  ],
  ['an event about another object', { warnings: [event('another', 'FailedCreate', 'forbidden: exceeded quota')] }],
  [
    'a Deployment that was out of time before our write and says so still',
    {
      ...rolled,
      workload: deployment({}, { conditions: timedOut(-1) }),
      pods: [deploymentPod('new', waiting('ContainerCreating'))],
    },
  ],
  ...[0, 1].map((seconds): readonly [string, Partial<Sight>] => [
    `the time of the ReplicaSet before that passed, and was said ${seconds} s after our write`,
    {
      ...rolled,
      workload: deployment({}, { conditions: timedOut(seconds, 'old') }),
      pods: [deploymentPod('new', waiting('ContainerCreating'))],
    },
  ]),
  [
    "a Deployment whose controller hasn't seen what was written",
    { ...rolled, workload: deployment({}, { observedGeneration: 1, conditions: timedOut(1) }) },
  ],
  [
    "a pause while the controller hasn't seen what was written, which may be what stands",
    { ...rolled, workload: deployment({ paused: true }, { observedGeneration: 1 }) },
  ],
  [
    'a pause that was lifted by our write',
    { ...rolled, workload: deployment({ paused: true }, { observedGeneration: 1 }, { generation: 1 }) },
  ],
  [
    'a mount that failed once, while the image is being pulled',
    {
      pods: [
        pod({
          status: {
            ...waiting('ContainerCreating'),
            conditions: [{ type: 'PodReadyToStartContainers', status: 'True' }],
          },
        }),
      ],
      warnings: [event(uid, 'FailedMount', 'x')],
    },
  ],
  [
    'a mount that failed once, while it runs',
    { pods: [pod({ status: unready({ state: { running: {} } }) })], warnings: [event(uid, 'FailedMount', 'x')] },
  ],
  [
    'a claim that is bound when a pod needs it',
    {
      pods: [
        {
          ...pod({ status: waiting('ContainerCreating') }),
          spec: { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }] },
        },
      ],
      claims: [{ name: 'd', phase: 'Pending', waitsForPod: true }],
    },
  ],
  [
    'a claim that was pending before its pod had a node',
    {
      pods: [pod({ spec: { nodeName: 'n', volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }] } })],
      claims: [{ name: 'd', phase: 'Pending', waitsForPod: false }],
    },
  ],
  ['a claim of another pod', { pods: [pod()], claims: [{ name: 'd', phase: 'Lost', waitsForPod: false }] }],
  ['a watch that does not show the new workload yet', { workload: undefined }],
  [
    'a watch that still shows the workload of the same name before',
    { workload: statefulSet({}, {}, { uid: 'former' }) },
  ],
  [
    'a watch that still shows the workload before our write',
    { workload: statefulSet({}, {}, { generation: 1, annotations: {} }) },
  ],
  ['a StatefulSet without any pod', {}],
];

describe('no failure', () => {
  test.each(innocent)('is %s', (_title, parts) => {
    const memory = createJudgeMemory();
    for (const nowMs of [0, 1_000, 60_000, 600_000, 3_600_000]) {
      const verdict = judge(sight({ ...parts, nowMs }), memory);
      expect(verdict).toMatchObject({ kind: 'waiting' });
      if ('againInMs' in verdict) expect(verdict.againInMs).toBeGreaterThan(0);
    }
  });

  test('is what an unchanged client went through long ago: it is ready now', () => {
    const restarted = ready(-90_000, { restartCount: 6, lastState: ended(1) });
    const applied = { ...sight().applied, isWritten: false };
    const serverNowMs = Date.parse(serverTime(0));
    const look = sight({ applied, serverNowMs, restartsBefore: before(6), pods: [pod({ status: restarted })] });
    expect(judge(look, createJudgeMemory()).kind).toBe('proved');
  });

  test('is a pause of what stands as it was applied, and is ready', () => {
    const workload = deployment({ paused: true }, availableStatus);
    const seen = sight({ ...rolled, workload, pods: [deploymentPod('new', ready())], bakeMs: 0 });
    expect(judge(seen, createJudgeMemory()).kind).toBe('proved');
  });

  test('is a failed pod beside the one that replaced it', () => {
    const pods = [deploymentPod('new', { phase: 'Failed', reason: 'OutOfcpu' }), deploymentPod('new', ready(), 'b')];
    const verdict = judge(
      sight({ ...rolled, workload: deployment({}, availableStatus), pods, bakeMs: 0 }),
      createJudgeMemory(),
    );
    expect(verdict).toMatchObject({ kind: 'proved', pods: [{ metadata: { name: 'keep-client-0-new-b' } }] });
  });
});
