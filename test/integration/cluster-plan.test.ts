import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  composeNetwork,
  type NetworkObjects,
  openCluster,
  planRollTo,
  type RollToOptions,
  readManifests,
  reportPlan,
  rollTo,
  type WantedClient,
} from '../../src/cluster/index.ts';
import type { WantedObject } from '../../src/cluster/kubernetes-object.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, digestKey, manifestText, roles } from './cluster-fixture.ts';
import { createScene, type Scene } from './ownership-scene.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

const manifest = manifestText.replace(
  '        - name: client\n',
  '        - name: client\n          readinessProbe: { tcpSocket: { port: 3919 } }\n',
);
const text = (port: number) => `[ethereum]\nURL = "ws://node:8546"\n\n[network]\nPort = ${port}\nPeers = []\n`;
const network = (more: Readonly<Record<string, Parameters<typeof client>[2]>> = {}): readonly WantedClient[] =>
  ['b0', 's0', 's1'].map((name) =>
    client(name, name.startsWith('b') ? 'bootstrap' : 'standard', { text: text(1), ...more[name] }),
  );

/** A namespace with its managers, and what leads it to a network. */
async function createRig(namespace: string) {
  const at: Scene = await createScene(plane, namespace);
  const { log } = recordingLog();
  const never = new AbortController().signal;
  const cluster = await openCluster({ settings: {}, kubeconfig: plane.kubeconfig, signal: never, log });
  const compose = (clients: readonly WantedClient[], written = manifest): NetworkObjects => {
    const rules = {
      ...{ namespace, container: 'client', clients },
      mounted: ['/mnt/config/keep.toml', '/mnt/keyfile/keyfile.json'],
      variables: ['KEEP_ETHEREUM_PASSWORD'],
    };
    const found = readManifests({ all: [{ file: 'keep-client.yml', text: written }], own: {} }, rules);
    return composeNetwork(found, clients, { namespace, digestKey });
  };
  const options: RollToOptions = {
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
    accounts: new Map(),
    redact: (plain) => plain,
    release: `sha256:${'1'.repeat(64)}`,
    beforeFirstWrite: async () => {},
    mayGoBack: async () => undefined,
    ...{ signal: never, log },
  };
  const writes = () => plane.auditLog.writes({ namespace, userAgent: 'keep-deploy' }).length;
  const plan = async (clients: readonly WantedClient[]) => {
    const before = writes();
    const seen = await planRollTo(compose(clients), 'apply', options);
    expect(writes()).toBe(before);
    const steps = seen.plan.clients.map(({ client: name, action, reason }) => `${name} ${action}: ${reason}`);
    return { ...seen, steps, details: reportPlan(namespace, seen.plan, seen.shown).details };
  };
  const roll = (clients: readonly WantedClient[], change: Partial<RollToOptions> = {}) =>
    rollTo(compose(clients), { ...options, ...change });
  const workloadOf = (name: string): WantedObject => {
    const found = compose(network()).clients.find((one) => one.client === name);
    if (found === undefined) throw new Error(`no client ${name}`);
    return found.workload;
  };
  return { at, plan, roll, compose, workloadOf, writes };
}

const unchanged = ['b0', 's0', 's1'].map((name) => `${name} unchanged: as wanted, and proved`);

describe('a plan', () => {
  test('of what was just rolled has nothing to do; of what changes it says what, line by line, and nothing secret', async () => {
    const { plan, roll } = await createRig('plan-change');
    expect((await roll(network())).outcome).toBe('deployed');
    const same = await plan(network());
    expect([same.steps, same.plan.isUnchanged, same.details]).toEqual([unchanged, true, []]);

    const other = network({ s0: { image: 'b', text: text(2) } }).map((one) =>
      one.name === 's1' ? { ...one, keyfile: { ...one.keyfile, text: '{"ciphertext":"SENTINEL"}' } } : one,
    );
    const { steps, details } = await plan(other);
    expect(steps).toEqual([
      unchanged[0],
      's0 update: the image and the configuration changed',
      's1 update: the keyfile changed',
    ]);
    const lines = details.flatMap((detail) => detail.lines.map((line) => line.replaceAll(/[0-9a-f]{12,64}/g, 'HASH')));
    expect(lines).toContain('      + Port = 2');
    expect(lines).toContain('  + data.keyfile (not shown)');
    expect(lines).toContain(
      '  ~ spec.template.spec.containers[name="client"].image: "registry.invalid/keep-client@sha256:HASH" → "registry.invalid/keep-client@sha256:HASH"',
    );
    const printed = JSON.stringify(details);
    for (const secret of ['SENTINEL', Buffer.from('{"ciphertext":"SENTINEL"}').toString('base64')])
      expect(printed).not.toContain(secret);
  });

  test('tells drift and who has it; the roll-out takes nothing from whom nobody named, and all from who was', async () => {
    const { at, plan, roll, workloadOf, writes } = await createRig('plan-drift');
    expect((await roll(network())).outcome).toBe('deployed');
    await at.merge(workloadOf('s0'), { metadata: { annotations: { 'keep-deploy/content': 'other' } } }, 'editor');
    await at.merge(workloadOf('s1'), { spec: { replicas: 3 } }, 'kubectl', 'scale');

    const { plan: found, steps } = await plan(network());
    expect(steps).toEqual([
      unchanged[0],
      expect.stringMatching(/^s0 update: .*editor changed metadata\.annotations\.keep-deploy\/content$/),
      's1 update: StatefulSet s1: kubectl (scale) changed spec.replicas',
    ]);
    expect(found.clients.map(({ drift }) => drift.map(({ path, managers }) => [path, managers]))).toEqual([
      [],
      [['metadata.annotations.keep-deploy/content', ['editor']]],
      [['spec.replicas', ['kubectl (scale)']]],
    ]);

    const before = writes();
    await expect(roll(network(), { forcedManagers: ['editor'] })).rejects.toThrow(/spec\.replicas belongs to kubectl/);
    expect(writes()).toBe(before);
    expect((await roll(network(), { forcedManagers: ['editor', 'kubectl'] })).outcome).toBe('deployed');
    expect((await plan(network())).steps).toEqual(unchanged);
  });

  test('takes over what kubectl applied, with what it left, and has nothing to do afterwards', async () => {
    const { at, plan, roll, compose, workloadOf } = await createRig('plan-kubectl');
    for (const { beside, workload } of compose(network()).clients) {
      for (const object of [...beside, workload]) {
        const { annotations: _, ...metadata } = object.metadata;
        await at.kubectlApply({ ...object, metadata: { ...metadata, annotations: { old: 'x' } } });
      }
    }
    const { steps, plan: found } = await plan(network());
    for (const step of steps) expect(step).toMatch(/ update: .*taken over/);
    expect(found.clients.flatMap(({ objects }) => objects.flatMap(({ migrated }) => migrated))).toEqual(
      found.clients.flatMap(() => ['kubectl-client-side-apply', 'kubectl-client-side-apply']),
    );
    expect((await roll(network())).outcome).toBe('deployed');
    expect((await plan(network())).steps).toEqual(unchanged);
    const live = await at.live(workloadOf('s0'));
    expect(live.metadata.annotations).toEqual({ 'keep-deploy/content': expect.anything() });
  });

  test('tells of a client that is none any more: it would be removed', async () => {
    const { plan, roll } = await createRig('plan-left');
    expect((await roll(network())).outcome).toBe('deployed');
    const { plan: found, steps } = await plan(network().slice(0, 2));
    expect(steps).toEqual(unchanged.slice(0, 2));
    expect(found.prune.map(({ owner, kind }) => `${owner} ${kind}`)).toEqual(['s1 Service', 's1 StatefulSet']);
    expect([found.left, found.leaving, found.isUnchanged]).toEqual([[], ['s1'], false]);
  });
});
