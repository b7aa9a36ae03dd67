import { describe, expect, test } from '@jest/globals';
import {
  type ClientManifest,
  checkManifests,
  composeNetwork,
  type Manifest,
  manifestImages,
  type NetworkObjects,
  readManifests,
  serviceNames,
  type WantedClient,
} from '../../../../src/cluster/index.ts';
import {
  findingsIn,
  keepClient,
  keepRules,
  mistakesIn,
  ownFiles,
  service,
  statefulSet,
  template,
} from './manifests.ts';

const object = (kind: string, name: string, rest = '') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name} }\n${rest}`;
const nameOf = ({ object: { kind, metadata } }: ClientManifest['workload']) =>
  `${kind} ${(metadata as { name?: string }).name}`;
const namesOf = (manifest: Manifest) => ({
  template: manifest.template && [...manifest.template.beside, manifest.template.workload].map(nameOf),
  own: Object.fromEntries(
    Object.entries(manifest.own).map(([client, { beside, workload }]) => [client, [...beside, workload].map(nameOf)]),
  ),
  shared: manifest.shared.map(nameOf),
});

describe('of a template', () => {
  test('what bears the workload’s name is each client’s, in the order of writing, and the rest is shared', () => {
    const manifest = template(
      statefulSet,
      object('ConfigMap', 'keep-clients'),
      service,
      object('PersistentVolumeClaim', 'keep-client-data'),
      object('ConfigMap', 'network'),
      object('ServiceAccount', 'keep-client'),
    );
    expect(namesOf(manifest)).toEqual({
      template: [
        'ServiceAccount keep-client',
        'PersistentVolumeClaim keep-client-data',
        'Service keep-client',
        'StatefulSet keep-client',
      ],
      own: {},
      shared: ['ConfigMap keep-clients', 'ConfigMap network'],
    });
  });

  test('what has no name gets the client’s', () => {
    const bare = statefulSet.replace('  name: keep-client\n', '  labels: {}\n');
    const manifest = template(bare, service.replace('  name: keep-client\n', '  labels: {}\n'));
    expect(serviceNames(manifest, ['keep-client-0'])).toEqual(new Set(['keep-client-0']));
    expect(
      mistakesIn(
        bare,
        service.replace('  name: keep-client\n', '  labels: {}\n'),
        'apiVersion: v1\nkind: Service\nmetadata: {}\nspec: {}\n',
      ),
    ).toEqual([expect.stringMatching(/^27:1: a second Service/)]);
  });

  test('a name that is another object’s for one of the clients is told', () => {
    const shared = object('ConfigMap', 'keep-client-1-env');
    expect(
      mistakesIn(statefulSet.replace('name: keep-client', 'name: k'), object('ConfigMap', 'k-env'), shared),
    ).toEqual([expect.stringMatching(/ConfigMap keep-client-1-env would be written for all and for keep-client-1/)]);
  });

  test('a name that gets too long for one of the clients is told', () => {
    const long = `keep-client-${'x'.repeat(45)}`;
    const text = service.replace('name: keep-client', `name: ${long}`);
    expect(mistakesIn(statefulSet, text)).toEqual([]);
    expect(
      mistakesIn(
        statefulSet.replace('name: keep-client', 'name: keep'),
        text.replace('name: keep-client', 'name: keep'),
      ),
    ).toEqual([]);
    const longer = service.replace('name: keep-client', `name: k-${'x'.repeat(55)}`);
    expect(mistakesIn(statefulSet.replace('name: keep-client', 'name: k'), longer)).toEqual([
      expect.stringMatching(/^21:3: expected a Service's name.* for keep-client-0 it would be/),
      expect.stringMatching(/^21:3: expected a Service's name.* for keep-client-1 it would be/),
    ]);
  });
});

describe('of manifests that are named as they are written', () => {
  const shared = object('ConfigMap', 'eth-network-internal', 'data: { RPC: x }\n');

  test('each client has the workload of its file, and what several files say alike is shared', () => {
    const manifest = readManifests(
      ownFiles([
        `${keepClient(0)}---\n${shared}`,
        `${keepClient(1)}---\n${shared}---\n${object('ConfigMap', 'only-mine')}`,
      ]),
      keepRules,
    );
    expect(namesOf(manifest)).toEqual({
      template: undefined,
      own: {
        'keep-client-0': ['Service keep-client-0', 'StatefulSet keep-client-0'],
        'keep-client-1': ['ConfigMap only-mine', 'Service keep-client-1', 'StatefulSet keep-client-1'],
      },
      shared: ['ConfigMap eth-network-internal'],
    });
  });

  test('one file may hold them all, as keep-core’s does', () => {
    const text = [keepClient(0), keepClient(1), shared].join('---\n');
    const manifest = readManifests({ all: [{ file: 'keep-clients.yml', text }], own: {} }, keepRules);
    expect(namesOf(manifest)).toEqual({
      template: undefined,
      own: {
        'keep-client-0': ['Service keep-client-0', 'StatefulSet keep-client-0'],
        'keep-client-1': ['Service keep-client-1', 'StatefulSet keep-client-1'],
      },
      shared: ['ConfigMap eth-network-internal'],
    });
  });

  test('the same file may be named for each client', () => {
    const file = { file: 'all.yml', text: [keepClient(0), keepClient(1), shared].join('---\n') };
    const manifest = readManifests({ own: { 'keep-client-0': [file], 'keep-client-1': [file] } }, keepRules);
    expect(namesOf(manifest).own['keep-client-1']).toEqual(['Service keep-client-1', 'StatefulSet keep-client-1']);
    expect(namesOf(manifest).shared).toEqual(['ConfigMap eth-network-internal']);
  });

  test('a client without a workload of its name, and a workload without a client, are told', () => {
    const text = [keepClient(0), keepClient(2)].join('---\n');
    expect(findingsIn({ all: [{ file: 'a.yml', text }], own: {} }, keepRules)).toEqual([
      'a.yml:11:1: no workload is named keep-client-1, as the client is; found StatefulSet keep-client-0, StatefulSet keep-client-2',
      expect.stringMatching(/^a\.yml:49:1: the StatefulSet keep-client-2 has the container client, but no client/),
    ]);
  });

  test('nothing is missing while the list of clients has mistakes itself', () => {
    const text = [keepClient(0), keepClient(2)].join('---\n');
    expect(findingsIn({ all: [{ file: 'a.yml', text }], own: {} }, { ...keepRules, isWhole: false })).toEqual([]);
  });

  test('several workloads that are no client’s by name are ambiguous', () => {
    const text = [keepClient(7), keepClient(8)].join('---\n');
    expect(findingsIn({ all: [{ file: 'a.yml', text }], own: {} }, keepRules)).toEqual([
      expect.stringMatching(
        /^a\.yml:11:1: StatefulSet keep-client-7, StatefulSet keep-client-8 all have the container client/,
      ),
    ]);
  });

  test('what differs between two files is told', () => {
    const other = shared.replace('RPC: x', 'RPC: z');
    expect(
      findingsIn(ownFiles([`${keepClient(0)}---\n${shared}`, `${keepClient(1)}---\n${other}`]), keepRules),
    ).toEqual([
      '1.yml:39:1: this ConfigMap eth-network-internal differs from the one at 0.yml:39: what several manifests name must be the same in all',
    ]);
  });

  test('a workload that runs no client is refused', () => {
    const node = keepClient(0, (text) =>
      text.replaceAll('keep-client-0', 'eth-node').replace('name: client', 'name: geth'),
    );
    expect(findingsIn(ownFiles([keepClient(0), `${keepClient(1)}---\n${node.split('---\n')[1]}`]), keepRules)).toEqual([
      expect.stringMatching(/^1\.yml:39:1: the StatefulSet eth-node has no container client, so it is no client's/),
    ]);
  });

  test('an own manifest goes before the template of all', () => {
    const files = { all: [{ file: 't.yml', text: `${statefulSet}---\n${service}` }], ...ownFiles([keepClient(0)]) };
    expect(namesOf(readManifests(files, keepRules))).toMatchObject({
      template: ['Service keep-client', 'StatefulSet keep-client'],
      own: { 'keep-client-0': ['Service keep-client-0', 'StatefulSet keep-client-0'] },
    });
  });
});

describe('what is composed of them', () => {
  const client = (name: string): WantedClient => ({
    name,
    role: 'standard',
    image: `r/c@sha256:${'a'.repeat(64)}`,
    configuration: { path: '/mnt/config/keep.toml', text: name, isSecret: true },
    keyfile: { path: '/mnt/keys/keyfile.json', text: name },
    password: { variable: 'KEEP_ETHEREUM_PASSWORD', secret: 'eth-account-passphrases', key: `account-${name.at(-1)}` },
  });
  const compose = (manifest: Manifest, digestKey: string | undefined = 'key'): NetworkObjects =>
    composeNetwork(manifest, ['keep-client-0', 'keep-client-1'].map(client), { namespace: 'keep-test', digestKey });

  test('of a template: names, what names them and what selects pods are the client’s', () => {
    const text = statefulSet
      .replace('kind: StatefulSet', 'kind: Deployment')
      .replace('spec:\n  selector', 'spec:\n  strategy: { type: Recreate }\n  selector')
      .replace(
        '    spec:\n      containers',
        `    spec:
      serviceAccountName: keep-client
      volumes:
        - { name: data, persistentVolumeClaim: { claimName: keep-client-data } }
        - { name: env, projected: { sources: [{ configMap: { name: keep-client-env } }, { secret: { name: theirs } }] } }
      initContainers:
        - { name: wait, image: 'wait:1', env: [{ name: A, valueFrom: { configMapKeyRef: { name: keep-client-env, key: A } } }] }
      containers`,
      )
      .replace(
        'image: any',
        'envFrom: [{ configMapRef: { name: keep-client-env } }, { secretRef: { name: keep-client-other } }]',
      );
    const manifest = template(
      text,
      service,
      object('ServiceAccount', 'keep-client'),
      object('ConfigMap', 'keep-client-env', 'data: { A: b }\n'),
      object('PersistentVolumeClaim', 'keep-client-data', 'spec: { accessModes: [ReadWriteOnce] }\n'),
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: keep-client }\nspec: { maxUnavailable: 1, selector: { matchLabels: { app: keep } } }\n',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: keep-client }\nrules: [{ apiGroups: [""], resources: [configmaps], resourceNames: [keep-client-env, other], verbs: [get] }]\n',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: keep-client }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: keep-client }\nsubjects: [{ kind: ServiceAccount, name: keep-client, namespace: keep-test }]\n',
    );
    const [, one] = compose(manifest).clients;
    expect(one?.beside.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ServiceAccount keep-client-1',
      'Role keep-client-1',
      'RoleBinding keep-client-1',
      'ConfigMap keep-client-1-env',
      'PersistentVolumeClaim keep-client-1-data',
      'Service keep-client-1',
      'PodDisruptionBudget keep-client-1',
    ]);
    const own = { app: 'keep', 'keep-deploy/client': 'keep-client-1' };
    expect(one?.workload).toMatchObject({
      kind: 'Deployment',
      metadata: { name: 'keep-client-1' },
      spec: {
        strategy: { type: 'Recreate' },
        selector: { matchLabels: own },
        template: {
          metadata: { labels: own },
          spec: {
            serviceAccountName: 'keep-client-1',
            initContainers: [
              { image: 'wait:1', env: [{ valueFrom: { configMapKeyRef: { name: 'keep-client-1-env', key: 'A' } } }] },
            ],
            containers: [
              {
                envFrom: [
                  { configMapRef: { name: 'keep-client-1-env' } },
                  { secretRef: { name: 'keep-client-other' } },
                ],
              },
            ],
            volumes: [
              { persistentVolumeClaim: { claimName: 'keep-client-1-data' } },
              {
                projected: { sources: [{ configMap: { name: 'keep-client-1-env' } }, { secret: { name: 'theirs' } }] },
              },
              {},
              {},
            ],
          },
        },
      },
    });
    expect(one?.workload['spec']).not.toHaveProperty('serviceName');
    expect(one?.beside[1]).toMatchObject({ rules: [{ resourceNames: ['keep-client-1-env', 'other'] }] });
    expect(one?.beside[2]).toMatchObject({ roleRef: { name: 'keep-client-1' }, subjects: [{ name: 'keep-client-1' }] });
    expect(one?.beside[6]).toMatchObject({ spec: { maxUnavailable: 1, selector: { matchLabels: own } } });
  });

  test.each([
    ['type: LoadBalancer', { type: 'LoadBalancer' }],
    ['clusterIP: ""', { clusterIP: '' }],
    ['clusterIP: None\n  publishNotReadyAddresses: false', { clusterIP: 'None', publishNotReadyAddresses: false }],
    ['clusterIP: None', { clusterIP: 'None', publishNotReadyAddresses: true }],
  ])('of a template: a Service with %j is left what it is', (spec, expected) => {
    const manifest = template(statefulSet, service.replace('clusterIP: None', spec));
    const [zero] = compose(manifest).clients;
    expect(zero?.beside[0]?.['spec']).toEqual({
      ...expected,
      ports: [{ port: 3919 }],
      selector: { 'keep-deploy/client': 'keep-client-0' },
    });
  });

  test('named as written: selectors, Services and claims stay as they are, and so does what we don’t know', () => {
    const texts = [0, 1].map((index) =>
      keepClient(index, (text) => text.replace('replicas: 1', 'replicas: 1\n  fieldOfTomorrow: { a: [1] }')),
    );
    const [zero] = compose(readManifests(ownFiles(texts), keepRules)).clients;
    expect(zero?.beside[0]).toMatchObject({
      metadata: { name: 'keep-client-0', labels: { id: '0', 'keep-deploy/client': 'keep-client-0' } },
      spec: { type: 'LoadBalancer', selector: { app: 'keep', type: 'beacon', id: '0' } },
    });
    expect(zero?.beside[0]?.['spec']).not.toHaveProperty('clusterIP');
    expect(zero?.workload['spec']).toMatchObject({
      fieldOfTomorrow: { a: [1] },
      selector: { matchLabels: { app: 'keep', type: 'beacon', id: '0' } },
      template: { metadata: { labels: { id: '0', 'keep-deploy/client': 'keep-client-0' } } },
    });
    expect(zero?.workload['spec']).toHaveProperty('selector.matchLabels', {
      app: 'keep',
      type: 'beacon',
      id: '0',
    });
    // The password stands there already.
    expect(JSON.stringify(zero?.workload).match(/KEEP_ETHEREUM_PASSWORD/g)).toHaveLength(1);
  });

  test('pods that are selected by who manages them keep that label', () => {
    const helm = { 'app.kubernetes.io/managed-by': 'Helm' };
    const text = statefulSet.replaceAll('app: keep', 'app.kubernetes.io/managed-by: Helm');
    const [zero] = compose(template(text, service)).clients;
    expect(zero?.workload).toMatchObject({
      metadata: { labels: { 'app.kubernetes.io/managed-by': 'keep-deploy' } },
      spec: { selector: { matchLabels: helm }, template: { metadata: { labels: helm } } },
    });
  });

  test('pods keep the label of who manages them also where something else may select by it, such as a NetworkPolicy', () => {
    const helm = { 'app.kubernetes.io/managed-by': 'Helm' };
    const text = statefulSet.replace(
      '        app: keep',
      '        app: keep\n        app.kubernetes.io/managed-by: Helm',
    );
    const [zero] = compose(template(text, service)).clients;
    expect(zero?.workload['spec']).toMatchObject({ template: { metadata: { labels: helm } } });
    const [plain] = compose(template(statefulSet, service)).clients;
    const ours = { 'app.kubernetes.io/managed-by': 'keep-deploy' };
    expect(plain?.workload['spec']).toMatchObject({ template: { metadata: { labels: ours } } });
  });

  test('a manifest for all of which nobody is made is told: what stands in it is not written', () => {
    const all = [{ file: 'network-policy.yml', text: object('ConfigMap', 'network') }];
    const { manifest, findings } = checkManifests({ ...ownFiles([keepClient(0), keepClient(1)]), all }, keepRules);
    expect(findings).toEqual([]);
    expect(manifest.remarks).toEqual([
      { file: 'network-policy.yml', message: expect.stringMatching(/^no client is made from this manifest/) },
    ]);
    expect(namesOf(manifest).shared).toEqual([]);
  });

  test('a Service that selects the pod by its name, or its place, selects each client’s own', () => {
    const byName = (pod: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: keep-client-out }\nspec:\n  ports: [{ port: 1 }]\n  selector: { statefulset.kubernetes.io/pod-name: ${pod}, apps.kubernetes.io/pod-index: '0' }\n`;
    const services = compose(template(statefulSet, service, byName('keep-client-0'))).clients.map(({ beside }) =>
      beside.find(({ metadata }) => metadata.name.endsWith('-out')),
    );
    expect(services.map((each) => each?.['spec'])).toMatchObject(
      ['keep-client-0-0', 'keep-client-1-0'].map((pod) => ({
        selector: { 'statefulset.kubernetes.io/pod-name': pod, 'apps.kubernetes.io/pod-index': '0' },
      })),
    );
    const own = (pod: string) =>
      ownFiles([0, 1].map((index) => keepClient(index, (text) => (index === 1 ? `${text}---\n${byName(pod)}` : text))));
    const { clients } = composeNetwork(readManifests(own('keep-client-1-0'), keepRules), [client('keep-client-1')], {
      ...{ namespace: 'n', digestKey: 'k' },
    });
    expect(clients[0]?.beside.find(({ metadata }) => metadata.name.endsWith('-out'))?.['spec']).toMatchObject({
      selector: { 'statefulset.kubernetes.io/pod-name': 'keep-client-1-0' },
    });
    expect(() => readManifests(own('keep-client-0-0'), keepRules)).toThrow(
      /selects nothing: the pod template's label statefulset\.kubernetes\.io\/pod-name is "keep-client-1-0"/,
    );
  });

  test('images of other containers are listed, and replaced by the digests that are given for them', () => {
    const manifest = readManifests(ownFiles([keepClient(0), keepClient(1)]), keepRules);
    expect(manifestImages(manifest)).toMatchObject([
      {
        image: 'initialize:1',
        container: 'initialize',
        place: { file: '0.yml', line: 37 },
      },
      {
        image: 'initialize:1',
        container: 'initialize',
        place: { file: '1.yml', line: 37 },
      },
    ]);
    const images = new Map([['initialize:1', `initialize@sha256:${'b'.repeat(64)}`]]);
    const { clients } = composeNetwork(manifest, [client('keep-client-0')], { namespace: 'n', digestKey: 'k', images });
    expect(clients[0]?.workload).toMatchObject({
      spec: { template: { spec: { initContainers: [{ image: `initialize@sha256:${'b'.repeat(64)}` }] } } },
    });
  });

  describe('with Secrets beside the workload', () => {
    const secret = (name: string, value: string) => object('Secret', name, `stringData: { PIN: ${value} }\n`);
    const reading = (name: string) => statefulSet.replace('image: any', `envFrom: [{ secretRef: { name: ${name} } }]`);

    test('their data is in nothing but the Secret', () => {
      const { clients, shared } = compose(
        template(reading('keep-client-pin'), secret('keep-client-pin', 'planted-one'), secret('all', 'planted-two')),
      );
      const secrets = [...shared, ...clients.flatMap(({ beside }) => beside)];
      const planted = new RegExp(['planted-one', 'planted-two'].flatMap((text) => [text, btoa(text)]).join('|'));
      expect(secrets.filter((each) => planted.test(JSON.stringify(each))).map(({ kind }) => kind)).toEqual([
        'Secret',
        'Secret',
        'Secret',
      ]);
      expect(JSON.stringify(clients.map(({ workload, immutable }) => [workload, immutable]))).not.toMatch(planted);
    });

    test('another value makes the client another one; its content tells nothing to who lacks the key', () => {
      const contents = (value: string, key = 'key') =>
        compose(template(reading('keep-client-pin'), secret('keep-client-pin', value)), key).clients.map(
          ({ content }) => content,
        );
      expect(contents('a')).not.toEqual(contents('b'));
      expect(contents('a', 'other')).not.toEqual(contents('a'));
    });

    test('without the key the client is taken to be what it was, and says so', () => {
      const manifest = template(reading('keep-client-pin'), secret('keep-client-pin', 'a'));
      const [before] = compose(manifest).clients;
      const [configuration, keyfile] = before?.immutable.map(({ metadata }) => metadata.name) ?? [];
      const annotations = before?.workload.metadata['annotations'] as { readonly [name: string]: string };
      const assumed = new Map([
        ['keep-client-0', { configuration, keyfile, secrets: annotations['keep-deploy/secrets'] }],
      ]);
      const options = { namespace: 'keep-test', digestKey: undefined, assumed };
      const [now] = composeNetwork(manifest, [client('keep-client-0')], options).clients;
      expect(now).toMatchObject({ isCompared: false, content: before?.content });
    });
  });

  test('a client is another one when what it reads of the shared objects is, and only then', () => {
    const reading = statefulSet.replace('image: any', 'envFrom: [{ configMapRef: { name: network } }]');
    const contents = (network: string, other: string) =>
      compose(
        template(
          reading,
          object('ConfigMap', 'network', `data: { A: ${network} }\n`),
          object('ConfigMap', 'others', `data: { A: ${other} }\n`),
        ),
      ).clients.map(({ content }) => content);
    expect(contents('a', 'a')).toEqual(contents('a', 'b'));
    expect(contents('a', 'a')).not.toEqual(contents('b', 'a'));
  });
});
