import { describe, expect, test } from '@jest/globals';
import { composeNetwork, type Manifest, readManifests, type WantedClient } from '../../../src/cluster/index.ts';
import {
  parseRelease,
  type ReleaseRecord,
  releaseDigest,
  releaseDocument,
  type StoredManifest,
} from '../../../src/release/release-record.ts';
import { restoredManifest, storedManifest } from '../../../src/release/stored-manifest.ts';
import { RemoteError } from '../../../src/report/index.ts';
import { canonicalJson, digestOf, type Json } from '../../../src/values/index.ts';

const statefulSet = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'one', labels: { app: 'keep' } },
  spec: {
    replicas: 1,
    serviceName: 'another',
    selector: { matchLabels: { app: 'keep' } },
    template: {
      metadata: { labels: { app: 'keep' } },
      spec: { containers: [{ name: 'client', ports: [{ containerPort: 3919 }] }] },
    },
  },
};
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'two' },
  spec: { clusterIP: 'None', publishNotReadyAddresses: false, ports: [{ port: 3919 }] },
};
const digest = digestOf('any');
const common = {
  environment: 'keep-test',
  namespace: 'keep-test',
  contracts: digest,
  configurations: digest,
  roles: ['bootstrap', 'standard'],
  configurationPath: '/mnt/config/keep.toml',
  keyfilePath: '/mnt/keyfile/keyfile.json',
  passwordVariable: 'KEEP_ETHEREUM_PASSWORD',
  clients: [],
};
const client: WantedClient = {
  name: 'keep-client-0',
  role: 'bootstrap',
  image: `r/keep-client@sha256:${'a'.repeat(64)}`,
  configuration: { path: '/mnt/config/keep.toml', text: 'Port = 3919\n', isSecret: false },
  keyfile: { path: '/mnt/keyfile/keyfile.json', text: '{"version":3}' },
  password: { variable: 'KEEP_ETHEREUM_PASSWORD', secret: 'passphrases', key: 'account-0' },
};
const never = async (): Promise<string> => {
  throw new Error('nothing is to be read');
};
const objectsOf = (manifest: Manifest) =>
  composeNetwork(manifest, [client], { namespace: 'keep-test', digestKey: 'key' }).clients[0];

describe('a release of the first version', () => {
  const first = { version: 1, ...common, manifest: { statefulSet, service, container: 'client' } };

  test('is still read, and keeps its digest', () => {
    const release = parseRelease(JSON.stringify(first));
    expect(releaseDigest(release)).toBe(digestOf(canonicalJson(first)));
    expect(releaseDocument(release)).toEqual(first);
    expect(release).toMatchObject({ roles: ['bootstrap', 'standard'], voters: [], images: {} });
  });

  test('gives a client what it gave when this was written: another content would restart everybody', async () => {
    const release = parseRelease(JSON.stringify(first));
    const objects = objectsOf(await restoredManifest(release.manifest, digest, never, 'key'));
    expect(objects?.beside[0]).toMatchObject({
      metadata: { name: 'keep-client-0' },
      spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: { 'keep-deploy/client': 'keep-client-0' } },
    });
    expect(objects?.workload).toMatchObject({ spec: { serviceName: 'keep-client-0' } });
    expect(objects?.content).toBe('sha256:1e3f55bf4f667a90ba6fb867d72f0b2d0ea6cff6e0547c19e3cebae3fc9f6857');
  });
});

test.each([{ version: 3 }, { version: 2, manifest: {} }, { version: 1, manifest: { statefulSet } }])(
  'what is no release that this version knows is refused: %j',
  (change) => {
    const manifest: StoredManifest = { container: 'client', own: {}, shared: [] };
    const text = JSON.stringify({ ...common, voters: [], images: {}, manifest, ...change });
    expect(() => parseRelease(text)).toThrow(RemoteError);
  },
);

describe('a stored release', () => {
  const text = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: keep-client }
spec:
  template:
    metadata: { labels: { app: keep } }
    spec: { containers: [{ name: client, envFrom: [{ secretRef: { name: keep-client-pin } }] }] }
---
apiVersion: v1
kind: Secret
metadata: { name: keep-client-pin, labels: { app: keep } }
stringData: { PIN: planted-one }
---
apiVersion: v1
kind: Secret
metadata: { name: everybody }
data: { PIN: cGxhbnRlZC10d28= }
`;
  const files = { all: [{ file: 'keep-client.yml', text }], own: {} };
  const manifest = readManifests(files, {
    namespace: 'keep-test',
    container: 'client',
    mounted: [],
    variables: [],
    clients: [client],
  });
  const release: ReleaseRecord = {
    version: 2,
    ...common,
    voters: ['standard'],
    images: { 'wait:1': `wait@sha256:${'b'.repeat(64)}` },
    manifest: storedManifest(manifest, 'key'),
  };
  const stored = canonicalJson(releaseDocument(release));
  const restore = (content: string | undefined, key?: string) => {
    const read = async (): Promise<string> => {
      if (content === undefined) throw new Error('ENOENT');
      return content;
    };
    return restoredManifest(parseRelease(stored).manifest, digest, read, key);
  };

  test('holds nothing of what the Secrets hold', () => {
    expect(stored).not.toMatch(/planted|cGxhbnRlZC/);
    expect(parseRelease(stored)).toEqual(JSON.parse(stored) as Json);
    expect(releaseDigest(parseRelease(stored))).toBe(releaseDigest(release));
  });

  test('gives the same objects again, with the Secrets from their file', async () => {
    expect(objectsOf(await restore(text, 'key'))).toEqual(objectsOf(manifest));
  });

  test.each([
    ['is gone', undefined, /the Secret keep-client-pin of release .* is not there: check out the commit/],
    [
      'has it no more',
      text.replace('name: keep-client-pin, labels', 'name: other, labels'),
      /keep-client-pin .* is not there/,
    ],
    ['holds another value', text.replace('planted-one', 'another'), /keep-client-pin .* holds something else now/],
  ])('is not rolled when the file of a Secret %s', async (_, content, message) => {
    await expect(restore(content, 'key')).rejects.toThrow(message);
  });

  test('is not rolled with another key', async () => {
    await expect(restore(text, 'another key')).rejects.toThrow(/or \$KEEP_DEPLOY_DIGEST_KEY is another one/);
  });

  test('can be planned without the key', async () => {
    expect((await restore(text.replace('planted-one', 'another'))).template?.beside[0]?.object).toMatchObject({
      stringData: { PIN: 'another' },
    });
  });
});
