import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Cluster,
  composeNetwork,
  type NetworkObjects,
  openCluster,
  planRollTo,
  type RolledTo,
  type RollToOptions,
  readManifests,
  rollTo,
  type WantedClient,
} from '../../src/cluster/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, digestKey, manifestText, roles } from './cluster-fixture.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

const probed = manifestText.replace(
  '        - name: client\n',
  '        - name: client\n          readinessProbe: { tcpSocket: { port: 3919 } }\n',
);
const behaving = (behaviour: string) =>
  probed.replace(
    '    metadata: { labels: { app: keep } }\n    spec:\n      termination',
    `    metadata: { labels: { app: keep }, annotations: { keep-deploy.test/behaviour: ${behaviour} } }\n    spec:\n      termination`,
  );

const ourWrites = (namespace: string) => plane.auditLog.writes({ namespace, userAgent: 'keep-deploy' });
const results = ({ clients }: RolledTo) => clients.map(({ client: name, result }) => `${name} ${result}`);

const network = (more: Readonly<Record<string, Parameters<typeof client>[2]>> = {}): readonly WantedClient[] =>
  ['b0', 'b1', 's0', 's1', 's2'].map((name) =>
    client(name, name.startsWith('b') ? 'bootstrap' : 'standard', more[name] ?? more['all']),
  );

interface Rig {
  readonly lines: readonly string[];
  compose(clients: readonly WantedClient[], manifest?: string): NetworkObjects;
  roll(clients: readonly WantedClient[], change?: Partial<RollToOptions> & { manifest?: string }): Promise<RolledTo>;
  plan(clients: readonly WantedClient[], change?: Partial<RollToOptions>): ReturnType<typeof planRollTo>;
}

async function createRig(namespace: string): Promise<Rig> {
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  expect((await plane.ask('/api/v1/namespaces', { method: 'POST', json })).status).toBe(201);
  const { log, lines } = recordingLog();
  const never = new AbortController().signal;
  const cluster: Cluster = await openCluster({ settings: {}, kubeconfig: plane.kubeconfig, signal: never, log });
  const compose: Rig['compose'] = (clients, text = probed) => {
    const rules = {
      ...{ namespace, container: 'client', clients },
      mounted: ['/mnt/config/keep.toml', '/mnt/keyfile/keyfile.json'],
      variables: ['KEEP_ETHEREUM_PASSWORD'],
    };
    const manifest = readManifests({ all: [{ file: 'keep-client.yml', text }], own: {} }, rules);
    return composeNetwork(manifest, clients, { namespace, digestKey });
  };
  const optionsFor = (clients: readonly WantedClient[], change: Partial<RollToOptions>): RollToOptions => ({
    ...{ cluster, namespace, roles, voters: new Set(), policy: 'rollback-all', maxParallel: 10 },
    limits: { clientMs: 60_000, waveMs: 120_000, totalMs: 300_000 },
    ...{ forcedManagers: [], digestKey, run: 'the test', lock: { waitMs: 0, breakLock: false }, references: [] },
    accounts: new Map(clients.map(({ name }) => [name, name])),
    redact: (text) => text,
    release: `sha256:${'1'.repeat(64)}`,
    beforeFirstWrite: async () => {},
    mayGoBack: async () => undefined,
    ...{ signal: never, log },
    ...change,
  });
  return {
    lines,
    compose,
    roll: (clients, { manifest, ...change } = {}) => rollTo(compose(clients, manifest), optionsFor(clients, change)),
    plan: (clients, change = {}) => planRollTo(compose(clients), optionsFor(clients, change)),
  };
}

describe('a network', () => {
  test('is released, left alone when nothing changed, and changed in one client only', async () => {
    const rig = await createRig('whole');
    const first = await rig.roll(network());
    expect([first.outcome, first.why]).toEqual(['deployed', []]);
    const before = ourWrites('whole').length;

    const second = await rig.roll(network());
    expect([second.outcome, second.writes]).toEqual(['unchanged', 0]);
    expect(ourWrites('whole').length).toBe(before);

    const third = await rig.roll(network({ s1: { text: 'changed = 1\n' } }));
    expect(third.outcome).toBe('deployed');
    expect(results(third).filter((line) => !line.endsWith('unchanged'))).toEqual(['s1 deployed']);
  });

  test('goes back as one set when a client can not start, and says why', async () => {
    const rig = await createRig('back');
    expect((await rig.roll(network())).outcome).toBe('deployed');
    const failed = await rig.roll(network({ all: { image: 'b' } }), { manifest: behaving('image-missing') });
    expect(failed.outcome).toBe('failed-rolled-back');
    expect((await rig.roll(network())).outcome).toBe('unchanged');
  });

  test('that was never there is left as it is when it fails', async () => {
    const rig = await createRig('first');
    const failed = await rig.roll(network(), { manifest: behaving('image-missing') });
    expect(failed.outcome).toBe('failed-halted');
    const again = await rig.roll(network());
    expect(again.outcome).toBe('deployed');
  });

  test('is planned without a write', async () => {
    const rig = await createRig('planned');
    const { plan } = await rig.plan(network());
    expect(plan.clients.map(({ client: name, action }) => `${name} ${action}`)).toEqual([
      'b0 create',
      'b1 create',
      's0 create',
      's1 create',
      's2 create',
    ]);
    expect(ourWrites('planned')).toEqual([]);
  });

  test('is worked on by one run at a time', async () => {
    const rig = await createRig('two');
    const [one, other] = await Promise.all([rig.roll(network()), rig.roll(network())]);
    expect([one.outcome, other.outcome].sort()).toEqual(['deployed', 'locked']);
  });
});
