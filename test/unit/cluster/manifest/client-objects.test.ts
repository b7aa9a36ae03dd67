import { describe, expect, test } from '@jest/globals';
import { type ComposeOptions, composeClient, readManifests, type WantedClient } from '../../../../src/cluster/index.ts';

const rules = { namespace: 'keep-test', container: 'client', mounted: [], variables: [], clients: [] };
const text = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: any, labels: { app: keep } }
spec:
  selector: { matchLabels: { app: keep } }
  template:
    metadata: { labels: { app: keep }, annotations: { team: beacon } }
    spec:
      containers:
        - { name: sidecar, image: 'sidecar:1' }
        - { name: client, image: 'left:over', resources: { requests: { cpu: 0.5 } }, env: [{ name: A, value: b }] }
      volumes: [{ name: data, emptyDir: {} }]
status: {}
---
apiVersion: v1
kind: Service
metadata: { name: any }
spec: { ports: [{ port: 3919 }] }
`;
const read = (written: string) => readManifests({ all: [{ file: 'keep-client.yml', text: written }], own: {} }, rules);
const manifest = read(text);
const wanted: WantedClient = {
  name: 'keep-client-0',
  role: 'bootstrap',
  image: `r/keep-client@sha256:${'a'.repeat(64)}`,
  configuration: { path: '/mnt/config/keep.toml', text: 'Port = 3919\n', isSecret: false },
  keyfile: { path: '/mnt/keyfile/keyfile.json', text: '{"version":3}' },
  password: { variable: 'KEEP_ETHEREUM_PASSWORD', secret: 'passphrases', key: 'account-0' },
};
const options: ComposeOptions = { namespace: 'keep-test', digestKey: 'key' };
const compose = (change: Partial<WantedClient> = {}, more: Partial<Parameters<typeof composeClient>[2]> = {}) =>
  composeClient(manifest, { ...wanted, ...change }, { ...options, ...more });
const names = (objects = compose()) => objects.immutable.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('secret parts', () => {
  test('stand in Secrets only, and their names tell nothing to who lacks the key', () => {
    const secret = compose({ configuration: { ...wanted.configuration, isSecret: true } });
    expect(names(secret)).toEqual([
      expect.stringMatching(/^Secret keep-client-0-config-[0-9a-f]{12}$/),
      expect.stringMatching(/^Secret keep-client-0-keyfile-[0-9a-f]{12}$/),
    ]);
    const otherKey = compose({ configuration: { ...wanted.configuration, isSecret: true } }, { digestKey: 'other' });
    expect(names(otherKey)[0]).not.toBe(names(secret)[0]);
    expect(names(otherKey)[1]).not.toBe(names(secret)[1]);
    expect(JSON.stringify([secret.workload, secret.beside])).not.toContain('3919\\n');
  });

  test("of the user's own Secrets are written as the server keeps them: its books know no stringData", () => {
    const secret = `---
apiVersion: v1
kind: Secret
metadata: { name: any-pin }
data: { pin: b2xk, puk: Mg== }
stringData: { pin: new }
`;
    const { beside } = composeClient(read(`${text}${secret}`), wanted, options);
    const written = beside.find(({ kind }) => kind === 'Secret');
    expect(written).toMatchObject({ data: { pin: 'bmV3', puk: 'Mg==' } });
    expect(written).not.toHaveProperty('stringData');
  });

  test('without the key are taken to be what they were, and the result says so', () => {
    const [configuration, keyfile] = compose().immutable.map(({ metadata }) => metadata.name);
    const assumed = compose({}, { digestKey: undefined, assumed: { configuration, keyfile } });
    expect(assumed.isCompared).toBe(false);
    expect(assumed.content).toBe(compose().content);
    expect(compose().isCompared).toBe(true);
  });

  test('without the key and without a live workload have no name that could be written by mistake', () => {
    expect(names(compose({}, { digestKey: undefined }))[1]).toBe('Secret keep-client-0-keyfile-not-compared');
  });
});

describe('the objects of one client', () => {
  test('are named and selected after it', () => {
    const {
      workload,
      beside: [service],
    } = compose();
    expect(workload).toMatchObject({
      metadata: {
        name: 'keep-client-0',
        namespace: 'keep-test',
        labels: {
          app: 'keep',
          'app.kubernetes.io/managed-by': 'keep-deploy',
          'keep-deploy/client': 'keep-client-0',
          'keep-deploy/role': 'bootstrap',
        },
      },
      spec: {
        serviceName: 'keep-client-0',
        selector: { matchLabels: { app: 'keep', 'keep-deploy/client': 'keep-client-0' } },
        template: {
          metadata: { labels: { app: 'keep', 'keep-deploy/client': 'keep-client-0' }, annotations: { team: 'beacon' } },
        },
      },
    });
    expect(service).toMatchObject({
      metadata: { name: 'keep-client-0', namespace: 'keep-test' },
      spec: {
        clusterIP: 'None',
        publishNotReadyAddresses: true,
        selector: { 'keep-deploy/client': 'keep-client-0' },
        ports: [{ port: 3919 }],
      },
    });
    expect(workload['status']).toBeUndefined();
  });

  test('give image, files and password to the named container, and leave the others alone', () => {
    const { workload, immutable } = compose();
    const [configuration, keyfile] = immutable.map(({ metadata }) => metadata.name);
    expect(workload).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'sidecar', image: 'sidecar:1' },
              {
                name: 'client',
                image: wanted.image,
                resources: { requests: { cpu: '0.5' } },
                env: [
                  { name: 'A', value: 'b' },
                  {
                    name: 'KEEP_ETHEREUM_PASSWORD',
                    valueFrom: { secretKeyRef: { name: 'passphrases', key: 'account-0' } },
                  },
                ],
                volumeMounts: [
                  { mountPath: '/mnt/config/keep.toml', subPath: 'configuration', readOnly: true },
                  { mountPath: '/mnt/keyfile/keyfile.json', subPath: 'keyfile', readOnly: true },
                ],
              },
            ],
            volumes: [
              { name: 'data', emptyDir: {} },
              { configMap: { name: configuration } },
              { secret: { secretName: keyfile } },
            ],
          },
        },
      },
    });
    expect(immutable).toMatchObject([
      { immutable: true, data: { configuration: 'Port = 3919\n' } },
      { immutable: true, type: 'Opaque', data: { keyfile: Buffer.from('{"version":3}').toString('base64') } },
    ]);
  });

  test.each([
    ['is not written', text],
    ['is null', text.replace('spec:\n  selector', 'spec:\n  replicas: null\n  selector')],
    ['is written', text.replace('spec:\n  selector', 'spec:\n  replicas: 1\n  selector')],
  ])('have one replica and the same digests where the number %s: one account is one pod', (_, written) => {
    const composed = composeClient(read(written), wanted, options);
    expect(composed.workload['spec']).toMatchObject({ replicas: 1 });
    expect(composed).toEqual(compose());
  });

  test('carry the content on the pod template, and a digest of the whole on the StatefulSet', () => {
    const { content, workload } = compose();
    const annotations = { 'keep-deploy/content': content };
    expect(workload).toMatchObject({ spec: { template: { metadata: { annotations } } } });
    const { 'keep-deploy/content': whole } = workload.metadata['annotations'] as { readonly [name: string]: string };
    expect(whole).toMatch(/^sha256:/);
    expect(whole).not.toBe(content);
  });

  test('leave the Service as it is when only image and configuration change, and mark it when it changes itself', () => {
    const changes = { image: wanted.image.replaceAll('a', 'b'), configuration: { ...wanted.configuration, text: 'x' } };
    const contentOf = ({ beside: [service] }: ReturnType<typeof compose>) =>
      service?.metadata['annotations'] as { readonly [name: string]: string };
    expect(compose(changes).beside).toEqual(compose().beside);
    expect(contentOf(compose())).toEqual({ 'keep-deploy/content': expect.stringMatching(/^sha256:/) });
    const other = composeClient(read(text.replace('port: 3919', 'port: 1')), wanted, options);
    expect(contentOf(other)).not.toEqual(contentOf(compose()));
  });
});

describe('the content', () => {
  test.each<[string, Partial<WantedClient>]>([
    ['configuration', { configuration: { ...wanted.configuration, text: 'Port = 3920\n' } }],
    ['keyfile', { keyfile: { ...wanted.keyfile, text: '{"version":4}' } }],
    ['image', { image: wanted.image.replaceAll('a', 'b') }],
    ['path', { keyfile: { ...wanted.keyfile, path: '/other' } }],
    ['password', { password: { ...wanted.password, key: 'account-1' } }],
    ['role', { role: 'standard' }],
  ])('is another one when the %s changes', (_, change) => {
    expect(compose(change).content).not.toBe(compose().content);
  });

  test.each([
    ['the Service', 'port: 3919', 'port: 1', false],
    ['the StatefulSet beside its pods', 'spec:\n', 'spec:\n  minReadySeconds: 3\n', true],
  ])('stays when %s changes: no pod has to be made anew', (_, from, to, isWorkloadChanged) => {
    const other = composeClient(read(text.replace(from, to)), wanted, options);
    expect(other).not.toEqual(compose());
    expect(other.content).toBe(compose().content);
    const annotationsOf = ({ workload }: typeof other) => workload.metadata['annotations'];
    if (isWorkloadChanged) expect(annotationsOf(other)).not.toEqual(annotationsOf(compose()));
    else expect(other.workload).toEqual(compose().workload);
  });

  describe('of a pod that reads from a ConfigMap and a Secret, and whose image is pulled with a login,', () => {
    const held = (kind: string, name: string, data: string) =>
      `---\napiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, labels: { chart: keep-1.0 } }\ndata: { a: ${data} }\n`;
    const reading = text.replace(
      'env: [{ name: A, value: b }] }',
      'envFrom: [{ configMapRef: { name: map } }, { secretRef: { name: secret } }] }\n      imagePullSecrets: [{ name: login }]',
    );
    const all = [
      reading,
      held('ConfigMap', 'map', 'MQ=='),
      held('Secret', 'secret', 'Mg=='),
      held('Secret', 'login', 'Mw=='),
    ];
    const contentOf = (change: (whole: string) => string) =>
      composeClient(read(change(all.join(''))), wanted, options).content;
    const content = contentOf((whole) => whole);

    test.each([
      [
        'a label on them changes, as with a new version of a chart',
        (whole: string) => whole.replaceAll('keep-1.0', 'keep-1.1'),
      ],
      ['the login does: no container reads it', (whole: string) => whole.replace('Mw==', 'NA==')],
    ])('stays when %s', (_, change) => {
      expect(contentOf(change)).toBe(content);
    });

    test.each(['MQ==', 'Mg=='])('is another one when what they hold (%s) changes', (data) => {
      expect(contentOf((whole) => whole.replace(data, 'NA=='))).not.toBe(content);
    });
  });

  test('is the same for the same input', () => {
    expect(compose()).toEqual(compose());
  });
});
