import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../src/cluster/judge/judge.ts';
import { createJudgeMemory } from '../../../../src/cluster/judge/judge-memory.ts';
import type { JsonObject, ManagedFields } from '../../../../src/cluster/kubernetes-object.ts';
import type { LiveWorkload } from '../../../../src/cluster/live-workload.ts';
import { pod, ready, serverTime, sight, statefulSet } from './sight-builder.ts';

const ours = statefulSet().metadata.managedFields ?? [];
const by = (manager: string, spec: JsonObject, seconds = 5, more: ManagedFields = {}): ManagedFields => ({
  ...{ manager, operation: 'Update', time: serverTime(seconds), fieldsV1: { 'f:spec': spec } },
  ...more,
});
const changed = (entries: readonly object[], meta: object = {}, own: readonly object[] = ours) =>
  statefulSet({}, {}, { generation: 3, managedFields: [...own, ...entries], ...meta });
const image = { 'f:template': {} };
const replicas = { 'f:replicas': {} };
const timeless: ManagedFields = {
  ...{ manager: 'kubectl', operation: 'Update', subresource: 'scale', fieldsV1: { 'f:spec': replicas } },
};
const scaled = changed([timeless]);

/** What is said of a workload that was seen as written a moment before; its pod is ready all the time. */
function verdictOn(workload: LiveWorkload | undefined, books: readonly ManagedFields[] = ours) {
  const memory = createJudgeMemory();
  const pods = [pod({ status: ready() })];
  const applied = { ...sight().applied, books };
  judge(sight({ applied, pods }), memory);
  return judge(sight({ applied, pods, workload, bakeMs: 0, nowMs: 1 }), memory);
}

describe('a workload is superseded', () => {
  test.each([
    ['when it is gone', undefined, /deleted/, undefined],
    ['when it was made anew', statefulSet({}, {}, { uid: 'another' }), /made anew/, undefined],
    ['when it is being deleted', statefulSet({}, {}, { deletionTimestamp: serverTime(2) }), /being deleted/, undefined],
    ['by who changed its image', changed([by('keel', image)]), /by keel: spec\.template$/, 'keel'],
    [
      'by who changed it last',
      changed([by('kubectl-edit', image, 9), by('keel', image, 5)]),
      /by kubectl-edit: spec\.template$/,
      'kubectl-edit',
    ],
    [
      'by who changed it, not by who wrote its status',
      changed([by('keel', image), by('kube-controller-manager', {}, 9, { subresource: 'status' })]),
      /by keel: spec\.template$/,
      'keel',
    ],
    [
      'by who changed it, not by who wrote before us',
      changed([by('keel', image), by('helm', image, -60)]),
      /by keel: spec\.template$/,
      'keel',
    ],
    [
      'by another run of ours',
      changed([], {}, [{ ...ours[0], time: serverTime(9) }]),
      /by keep-deploy \(another run\)$/,
      'keep-deploy (another run)',
    ],
    ['by somebody its books do not name', changed([], { managedFields: undefined }), /by another manager$/, undefined],
    [
      'when only our content annotation was changed',
      statefulSet(
        {},
        {},
        { annotations: { 'keep-deploy/content': 'sha256:x' }, managedFields: [...ours, by('helm', {}, 9)] },
      ),
      /content.*by helm: spec$/,
      'helm',
    ],
    [
      'when our content annotation was taken away',
      statefulSet({}, {}, { annotations: {} }),
      /by another manager$/,
      undefined,
    ],
    [
      'by who scaled it, which leaves no time in the books',
      scaled,
      /by kubectl \(scale\): spec\.replicas$/,
      'kubectl (scale)',
    ],
    [
      'by an autoscaler',
      changed([by('kube-controller-manager', replicas, 5, { subresource: 'scale' })]),
      /by kube-controller-manager \(scale\): spec\.replicas$/,
      'kube-controller-manager (scale)',
    ],
    [
      'by who changed many fields of it: the first are named',
      changed([by('keel', { 'f:d': {}, 'f:a': {}, 'f:template': { 'f:c': {}, 'f:b': {} }, 'f:e': {} })]),
      /by keel: spec\.d, spec\.a, spec\.template\.c and 2 more fields$/,
      'keel',
    ],
  ])('%s', (_title, workload, message, manager) => {
    const verdict = verdictOn(workload);
    expect(verdict).toMatchObject({ kind: 'failed', sign: { rule: 'superseded', manager } });
    expect(verdict.kind === 'failed' && verdict.sign.message).toMatch(message);
  });

  test('by nobody who can be named where its books are those of our write', () => {
    const verdict = verdictOn(changed([timeless]), [...ours, timeless]);
    expect(verdict.kind === 'failed' && verdict.sign.message).toMatch(/by another manager$/);
  });

  test('by who has a field more than when we wrote, and not by who stood in its books already', () => {
    const books = [...ours, by('keel', image, -60), { ...timeless, manager: 'someone' }];
    const workload = changed([by('keel', { ...image, ...replicas }), { ...timeless, manager: 'someone' }]);
    const verdict = verdictOn(workload, books);
    expect(verdict.kind === 'failed' && verdict.sign.message).toMatch(/by keel: spec\.replicas$/);
  });
});

describe('a workload is not superseded', () => {
  test('by what was written before us', () => {
    const workload = statefulSet({}, {}, { managedFields: [...ours, by('helm', image, -60)] });
    expect(verdictOn(workload).kind).toBe('proved');
  });

  test.each([
    ['99', '100', 'proved'],
    ['100', '100', 'failed'],
    ['101', '100', 'failed'],
    ['9', 'abc', 'failed'],
    [undefined, '100', 'failed'],
  ])('by other annotations while the watch shows version %s of what was written as %s: %s', (shown, version, kind) => {
    const annotations = { 'keep-deploy/content': 'sha256:before' };
    const workload = statefulSet({}, {}, { annotations, ...(shown !== undefined && { resourceVersion: shown }) });
    const applied = { ...sight().applied, resourceVersion: version };
    const seen = sight({ applied, workload, pods: [pod({ status: ready() })], bakeMs: 0 });
    expect(judge(seen, createJudgeMemory()).kind).toBe(kind);
  });

  test('while the watch is behind', () => {
    const memory = createJudgeMemory();
    for (const workload of [undefined, statefulSet({}, {}, { uid: 'former' })]) {
      expect(judge(sight({ workload }), memory).kind).toBe('waiting');
    }
  });
});
