import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { objectPath, type WrittenKind } from '../../src/cluster/kubernetes-object.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { behaving, client, createRig, probedManifest } from './cluster-fixture.ts';
import { sceneIn } from './ownership-scene.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1, controllers: 'quick' });
});
afterAll(() => plane?.stop());

const five = () => [client('b0', 'bootstrap'), ...['s0', 's1', 's2', 's3'].map((name) => client(name, 'standard'))];
/** Each client's PodDisruptionBudget and claim, and a ConfigMap of all. */
const withMore = (text: string) => `${text}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: keep-client }
spec: { maxUnavailable: 0, selector: { matchLabels: { app: keep } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: keep-client-data }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: network }
data: { a: b }
`;

async function rigFor(namespace: string) {
  const { log, lines } = recordingLog();
  const rig = await createRig(plane, namespace, log);
  const isThere = async (kind: WrittenKind, name: string) =>
    (await rig.cluster.get(objectPath(kind, namespace, name))) !== undefined;
  return { ...rig, lines, isThere };
}

describe('what no manifest has any more', () => {
  test('is removed when all is proved: never a claim, nor what somebody has made theirs', async () => {
    const { roll, plan, isThere, lines, compose } = await rigFor('prune-objects');
    const at = sceneIn(plane, 'prune-objects');
    const clients = five().slice(0, 2);
    expect((await roll(clients, { manifest: withMore(probedManifest) })).outcome).toBe('deployed');
    const budget = compose(clients, withMore(probedManifest)).clients[1]?.beside.find(
      ({ kind }) => kind === 'PodDisruptionBudget',
    );
    if (budget === undefined) throw new Error('s0 has a PodDisruptionBudget');
    await at.merge(budget, { spec: { maxUnavailable: 1 } }, 'kubectl-edit');

    const { plan: found, findings } = await plan(clients);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(found.prune.map(({ owner, kind, name }) => `${owner}: ${kind} ${name}`).sort()).toEqual([
      ': ConfigMap network',
      'b0: PodDisruptionBudget b0',
    ]);
    expect(found.left.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'PersistentVolumeClaim b0-data',
      'PersistentVolumeClaim s0-data',
      'PodDisruptionBudget s0',
    ]);
    expect((await roll(clients)).outcome).toBe('deployed');
    expect(await isThere('PodDisruptionBudget', 'b0')).toBe(false);
    expect(await isThere('ConfigMap', 'network')).toBe(false);
    expect(await isThere('PodDisruptionBudget', 's0')).toBe(true);
    expect(await isThere('PersistentVolumeClaim', 'b0-data')).toBe(true);
    expect(lines.join('\n')).toContain('PodDisruptionBudget b0 is removed');

    const again = await plan(clients);
    expect([again.plan.isUnchanged, again.plan.prune]).toEqual([true, []]);
    const reasons = ({ left }: typeof found) => left.map(({ name, reason }) => `${name}: ${reason}`).sort();
    expect(reasons(again.plan)).toEqual(reasons(found));
    expect((await roll(clients)).writes).toBe(0);
  });

  test('stays where pods still read it: a Secret that is looked after elsewhere now', async () => {
    const { roll, plan, isThere, lines } = await rigFor('prune-named');
    const clients = five().slice(0, 2);
    const manifest = probedManifest.replace(
      '        - name: client\n',
      '        - name: client\n          envFrom: [{ secretRef: { name: token } }]\n',
    );
    const secret = '---\napiVersion: v1\nkind: Secret\nmetadata: { name: token }\nstringData: { TOKEN: planted }\n';
    expect((await roll(clients, { manifest: `${manifest}${secret}` })).outcome).toBe('deployed');
    const { plan: found } = await plan(clients, { manifest });
    expect([found.prune, found.left.map(({ kind, name }) => `${kind} ${name}`)]).toEqual([[], ['Secret token']]);
    expect((await roll(clients, { manifest })).outcome).toBe('deployed');
    expect(await isThere('Secret', 'token')).toBe(true);
    expect(lines.join('\n')).toContain('Secret token is wanted no more and stays: StatefulSet b0 names it');
  });

  const namingToken = {
    containers: [{ name: 'c', image: 'registry.invalid/c', envFrom: [{ secretRef: { name: 'token' } }] }],
    restartPolicy: 'Never',
  };
  const template = { metadata: { labels: { app: 'other' } }, spec: namingToken };
  const selector = { matchLabels: { app: 'other' } };
  test.each([
    [
      'a CronJob that is suspended',
      'CronJob',
      '/apis/batch/v1',
      'cronjobs',
      { schedule: '0 0 1 1 *', suspend: true, jobTemplate: { spec: { template } } },
    ],
    ['a Job that is suspended', 'Job', '/apis/batch/v1', 'jobs', { suspend: true, template }],
    [
      'a DaemonSet without a node',
      'DaemonSet',
      '/apis/apps/v1',
      'daemonsets',
      {
        selector,
        template: { ...template, spec: { ...namingToken, restartPolicy: 'Always', nodeSelector: { no: 'node' } } },
      },
    ],
    ['a pod that a person made', 'Pod', '/api/v1', 'pods', namingToken],
  ] as const)(
    'stays where nothing else names it, and goes when nobody does: %s',
    async (_, kind, group, plural, spec) => {
      const namespace = `prune-${plural}`;
      const { roll, plan, isThere, lines } = await rigFor(namespace);
      const clients = five().slice(0, 2);
      const secret = '---\napiVersion: v1\nkind: Secret\nmetadata: { name: token }\nstringData: { TOKEN: planted }\n';
      const left = async () => (await plan(clients)).plan.left.map(({ name, reason }) => `${name}: ${reason}`);
      expect((await roll(clients, { manifest: `${probedManifest}${secret}` })).outcome).toBe('deployed');
      const path = `${group}/namespaces/${namespace}/${plural}`;
      const json = { apiVersion: group.split('/').slice(2).join('/'), kind, metadata: { name: 'other' }, spec };
      expect((await plane.ask(path, { method: 'POST', json })).status).toBe(201);

      const told = [`token: no manifest has it any more; it stays, for ${kind} other names it`];
      expect(await left()).toEqual(told);
      expect((await roll(clients, { manifest: `${probedManifest.replace('3919 }]', '3918 }]')}` })).outcome).toBe(
        'deployed',
      );
      expect(lines.join('\n')).toContain(`Secret token is wanted no more and stays: ${kind} other names it`);
      expect(await isThere('Secret', 'token')).toBe(true);
      expect(await left()).toEqual(told);

      expect((await plane.ask(`${path}/other?gracePeriodSeconds=0`, { method: 'DELETE' })).status).toBe(200);
      const { plan: then } = await plan(clients);
      expect([then.prune.map(({ name }) => name), then.left]).toEqual([['token'], []]);
      expect((await roll(clients)).outcome).toBe('deployed');
      expect(await isThere('Secret', 'token')).toBe(false);
      expect((await plan(clients)).plan.isUnchanged).toBe(true);
    },
  );

  test('stays while a client fails: the way back needs it', async () => {
    const { roll, plan, isThere } = await rigFor('prune-failed');
    const clients = five().slice(0, 2);
    expect((await roll(clients, { manifest: withMore(probedManifest) })).outcome).toBe('deployed');
    expect((await roll(clients, { manifest: behaving('crash-loops') })).outcome).toBe('failed-rolled-back');
    expect(await isThere('PodDisruptionBudget', 'b0')).toBe(true);
    expect(await isThere('ConfigMap', 'network')).toBe(true);
    expect((await plan(clients, { manifest: withMore(probedManifest) })).plan.isUnchanged).toBe(true);
  });
});

describe('a client that is taken out of the clients file', () => {
  test('is removed when the others are proved, and is a new one when it comes back', async () => {
    const { roll, plan, isThere } = await rigFor('prune-client');
    expect((await roll(five())).outcome).toBe('deployed');
    const four = five().slice(0, 4);
    const { plan: found } = await plan(four);
    expect(found.leaving).toEqual(['s3']);
    expect((await roll(four)).outcome).toBe('deployed');
    expect(await isThere('StatefulSet', 's3')).toBe(false);
    expect(await isThere('Service', 's3')).toBe(false);
    expect((await plan(four)).plan.isUnchanged).toBe(true);
    expect((await roll(five())).outcome).toBe('deployed');
    expect(await isThere('StatefulSet', 's3')).toBe(true);
  });

  test('is removed also where somebody has made its pods anew by hand', async () => {
    const { roll, isThere, compose } = await rigFor('prune-restarted');
    expect((await roll(five())).outcome).toBe('deployed');
    const workload = compose(five(), probedManifest).clients.find(({ client: name }) => name === 's3')?.workload;
    if (workload === undefined) throw new Error('s3 has a workload');
    const annotations = { 'kubectl.kubernetes.io/restartedAt': '2026-11-22T00:00:00Z' };
    const restart = { spec: { template: { metadata: { annotations } } } };
    await sceneIn(plane, 'prune-restarted').merge(workload, restart, 'kubectl-rollout');
    expect((await roll(five().slice(0, 4))).outcome).toBe('deployed');
    expect(await isThere('StatefulSet', 's3')).toBe(false);
  });

  test('with so many others that it looks like the wrong file stays: nothing is written', async () => {
    const { roll, isThere } = await rigFor('prune-many');
    expect((await roll(five())).outcome).toBe('deployed');
    await expect(roll(five().slice(0, 2))).rejects.toThrow(/3 of the 5 clients .* s1, s2, s3/);
    await expect(roll([client('x0', 'bootstrap')])).rejects.toThrow(/5 of the 5 clients/);
    expect(await isThere('StatefulSet', 's3')).toBe(true);
    expect(await isThere('StatefulSet', 'x0')).toBe(false);
  }, 120_000);

  test('with so many others is told how to be removed at once, of whatever kind it is', async () => {
    const { roll } = await rigFor('prune-deployments');
    const manifest = probedManifest
      .replace('kind: StatefulSet', 'kind: Deployment')
      .replace('replicas: 1', 'replicas: 1\n  strategy: { type: Recreate }');
    expect((await roll(five(), { manifest })).outcome).toBe('deployed');
    await expect(roll(five().slice(0, 2), { manifest })).rejects.toThrow(
      /\(kubectl delete deployment s\d; claims stay\)/,
    );
  }, 120_000);
});

describe('a Secret that is written with stringData', () => {
  const withSecret = (text: string) => `${probedManifest}---
apiVersion: v1
kind: Secret
metadata: { name: keep-client-pin }
stringData: { ${text} }
`;

  test('shows who changed it, and loses the key that left the manifest', async () => {
    const { roll, plan, compose, cluster } = await rigFor('prune-secret');
    const at = sceneIn(plane, 'prune-secret');
    const clients = five().slice(0, 1);
    const manifest = withSecret('pin: "1", puk: "2"');
    expect((await roll(clients, { manifest })).outcome).toBe('deployed');
    expect((await plan(clients, { manifest })).plan.isUnchanged).toBe(true);
    const secret = compose(clients, manifest).clients[0]?.beside.find(({ kind }) => kind === 'Secret');
    if (secret === undefined) throw new Error('b0 has a Secret');
    await at.merge(secret, { data: { pin: 'eA==' } }, 'editor');

    const { plan: found } = await plan(clients, { manifest });
    expect(found.clients[0]?.drift).toEqual([{ path: 'data.pin', live: expect.anything(), managers: ['editor'] }]);
    const next = { manifest: withSecret('pin: "1"'), forcedManagers: ['editor'] };
    expect((await roll(clients, next)).outcome).toBe('deployed');
    const live = await cluster.get(objectPath('Secret', 'prune-secret', 'b0-pin'));
    expect(live).toMatchObject({ data: { pin: 'MQ==' } });
    expect(live).not.toHaveProperty('data.puk');
  });
});
