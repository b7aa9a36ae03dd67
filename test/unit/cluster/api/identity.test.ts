import { describe, expect, test } from '@jest/globals';
import { type Cluster, type ClusterIdentity, checkPin, identifyCluster } from '../../../../src/cluster/index.ts';
import { digestOf } from '../../../../src/values/index.ts';

const pinned: ClusterIdentity = {
  context: 'gke_keep-test',
  certificateAuthority: digestOf('ca'),
  namespaceUid: 'uid-1',
};
const settings = { namespace: 'keep' };
const never = { repin: false };
const others: readonly [string, ClusterIdentity, RegExp][] = [
  ['context', { ...pinned, context: 'gke_keep-prod' }, /context: was gke_keep-test, is gke_keep-prod/],
  ['CA bundle', { ...pinned, certificateAuthority: digestOf('x') }, /CA bundle: was sha256:\w+, is sha256:\w+/],
  ['missing CA bundle', { ...pinned, certificateAuthority: undefined }, /CA bundle: was sha256:\w+, is absent/],
  ['namespace UID', { ...pinned, namespaceUid: 'uid-2' }, /namespace UID: was uid-1, is uid-2/],
];

describe('a cluster with another', () => {
  test.each(others)('%s is refused, with old and new', (_, seen, message) => {
    expect(() => checkPin(pinned, settings, seen, never)).toThrow(message);
  });

  test.each(others)('%s is accepted by repin, which tells old and new', (_, seen, message) => {
    const { outcome, changes } = checkPin(pinned, settings, seen, { repin: true });
    expect(outcome).toBe('repinned');
    expect(changes.join()).toMatch(message);
  });
});

test.each([
  ['context', { context: 'gke_keep-prod' }],
  ['certificate-authority', { 'certificate-authority': digestOf('x') }],
  ['namespace-uid', { 'namespace-uid': 'uid-2' }],
])('what keep-deploy.yml says of %s holds on the first release and against repin', (name, setting) => {
  for (const known of [undefined, pinned]) {
    expect(() => checkPin(known, { ...settings, ...setting }, pinned, { repin: true })).toThrow(
      new RegExp(`cluster.${name} is`),
    );
  }
});

test('the first release pins, the next one is the same', () => {
  expect(checkPin(undefined, settings, pinned, never).outcome).toBe('first');
  expect(checkPin(pinned, settings, { ...pinned }, never).outcome).toBe('same');
});

describe('a namespace', () => {
  const clusterWith = (namespace: object) =>
    ({ endpoint: { context: 'any' }, get: async () => namespace }) as unknown as Cluster;
  const metadata = { name: 'keep', uid: 'uid-1' };

  test.each([
    [{ metadata: { ...metadata, deletionTimestamp: '2026-11-21T12:00:00Z' } }],
    [{ metadata, status: { phase: 'Terminating' } }],
  ])('that is being deleted takes nothing new', async (going) => {
    await expect(identifyCluster(clusterWith(going), 'keep')).rejects.toThrow('The namespace keep is being deleted');
  });

  test('that is active makes the cluster the one it is', async () => {
    const cluster = clusterWith({ metadata, status: { phase: 'Active' } });
    expect(await identifyCluster(cluster, 'keep')).toMatchObject({ context: 'any', namespaceUid: 'uid-1' });
  });
});
