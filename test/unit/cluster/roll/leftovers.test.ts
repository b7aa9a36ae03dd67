import { describe, expect, test } from '@jest/globals';
import type {
  JsonObject,
  LiveObject,
  ManagedFields,
  WantedObject,
  WrittenKind,
} from '../../../../src/cluster/kubernetes-object.ts';
import { leavingFindings, nothingStays, whyLeft } from '../../../../src/cluster/roll/leftovers.ts';
import { namedBy } from '../../../../src/cluster/roll/who-names.ts';

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
      'a workload whose pods somebody changed when they made them anew',
      body('StatefulSet'),
      live([ours, by('editor', { 'f:spec': { 'f:template': { 'f:metadata': {}, 'f:spec': {} } } })]),
      'editor has made fields of it theirs',
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
    expect(whyLeft({ owner: 'a', body: object, live: stands }, nothingStays)).toContain(why);
  });

  test.each([
    ['of ours alone', [ours]],
    ['of which a controller writes the status', [ours, by('kube-controller-manager', { 'f:status': {} }, 'status')]],
    ['that somebody annotated', [ours, by('kubectl', { 'f:metadata': { 'f:annotations': {} } })]],
    [
      'whose pods somebody made anew (kubectl rollout restart)',
      [ours, by('kubectl-rollout', { 'f:spec': { 'f:template': { 'f:metadata': { 'f:annotations': {} } } } })],
    ],
    ['that was scaled', [ours, by('kubectl', { 'f:spec': { 'f:replicas': {} } }, 'scale')]],
  ])('unless it is an object %s', (_, managedFields) => {
    expect(whyLeft({ owner: 'a', body: body('StatefulSet'), live: live(managedFields) }, nothingStays)).toBeUndefined();
  });
});

describe('what something that stays stands on', () => {
  const leftover = { owner: 'a', body: body('Secret'), live: live([ours]) };

  test('is left where a pod of any workload reads it, or a binding grants it', () => {
    const pod = (spec: JsonObject) => body('StatefulSet', { template: { spec } });
    const named = namedBy([
      pod({ containers: [{ envFrom: [{ secretRef: { name: 'it' } }] }], serviceAccountName: 'who' }),
      { ...body('RoleBinding'), roleRef: { kind: 'Role', name: 'may' } } as WantedObject,
    ]);
    expect([...named.keys()].sort()).toEqual(['Role/may', 'Secret/it', 'ServiceAccount/who']);
    expect(whyLeft(leftover, { ...nothingStays, named })).toBe('StatefulSet it names it');
  });

  test.each([
    ['CronJob', (spec: JsonObject) => ({ jobTemplate: { spec: { template: { spec } } } })],
    ['Job', (spec: JsonObject) => ({ template: { spec } })],
    ['DaemonSet', (spec: JsonObject) => ({ template: { spec } })],
    ['Pod', (spec: JsonObject) => spec],
  ] as const)('is left where a %s names it', (kind, specOf) => {
    const sources = [{ configMap: { name: 'projected' } }];
    const volumes = [{ projected: { sources } }, { csi: { nodePublishSecretRef: { name: 'it' } } }];
    const named = namedBy([
      { kind, metadata: { name: 'x' }, spec: specOf({ volumes, serviceAccountName: 'who' }) } as never,
    ]);
    expect(Object.fromEntries(named)).toEqual({
      'ConfigMap/projected': `${kind} x`,
      'Secret/it': `${kind} x`,
      'ServiceAccount/who': `${kind} x`,
    });
  });

  test('is left with the workload of its client, and with that alone', () => {
    expect(whyLeft(leftover, { ...nothingStays, owners: new Set(['a']) })).toBe('the workload of a stays');
    expect(whyLeft(leftover, { ...nothingStays, owners: new Set(['b']) })).toBeUndefined();
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
