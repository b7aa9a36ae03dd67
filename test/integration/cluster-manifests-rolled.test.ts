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

async function createRoll(namespace: string): Promise<(all?: string) => Promise<RolledTo>> {
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  expect((await plane.ask('/api/v1/namespaces', { method: 'POST', json })).status).toBe(201);
  const { log } = recordingLog();
  const signal = new AbortController().signal;
  const cluster = await openCluster({ settings: {}, kubeconfig: plane.kubeconfig, signal, log });
  return (all = deployments()) => {
    const files: ManifestFiles = {
      all: [{ file: 'all.yml', text: all }],
      own: { 'keep-client-2': [{ file: '2.yml', text: statefulSet }] },
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
