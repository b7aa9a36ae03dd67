import { describe, expect, test } from '@jest/globals';
import { readManifest } from '../../../../src/cluster/index.ts';
import { UserError } from '../../../../src/report/index.ts';

const rules = {
  namespace: 'keep-test',
  container: 'client',
  mounted: ['/mnt/config/keep.toml', '/mnt/keyfile/keyfile.json'],
  variables: ['KEEP_ETHEREUM_PASSWORD'],
};

const statefulSet = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: keep-client
spec:
  selector:
    matchLabels:
      app: keep
  template:
    metadata:
      labels:
        app: keep
    spec:
      containers:
        - name: client
          image: any
`;
const service = `apiVersion: v1
kind: Service
metadata:
  name: keep-client
spec:
  clusterIP: None
  ports:
    - port: 3919
`;

/** `line:column: message` for each mistake. */
function mistakesIn(...documents: readonly string[]): readonly string[] {
  try {
    readManifest('keep-client.yml', documents.join('---\n'), rules);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.findings.map(({ line, column, message }) => `${line}:${column}: ${message}`);
  }
}
const change = (from: string, to: string) => mistakesIn(statefulSet.replace(from, to), service);

describe('a manifest is refused', () => {
  test('that is empty', () => {
    expect(mistakesIn('')).toEqual([expect.stringMatching(/the manifest is empty/)]);
  });

  test('without one of the two objects, and with one too many', () => {
    expect(mistakesIn(service)).toEqual([expect.stringMatching(/no StatefulSet/)]);
    expect(mistakesIn(statefulSet)).toEqual([expect.stringMatching(/no Service/)]);
    expect(mistakesIn(statefulSet, service, service)).toEqual([expect.stringMatching(/^27:1: a second Service/)]);
  });

  test('with another kind, and says where', () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n';
    expect(mistakesIn(statefulSet, service, map)).toEqual([
      expect.stringMatching(/^28:1: expected StatefulSet or Service, found "ConfigMap"/),
    ]);
  });

  test('that is no YAML, or says a key twice', () => {
    expect(mistakesIn(statefulSet.replace('kind: StatefulSet', 'kind: [')).length).toBeGreaterThan(0);
    expect(change('kind: StatefulSet', 'kind: StatefulSet\nkind: Deployment')).toEqual([
      expect.stringMatching(/^3:1: .*unique/),
    ]);
  });

  // As in keep-core v1.3.0 keep-client-0-statefulset.yaml, where the container had slipped under volumes.
  test('whose containers are empty', () => {
    const slipped = statefulSet.replace(
      '        - name: client\n          image: any\n',
      '      volumes:\n        - name: client\n',
    );
    expect(mistakesIn(slipped, service)).toEqual([
      expect.stringMatching(/^14:7: expected at least one container, found nothing/),
    ]);
    expect(change('        - name: client\n          image: any\n', '        []\n')).toEqual([
      expect.stringMatching(/^14:7: .*an empty list/),
    ]);
  });

  test('that has no container of the name in clients.yml', () => {
    expect(change('name: client\n', 'name: keep\n')).toEqual([
      expect.stringMatching(/^14:7: no container is named client .* found "keep"/),
    ]);
  });

  test.each([
    ['apiVersion: apps/v1', 'apiVersion: apps/v1beta2', /^1:1: expected apps\/v1/],
    [
      '  name: keep-client\n',
      '  name: keep-client\n  namespace: default\n',
      /^5:3: expected the environment's namespace keep-test/,
    ],
    [
      'spec:\n  selector',
      'spec:\n  replicas: 2\n  selector',
      /^6:3: expected 1 or none, found 2: two pods would share one account/,
    ],
    ['spec:\n  selector', 'spec:\n  updateStrategy:\n    type: OnDelete\n  selector', /^7:5: expected RollingUpdate/],
    [
      'spec:\n  selector',
      'spec:\n  updateStrategy:\n    rollingUpdate:\n      partition: 1\n  selector',
      /^8:7: expected 0 or none/,
    ],
    ['      app: keep\n', '      app: other\n', /^8:7: selects nothing/],
    [
      '        app: keep\n',
      '        app: keep\n        id: 0x10\n',
      /^13:9: expected text, found 16: put it in quotes/,
    ],
    [
      '          image: any\n',
      '          env:\n            - { name: KEEP_ETHEREUM_PASSWORD, value: x }\n',
      /^17:17: keep-deploy sets/,
    ],
    [
      '          image: any\n',
      '          volumeMounts:\n            - { name: c, mountPath: /mnt/config/keep.toml }\n',
      /^17:26: .*take this mount out/,
    ],
    ['          image: any\n', '      volumes:\n        - name: keep-deploy-keyfile\n', /^17:11: .*keep-deploy's own/],
  ])('with %j written as %j', (from, to, expected) => {
    expect(change(from, to)).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    ['  clusterIP: None\n', '  type: LoadBalancer\n', /^23:3: expected ClusterIP or none/],
    ['  clusterIP: None\n', '  clusterIP: 10.102.100.1\n', /^23:3: expected None \(a headless Service\)/],
    [
      '  clusterIP: None\n',
      '  selector: { app: typo }\n',
      /^23:15: selects nothing: the pod template's label app is "keep", not "typo"/,
    ],
  ])('whose Service has %j as %j', (from, to, expected) => {
    expect(mistakesIn(statefulSet, service.replace(from, to))).toEqual([expect.stringMatching(expected)]);
  });

  test('with all its mistakes at once', () => {
    const many = statefulSet
      .replace('spec:\n  selector', 'spec:\n  replicas: 3\n  selector')
      .replace('name: client\n', 'name: keep\n');
    expect(mistakesIn(many, service.replace('None', '10.0.0.1'))).toHaveLength(3);
  });
});

test('comments, empty documents and fields of all kinds are the user’s', () => {
  const manifest = readManifest('m.yml', `# ours\n---\n${statefulSet}---\n${service}---\n`, rules);
  expect(manifest.container).toBe('client');
  expect(manifest.statefulSet['kind']).toBe('StatefulSet');
});
