import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  composeNetwork,
  type ManifestFiles,
  openCluster,
  type RolledTo,
  readManifests,
  rollTo,
} from '../../src/cluster/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { keepClient, keepRules } from '../unit/cluster/manifest/manifests.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, digestKey, roles } from './cluster-fixture.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

const clients = ['keep-client-0', 'keep-client-1', 'keep-client-2'].map((name, index) =>
  client(name, index === 0 ? 'bootstrap' : 'standard'),
);
const ready = 'readinessProbe: { tcpSocket: { port: 3919 } }';

/** A template of a Deployment, of which two clients are made, and what stands beside it. */
const deployments = ({ rpc = 'http://rpc.invalid', pin = 'first', network = 'test' } = {}) => `apiVersion: v1
kind: ConfigMap
metadata: { name: keep-client-env }
data: { RPC: ${rpc} }
---
apiVersion: v1
kind: Secret
metadata: { name: keep-client-pin }
stringData: { PIN: ${pin}-planted }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: network }
data: { NETWORK: ${network} }
---
apiVersion: v1
kind: Service
metadata: { name: keep-client }
spec: { ports: [{ name: p2p, port: 3919 }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: keep-client }
spec: { maxUnavailable: 1 }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: keep-client }
spec:
  strategy: { type: Recreate }
  template:
    metadata: { labels: { app: keep } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: client
          ${ready}
          envFrom: [{ configMapRef: { name: keep-client-env } }, { secretRef: { name: keep-client-pin } }]
`;

/** A client as keep-core writes it, but without a claim (no volumes are provisioned here), and reading what is shared. */
const statefulSet = keepClient(2, (text) =>
  text
    .replace(/ *volumeClaimTemplates:\n.*\n.*\n/, '')
    .replace(/ *volumeMounts: .*\n/, '')
    .replace(/ *env:\n *- name: KEEP_E.*\n.*\n/, `          ${ready}\n`)
    .replace('eth-network-internal', 'network')
    .replace('    spec:\n      containers', '    spec:\n      terminationGracePeriodSeconds: 1\n      containers'),
);

async function createRoll(namespace: string): Promise<(all?: string, own?: ManifestFiles['own']) => Promise<RolledTo>> {
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  expect((await plane.ask('/api/v1/namespaces', { method: 'POST', json })).status).toBe(201);
  const { log } = recordingLog();
  const signal = new AbortController().signal;
  const cluster = await openCluster({ settings: {}, kubeconfig: plane.kubeconfig, signal, log });
  return (all = deployments(), own = {}) => {
    const files: ManifestFiles = {
      all: [{ file: 'all.yml', text: all }],
      own: { 'keep-client-2': [{ file: '2.yml', text: statefulSet }], ...own },
    };
    const manifest = readManifests(files, { ...keepRules, namespace, clients });
    return rollTo(composeNetwork(manifest, clients, { namespace, digestKey }), {
      ...{
        cluster,
        namespace,
        environment: 'keep-test',
        roles,
        voters: new Set(),
        policy: 'rollback-all',
        maxParallel: 10,
      },
      limits: { clientMs: 60_000, waveMs: 120_000, totalMs: 300_000 },
      ...{ forcedManagers: [], digestKey, run: 'the test', lock: { waitMs: 0, breakLock: false }, references: [] },
      accounts: new Map(clients.map(({ name }) => [name, name])),
      redact: (text) => text,
      release: `sha256:${'1'.repeat(64)}`,
      beforeFirstWrite: async () => {},
      mayGoBack: async () => undefined,
      ...{ signal, log },
    });
  };
}

/** The pods of a Deployment that the API server has, those on their way out too. */
async function podsOf(namespace: string): Promise<readonly { readonly metadata: { deletionTimestamp?: string } }[]> {
  return JSON.parse((await plane.ask(`/api/v1/namespaces/${namespace}/pods`)).body).items;
}

test('a Deployment that surges by nothing has two pods while its old one ends, which is why none is taken', async () => {
  const namespace = 'surging';
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  expect((await plane.ask('/api/v1/namespaces', { method: 'POST', json })).status).toBe(201);
  const deployment = (image: string) => ({
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'keep' } },
    spec: {
      selector: { matchLabels: { app: 'keep' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: {
        metadata: { labels: { app: 'keep' }, annotations: { 'keep-deploy.test/behaviour': 'stuck-terminating' } },
        spec: { containers: [{ name: 'client', image }] },
      },
    },
  });
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  await plane.ask(path, { method: 'POST', json: deployment('registry.invalid/keep:1') });
  await poll(async () => (await podsOf(namespace)).length === 1, AbortSignal.timeout(120_000));
  await plane.ask(`${path}/keep`, { method: 'PUT', json: deployment('registry.invalid/keep:2') });
  await poll(async () => (await podsOf(namespace)).length === 2, AbortSignal.timeout(120_000));
  const ending = (await podsOf(namespace)).filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  expect(ending).toHaveLength(1);
});

const deployed = ({ clients: each }: RolledTo) =>
  each.filter(({ result }) => result === 'deployed').map((one) => one.client);

describe('Deployments of a template and a StatefulSet as it is written', () => {
  test('are released with what stands beside them; each is rolled again when what it reads changes, and only then', async () => {
    const roll = await createRoll('mixed');
    const first = await roll();
    expect([first.outcome, first.why]).toEqual(['deployed', []]);
    expect(deployed(first)).toEqual(['keep-client-0', 'keep-client-1', 'keep-client-2']);

    const writes = () => plane.auditLog.writes({ namespace: 'mixed', userAgent: 'keep-deploy' }).length;
    const before = writes();
    expect([(await roll()).outcome, writes()]).toEqual(['unchanged', before]);

    expect(deployed(await roll(deployments({ rpc: 'http://other.invalid' })))).toEqual([
      'keep-client-0',
      'keep-client-1',
    ]);
    const other = { rpc: 'http://other.invalid', pin: 'second' };
    expect(deployed(await roll(deployments(other)))).toEqual(['keep-client-0', 'keep-client-1']);
    // Shared, and read by the one that is named as written.
    expect(deployed(await roll(deployments({ ...other, network: 'main' })))).toEqual(['keep-client-2']);
    const path = '/api/v1/namespaces/mixed/configmaps/network';
    expect(JSON.parse((await plane.ask(path)).body)).toMatchObject({ data: { NETWORK: 'main' } });
  });
});

test('a Deployment that kubectl made with the strategy that Kubernetes fills in is taken over, and takes its pod away first from then on', async () => {
  const namespace = 'by-hand';
  const roll = await createRoll(namespace);
  const labels = { app: 'by-hand' };
  const spec = {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          { name: 'client', image: 'registry.invalid/keep:1', readinessProbe: { tcpSocket: { port: 3919 } } },
        ],
      },
    },
  };
  const made = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'by-hand' }, spec };
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  await plane.ask(`${path}?fieldManager=kubectl-create`, { method: 'POST', json: made });
  const text = JSON.stringify({ ...made, spec: { ...spec, strategy: { type: 'Recreate' } } });
  const own = { 'keep-client-1': [{ file: '1.json', text }] };

  expect((await roll(undefined, own)).outcome).toBe('deployed');
  const live = JSON.parse((await plane.ask(`${path}/by-hand`)).body);
  expect(live.spec.strategy).toEqual({ type: 'Recreate' });
  const again = await roll(undefined, own);
  expect([again.outcome, again.writes]).toEqual(['unchanged', 0]);
});
