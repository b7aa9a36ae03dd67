import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openFront, openUpstream, type Upstream } from '../../tools/servers/api-front.ts';
import type { CertificateFiles } from '../../tools/servers/cluster-credentials.ts';
import { askHttps } from '../../tools/servers/https-ask.ts';
import { BEHAVIOUR_ANNOTATION, type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { guardPodDeletes } from '../../tools/servers/pod-delete-guard.ts';
import { poll } from '../../tools/servers/process.ts';
import { KWOK_IDENTITY } from '../../tools/servers/simulated-nodes.ts';
import { addPod, forceDelete, podPath, type SeenPod } from './simulated-pod.ts';

/** As kwok 0.8.0 says it, for whichever pod has the name by now. */
const byNameAlone = { gracePeriodSeconds: 0 };

let cluster: ControlPlane;
let kwok: CertificateFiles;
beforeAll(async () => {
  cluster = await startControlPlane({ nodes: 1 });
  kwok = cluster.issueCertificate(KWOK_IDENTITY);
});
afterAll(() => cluster?.stop());

const guardUrl = () => `https://127.0.0.1:${cluster.servers['kwok-guard']?.ports['https']}`;
const deleteAt = async (url: string, name: string) =>
  (await askHttps(url + podPath(name), { caPem: cluster.caPem, client: kwok, method: 'DELETE', json: byNameAlone }))
    .status;

async function find(name: string): Promise<SeenPod | undefined> {
  const { status, body } = await cluster.ask(podPath(name));
  return status === 200 ? (JSON.parse(body) as SeenPod) : undefined;
}

test('a late delete of kwok takes nobody who was not asked to go, and is counted', async () => {
  const uid = await addPod(cluster, 'successor');
  expect(await deleteAt(guardUrl(), 'successor')).toBe(409);
  expect((await find('successor'))?.metadata.uid).toBe(uid);
  // The guard is a process of its own: its word comes by way of its log.
  await poll(async () => cluster.lateDeletes().length > 0, AbortSignal.timeout(120_000));
  expect(cluster.lateDeletes()).toEqual(['default/successor']);
});

test('without the guard the same delete takes it', async () => {
  await addPod(cluster, 'unguarded');
  expect(await deleteAt(cluster.apiServerUrl, 'unguarded')).toBe(200);
  expect(await find('unguarded')).toBeUndefined();
});

test('a pod that was asked to go goes, through the guard', async () => {
  await addPod(cluster, 'goes');
  // One that no node has yet is deleted by the API server itself.
  await poll(async () => (await find('goes'))?.status?.phase === 'Running', AbortSignal.timeout(120_000));
  await cluster.ask(podPath('goes'), { method: 'DELETE' });
  await poll(async () => (await find('goes')) === undefined, AbortSignal.timeout(120_000));
  const ends = cluster.auditLog.writes({ user: 'kwok', verb: 'delete', resource: 'pods', name: 'goes' });
  expect(ends).toHaveLength(1);
});

test('a pod that was replaced between the look and the delete is not deleted', async () => {
  const annotations = { [BEHAVIOUR_ANNOTATION]: 'stuck-terminating' };
  await addPod(cluster, 'replaced', { annotations });
  await poll(async () => (await find('replaced'))?.status?.phase === 'Running', AbortSignal.timeout(120_000));
  await cluster.ask(podPath('replaced'), { method: 'DELETE' });
  const real = openUpstream(cluster.apiServerUrl, { ca: cluster.caPem, client: kwok });
  let successor = '';
  const slow: Upstream = {
    ...real,
    async ask(request, signal): Promise<IncomingMessage> {
      const answer = await real.ask(request, signal);
      if (request.method !== 'GET') return answer;
      await forceDelete(cluster, 'replaced');
      successor = await addPod(cluster, 'replaced');
      return answer;
    },
  };
  const serving = cluster.issueCertificate({ commonName: 'guard', hosts: ['127.0.0.1'] });
  const treat = guardPodDeletes(slow, () => {});
  const front = await openFront({ serving, caPem: cluster.caPem, hasHttp2: false, treat });
  try {
    expect(await deleteAt(`https://127.0.0.1:${front.port}`, 'replaced')).toBe(409);
    expect((await find('replaced'))?.metadata.uid).toBe(successor);
  } finally {
    await front.stop();
    real.close();
  }
});

test('a stage that comes late changes no successor: its patch names the uid', async () => {
  const uid = await addPod(cluster, 'patched', { spec: { schedulerName: 'nobody' } });
  const patch = (wanted: string) =>
    openPatch(`${cluster.apiServerUrl}${podPath('patched')}/status`, {
      metadata: { uid: wanted },
      status: { phase: 'Running' },
    });
  expect(await patch('00000000-0000-0000-0000-000000000000')).toBe(422);
  expect((await find('patched'))?.status?.phase).toBe('Pending');
  expect(await patch(uid)).toBe(200);
});

async function openPatch(url: string, json: unknown): Promise<number> {
  const upstream = openUpstream(new URL(url).origin, { ca: cluster.caPem, client: kwok });
  const body = Buffer.from(JSON.stringify(json));
  const headers = { 'content-type': 'application/strategic-merge-patch+json' };
  const answer = await upstream.ask({ method: 'PATCH', path: new URL(url).pathname, headers, body });
  answer.resume();
  upstream.close();
  return answer.statusCode ?? 0;
}

test('nobody of another cluster gets the rights of kwok there', async () => {
  const stranger = await askHttps(`${guardUrl()}/api/v1/namespaces/default/pods`, { caPem: cluster.caPem });
  expect(stranger.status).toBe(401);
});
