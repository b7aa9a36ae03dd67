import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { askClient, checkPin, identifyCluster, openCluster, podOfClient } from '../../src/cluster/index.ts';
import { UserError } from '../../src/report/index.ts';
import { digestOf } from '../../src/values/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, probedManifest } from './cluster-fixture.ts';

const open = (kubeconfig: string, context?: string) =>
  openCluster({
    settings: context === undefined ? {} : { context },
    kubeconfig,
    signal: new AbortController().signal,
    log: recordingLog().log,
  });

/** What stands behind a simulated pod's port. */
const diagnostics: Server = createServer((request, response) => {
  response.end(`${request.method} ${request.url}`);
});

let plane: ControlPlane;
beforeAll(async () => {
  await new Promise<void>((resolve) => diagnostics.listen(0, '127.0.0.1', resolve));
  const { port } = diagnostics.address() as AddressInfo;
  const forward = `apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterPortForward
metadata: { name: diagnostics }
spec: { forwards: [{ ports: [9602], target: { address: 127.0.0.1, port: ${port} } }] }`;
  plane = await startControlPlane({ nodes: 1, simulation: { configuration: [forward] } });
});
afterAll(async () => {
  diagnostics.close();
  await plane?.stop();
});

describe('the kubeconfig', () => {
  test('that is not there is the user’s to mend', async () => {
    await expect(open('/nowhere/kubeconfig')).rejects.toThrow(UserError);
  });

  test('without the wanted context says which it has', async () => {
    await expect(open(plane.kubeconfig, 'gke_prod')).rejects.toThrow(/no context gke_prod; it has /);
  });

  test('of somebody without rights is refused with what is missing', async () => {
    const cluster = await open(plane.writeKubeconfig({ commonName: 'visitor' }));
    await expect(identifyCluster(cluster, 'default')).rejects.toThrow(
      /403 Forbidden: .*"visitor" cannot get resource "namespaces"/,
    );
  });
});

describe('a cluster is known', () => {
  test('by the digest of its CA bundle and the UID of the namespace', async () => {
    const cluster = await open(plane.kubeconfig);
    const seen = await identifyCluster(cluster, 'default');
    const { body } = await plane.ask('/api/v1/namespaces/default');
    expect(seen.certificateAuthority).toBe(digestOf(plane.caPem));
    expect(seen.namespaceUid).toBe((JSON.parse(body) as { metadata: { uid: string } }).metadata.uid);
    expect(
      checkPin(seen, { namespace: 'default' }, await identifyCluster(cluster, 'default'), { repin: false }).outcome,
    ).toBe('same');
  });

  test('not to be another one: a namespace made anew is refused, and nothing was written', async () => {
    const rig = await createRig(plane, 'pinned', recordingLog().log);
    const pinned = await identifyCluster(rig.cluster, 'default');
    const seen = await identifyCluster(rig.cluster, 'pinned');
    const settings = { namespace: 'pinned' };
    expect(() => checkPin(pinned, settings, seen, { repin: false })).toThrow(
      /namespace UID: was .* is .*Nothing was written/,
    );
    expect(checkPin(pinned, settings, seen, { repin: true })).toMatchObject({ outcome: 'repinned' });
    expect(plane.auditLog.writes({ userAgent: 'keep-deploy' })).toEqual([]);
  });

  test('only when its namespace is there', async () => {
    const cluster = await open(plane.kubeconfig);
    await expect(identifyCluster(cluster, 'typo')).rejects.toThrow(/no namespace typo/);
  });
});

describe("a client's own port", () => {
  const question = { namespace: 'ports', client: 'keep-client-0', path: '/diagnostics', timeoutMs: 30_000 };

  test('is heard by port-forward where the pod proxy leads nowhere; where neither does, it is said to be impossible on a simulated node', async () => {
    const rig = await createRig(plane, 'ports', recordingLog().log);
    expect((await rig.roll([client('keep-client-0', 'bootstrap')])).outcome).toBe('deployed');
    expect(await askClient(rig.cluster, { ...question, port: 9602 })).toEqual({
      kind: 'answered',
      text: 'GET /diagnostics',
    });
    expect(await askClient(rig.cluster, { ...question, port: 9999 })).toMatchObject({ kind: 'not-possible' });
  });

  test("is a Deployment's too, whose pod has another name each time", async () => {
    const rig = await createRig(plane, 'deployed', recordingLog().log);
    const manifest = probedManifest
      .replace('kind: StatefulSet', 'kind: Deployment')
      .replace('  replicas: 1', '  strategy: { type: Recreate }');
    expect((await rig.roll([client('keep-client-0', 'bootstrap')], { manifest })).outcome).toBe('deployed');
    const workload = { kind: 'Deployment', name: 'keep-client-0' } as const;
    const pod = await podOfClient(rig.cluster, 'deployed', 'keep-client-0', workload);
    expect(pod).toMatch(/^keep-client-0-[a-z0-9]+-[a-z0-9]+$/);
    expect(await askClient(rig.cluster, { ...question, namespace: 'deployed', pod, port: 9602 })).toEqual({
      kind: 'answered',
      text: 'GET /diagnostics',
    });
    expect(await podOfClient(rig.cluster, 'deployed', 'keep-client-1', workload)).toBeUndefined();
  });

  test('that may not be asked is impossible to hear, not silent', async () => {
    const visitor = await open(plane.writeKubeconfig({ commonName: 'visitor' }));
    const reply = await askClient(visitor, { ...question, port: 9602 });
    expect(reply).toMatchObject({ kind: 'not-possible', why: expect.stringMatching(/pods\/portforward/) });
  });
});

describe('by name', () => {
  const secret = '/api/v1/namespaces/default/secrets/guarded';

  beforeAll(async () => {
    const json = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'guarded' },
      stringData: { key: 'correct horse' },
    };
    await plane.ask('/api/v1/namespaces/default/secrets', { method: 'POST', json });
  });

  test('a Secret is looked up without what it holds', async () => {
    const found = await (await open(plane.kubeconfig)).get(secret, { metadataOnly: true });
    expect(found?.metadata.name).toBe('guarded');
    expect(found).not.toHaveProperty('data');
  });

  test('an object is removed only when it is the one that was seen', async () => {
    const cluster = await open(plane.kubeconfig);
    const uid = (await cluster.get(secret))?.metadata.uid ?? '';
    expect(await cluster.remove(secret, '00000000-0000-0000-0000-000000000000')).toBe('gone');
    expect(await cluster.get(secret)).toBeDefined();
    expect(await cluster.remove(secret, uid)).toBe('removed');
    expect(await cluster.get(secret)).toBeUndefined();
  });

  test('an object that a dry run applies is not there afterwards', async () => {
    const cluster = await open(plane.kubeconfig);
    const metadata = { name: 'dry', namespace: 'default' };
    await cluster.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {} }, { dryRun: true });
    expect(await cluster.get('/api/v1/namespaces/default/configmaps/dry')).toBeUndefined();
  });
});
