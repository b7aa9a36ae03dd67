import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { askHttps } from '../../tools/servers/https-ask.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const STATEFUL_SETS = '/apis/apps/v1/namespaces/default/statefulsets';
const IMAGE = `registry.invalid/client@sha256:${'a'.repeat(64)}`;
const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startControlPlane({ nodes: 1 });
});
afterAll(() => cluster?.stop());

const send = async (path: string, json: unknown, method = 'POST') => (await cluster.ask(path, { method, json })).status;

describe('the audit log', () => {
  test('counts a request that changed something, once, with who and what', async () => {
    expect(await send(CONFIG_MAPS, configMap('written'))).toBe(201);
    const writes = cluster.auditLog.writes({ resource: 'configmaps', name: 'written' });
    expect(writes).toMatchObject([{ verb: 'create', user: 'admin', namespace: 'default', status: 201 }]);
  });

  test('counts no read, no dry run and no refused request as a write, but records all three', async () => {
    expect(await send(CONFIG_MAPS, configMap('there'))).toBe(201);
    const before = cluster.auditLog.writes({ user: 'admin' }).length;
    await cluster.ask(`${CONFIG_MAPS}/there`);
    expect(await send(`${CONFIG_MAPS}?dryRun=All`, configMap('dry'))).toBe(201);
    expect(await send(CONFIG_MAPS, configMap('there'))).toBe(409);
    expect(cluster.auditLog.writes({ user: 'admin' })).toHaveLength(before);
    const seen = cluster.auditLog.events({ user: 'admin', resource: 'configmaps' }).slice(-3);
    expect(seen.map(({ verb, status }) => `${verb} ${status}`)).toEqual(['get 200', 'create 201', 'create 409']);
  });

  test('keeps no content of a Secret', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'hidden' },
      stringData: { key: 'correct horse' },
    };
    expect(await send('/api/v1/namespaces/default/secrets', secret)).toBe(201);
    expect(cluster.auditLog.writes({ resource: 'secrets', name: 'hidden' })).toHaveLength(1);
    const log = readFileSync(cluster.auditLog.file, 'utf8');
    expect(log).not.toContain('correct horse');
    expect(log).not.toContain(Buffer.from('correct horse').toString('base64'));
  });
});

test('a StatefulSet becomes ready on the simulated node, and each pod it made is in the audit log', async () => {
  const labels = { app: 'client' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'client', image: IMAGE }] } };
  const spec = { replicas: 2, serviceName: 'client', selector: { matchLabels: labels }, template };
  expect(
    await send(STATEFUL_SETS, { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'client' }, spec }),
  ).toBe(201);
  await poll(async () => {
    const { body } = await cluster.ask(`${STATEFUL_SETS}/client`);
    return (JSON.parse(body) as { status: { readyReplicas?: number } }).status.readyReplicas === 2;
  }, AbortSignal.timeout(120_000));
  const pods = cluster.auditLog.writes({ resource: 'pods', subresource: '', verb: 'create', namespace: 'default' });
  expect(pods.map(({ name }) => name)).toEqual(['client-0', 'client-1']);
  const pod = JSON.parse((await cluster.ask('/api/v1/namespaces/default/pods/client-0')).body) as {
    status: { containerStatuses: { imageID: string }[] };
  };
  expect(pod.status.containerStatuses[0]?.imageID).toBe(IMAGE);
});

test('a deleted pod goes, and its successor becomes ready', async () => {
  const path = '/api/v1/namespaces/default/pods/client-1';
  const uid = async () => {
    const { status, body } = await cluster.ask(path);
    const pod = JSON.parse(body) as { metadata: { uid: string }; status?: { phase?: string } };
    return status === 200 && pod.status?.phase === 'Running' ? pod.metadata.uid : undefined;
  };
  const first = await uid();
  expect(await send(path, undefined, 'DELETE')).toBe(200);
  await poll(async () => {
    const now = await uid();
    return now !== undefined && now !== first;
  }, AbortSignal.timeout(120_000));
});

test('somebody with a certificate of the cluster but no rights is known by name and refused', async () => {
  const client = cluster.issueCertificate({ commonName: 'visitor', organization: 'guests' });
  const answer = await askHttps(cluster.apiServerUrl + CONFIG_MAPS, { caPem: cluster.caPem, client });
  expect(answer.status).toBe(403);
  expect(answer.body).toContain('User \\"visitor\\" cannot list resource');
});

test('only its owner can read the kubeconfig', () => {
  expect(statSync(cluster.kubeconfig).mode & 0o077).toBe(0);
});

test.each([
  { isOn: true, controllers: 'raised', kept: 2 },
  { isOn: false, controllers: 'default', kept: undefined },
] as const)(
  'a cluster whose gate MaxUnavailableStatefulSet is $isOn, with $controllers limits for its controllers, rolls',
  async ({ isOn, controllers, kept }) => {
    const other = await startControlPlane({
      nodes: 1,
      controllers,
      featureGates: { MaxUnavailableStatefulSet: isOn },
    });
    try {
      const labels = { app: 'gated' };
      const template = { metadata: { labels }, spec: { containers: [{ name: 'client', image: IMAGE }] } };
      const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } };
      const spec = { replicas: 2, serviceName: 'gated', selector: { matchLabels: labels }, template, updateStrategy };
      const json = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'gated' }, spec };
      const { body } = await other.ask(STATEFUL_SETS, { method: 'POST', json });
      // The API server drops a field whose gate is closed.
      const written = JSON.parse(body) as { spec: { updateStrategy: { rollingUpdate?: { maxUnavailable?: number } } } };
      expect(written.spec.updateStrategy.rollingUpdate?.maxUnavailable).toBe(kept);
      await poll(async () => {
        const { body: now } = await other.ask(`${STATEFUL_SETS}/gated`);
        return (JSON.parse(now) as { status: { readyReplicas?: number } }).status.readyReplicas === 2;
      }, AbortSignal.timeout(120_000));
    } finally {
      await other.stop();
    }
  },
);
