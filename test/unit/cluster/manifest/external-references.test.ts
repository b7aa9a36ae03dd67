import { describe, expect, test } from '@jest/globals';
import { externalReferences, readManifests } from '../../../../src/cluster/index.ts';
import { keepClient, keepRules, ownFiles, service, statefulSet, template } from './manifests.ts';

const namesOf = (...documents: readonly string[]) =>
  externalReferences(template(...documents), 'keep-test').map(({ kind, name, keys, advice }) =>
    [kind, name, ...keys, advice].join(' ').trim(),
  );
const withPod = (line: string) =>
  statefulSet.replace('    spec:\n      containers', `    spec:\n      ${line}\n      containers`);

describe('what a manifest names and does not hold', () => {
  test.each([
    ['serviceAccountName: someone', 'ServiceAccount someone'],
    ['imagePullSecrets: [{ name: pull }]', 'Secret pull'],
    ['volumes: [{ name: v, persistentVolumeClaim: { claimName: data } }]', 'PersistentVolumeClaim data'],
    ['volumes: [{ name: v, secret: { secretName: s, items: [{ key: k, path: p }] } }]', 'Secret s k'],
    ['volumes: [{ name: v, configMap: { name: m } }]', 'ConfigMap m'],
    ['initContainers: [{ name: i, envFrom: [{ configMapRef: { name: m } }] }]', 'ConfigMap m'],
    [
      'initContainers: [{ name: i, env: [{ name: A, valueFrom: { secretKeyRef: { name: s, key: k } } }] }]',
      'Secret s k',
    ],
  ])('is listed: %s', (line, expected) => {
    expect(namesOf(withPod(line), service)).toEqual([expected]);
  });

  test.each([
    'serviceAccountName: default',
    'volumes: [{ name: v, configMap: { name: m, optional: true } }]',
    'volumes: [{ name: v, emptyDir: {} }]',
  ])('is not listed where nothing is missed: %s', (line) => {
    expect(namesOf(withPod(line), service)).toEqual([]);
  });

  test('is not listed where it is in another namespace: a binding may give rights to accounts of any', () => {
    const binding = (namespace: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: metrics }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: prometheus, namespace: ${namespace} }]
`;
    expect(namesOf(statefulSet, service, binding('monitoring'))).toEqual([]);
    expect(namesOf(statefulSet, service, binding('keep-test'))).toEqual(['ServiceAccount prometheus']);
  });

  test('has the near name of what it may have meant', () => {
    const claim = 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: keep-client-data }\nspec: {}\n';
    const line = 'volumes: [{ name: v, persistentVolumeClaim: { claimName: keep-client-date } }]';
    expect(namesOf(withPod(line), service, claim)).toEqual([
      'PersistentVolumeClaim keep-client-date : did you mean "keep-client-data"?',
    ]);
  });

  test('has its place, for each client that is named as written', () => {
    const manifest = readManifests(ownFiles([keepClient(0), keepClient(1)]), keepRules);
    expect(externalReferences(manifest, 'keep-test')).toMatchObject(
      ['0.yml', '1.yml'].flatMap((file) => [
        { kind: 'Secret', name: 'eth-account-passphrases', place: { file } },
        { kind: 'ConfigMap', name: 'eth-network-internal', place: { file, line: 37 } },
      ]),
    );
  });
});
