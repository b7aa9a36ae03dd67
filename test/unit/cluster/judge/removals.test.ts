import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../src/cluster/judge/judge.ts';
import { createJudgeMemory } from '../../../../src/cluster/judge/judge-memory.ts';
import type { Sight } from '../../../../src/cluster/judge/sight.ts';
import type { LivePod } from '../../../../src/cluster/live-workload.ts';
import {
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

const leaving = { deletionTimestamp: serverTime(1), deletionGracePeriodSeconds: 30 };
const broken = (ordinal = 0, more: Parameters<typeof pod>[0] = {}) =>
  pod({ ordinal, revision: 'old', status: unready(), ...more });
const good = (ordinal: number, revision = 'old') => pod({ ordinal, revision, status: ready() });
const update = (type: 'RollingUpdate' | 'OnDelete', replicas: number, partition?: number) =>
  statefulSet({
    replicas,
    updateStrategy: { type, ...(partition !== undefined && { rollingUpdate: { partition } }) },
  });
const three = update('RollingUpdate', 3);
const onDelete = update('OnDelete', 3);

/** What is to be removed at each moment, if the sight stays as it is. */
function removals(parts: Partial<Sight>, ...moments: readonly number[]) {
  const memory = createJudgeMemory();
  return moments.map((nowMs) => {
    const verdict = judge(sight({ ...parts, nowMs }), memory);
    return verdict.kind === 'waiting'
      ? verdict.remove.map(({ pod: { metadata }, why }) => `${metadata.name} ${why}`)
      : verdict.kind;
  });
}

describe('a broken pod of another revision', () => {
  test('is in the way once the controller had a second to replace it, and is not named again at every look', () => {
    const named = ['keep-client-0-0 in-the-way'];
    expect(removals({ pods: [broken()] }, 0, 999, 1_000, 1_001, 5_999, 6_000)).toEqual([[], [], named, [], [], named]);
  });

  test('says when it will be in the way', () => {
    expect(judge(sight({ pods: [broken()] }), createJudgeMemory())).toMatchObject({
      kind: 'waiting',
      againInMs: 1_000,
    });
  });

  test.each([
    ['it is on its way out', { pods: [broken(0, { meta: leaving })] }],
    ['it is ready: the controller replaces it', { pods: [good(0)] }],
    ['it is of the new revision', { pods: [pod({ status: unready() })] }],
    ['its controller makes another by itself', { pods: [broken(0, { status: { phase: 'Failed' } })] }],
    [
      'the controller has not seen what was written',
      { workload: statefulSet({}, { observedGeneration: 1 }), pods: [broken()] },
    ],
    [
      'a new pod is on its way',
      { workload: three, pods: [broken(), good(1), pod({ ordinal: 2, status: waiting('ContainerCreating') })] },
    ],
    ['it stands below the partition', { workload: update('RollingUpdate', 3, 1), pods: [broken(), good(1), good(2)] }],
    ['it is one too many', { workload: update('RollingUpdate', 1), pods: [broken(1)] }],
    ['it belongs to another StatefulSet', { pods: [broken(0, { meta: { ownerReferences: [] } })] }],
    [
      'the workload is a Deployment',
      {
        workload: deployment(),
        replicaSets: [replicaSet('old'), replicaSet('new')],
        pods: [deploymentPod('old', unready())],
      },
    ],
  ] as const)('is not in the way when %s', (_title, parts) => {
    expect(removals(parts as Partial<Sight>, 0, 2_000, 10_000)).toEqual([[], [], []]);
  });

  test.each(['OrderedReady', 'Parallel'] as const)('is in the way with %s', (podManagementPolicy) => {
    const workload = statefulSet({ podManagementPolicy });
    expect(removals({ workload, pods: [broken()] }, 0, 1_000)[1]).toEqual(['keep-client-0-0 in-the-way']);
  });

  test('goes together with the others that are broken', () => {
    const parts = { workload: update('RollingUpdate', 3, 1), pods: [good(0), broken(1), broken(2)] };
    expect(removals(parts, 0, 1_000)[1]).toEqual(['keep-client-0-2 in-the-way', 'keep-client-0-1 in-the-way']);
  });
});

describe('with OnDelete', () => {
  const step = (...pods: readonly LivePod[]) => removals({ workload: onDelete, pods }, 0, 1_000).flat();

  test('the highest old pod goes first', () => {
    expect(step(good(0), good(2), good(1))).toEqual(['keep-client-0-2 on-delete']);
  });

  test.each([
    ['is on its way out', [good(0), good(1), pod({ ordinal: 2, revision: 'old', status: ready(), meta: leaving })]],
    ['is gone', [good(0), good(1)]],
    ['is not ready as the new one', [good(0), good(1), pod({ ordinal: 2, status: waiting('ContainerCreating') })]],
  ] as const)('the next one stays while the last one %s', (_title, pods) => {
    expect(step(...pods)).toEqual([]);
  });

  test('the next one goes when the last one is ready as the new one', () => {
    expect(step(good(0), good(1), good(2, 'new'))).toEqual(['keep-client-0-1 on-delete']);
  });

  test('a broken old pod goes before the good ones, and alone', () => {
    expect(step(broken(0), broken(1), good(2))).toEqual(['keep-client-0-1 in-the-way']);
  });

  test('none goes once all are new', () => {
    expect(
      removals({ workload: onDelete, pods: [good(0, 'new'), good(1, 'new'), good(2, 'new')], bakeMs: 0 }, 0),
    ).toEqual(['proved']);
  });

  test('none goes by our hand with RollingUpdate: the controller replaces good ones', () => {
    expect(removals({ workload: three, pods: [good(0), good(1), good(2)] }, 0, 10_000)).toEqual([[], []]);
  });
});
