import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../src/cluster/api/cluster-port.ts';
import { type NamespaceStore, openNamespaceStore } from '../../src/cluster/api/namespace-store.ts';
import { openCluster } from '../../src/cluster/index.ts';
import type { WantedObject } from '../../src/cluster/kubernetes-object.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { createRoleUser } from './role-users.ts';
import { isQuotaFull } from './simulated-pod.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane?.stop());

const namespace = 'watched';
let cluster: Cluster;
let store: NamespaceStore;
let lines: readonly string[];
let run: AbortController;

beforeEach(async () => {
  run = new AbortController();
  const recording = recordingLog();
  lines = recording.lines;
  cluster = await openCluster({ settings: {}, kubeconfig: plane.kubeconfig, signal: run.signal, log: recording.log });
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  await plane.ask('/api/v1/namespaces', { method: 'POST', json });
  store = openNamespaceStore({ cluster, namespace, signal: run.signal, log: recording.log });
  await store.synced;
});
afterEach(() => {
  run.abort(new Error('the test is over'));
});

const workload = (
  name: string,
  kind: 'StatefulSet' | 'Deployment',
  annotations: Record<string, string> = {},
): WantedObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace, annotations },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'client', image: 'registry.invalid/client' }] },
    },
  },
});

/** Looks each time the store says that something about the workload has changed. */
async function until(uid: string, isSo: () => boolean): Promise<void> {
  while (!isSo()) await store.changed(uid, 30_000);
}

describe('of a real API server the store knows', () => {
  test('a StatefulSet, its pod, changes and ends, as they happen', async () => {
    const { metadata } = await cluster.apply(workload('set', 'StatefulSet'));
    const uid = metadata.uid ?? '';
    // Each kind is told by a watch of its own.
    await until(uid, () => store.podsOf(uid).length === 1 && store.workload('StatefulSet', 'set') !== undefined);
    expect(store.workload('StatefulSet', 'set')).toMatchObject({ kind: 'StatefulSet', metadata: { uid } });
    expect(store.podsOf(uid)[0]?.metadata.name).toBe('set-0');

    await cluster.apply(workload('set', 'StatefulSet', { changed: 'yes' }));
    await until(uid, () => store.workload('StatefulSet', 'set')?.metadata.annotations?.['changed'] === 'yes');

    const first = store.podsOf(uid)[0]?.metadata.uid ?? '';
    await cluster.remove(`/api/v1/namespaces/${namespace}/pods/set-0`, first);
    await until(uid, () => store.podsOf(uid).some((pod) => pod.metadata.uid !== first));

    await cluster.remove(`/apis/apps/v1/namespaces/${namespace}/statefulsets/set`, uid);
    await until(uid, () => store.workload('StatefulSet', 'set') === undefined && store.podsOf(uid).length === 0);
  });

  test('a Deployment, its ReplicaSet, and through it its pods', async () => {
    const { metadata } = await cluster.apply(workload('deployed', 'Deployment'));
    const uid = metadata.uid ?? '';
    await until(uid, () => store.podsOf(uid).length === 1);
    expect(store.replicaSetsOf(uid)).toHaveLength(1);
    expect(store.replicaSetsOf(uid)[0]?.spec?.template).toBeDefined();
  });

  test('a warning about a workload that can make no pods', async () => {
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'none' },
      spec: { hard: { pods: '0' } },
    };
    await plane.ask(`/api/v1/namespaces/${namespace}/resourcequotas`, { method: 'POST', json: quota });
    await poll(() => isQuotaFull(plane, namespace), AbortSignal.timeout(120_000));
    try {
      const { metadata } = await cluster.apply(workload('crowded', 'StatefulSet'));
      const uid = metadata.uid ?? '';
      await until(uid, () => store.warningsOf(uid).length > 0);
      expect(store.warningsOf(uid)[0]).toMatchObject({ reason: 'FailedCreate', type: 'Warning' });
    } finally {
      await plane.ask(`/api/v1/namespaces/${namespace}/resourcequotas/none`, { method: 'DELETE' });
    }
  });

  test('all that happened while the API server was gone and was started again', async () => {
    const { metadata } = await cluster.apply(workload('outlives', 'StatefulSet'));
    const uid = metadata.uid ?? '';
    await until(uid, () => store.podsOf(uid).length === 1);
    await restartApiServer();
    const before = store.podsOf(uid)[0]?.metadata.uid ?? '';
    await cluster.remove(`/api/v1/namespaces/${namespace}/pods/outlives-0`, before);
    await until(uid, () => store.podsOf(uid).some((pod) => pod.metadata.uid !== before));
    // The watches are taken up one after the other.
    while (store.behindMs() > 0) await store.changed('nobody', 10);
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});

test('a user with a Role writes and watches on while the API server is started again, though it forgets roles meanwhile', async () => {
  const resources = ['pods', 'events', 'configmaps', 'statefulsets', 'deployments', 'replicasets'];
  const rules = [{ apiGroups: ['', 'apps'], resources, verbs: ['*'] }];
  const { log } = recordingLog();
  const ports = { signal: run.signal, log };
  const { cluster: theirs } = await createRoleUser(plane, { namespace, name: 'deployer', rules }, ports);
  const followed = openNamespaceStore({ cluster: theirs, namespace, signal: run.signal, log });
  await followed.synced;
  let isOver = false;
  let writes = 0;
  const writing = (async () => {
    while (!isOver) {
      const data = { count: String(writes) };
      await theirs.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'written', namespace }, data });
      writes++;
    }
  })();
  await restartApiServer();
  const { metadata: made } = await theirs.apply(workload('later', 'StatefulSet'));
  const uid = made.uid ?? '';
  while (followed.podsOf(uid).length === 0) await followed.changed(uid, 30_000);
  isOver = true;
  await writing;
  expect(writes).toBeGreaterThan(1);
});

async function restartApiServer(): Promise<void> {
  const startAgain = await plane.endApiServer(0);
  await startAgain();
}
