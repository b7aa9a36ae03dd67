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

/** What is said of a workload that was seen as written a moment before; its pod is ready all the time. */
function verdictOn(workload: LiveWorkload | undefined, ownsReplicas = true) {
  const memory = createJudgeMemory();
  const pods = [pod({ status: ready() })];
  const applied = { ...sight().applied, replicas: ownsReplicas ? 1 : undefined };
  judge(sight({ applied, pods }), memory);
  return judge(sight({ applied, pods, workload, bakeMs: 0, nowMs: 1 }), memory);
}

describe('a workload is superseded', () => {
  test.each([
    ['when it is gone', undefined, /deleted/, undefined],
    ['when it was made anew', statefulSet({}, {}, { uid: 'another' }), /made anew/, undefined],
    ['when it is being deleted', statefulSet({}, {}, { deletionTimestamp: serverTime(2) }), /being deleted/, undefined],
    ['by who changed its image', changed([by('keel', image)]), /by keel$/, 'keel'],
    [
      'by who changed it last',
      changed([by('kubectl-edit', image, 9), by('keel', image, 5)]),
      /by kubectl-edit$/,
      'kubectl-edit',
    ],
    [
      'by who changed it, not by who wrote its status',
      changed([by('keel', image), by('kube-controller-manager', {}, 9, { subresource: 'status' })]),
      /by keel$/,
      'keel',
    ],
    [
      'by who changed it, not by who wrote before us',
      changed([by('keel', image), by('helm', image, -60)]),
      /by keel$/,
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
      /content.*by helm$/,
      'helm',
    ],
    [
      'when our content annotation was taken away',
      statefulSet({}, {}, { annotations: {} }),
      /by another manager$/,
      undefined,
    ],
    [
      'by who scaled what we own',
      changed([by('kubectl', replicas, 5, { subresource: 'scale' })]),
      /by kubectl$/,
      'kubectl',
    ],
  ])('%s', (_title, workload, message, manager) => {
    const verdict = verdictOn(workload);
    expect(verdict).toMatchObject({ kind: 'failed', sign: { rule: 'superseded', manager } });
    expect(verdict.kind === 'failed' && verdict.sign.message).toMatch(message);
  });

  test('by who changed more than the number of replicas that is left to others', () => {
    const workload = changed([by('autoscaler', replicas), by('keel', { ...replicas, ...image })]);
    expect(verdictOn(workload, false)).toMatchObject({ kind: 'failed', sign: { manager: 'keel' } });
  });
});

describe('a workload is not superseded', () => {
  test('by an autoscaler that was left the number of replicas', () => {
    const memory = createJudgeMemory();
    const applied = { ...sight().applied, replicas: undefined };
    const workload = changed([by('kube-controller-manager', replicas, 5, { subresource: 'scale' })]);
    const verdict = judge(sight({ applied, workload, pods: [pod({ status: ready() })], bakeMs: 0 }), memory);
    expect(verdict.kind).toBe('proved');
  });

  test('by an autoscaler where somebody else wrote more of it before us', () => {
    const applied = { ...sight().applied, replicas: undefined };
    const workload = changed([by('helm', image, -60), by('autoscaler', replicas)]);
    const verdict = judge(
      sight({ applied, workload, pods: [pod({ status: ready() })], bakeMs: 0 }),
      createJudgeMemory(),
    );
    expect(verdict.kind).toBe('proved');
  });

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
