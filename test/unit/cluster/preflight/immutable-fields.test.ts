import { describe, expect, test } from '@jest/globals';
import type { LiveObject, WantedObject, WrittenKind } from '../../../../src/cluster/kubernetes-object.ts';
import { immutableFieldFindings } from '../../../../src/cluster/preflight/immutable-fields.ts';
import { recipeForRefusal } from '../../../../src/cluster/preflight/immutable-recipes.ts';

const wanted = (kind: WrittenKind, fields: object) =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'it', namespace: 'keep' }, ...fields }) as WantedObject;
const live = (fields: object) => ({ metadata: { name: 'it', uid: 'u' }, ...fields }) as LiveObject;
const find = (kind: WrittenKind, wants: object, stands: object) =>
  immutableFieldFindings(wanted(kind, wants), live(stands));

const claim = (storage: unknown, more: object = {}) => ({
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...more },
});
/** A claim template as it stands: with what the API server adds. */
const liveClaim = (storage: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', creationTimestamp: null },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, volumeMode: 'Filesystem', ...more },
  status: { phase: 'Pending' },
});
const claims = (...list: readonly unknown[]) => ({ spec: { volumeClaimTemplates: list } });
const labels = (value: string) => ({ spec: { selector: { matchLabels: { app: value } } } });

describe('what can’t be changed is told with what stands, what is wanted and what to run:', () => {
  test.each<[string, WrittenKind, object, object, string, string]>([
    [
      'a larger claim',
      'StatefulSet',
      claims(claim('2Gi')),
      claims(liveClaim('1Gi')),
      'spec.volumeClaimTemplates[0].spec.resources.requests.storage is "1Gi" and would become "2Gi"',
      'kubectl --namespace keep delete statefulset it --cascade=orphan',
    ],
    [
      'another claim',
      'StatefulSet',
      claims(claim('1Gi'), claim('1Gi')),
      claims(liveClaim('1Gi')),
      'spec.volumeClaimTemplates is',
      '--cascade=orphan',
    ],
    [
      'a class that is left out',
      'StatefulSet',
      claims(claim('1Gi')),
      claims(liveClaim('1Gi', { storageClassName: 'fast' })),
      'spec.volumeClaimTemplates[0].spec.storageClassName is "fast" and would become nothing',
      'A claim that is there already keeps its size and class',
    ],
    [
      'labels that select',
      'StatefulSet',
      labels('b'),
      labels('a'),
      'spec.selector.matchLabels.app is "a" and would become "b"',
      'its claims and their data stay, unless',
    ],
    [
      'the governing Service',
      'StatefulSet',
      { spec: { serviceName: 'b' } },
      { spec: { serviceName: 'a' } },
      'spec.serviceName is "a" and would become "b"',
      '--cascade=orphan',
    ],
    [
      'how pods are managed',
      'StatefulSet',
      { spec: { podManagementPolicy: 'Parallel' } },
      { spec: { podManagementPolicy: 'OrderedReady' } },
      'spec.podManagementPolicy is "OrderedReady"',
      '--cascade=orphan',
    ],
    [
      'a Deployment’s labels',
      'Deployment',
      labels('b'),
      labels('a'),
      'spec.selector.matchLabels.app',
      'kubectl --namespace keep delete deployment it',
    ],
    [
      'a Service that becomes headless',
      'Service',
      { spec: { clusterIP: 'None' } },
      { spec: { clusterIP: '10.0.0.1' } },
      'spec.clusterIP is "10.0.0.1" and would become "None"',
      'kubectl --namespace keep delete service it',
    ],
    [
      'a claim’s class',
      'PersistentVolumeClaim',
      { spec: { storageClassName: 'b' } },
      { spec: { storageClassName: 'a' } },
      'spec.storageClassName',
      'A claim is never deleted here',
    ],
    [
      'a claim that would shrink',
      'PersistentVolumeClaim',
      { spec: claim('1Gi').spec },
      { spec: claim('2Gi').spec },
      'spec.resources.requests.storage is "2Gi" and would become "1Gi"',
      'A claim is never deleted here',
    ],
    [
      'whom a RoleBinding binds to',
      'RoleBinding',
      { roleRef: { kind: 'Role', name: 'b' } },
      { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' } },
      'roleRef.name is "a" and would become "b"',
      'kubectl --namespace keep delete rolebinding it',
    ],
    [
      'an immutable ConfigMap',
      'ConfigMap',
      { data: { a: '2' } },
      { immutable: true, data: { a: '1' } },
      'data.a differs',
      'Give the changed one another name',
    ],
    [
      'an immutable ConfigMap that is to be none',
      'ConfigMap',
      { immutable: false, data: { a: '1' } },
      { immutable: true, data: { a: '1' } },
      'immutable is true and would become false',
      'delete configmap it',
    ],
    [
      'an immutable Secret',
      'Secret',
      { data: { a: 'Y29ycmVjdCBob3JzZQ==' } },
      { immutable: true, data: { a: 'eA==' } },
      'data.a differs',
      'delete secret it',
    ],
    [
      'an immutable Secret written as text',
      'Secret',
      { stringData: { a: 'correct horse' } },
      { immutable: true, data: { a: 'eA==' } },
      'data.a differs',
      'delete secret it',
    ],
    [
      'a Secret’s type',
      'Secret',
      { type: 'Opaque' },
      { type: 'kubernetes.io/tls' },
      'type is "kubernetes.io/tls" and would become "Opaque"',
      'delete secret it',
    ],
  ])('%s', (_, kind, wants, stands, parts, recipe) => {
    const findings = find(kind, wants, stands);
    expect(findings).toEqual([
      { severity: 'error', message: expect.stringContaining(`${kind} it can't be changed there: ${parts}`) },
    ]);
    expect(findings[0]?.message).toContain(recipe);
    expect(findings[0]?.message).not.toMatch(/horse|Y29ycmVj/);
  });

  test('all of them in one finding, at its place', () => {
    const stands = {
      spec: {
        serviceName: 'a',
        podManagementPolicy: 'Parallel',
        ...labels('a').spec,
        ...claims(liveClaim('1Gi')).spec,
      },
    };
    const wants = {
      spec: {
        serviceName: 'b',
        podManagementPolicy: 'OrderedReady',
        ...labels('b').spec,
        ...claims(claim('2Gi')).spec,
      },
    };
    const findings = immutableFieldFindings(wanted('StatefulSet', wants), live(stands), () => ({
      file: 'client.yml',
      line: 7,
    }));
    expect(findings).toEqual([
      {
        severity: 'error',
        file: 'client.yml',
        line: 7,
        message: expect.stringMatching(/selector.*serviceName.*podManagementPolicy.*and 1 more/),
      },
    ]);
  });
});

describe('what may be changed, or doesn’t change, is no finding:', () => {
  test.each<[string, WrittenKind, object, object]>([
    ['the template', 'StatefulSet', { spec: { template: { a: 1 } } }, { spec: { template: { a: 2 } } }],
    ['the same claim in other words', 'StatefulSet', claims(claim('1024Mi')), claims(liveClaim('1Gi'))],
    ['a claim written with a fraction', 'StatefulSet', claims(claim('0.5Gi')), claims(liveClaim('512Mi'))],
    [
      'a claim with empty and absent parts',
      'StatefulSet',
      claims({ ...claim('1Gi'), status: {}, metadata: { name: 'data', labels: {}, creationTimestamp: null } }),
      claims(liveClaim('1Gi')),
    ],
    [
      'what the manifest leaves to its owner',
      'StatefulSet',
      { spec: {} },
      { spec: { serviceName: 'a', podManagementPolicy: 'Parallel', ...claims(liveClaim('1Gi')).spec } },
    ],
    ['a Service’s given address', 'Service', { spec: { ports: [] } }, { spec: { clusterIP: '10.0.0.1' } }],
    ['a claim that grows', 'PersistentVolumeClaim', claim('2Gi'), claim('1Gi')],
    [
      'a binding without its usual group',
      'RoleBinding',
      { roleRef: { kind: 'Role', name: 'a' } },
      { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' } },
    ],
    ['a ConfigMap that isn’t immutable', 'ConfigMap', { data: { a: '2' } }, { data: { a: '1' } }],
    [
      'an immutable Secret with the same content',
      'Secret',
      { immutable: true, stringData: { a: 'x' } },
      { immutable: true, type: 'Opaque', data: { a: 'eA==' } },
    ],
    ['a kind without such parts', 'PodDisruptionBudget', { spec: { minAvailable: 1 } }, { spec: { minAvailable: 2 } }],
  ])('%s', (_, kind, wants, stands) => {
    expect(find(kind, wants, stands)).toEqual([]);
  });

  test('an object that isn’t there yet', () => {
    expect(immutableFieldFindings(wanted('StatefulSet', labels('a')), undefined)).toEqual([]);
  });
});

test.each<[WrittenKind, string, string | undefined]>([
  [
    'StatefulSet',
    "StatefulSet.apps \"it\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'template' are forbidden",
    '--cascade=orphan',
  ],
  [
    'Deployment',
    'Deployment.apps "it" is invalid: spec.selector: Invalid value: {"matchLabels":{}}: field is immutable',
    'delete deployment it',
  ],
  [
    'ConfigMap',
    'ConfigMap "it" is invalid: data: Forbidden: field is immutable when `immutable` is set',
    'delete configmap it',
  ],
  [
    'Service',
    'Service "it" is invalid: spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set',
    'delete service it',
  ],
  [
    'PersistentVolumeClaim',
    'spec: Forbidden: spec is immutable after creation except resources.requests',
    'A claim is never deleted here',
  ],
  ['RoleBinding', 'roleRef: Invalid value: {}: cannot change roleRef', 'delete rolebinding it'],
  ['StatefulSet', 'spec.template.spec.containers: Required value', undefined],
  ['Service', 'spec.ports: Required value', undefined],
])('a refusal of a %s that says %j has the recipe %j', (kind, text, recipe) => {
  const found = recipeForRefusal(text, { kind, name: 'it', namespace: 'keep' });
  if (recipe === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(recipe);
});
