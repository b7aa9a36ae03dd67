import { describe, expect, test } from '@jest/globals';
import type {
  JsonObject,
  LiveObject,
  ManagedFields,
  WantedObject,
  WrittenKind,
} from '../../../../src/cluster/kubernetes-object.ts';
import { leavingFindings, namedBy, type Staying, whyLeft } from '../../../../src/cluster/roll/leftovers.ts';

const ours: ManagedFields = {
  manager: 'keep-deploy',
  operation: 'Apply',
  fieldsV1: { 'f:spec': { 'f:replicas': {} } },
};
const body = (kind: WrittenKind, spec: JsonObject = {}): WantedObject => ({
  ...{ apiVersion: 'v1', kind, metadata: { name: 'it', namespace: 'keep' }, spec },
});
const live = (
  managedFields: readonly ManagedFields[],
  labels: Record<string, string> = { 'app.kubernetes.io/managed-by': 'keep-deploy' },
): LiveObject => ({
  metadata: { name: 'it', labels, managedFields },
});
const by = (manager: string, fieldsV1: JsonObject, subresource?: string): ManagedFields => ({
  ...{ manager, operation: 'Update', fieldsV1 },
  ...(subresource !== undefined && { subresource }),
});

const nothing: Staying = { owners: new Set(), named: new Set() };

describe('what nothing wants any more is left', () => {
  test.each([
    ['a claim, whoever wrote it', body('PersistentVolumeClaim'), live([ours]), 'a claim holds data'],
    ['what may not be read', body('Service'), 'unreadable', 'may not read it'],
    ['what lost our label', body('Service'), live([ours], {}), 'not marked as keep-deploy’s'],
    ['what is not ours by its books', body('Service'), live([by('kubectl-edit', { 'f:spec': {} })]), 'not marked'],
    [
      'what a person has edited',
      body('StatefulSet'),
      live([ours, by('kubectl-edit', { 'f:spec': { 'f:template': {} } })]),
      'kubectl-edit has made fields of it theirs',
    ],
    [
      'what somebody put data into',
      body('ConfigMap'),
      live([ours, by('script', { 'f:data': { 'f:x': {} } })]),
      'script has made fields of it theirs',
    ],
    [
      'a workload that was told since to take its claims along',
      body('StatefulSet'),
      { ...live([ours]), spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } } },
      'would delete its claims',
    ],
    [
      'a workload that would take its claims along',
      body('StatefulSet', { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } }),
      live([ours]),
      'would delete its claims',
    ],
  ] as const)('(%s)', (_, object, stands, why) => {
    expect(whyLeft({ owner: 'a', body: object, live: stands }, nothing)).toContain(why);
  });

  test.each([
    ['of ours alone', [ours]],
    ['of which a controller writes the status', [ours, by('kube-controller-manager', { 'f:status': {} }, 'status')]],
    ['that somebody annotated', [ours, by('kubectl', { 'f:metadata': { 'f:annotations': {} } })]],
    ['that was scaled', [ours, by('kubectl', { 'f:spec': { 'f:replicas': {} } }, 'scale')]],
  ])('unless it is an object %s', (_, managedFields) => {
    expect(whyLeft({ owner: 'a', body: body('StatefulSet'), live: live(managedFields) }, nothing)).toBeUndefined();
  });
});

describe('what something that stays stands on', () => {
  const leftover = { owner: 'a', body: body('Secret'), live: live([ours]) };

  test('is left where a pod of any workload reads it, or a binding grants it', () => {
    const pod = (spec: JsonObject) => body('StatefulSet', { template: { spec } });
    const named = namedBy([
      pod({ containers: [{ envFrom: [{ secretRef: { name: 'it' } }] }], serviceAccountName: 'who' }),
      { ...body('RoleBinding'), roleRef: { kind: 'Role', name: 'may' } },
    ]);
    expect([...named].sort()).toEqual(['Role/may', 'Secret/it', 'ServiceAccount/who']);
    expect(whyLeft(leftover, { ...nothing, named })).toBe('something that stays names it');
  });

  test('is left with the workload of its client, and with that alone', () => {
    expect(whyLeft(leftover, { ...nothing, owners: new Set(['a']) })).toBe('the workload of a stays');
    expect(whyLeft(leftover, { ...nothing, owners: new Set(['b']) })).toBeUndefined();
  });
});

describe('clients that leave the clients file', () => {
  const leaving = (n: number) =>
    Array.from({ length: n }, (_, index) => ({ owner: `c${index}`, kind: 'StatefulSet', name: `c${index}` }));
  test.each([
    [1, 1],
    [2, 2],
    [2, 4],
    [3, 5],
    [10, 10],
  ])('%i of %i are too many: it looks like the wrong file', (n, of) => {
    expect(leavingFindings(leaving(n), of)).toEqual([
      { severity: 'error', message: expect.stringContaining(`${n} of the ${of} clients`) },
    ]);
  });

  test.each([
    [0, 0],
    [0, 5],
    [1, 2],
    [1, 4],
    [2, 5],
    [49, 100],
  ])('%i of %i may', (n, of) => {
    expect(leavingFindings(leaving(n), of)).toEqual([]);
  });
});
