import { describe, expect, test } from '@jest/globals';
import { appliedOf, type Sight } from '../../../../src/cluster/judge/sight.ts';
import { progressOf } from '../../../../src/cluster/judge/workload-progress.ts';
import {
  availableStatus,
  deployment,
  deploymentPod,
  pod,
  ready,
  replicaSet,
  serverTime,
  sight,
  statefulSet,
  unready,
  waiting,
} from './sight-builder.ts';

const leaving = { deletionTimestamp: serverTime(1) };
const readyPod = (ordinal: number, revision = 'new') => pod({ ordinal, revision, status: ready() });
const three = { replicas: 3 };
const partition = (first: number) => ({
  ...three,
  updateStrategy: { type: 'RollingUpdate' as const, rollingUpdate: { partition: first } },
});
const onDelete = { ...three, updateStrategy: { type: 'OnDelete' as const } };
const minReady = { minReadySeconds: 10 };
const applied = (replicas: number | undefined) => ({ applied: { ...sight().applied, replicas } });
const leftToOthers = applied(undefined);

const statefulSets: readonly (readonly [string, boolean, Partial<Sight>])[] = [
  [
    'whose status speaks of an older generation',
    false,
    { workload: statefulSet({}, { observedGeneration: 1 }), pods: [readyPod(0)] },
  ],
  [
    'without a status',
    false,
    { workload: { kind: 'StatefulSet', metadata: statefulSet().metadata, spec: {} }, pods: [readyPod(0)] },
  ],
  ['with the ready pod of the old revision', false, { pods: [readyPod(0, 'old')] }],
  ['with a ready pod on its way out', false, { pods: [pod({ status: ready(), meta: leaving })] }],
  ['whose new pod is not ready', false, { pods: [pod({ status: unready() })] }],
  ['without a pod', false, {}],
  [
    'with a ready pod of another owner',
    false,
    {
      pods: [{ ...readyPod(0), metadata: { name: 'keep-client-0-0', labels: { 'controller-revision-hash': 'new' } } }],
    },
  ],
  ['of another uid', false, { workload: statefulSet({}, {}, { uid: 'another' }), pods: [readyPod(0)] }],
  [
    'whose new pod is ready, whatever the counts and revisions in its status say',
    true,
    { workload: statefulSet({}, { readyReplicas: 0, updatedReplicas: 0 }), pods: [readyPod(0)] },
  ],
  ['of a later generation', true, { workload: statefulSet({}, { observedGeneration: 3 }), pods: [readyPod(0)] }],
  ['with one replica by default', true, { workload: { ...statefulSet(), spec: {} } as never, pods: [readyPod(0)] }],
  ['with two of three replicas', false, { workload: statefulSet(three), pods: [readyPod(0), readyPod(1)] }],
  [
    'with one of three replicas still old',
    false,
    { workload: statefulSet(three), pods: [readyPod(0, 'old'), readyPod(1), readyPod(2)] },
  ],
  ['with three replicas', true, { workload: statefulSet(three), pods: [readyPod(2), readyPod(0), readyPod(1)] }],
  ['with a replica that is one too many', false, { workload: statefulSet(), pods: [readyPod(0), readyPod(1)] }],
  ['scaled to none by somebody', false, { ...leftToOthers, workload: statefulSet({ replicas: 0 }) }],
  ['scaled to none, of which one was applied', false, { workload: statefulSet({ replicas: 0 }) }],
  ['that is gone back to and has no pod', true, { ...applied(0), workload: statefulSet({ replicas: 0 }) }],
  [
    'whose ordinals begin at 5',
    true,
    { workload: statefulSet({ replicas: 1, ordinals: { start: 5 } }), pods: [readyPod(5)] },
  ],
  [
    'with a partition, and an old pod beyond it',
    false,
    { workload: statefulSet(partition(1)), pods: [readyPod(0, 'old'), readyPod(1, 'old'), readyPod(2)] },
  ],
  [
    'with a partition, and old pods only below it',
    true,
    { workload: statefulSet(partition(2)), pods: [readyPod(0, 'old'), readyPod(1, 'old'), readyPod(2)] },
  ],
  [
    'with a partition, and a broken pod below it',
    true,
    {
      workload: statefulSet(partition(2)),
      pods: [pod({ revision: 'old', status: unready() }), readyPod(1, 'old'), readyPod(2)],
    },
  ],
  [
    'with OnDelete, and an old pod',
    false,
    { workload: statefulSet(onDelete), pods: [readyPod(0, 'old'), readyPod(1), readyPod(2)] },
  ],
  [
    'with OnDelete, whose current revision stays the old one',
    true,
    { workload: statefulSet(onDelete, { currentRevision: 'old' }), pods: [readyPod(0), readyPod(1), readyPod(2)] },
  ],
  [
    'whose pods must be ready for a while, and are not yet',
    false,
    { workload: statefulSet(minReady, { availableReplicas: 0 }), pods: [readyPod(0)] },
  ],
  [
    'whose pods must be ready for a while, and are',
    true,
    { workload: statefulSet(minReady, { availableReplicas: 1 }), pods: [readyPod(0)] },
  ],
];

const sets = { replicaSets: [replicaSet('old', { replicas: 0 }), replicaSet('new')] };
const done = { workload: deployment({}, availableStatus), ...sets };
const newPod = deploymentPod('new', ready());
const deployments: readonly (readonly [string, boolean, Partial<Sight>])[] = [
  [
    'whose status speaks of an older generation',
    false,
    { ...done, workload: deployment({}, { ...availableStatus, observedGeneration: 1 }), pods: [newPod] },
  ],
  ['without a ReplicaSet of its revision', false, { ...done, replicaSets: [replicaSet('old')], pods: [newPod] }],
  [
    'without any revision yet',
    false,
    { ...done, workload: deployment({}, availableStatus, { annotations: {} }), pods: [newPod] },
  ],
  ['whose new pod is not ready', false, { ...done, pods: [deploymentPod('new', unready())] }],
  ['with an old pod', false, { ...done, pods: [newPod, deploymentPod('old', ready())] }],
  [
    'with an old pod on its way out: it may run under the same account',
    false,
    {
      ...done,
      pods: [
        newPod,
        { ...deploymentPod('old', ready()), metadata: { ...deploymentPod('old', ready()).metadata, ...leaving } },
      ],
    },
  ],
  [
    'that is not available',
    false,
    {
      ...done,
      workload: deployment({}, { ...availableStatus, conditions: [{ type: 'Available', status: 'False' }] }),
      pods: [newPod],
    },
  ],
  [
    'whose controller counts an old replica',
    false,
    { ...done, workload: deployment({}, { ...availableStatus, replicas: 2 }), pods: [newPod] },
  ],
  [
    'whose controller counts no available replica',
    false,
    { ...done, workload: deployment({}, { ...availableStatus, availableReplicas: 0 }), pods: [newPod] },
  ],
  [
    'whose controller counts no updated replica',
    false,
    { ...done, workload: deployment({}, { ...availableStatus, replicas: 0, updatedReplicas: 0 }), pods: [newPod] },
  ],
  [
    'with one of two pods',
    false,
    {
      ...done,
      workload: deployment(
        { replicas: 2 },
        { ...availableStatus, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
      ),
      pods: [newPod],
    },
  ],
  ['whose new pod is ready and alone', true, { ...done, pods: [newPod] }],
  [
    'with an evicted old pod left over',
    true,
    { ...done, pods: [newPod, deploymentPod('old', { phase: 'Failed', reason: 'Evicted' })] },
  ],
];

describe.each([
  ['a StatefulSet', statefulSets],
  ['a Deployment', deployments],
] as const)('%s', (_kind, cases) => {
  test.each(cases)('%s: ready is %s', (_title, isReady, parts) => {
    const progress = progressOf(sight(parts));
    expect(progress.isReady).toBe(isReady);
    expect(progress.awaited === '').toBe(isReady);
  });
});

describe('what a StatefulSet has come to', () => {
  test('names new pods and others apart, in one order', () => {
    const pods = [
      readyPod(2),
      pod({ ordinal: 1, status: ready(), meta: { ...leaving, name: 'keep-client-0-1' } }),
      readyPod(0, 'old'),
    ];
    const progress = progressOf(sight({ workload: statefulSet(three), pods }));
    expect(progress.revision).toBe('new');
    expect(progress.targets.map(({ metadata }) => metadata.name)).toEqual(['keep-client-0-2']);
    expect(progress.others.map(({ metadata }) => metadata.name)).toEqual(['keep-client-0-0', 'keep-client-0-1']);
  });

  test('says what it waits for', () => {
    const { awaited } = progressOf(sight({ pods: [pod({ status: waiting('ContainerCreating') })] }));
    expect(awaited).toBe('pod keep-client-0-0 of the new revision is ready');
  });
});

describe('what was applied', () => {
  test('is read from the answer to our write', () => {
    expect(appliedOf(statefulSet({ replicas: 2 }), true)).toEqual({
      ...{ uid: 'workload', generation: 2, content: 'sha256:new', replicas: 2, isWritten: true },
      writtenAtMs: Date.parse('2026-11-21T12:00:00Z'),
      books: statefulSet().metadata.managedFields,
    });
  });

  test('leaves the number of replicas out where we do not own it', () => {
    const managedFields = [
      { manager: 'keep-deploy', operation: 'Apply', time: serverTime(3), fieldsV1: { 'f:spec': {} } },
    ];
    expect(appliedOf(statefulSet({}, {}, { managedFields }), false)).toMatchObject({
      replicas: undefined,
      isWritten: false,
    });
  });

  test('is as old as the object where its books do not name us', () => {
    const meta = { managedFields: [], creationTimestamp: serverTime(-60) };
    expect(appliedOf(statefulSet({}, {}, meta), true).writtenAtMs).toBe(Date.parse(serverTime(-60)));
  });
});
