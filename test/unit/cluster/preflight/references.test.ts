import { describe, expect, test } from '@jest/globals';
import { ApiRefusal, type Cluster } from '../../../../src/cluster/api/cluster-port.ts';
import type { WrittenKind } from '../../../../src/cluster/kubernetes-object.ts';
import type { ExternalReference } from '../../../../src/cluster/manifest/reference-check.ts';
import { referenceFindings } from '../../../../src/cluster/preflight/references.ts';

const reference = (kind: WrittenKind, name: string, more: Partial<ExternalReference> = {}): ExternalReference => ({
  kind,
  name,
  keys: [],
  isUnread: false,
  from: 'StatefulSet keep-client',
  place: { file: 'client.yml', line: 5 },
  advice: '',
  ...more,
});

/** A namespace with what is given by name; an error is thrown. */
function namespaceWith(objects: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const get = async (path: string, options: { readonly metadataOnly?: boolean } = {}) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    asked.push(`${path}${options.metadataOnly === true ? ' (metadata)' : ''}`);
    if (objects[name] instanceof Error) throw objects[name];
    return objects[name];
  };
  return { cluster: { get } as unknown as Pick<Cluster, 'get'>, asked };
}
const find = (objects: Readonly<Record<string, unknown>>, ...references: readonly ExternalReference[]) =>
  referenceFindings(namespaceWith(objects).cluster, 'keep', references);

describe('a name that leads nowhere', () => {
  test.each<[WrittenKind, string]>([
    ['PersistentVolumeClaim', 'the pod would not be scheduled'],
    ['Service', 'no peer would find it'],
    ['Secret', 'the pod would wait for it and not start'],
    ['ServiceAccount', 'no pod would be made'],
  ])('of a %s is told with its place and what would happen', async (kind, effect) => {
    expect(await find({}, reference(kind, 'typo', { advice: ': did you mean "type"?' }))).toEqual([
      {
        severity: 'error',
        file: 'client.yml',
        line: 5,
        message: expect.stringContaining(
          `StatefulSet keep-client names the ${kind} typo, which is neither in the manifests nor in the namespace keep`,
        ),
      },
    ]);
    const [finding] = await find({}, reference(kind, 'typo', { advice: ': did you mean "type"?' }));
    expect(finding?.message).toContain(effect);
    expect(finding?.message).toContain('did you mean "type"?');
  });

  test('is told at every place that has it', async () => {
    const places = [1, 2].map((line) => reference('Secret', 'typo', { place: { file: 'client.yml', line } }));
    expect((await find({}, ...places)).map(({ line }) => line)).toEqual([1, 2]);
  });
});

test('a login that is not there is a warning: the node pulls without it what anybody may have', async () => {
  expect(await find({}, reference('Secret', 'login', { isUnread: true }))).toEqual([
    {
      ...{ severity: 'warning', file: 'client.yml', line: 5 },
      message: expect.stringMatching(/names the Secret login, which is neither.*an image that asks for a login/),
    },
  ]);
});

test('a key that a ConfigMap of the namespace lacks is told', async () => {
  const objects = { map: { metadata: { name: 'map' }, data: { url: 'x' }, binaryData: { blob: 'eA==' } } };
  expect(await find(objects, reference('ConfigMap', 'map', { keys: ['url', 'blob'] }))).toEqual([]);
  expect(await find(objects, reference('ConfigMap', 'map', { keys: ['uri'] }))).toEqual([
    expect.objectContaining({
      severity: 'error',
      message: expect.stringContaining('asks for the key uri of the ConfigMap map'),
    }),
  ]);
});

test('what may not be read is said, and not taken as missing', async () => {
  const objects = { hidden: new ApiRefusal('forbidden', 403, 'Forbidden') };
  expect(await find(objects, reference('Secret', 'hidden'), reference('Secret', 'hidden'))).toEqual([
    { severity: 'warning', message: expect.stringMatching(/^Not checked whether they are there.*: Secret hidden$/) },
  ]);
  const away = { hidden: new ApiRefusal('etcd is gone', 503, 'x') };
  await expect(find(away, reference('Secret', 'hidden'))).rejects.toThrow('etcd is gone');
});

test('each name is looked up once, and a Secret without what it holds', async () => {
  const { cluster, asked } = namespaceWith({ s: { metadata: {} }, m: { metadata: {} } });
  const references = [reference('Secret', 's'), reference('Secret', 's'), reference('ConfigMap', 'm')];
  expect(await referenceFindings(cluster, 'keep', references)).toEqual([]);
  expect(asked).toEqual(['/api/v1/namespaces/keep/secrets/s (metadata)', '/api/v1/namespaces/keep/configmaps/m']);
});
