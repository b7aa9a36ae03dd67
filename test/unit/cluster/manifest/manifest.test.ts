import { describe, expect, test } from '@jest/globals';
import { findingsIn, keepClient, keepRules, mistakesIn, ownFiles, service, statefulSet } from './manifests.ts';

const change = (from: string, to: string) => {
  if (!statefulSet.includes(from)) throw new Error(`there is no ${from}`);
  return mistakesIn(statefulSet.replace(from, to), service);
};
const document = (kind: string, rest = '', apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: keep-client-x }\n${rest}`;

describe('a manifest is refused', () => {
  test('that is empty, or has no workload', () => {
    expect(mistakesIn('')).toEqual([expect.stringMatching(/the manifest is empty/)]);
    expect(mistakesIn('# only a comment\n---\n')).toEqual([expect.stringMatching(/the manifest is empty/)]);
    expect(mistakesIn(service)).toEqual([expect.stringMatching(/no StatefulSet and no Deployment/)]);
  });

  test('that says an object twice', () => {
    expect(mistakesIn(statefulSet, service, service)).toEqual([
      '27:1: a second Service keep-client: the first is at keep-client.yml:18',
    ]);
  });

  test('that is no YAML, or says a key twice', () => {
    expect(mistakesIn(statefulSet.replace('kind: StatefulSet', 'kind: ['))).toEqual([
      expect.stringMatching(/^\d+:\d+: this is not valid YAML/),
    ]);
    expect(change('kind: StatefulSet', 'kind: StatefulSet\nkind: Deployment')).toEqual([
      '3:1: this map has the key "kind" twice',
    ]);
  });

  test('that is a chart’s template', () => {
    expect(mistakesIn('metadata:\n  name: {{ .Values.name }}\n  labels: {{- include "x" . }}\n')).toEqual([
      expect.stringMatching(/template of Helm.*`helm template` prints/),
    ]);
    // A map whose key is a map.
    expect(change('kind: StatefulSet', 'kind: StatefulSet\nspare: {{ .Values.spare }}')).toEqual([
      expect.stringMatching(/^3:9: this is a template of Helm/),
    ]);
  });

  // As in keep-core v1.3.0 keep-client-0-statefulset.yaml, where the container had slipped under volumes.
  test('whose containers are empty, and says where they went', () => {
    const slipped = statefulSet.replace(
      '        - name: client\n          image: any\n',
      '      volumes:\n        - name: data\n        - name: client\n          image: any\n',
    );
    expect(mistakesIn(slipped, service)).toEqual([
      '14:7: expected at least one container, found nothing: item 2 of volumes looks like the container that belongs here',
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
    ['apiVersion: apps/v1', 'apiVersion: apps/v1beta2', /^1:1: .* is gone since Kubernetes 1\.16: write apps\/v1 for/],
    ['apiVersion: apps/v1', 'apiVersion: v1', /^1:1: expected apps\/v1 for a StatefulSet, found "v1"/],
    ['kind: StatefulSet', 'kind: Statefulset', /^2:1: .*did you mean "StatefulSet"/],
    ['name: keep-client', 'name: Keep_Client', /^4:3: expected a StatefulSet's name.* found "Keep_Client"/],
    ['name: keep-client', 'generateName: keep-', /^4:3: expected none: an object that is named anew/],
    ['name: keep-client', 'name: keep-client\n  uid: 7d', /^5:3: take uid out: it was copied from a cluster/],
    [
      'name: keep-client',
      'name: keep-client\n  namespace: default',
      /^5:3: expected the environment's namespace keep-test/,
    ],
    [
      'name: keep-client',
      'name: keep-client\n  labels: { keep-deploy/role: x }',
      /^5:13: keep-deploy sets keep-deploy\/role/,
    ],
    ['spec:\n  selector', 'status:\n  replicas: 1\nspec:\n  selector', /^5:1: take the status out/],
    [
      'spec:\n  selector',
      'spec:\n  replicas: 2\n  selector',
      /^6:3: expected 1 or none, found 2: two pods would share/,
    ],
    ['spec:\n  selector', 'spec:\n  replicas: 0\n  selector', /^6:3: .*the client would not run/],
    ['spec:\n  selector', 'spec:\n  strategy: { type: Recreate }\n  selector', /^6:3: a StatefulSet has no strategy/],
    [
      'spec:\n  selector',
      'spec:\n  updateStrategy:\n    type: Recreate\n  selector',
      /^7:5: expected RollingUpdate, OnDelete/,
    ],
    [
      'spec:\n  selector',
      'spec:\n  updateStrategy:\n    rollingUpdate:\n      partition: 1\n  selector',
      /^8:7: expected 0 or none/,
    ],
    ['      app: keep\n', '      app: other\n', /^8:7: selects nothing/],
    [
      '        app: keep\n',
      '        app: keep\n        id: 0x10\n',
      /^13:9: YAML reads 0x… without quotes as a number/,
    ],
    [
      '        app: keep\n',
      '        app: keep\n        seen: yes\n',
      /^13:9: expected text, found true: put it in quotes/,
    ],
    ['image: any', 'env: [{ name: PORT, value: 3919 }]', /^16:31: expected text, found 3919: put it in quotes/],
    ['image: any', 'env: [{ name: KEEP_ETHEREUM_PASSWORD, value: x }]', /^16:19: keep-deploy sets/],
    [
      'image: any',
      'volumeMounts: [{ name: data, mountPath: /mnt/data }]',
      /^16:28: the pod has no volume "data": it has none/,
    ],
    [
      'image: any\n',
      'image: any\n      volumes:\n        - name: keep-deploy-keyfile\n',
      /^18:11: .*keep-deploy's own/,
    ],
    [
      'image: any\n',
      'volumeMounts: [{ name: c, mountPath: /mnt/config/keep.toml }]\n      volumes: [{ name: c, emptyDir: {} }]\n',
      /^16:37: .*take this mount out/,
    ],
    // As in keep-core, whose clients have their keyfile in a ConfigMap.
    [
      'image: any\n',
      'volumeMounts: [{ name: c, mountPath: /mnt/keyfile }]\n      volumes: [{ name: c, configMap: { name: x } }]\n',
      /^16:37: \/mnt\/keyfile\/keyfile\.json, which keep-deploy mounts, would be in this read-only volume/,
    ],
  ])('with %j written as %j', (from, to, expected) => {
    expect(change(from, to)).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    ['an empty namespace, as a chart leaves it', 'name: keep-client', 'name: keep-client\n  namespace:'],
    ['a status that says nothing', 'spec:\n  selector', 'status: { loadBalancer: {}, conditions: }\nspec:\n  selector'],
  ])('but not with %s', (_, from, to) => {
    expect(change(from, to)).toEqual([]);
  });

  test('with a number where a ConfigMap holds text', () => {
    const map = document('ConfigMap', 'data:\n  TOKEN_STAKING: 0x1293a54e160D1cd7075487898d65266081A15458\n');
    expect(mistakesIn(statefulSet, service, map)).toEqual([
      '31:3: YAML reads 0x… without quotes as a number: write it in quotes',
    ]);
  });

  test('with a number in a Secret, without saying it', () => {
    const secret = document('Secret', 'stringData:\n  pin: 4711\n');
    const [mistake, ...others] = mistakesIn(statefulSet, service, secret);
    expect(others).toEqual([]);
    expect(mistake).toMatch(/^31:3: expected text/);
    expect(mistake).not.toContain('4711');
  });

  test.each([
    ['Namespace', 'v1', /belongs to the whole cluster/],
    ['ClusterRole', 'rbac.authorization.k8s.io/v1', /belongs to the whole cluster/],
    ['HorizontalPodAutoscaler', 'autoscaling/v2', /more than one pod/],
    ['DaemonSet', 'apps/v1', /one account on every node/],
    ['CronJob', 'batch/v1', /rolls out no CronJobs/],
    ['Kustomization', 'kustomize.config.k8s.io/v1', /`kubectl kustomize FOLDER` prints/],
    [
      'ServiceMonitor',
      'monitoring.coreos.com/v1',
      /does not write objects of kind "ServiceMonitor".*apply it yourself/,
    ],
  ])('with an object of kind %s', (kind, apiVersion, expected) => {
    expect(mistakesIn(statefulSet, service, document(kind, '', apiVersion))).toEqual([
      expect.stringMatching(new RegExp(`^28:1: .*${expected.source}`)),
    ]);
  });

  // A ConfigMap for a job that helm would run before everything else would stay for ever.
  test.each(['Pod', 'ConfigMap'])('with a hook of Helm (%s)', (kind) => {
    const hook = `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: t\n  annotations: { helm.sh/hook: test }\n`;
    expect(mistakesIn(statefulSet, service, hook)).toEqual([
      expect.stringMatching(new RegExp(`^28:1: this ${kind} is a hook of Helm`)),
    ]);
  });

  test.each([
    ['extensions/v1beta1', 'Deployment', '1.16', 'apps/v1'],
    ['policy/v1beta1', 'PodDisruptionBudget', '1.25', 'policy/v1'],
    ['networking.k8s.io/v1beta1', 'NetworkPolicy', '1.22', 'networking.k8s.io/v1'],
    ['rbac.authorization.k8s.io/v1beta1', 'Role', '1.22', 'rbac.authorization.k8s.io/v1'],
  ])('with %s, and says which to use for a %s', (apiVersion, kind, went, instead) => {
    expect(mistakesIn(statefulSet, service, document(kind, '', apiVersion))).toContainEqual(
      `27:1: ${apiVersion} is gone since Kubernetes ${went}: write ${instead} for a ${kind}`,
    );
  });

  test('with all its mistakes at once', () => {
    const many = statefulSet
      .replace('spec:\n  selector', 'spec:\n  replicas: 3\n  selector')
      .replace('name: client\n', 'name: keep\n');
    expect(mistakesIn(many, service.replace('name: keep-client', 'name: Keep'), document('Namespace'))).toHaveLength(4);
  });
});

describe('a Deployment', () => {
  const deployment = statefulSet.replace('kind: StatefulSet', 'kind: Deployment');

  test('that would run two pods with one account for a while is refused', () => {
    expect(mistakesIn(deployment, service)).toEqual([
      expect.stringMatching(/^5:1: expected strategy: \{ type: Recreate \}/),
    ]);
  });

  const withStrategy = (strategy: string) =>
    mistakesIn(deployment.replace('spec:\n  selector', `spec:\n  strategy: ${strategy}\n  selector`), service);

  test('that first takes the old pod away is taken', () => {
    expect(withStrategy('{ type: Recreate }')).toEqual([]);
  });

  test('that surges by nothing is refused: its new pod starts while the old one ends', () => {
    expect(withStrategy('{ rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }')).toEqual([
      expect.stringMatching(/^\d+:\d+: expected strategy: \{ type: Recreate \}/),
    ]);
  });
});

describe('what names something', () => {
  test('of the manifest that does not have it is refused', () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: keep-client-env }\ndata: { RPC: x }\n';
    const reads = (key: string) =>
      statefulSet.replace(
        'image: any',
        `env: [{ name: A, valueFrom: { configMapKeyRef: { name: keep-client-env, key: ${key} } } }]`,
      );
    expect(mistakesIn(reads('RPC'), service, map)).toEqual([]);
    expect(mistakesIn(reads('RCP'), service, map)).toEqual([
      '16:60: the ConfigMap keep-client-env has no key RCP: did you mean "RPC"?',
    ]);
  });

  // As in keep-dev, where clients 2 to 4 still say `serviceName: keep-client-0`.
  test('another client’s Service as its own is refused', () => {
    const wrong = keepClient(1, (text) => text.replace('serviceName: keep-client-1', 'serviceName: keep-client-0'));
    expect(findingsIn(ownFiles([keepClient(0), wrong]), keepRules)).toEqual([
      "1.yml:18:3: the Service keep-client-0 does not select the pods of StatefulSet keep-client-1 (label id): it is another's",
    ]);
  });
});

describe('a client’s own manifest', () => {
  test('without a selector is refused', () => {
    const text = keepClient(0, (whole) => whole.replace(/ {2}selector:\n {4}matchLabels.*\n/, ''));
    expect(findingsIn(ownFiles([text, keepClient(1)]), keepRules)).toEqual([
      expect.stringMatching(/^0\.yml:16:1: expected matchLabels that select the pods of this StatefulSet/),
    ]);
  });

  test('may name the password itself, but no other', () => {
    const other = keepClient(1, (text) => text.replace('key: account-1', 'key: account-0'));
    expect(findingsIn(ownFiles([keepClient(0), keepClient(1)]), keepRules)).toEqual([]);
    expect(findingsIn(ownFiles([keepClient(0), other]), keepRules)).toEqual([
      expect.stringMatching(/^1\.yml:34:15: keep-deploy sets KEEP_ETHEREUM_PASSWORD itself/),
    ]);
  });

  test('that was copied without giving its workload another name is refused: one would overwrite the other', () => {
    const copied = keepClient(0, (text) => text.replace('key: account-0', 'key: account-1'));
    expect(findingsIn(ownFiles([keepClient(0), copied]), keepRules)).toEqual([
      '1.yml:14:3: StatefulSet keep-client-0 would be written for keep-client-0 and for keep-client-1: give one another name',
    ]);
  });

  test('whose mistakes stand in other files than the others’ has them there', () => {
    const slow = keepClient(1, (text) => text.replace('replicas: 1', 'replicas: 5'));
    const paths = findingsIn(
      ownFiles([keepClient(0, (text) => text.replace('apps/v1', 'apps/v1beta1')), slow]),
      keepRules,
    );
    expect(paths.map((finding) => finding.split(':')[0])).toEqual(['0.yml', '1.yml']);
  });
});
