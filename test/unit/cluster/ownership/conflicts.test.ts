import { describe, expect, test } from '@jest/globals';
import { conflictsIn, describeConflict, mayForce } from '../../../../src/cluster/ownership/conflicts.ts';

/** As API server 1.36 answers. */
const answer = (...causes: readonly { readonly field: string; readonly message: string }[]): string =>
  JSON.stringify({
    kind: 'Status',
    status: 'Failure',
    message: `Apply failed with ${causes.length} conflicts`,
    reason: 'Conflict',
    details: { causes: causes.map((cause) => ({ reason: 'FieldManagerConflict', ...cause })) },
    code: 409,
  });
const two = answer(
  {
    field: '.spec.template.spec.containers[name="client"].image',
    message: 'conflict with "keel" using apps/v1 at 2026-11-21T20:00:00Z',
  },
  { field: '.spec.replicas', message: 'conflict with "kubectl" with subresource "scale" using apps/v1' },
);

describe('a conflict', () => {
  test('is told as field → manager', () => {
    expect(conflictsIn(two).map(describeConflict)).toEqual([
      'spec.template.spec.containers[name="client"].image → keel',
      'spec.replicas → kubectl (scale)',
    ]);
  });

  test.each<[string, string, string]>([
    ['with quotes in its name', 'conflict with "a \\"b\\" c" using v1', 'a "b" c'],
    ['of server-side apply', 'conflict with "helm"', 'helm'],
    ['that a later version says in other words', 'taken by somebody', 'taken by somebody'],
    ['that is not named', '', 'another manager'],
  ])('names the manager %s', (_, message, manager) => {
    expect(conflictsIn(answer({ field: '.a', message }))).toMatchObject([{ field: 'a', manager }]);
  });

  test.each<[string, string]>([
    ['a page of a proxy', '<html>no</html>'],
    ['nothing', ''],
    ['null', 'null'],
    [
      'a stale resourceVersion',
      JSON.stringify({ kind: 'Status', reason: 'Conflict', code: 409, details: { name: 'x' } }),
    ],
    [
      'causes of another kind',
      JSON.stringify({ details: { causes: [null, 'x', { reason: 'FieldValueInvalid', field: 'spec' }] } }),
    ],
    ['causes that are none', JSON.stringify({ details: { causes: 'x' } })],
  ])('is not found in %s', (_, body) => {
    expect(conflictsIn(body)).toEqual([]);
  });

  test('is one plain line, however it was said', () => {
    const [conflict] = conflictsIn(answer({ field: '.a\n::error::b', message: `conflict with "${'x'.repeat(500)}"` }));
    expect(conflict?.field).toBe('a ::error::b');
    expect(conflict?.manager.length).toBeLessThanOrEqual(120);
  });
});

describe('force is allowed', () => {
  const conflicts = conflictsIn(two);

  test.each<[string, readonly string[], boolean]>([
    ['for nobody named', [], false],
    ['when one of them is not named', ['keel'], false],
    ['when another one is named', ['kubectl', 'helm'], false],
    ['when all are named', ['kubectl', 'other', 'keel'], true],
  ])('%s', (_, named, expected) => {
    expect(mayForce(conflicts, named)).toBe(expected);
  });

  test('for no conflict at all: not', () => {
    expect(mayForce([], ['keel'])).toBe(false);
  });
});
