import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../src/cluster/judge/judge.ts';
import { createJudgeMemory } from '../../../../src/cluster/judge/judge-memory.ts';
import type { Sight } from '../../../../src/cluster/judge/sight.ts';
import { ended, pod, ready, serverTime, sight, statefulSet, unready } from './sight-builder.ts';

const probed = statefulSet({ template: { spec: { containers: [{ name: 'client', readinessProbe: {} }] } } });
const unprobed = statefulSet({ template: { spec: { containers: [{ name: 'client' }] } } });
const readyPods = [pod({ status: ready() })];

/** Looks at each moment with what is seen then; gives what was said at the last. */
function lookAt(moments: readonly (readonly [nowMs: number, parts: Partial<Sight>])[], more: Partial<Sight> = {}) {
  const memory = createJudgeMemory();
  return moments.map(([nowMs, parts]) => judge(sight({ ...more, ...parts, nowMs }), memory)).at(-1);
}

describe('a ready client', () => {
  test('without a readiness probe must stay so for 20 s, and the verdict says why', () => {
    const more = { workload: unprobed, pods: readyPods };
    expect(lookAt([[0, more]])).toEqual({
      ...{ kind: 'baking', sinceMs: 0, forMs: 20_000, isUnprobed: true, againInMs: 20_000 },
    });
    expect(
      lookAt([
        [0, more],
        [19_999, more],
      ]),
    ).toMatchObject({ kind: 'baking', againInMs: 1 });
    expect(
      lookAt([
        [0, more],
        [20_000, more],
      ]),
    ).toMatchObject({ kind: 'proved', isUnprobed: true, bakedMs: 20_000, revision: 'new' });
  });

  test('with a readiness probe is proved at once', () => {
    const verdict = lookAt([[0, { workload: probed, pods: readyPods }]]);
    expect(verdict).toMatchObject({ kind: 'proved', isUnprobed: false, bakedMs: 0, pods: readyPods });
  });

  test('whose sidecar alone has a readiness probe counts as one without', () => {
    const volumeMounts = [{ name: 'keep-deploy-configuration' }];
    const containers = [
      { name: 'client', volumeMounts },
      { name: 'proxy', readinessProbe: {} },
    ];
    const workload = statefulSet({ template: { spec: { containers } } });
    expect(lookAt([[0, { workload, pods: readyPods }]])).toMatchObject({ kind: 'baking', isUnprobed: true });
    const sidecar = [{ name: 'client', volumeMounts, readinessProbe: {} }, { name: 'proxy' }];
    const other = statefulSet({ template: { spec: { containers: sidecar } } });
    expect(lookAt([[0, { workload: other, pods: readyPods }]])).toMatchObject({ kind: 'proved', isUnprobed: false });
  });

  test.each([
    ['longer than its probe asks for', probed, 5_000],
    ['shorter than without a probe', unprobed, 5_000],
  ])('is watched for as long as was configured: %s', (_title, workload, bakeMs) => {
    const more = { workload, pods: readyPods, bakeMs };
    expect(
      lookAt([
        [0, more],
        [4_999, more],
      ])?.kind,
    ).toBe('baking');
    expect(
      lookAt([
        [0, more],
        [5_000, more],
      ])?.kind,
    ).toBe('proved');
  });

  test('without pods has nothing to bake', () => {
    const applied = { ...sight().applied, replicas: 0 };
    const none = statefulSet({ replicas: 0 });
    expect(lookAt([[0, { applied, workload: none }]])).toMatchObject({ kind: 'proved', pods: [] });
  });
});

describe('a bake begins again', () => {
  const begin: readonly [number, Partial<Sight>] = [0, { pods: readyPods }];

  test('when readiness flapped between two looks', () => {
    const flapped = { pods: [pod({ status: ready(15) })] };
    expect(lookAt([begin, [15_000, flapped], [20_000, flapped]])).toMatchObject({ kind: 'baking', sinceMs: 15_000 });
    expect(lookAt([begin, [15_000, flapped], [35_000, flapped]])?.kind).toBe('proved');
  });

  test('when the pod was not ready for a moment', () => {
    const gone = { pods: [pod({ status: unready({ state: { running: {} } }) })] };
    expect(lookAt([begin, [10_000, gone], [11_000, begin[1]], [25_000, begin[1]]])).toMatchObject({
      kind: 'baking',
      sinceMs: 11_000,
    });
  });

  test('when the pod is another of the same name', () => {
    const another = { pods: [pod({ status: ready(), meta: { uid: 'another' } })] };
    expect(lookAt([begin, [10_000, another], [20_000, another]])).toMatchObject({ kind: 'baking', sinceMs: 10_000 });
  });

  test('when a container restarted, and fails when it restarts again', () => {
    const restarted = (restartCount: number) => ({
      pods: [pod({ status: ready(5, { restartCount, lastState: ended(1) }) })],
    });
    expect(lookAt([begin, [10_000, restarted(1)], [29_999, restarted(1)]])).toMatchObject({
      kind: 'baking',
      sinceMs: 10_000,
    });
    expect(lookAt([begin, [10_000, restarted(1)], [30_000, restarted(1)]])?.kind).toBe('proved');
    expect(lookAt([begin, [10_000, restarted(1)], [20_000, restarted(2)]])).toMatchObject({
      kind: 'failed',
      sign: { rule: 'crash' },
    });
  });

  test('not while the server is not heard: nobody saw it stay ready', () => {
    const deaf = { pods: readyPods, heardMs: 5_000 };
    expect(lookAt([begin, [30_000, deaf]])).toMatchObject({ kind: 'baking', againInMs: 15_000 });
  });
});

describe('an unchanged client', () => {
  const applied = { ...sight().applied, isWritten: false };
  const serverNowMs = Date.parse(serverTime(100));
  const standing = (seconds: number): Partial<Sight> => ({
    applied,
    serverNowMs,
    pods: [pod({ status: ready(seconds) })],
  });

  test('that has been ready for long is proved at the first look', () => {
    expect(lookAt([[0, standing(80)]])?.kind).toBe('proved');
  });

  test('that became ready a moment ago is watched for the rest', () => {
    expect(lookAt([[0, standing(85)]])).toMatchObject({ kind: 'baking', againInMs: 5_000 });
  });

  test('whose container began a moment ago is watched, however long the pod is said to be ready', () => {
    const status = {
      ...ready(0),
      containerStatuses: [{ name: 'client', state: { running: { startedAt: serverTime(99) } } }],
    };
    expect(lookAt([[0, { ...standing(0), pods: [pod({ status })] }]])).toMatchObject({
      kind: 'baking',
      againInMs: 19_000,
    });
  });

  test('that was not ready when it was looked at first is watched from when it is', () => {
    const broken = { ...standing(0), pods: [pod({ status: unready() })] };
    expect(
      lookAt([
        [0, broken],
        [1_000, standing(0)],
      ]),
    ).toMatchObject({ kind: 'baking', sinceMs: 1_000 });
  });

  test('that ended again and again is not believed between two crashes, whatever its probe says', () => {
    const restartsBefore = new Map([['keep-client-0-0-new', new Map([['client', 7]])]]);
    const begun = (seconds: number) => {
      const running = { running: { startedAt: serverTime(seconds) } };
      const looping = { restartCount: 7, state: running, lastState: ended(1) };
      return { ...standing(0), workload: probed, restartsBefore, pods: [pod({ status: ready(seconds, looping) })] };
    };
    expect(lookAt([[0, begun(97)]])).toMatchObject({ kind: 'baking', againInMs: 17_000 });
    const backedOff = unready({ restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } } });
    expect(
      lookAt([
        [0, begun(97)],
        [5_000, { ...begun(97), pods: [pod({ status: backedOff })] }],
      ]),
    ).toMatchObject({ kind: 'failed', sign: { rule: 'crash' } });
    expect(lookAt([[0, begun(80)]])?.kind).toBe('proved');
    const innocent = (status: object) =>
      lookAt([[0, { ...begun(97), pods: [pod({ status: { ...ready(97), ...status } })] }]]);
    const ending = { restartCount: 7, lastState: ended(0, 'Completed') };
    expect(innocent({ containerStatuses: [{ name: 'client', ...ending }] })?.kind).toBe('proved');
    const init = { name: 'init', restartCount: 7, state: ended(0), lastState: ended(1) };
    expect(innocent({ initContainerStatuses: [init] })?.kind).toBe('proved');
  });

  test('whose sidecar ended again and again is not believed between two crashes either', () => {
    const restartsBefore = new Map([['keep-client-0-0-new', new Map([['proxy', 7]])]]);
    const running = { running: { startedAt: serverTime(97) } };
    const looping = { name: 'proxy', restartCount: 7, state: running, lastState: ended(1) };
    const spec = { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] };
    const pods = [pod({ spec, status: { ...ready(97), initContainerStatuses: [looping] } })];
    expect(lookAt([[0, { ...standing(0), workload: probed, restartsBefore, pods }]])).toMatchObject({
      kind: 'baking',
      againInMs: 17_000,
    });
  });

  test('is watched in full when the server does not say what time it is', () => {
    expect(lookAt([[0, { ...standing(0), serverNowMs: undefined }]])).toMatchObject({
      kind: 'baking',
      againInMs: 20_000,
    });
  });
});

test('a changed client is watched in full, whatever its pod says about its past', () => {
  const serverNowMs = Date.parse(serverTime(1_000));
  expect(lookAt([[0, { serverNowMs, pods: readyPods }]])).toMatchObject({ kind: 'baking', againInMs: 20_000 });
});
