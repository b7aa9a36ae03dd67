import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge, outOfTime } from '../../../../src/cluster/judge/judge.ts';
import { createJudgeMemory } from '../../../../src/cluster/judge/judge-memory.ts';
import type { Sight } from '../../../../src/cluster/judge/sight.ts';
import { isPodReady, type LiveEvent, type LivePod } from '../../../../src/cluster/live-workload.ts';
import {
  ended,
  event,
  pod,
  ready,
  serverTime,
  sight,
  statefulSet,
  unready,
  unschedulable,
  waiting,
} from './sight-builder.ts';

const statuses: readonly LivePod['status'][] = [
  ready(),
  ready(5, { restartCount: 1, lastState: ended(1) }),
  ready(5, { restartCount: 4, lastState: ended(1) }),
  unready({ state: { running: {} } }),
  unready({ restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: ended(137, 'OOMKilled') }),
  unready({ restartCount: 1, state: ended(2) }),
  waiting('ContainerCreating'),
  waiting('ErrImagePull', 'not found'),
  waiting('ImagePullBackOff', 'i/o timeout'),
  waiting('CreateContainerConfigError', 'x'),
  unschedulable(),
  { phase: 'Failed', reason: 'Evicted' },
  { phase: 'Failed', reason: 'OutOfcpu' },
  { phase: 'Unknown' },
];
const replicas = 3;
const names = ['keep-client-0-0-new', 'keep-client-0-1-new', 'keep-client-0-2-old', 'workload'];
const reasons = ['FailedCreate', 'FailedMount', 'Unhealthy', 'NodeNotReady', 'Failed'];

const anyPod = fc
  .record({ revision: fc.constantFrom('old', 'new'), status: fc.constantFrom(...statuses), leaving: fc.boolean() })
  .map((parts) => parts);
const anyPods = fc.array(fc.option(anyPod), { minLength: replicas, maxLength: replicas }).map((parts) =>
  parts.flatMap((part, ordinal): readonly LivePod[] => {
    if (part === null) return [];
    const { revision, status, leaving } = part;
    const meta = { uid: `keep-client-0-${ordinal}-${revision}`, ...(leaving && { deletionTimestamp: serverTime(9) }) };
    return [pod({ ordinal, revision, status, meta: { labels: { 'controller-revision-hash': revision }, ...meta } })];
  }),
);
const anyEvents = fc.array(
  fc
    .record({
      uid: fc.constantFrom(...names),
      reason: fc.constantFrom(...reasons),
      second: fc.integer({ min: -1, max: 2 }),
    })
    .map(({ uid, reason, second }): LiveEvent => event(uid, reason, `${reason} forbidden ${second}`, second)),
  { maxLength: 6 },
);
const strategies = [
  { type: 'RollingUpdate' as const },
  { type: 'RollingUpdate' as const, rollingUpdate: { partition: 1 } },
  { type: 'OnDelete' as const },
];
const anyLook = fc.record({
  ...{ pods: anyPods, warnings: anyEvents, updateStrategy: fc.constantFrom(...strategies) },
  ...{ isSeen: fc.boolean(), afterMs: fc.integer({ min: 0, max: 200_000 }) },
});
type Look = typeof anyLook extends fc.Arbitrary<infer T> ? T : never;

function sightsOf(
  looks: readonly Look[],
  permute: <T>(items: readonly T[]) => readonly T[] = (items) => items,
): readonly Sight[] {
  let nowMs = 0;
  return looks.map(({ pods, warnings, updateStrategy, isSeen, afterMs }) => {
    nowMs += afterMs;
    const workload = statefulSet({ replicas, updateStrategy }, { observedGeneration: isSeen ? 2 : 1 });
    return sight({ workload, pods: permute(pods), warnings: permute(warnings), nowMs, maxRestarts: 1 });
  });
}

const history = fc.array(anyLook, { minLength: 1, maxLength: 6 });
const runs = { numRuns: 500 };

test('no client is proved while a pod that it needs is not ready, or of another revision', () => {
  let proved = 0;
  const good = fc.constant(ready());
  const oftenReady = fc.array(
    fc.record({
      ...{
        statuses: fc.array(
          fc.oneof({ weight: 5, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...statuses) }),
          { minLength: replicas, maxLength: replicas },
        ),
      },
      ...{
        revisions: fc.array(fc.constantFrom('new', 'new', 'new', 'old'), { minLength: replicas, maxLength: replicas }),
      },
      ...{
        updateStrategy: fc.constantFrom(...strategies),
        isSeen: fc.constantFrom(true, true, true, false),
        afterMs: fc.constantFrom(0, 20_000),
      },
    }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(oftenReady, (looks) => {
      const memory = createJudgeMemory();
      const shown = looks.map(({ statuses: each, revisions, ...look }) => ({
        ...look,
        warnings: [],
        pods: each.map((status, ordinal) => pod({ ordinal, status, revision: revisions[ordinal] ?? 'new' })),
      }));
      for (const look of sightsOf(shown)) {
        const verdict = judge({ ...look, bakeMs: 0 }, memory);
        if (verdict.kind !== 'proved') continue;
        proved += 1;
        const workload = look.workload?.kind === 'StatefulSet' ? look.workload : undefined;
        const first = workload?.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
        for (let ordinal = first; ordinal < replicas; ordinal += 1) {
          const needed = look.pods.find(({ metadata }) => metadata.name === `keep-client-0-${ordinal}`);
          expect(needed?.metadata.labels?.['controller-revision-hash']).toBe('new');
          expect(needed !== undefined && isPodReady(needed)).toBe(true);
        }
        expect(workload?.status?.observedGeneration).toBe(2);
        expect(verdict.pods.every(isPodReady)).toBe(true);
      }
    }),
    runs,
  );
  // Or nothing was tried.
  expect(proved).toBeGreaterThan(20);
});

test('no client fails by a pod that is not of the new revision, is on its way out, or before its status is of our generation', () => {
  let failed = 0;
  fc.assert(
    fc.property(history, (looks) => {
      const memory = createJudgeMemory();
      for (const look of sightsOf(looks)) {
        const verdict = judge(look, memory);
        if (verdict.kind !== 'failed' || verdict.sign.pod === undefined) continue;
        failed += 1;
        const { uid } = verdict.sign.pod;
        const named = look.pods.find(({ metadata }) => metadata.uid === uid);
        expect(named?.metadata.labels?.['controller-revision-hash']).toBe('new');
        expect(named?.metadata.deletionTimestamp).toBeUndefined();
        expect(look.workload?.status?.observedGeneration).toBe(2);
      }
    }),
    runs,
  );
  expect(failed).toBeGreaterThan(20);
});

test('a verdict is the same whatever the order of pods and events', () => {
  const turned = <T>(items: readonly T[]) => items.toReversed();
  const mixed = <T>(items: readonly T[]) => [...items.slice(1), ...items.slice(0, 1)];
  fc.assert(
    fc.property(history, (looks) => {
      const verdicts = [undefined, turned, mixed].map((permute) => {
        const memory = createJudgeMemory();
        const seen = sightsOf(looks, permute);
        const told = seen.map((look) => judge(look, memory));
        const last = seen.at(-1);
        return [...told, last === undefined ? undefined : outOfTime(last, memory, 'x')];
      });
      expect(verdicts[1]).toEqual(verdicts[0]);
      expect(verdicts[2]).toEqual(verdicts[0]);
    }),
    runs,
  );
});

test('a caller that looks again when it is told to learns of a failure as soon as its grace is over', () => {
  fc.assert(
    fc.property(fc.constantFrom(...statuses), anyEvents, (status, warnings) => {
      const memory = createJudgeMemory();
      const autoscaler = (readMs: number) => ({ events: [], readMs });
      let nowMs = 0;
      for (let looks = 0; looks < 50; looks += 1) {
        const verdict = judge(
          sight({ pods: [pod({ status })], warnings, nowMs, autoscaler: autoscaler(nowMs) }),
          memory,
        );
        if (verdict.kind === 'failed') {
          expect([0, 15_000, 20_000, 60_000, 120_000]).toContain(nowMs);
          return;
        }
        if (verdict.kind === 'proved') return;
        expect(verdict.againInMs).toBeGreaterThan(0);
        nowMs += verdict.againInMs;
      }
    }),
    runs,
  );
});
