import { describe, expect, test } from '@jest/globals';
import { judge, outOfTime } from '../../../../src/cluster/judge/judge.ts';
import { createJudgeMemory } from '../../../../src/cluster/judge/judge-memory.ts';
import { type Sight, takeSight } from '../../../../src/cluster/judge/sight.ts';
import {
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
const unscheduled = [pod({ status: unschedulable() })];
const said = (reason: string, readMs: number) => ({ events: [event(uid, reason, 'x', 1, 'Normal')], readMs });

describe('a pod that no node takes', () => {
  test('has the autoscaler asked for after 20 s, and once more before the verdict', () => {
    const memory = createJudgeMemory();
    const at = (nowMs: number, more: Partial<Sight> = {}) =>
      judge(sight({ pods: unscheduled, nowMs, ...more }), memory);
    expect(at(0)).toMatchObject({ needsAutoscalerEvents: false, againInMs: 20_000 });
    expect(at(20_000)).toMatchObject({ needsAutoscalerEvents: true });
    const early = { events: [], readMs: 20_000 };
    expect(at(20_001, { autoscaler: early })).toMatchObject({ needsAutoscalerEvents: false, againInMs: 39_999 });
    expect(at(60_000, { autoscaler: early })).toMatchObject({ kind: 'waiting', needsAutoscalerEvents: true });
    expect(at(60_001, { autoscaler: { events: [], readMs: 60_001 } })).toMatchObject({
      kind: 'failed',
      sign: { rule: 'unschedulable' },
    });
  });

  test('is a verdict 5 s later when nobody answers', () => {
    const memory = createJudgeMemory();
    const at = (nowMs: number) => judge(sight({ pods: unscheduled, nowMs }), memory);
    at(0);
    expect(at(60_000)).toMatchObject({ kind: 'waiting', needsAutoscalerEvents: true, againInMs: 5_000 });
    expect(at(64_999).kind).toBe('waiting');
    expect(at(65_000)).toMatchObject({ kind: 'failed', sign: { rule: 'unschedulable' } });
  });

  test('has 300 s from when a node is on its way, also when that is said at the last moment', () => {
    const memory = createJudgeMemory();
    const at = (nowMs: number, more: Partial<Sight> = {}) =>
      judge(sight({ pods: unscheduled, nowMs, ...more }), memory);
    at(0);
    at(60_000);
    expect(at(60_001, { autoscaler: said('TriggeredScaleUp', 60_001) })).toMatchObject({
      kind: 'waiting',
      sign: { rule: 'scaling-up' },
    });
    expect(at(360_000, { autoscaler: said('TriggeredScaleUp', 360_000) }).kind).toBe('waiting');
    expect(at(360_001, { autoscaler: said('TriggeredScaleUp', 360_001) })).toMatchObject({
      kind: 'failed',
      sign: { rule: 'scaling-up' },
    });
  });

  test('goes by what the autoscaler said last', () => {
    const events = [event(uid, 'NotTriggerScaleUp', 'x', 1), event(uid, 'TriggeredScaleUp', 'x', 2)];
    const last = (order: readonly number[]) => ({ events: order.flatMap((index) => events[index] ?? []), readMs: 0 });
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const verdict = judge(sight({ pods: unscheduled, autoscaler: last(order) }), createJudgeMemory());
      expect(verdict).toMatchObject({ sign: { rule: 'scaling-up' } });
    }
  });

  test('is not judged by events about another pod', () => {
    const events = [event('another', 'TriggeredScaleUp', 'x', 1)];
    const verdict = judge(sight({ pods: unscheduled, autoscaler: { events, readMs: 0 } }), createJudgeMemory());
    expect(verdict).toMatchObject({ sign: { rule: 'unschedulable' } });
  });

  test('has its claims asked for, where it mounts any', () => {
    const spec = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }] };
    const pods = [{ ...pod({ status: unschedulable() }), spec }];
    expect(judge(sight({ pods: unscheduled }), createJudgeMemory())).toMatchObject({ needsClaims: false });
    expect(judge(sight({ pods }), createJudgeMemory())).toMatchObject({ needsClaims: true });
    expect(judge(sight({ pods, claims: [] }), createJudgeMemory())).toMatchObject({ needsClaims: false });
  });

  test.each([
    ['asked for again after half a minute while nothing is said of one that is pending', {}, [1_000, 31_000]],
    ['asked for once where it was said why one is pending', { said: event('claim', 'FailedBinding', 'x') }, [1_000]],
    ['asked for once where one waits for its pod', { waitsForPod: true }, [1_000]],
    ['asked for once where they are bound', { phase: 'Bound' }, [1_000]],
  ])('has its claims %s', (_, more, expected) => {
    const spec = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }] };
    const pods = [{ ...pod({ status: unschedulable('unbound immediate PersistentVolumeClaims') }), spec }];
    const memory = createJudgeMemory();
    const read = [{ name: 'd', phase: 'Pending', waitsForPod: false, ...more }];
    const asked = [1_000, 1_001, 30_999, 31_000, 31_001, 60_000].filter((nowMs) => {
      const claims = nowMs === 1_000 ? undefined : read;
      const verdict = judge(sight({ pods, nowMs, claims }), memory);
      return verdict.kind === 'waiting' && verdict.needsClaims;
    });
    expect(asked).toEqual(expected);
  });
});

describe('a pod on its way out', () => {
  const meta = { deletionTimestamp: serverTime(30), deletionGracePeriodSeconds: 30, finalizers: ['example.com/hold'] };
  const at = (nowMs: number, leaving: object, warnings: Sight['warnings'] = []) => {
    const memory = createJudgeMemory();
    const look = (ms: number) =>
      sight({ pods: [pod({ revision: 'old', status: ready(), meta: leaving })], warnings, nowMs: ms });
    judge(look(0), memory);
    return { verdict: judge(look(nowMs), memory), sign: outOfTime(look(nowMs), memory, 'x') };
  };

  test('is stuck a minute after its grace period, and only a deadline makes that a failure', () => {
    expect(at(89_999, meta).verdict).toMatchObject({ kind: 'waiting', sign: undefined });
    expect(at(90_000, meta).verdict).toMatchObject({ kind: 'waiting', sign: { rule: 'stuck-terminating' } });
    expect(at(3_600_000, meta).verdict.kind).toBe('waiting');
  });

  test('is told with the finalizers that hold it', () => {
    expect(at(90_000, meta).sign.message).toMatch(/90 s .* grace period of 30 s: finalizers example\.com\/hold$/);
  });

  test('is told with the node that has not ended it', () => {
    const { sign } = at(90_000, { ...meta, finalizers: [] });
    expect(sign).toMatchObject({ rule: 'stuck-terminating', pod: { name: 'keep-client-0-0' } });
    expect(sign.message).toMatch(/node node-1 has not ended it$/);
  });

  test('is told as lost with its node when the node is', () => {
    const lost = [event('keep-client-0-0-old', 'NodeNotReady', 'Node is not ready')];
    expect(at(90_000, { ...meta, finalizers: [] }, lost).sign.rule).toBe('node-lost');
    // The finalizer would hold it on a node that is well, too.
    expect(at(90_000, meta, lost).sign.rule).toBe('stuck-terminating');
  });
});

describe('at a deadline', () => {
  const within = "the client's deadline of 300 s";
  const told = (parts: Partial<Sight>) => outOfTime(sight(parts), createJudgeMemory(), within);

  test('what was about to become a failure is told', () => {
    expect(told({ pods: [pod({ status: waiting('ErrImagePull', 'i/o timeout') })] })).toMatchObject({
      rule: 'image-unavailable',
      within,
    });
  });

  test('what it waited for is told where nothing was wrong', () => {
    expect(told({ pods: [pod({ status: waiting('ContainerCreating') })] })).toMatchObject({
      ...{ rule: 'nothing-seen', within, pod: { name: 'keep-client-0-0' } },
      message: 'it waited until pod keep-client-0-0 of the new revision is ready',
    });
    expect(told({ workload: statefulSet({}, { observedGeneration: 1 }) }).message).toBe(
      'it waited until the controller sees what was written',
    );
    expect(told({ workload: undefined }).message).toBe('it waited until the watch shows what was written');
  });

  test('a client that baked too late is told as one', () => {
    expect(told({ pods: [pod({ status: ready() })] }).message).toBe('it was ready, but not for long enough');
  });
});

test('a look takes warnings of the workload, its ReplicaSets and its pods, and nothing else', () => {
  const asked: string[] = [];
  const look = takeSight(
    {
      workload: (kind, name) => (kind === 'StatefulSet' && name === 'keep-client-0' ? statefulSet() : undefined),
      podsOf: () => [pod({ status: unready() })],
      replicaSetsOf: () => [replicaSet('new')],
      warningsOf: (of) => {
        asked.push(of);
        return [event(of, 'Unhealthy', of)];
      },
    },
    { kind: 'StatefulSet', name: 'keep-client-0' },
    { applied: sight().applied, restartsBefore: new Map(), nowMs: 0 },
  );
  expect(asked).toEqual(['workload', uid]);
  expect(look).toMatchObject({ workload: statefulSet(), replicaSets: [], pods: [{ metadata: { uid } }] });
  expect(look.warnings).toHaveLength(2);
});

test('an idle client is looked at again within a minute', () => {
  expect(judge(sight(), createJudgeMemory())).toMatchObject({ kind: 'waiting', againInMs: 60_000 });
});
