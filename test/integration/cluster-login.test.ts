import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identifyCluster, openCluster } from '../../src/cluster/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

/** What the API server says to a token it knows: authenticated, and without rights. */
const known = /"system:serviceaccount:default:default" cannot get/;

let plane: ControlPlane;
let token: string;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-login-'));
  plane = await startControlPlane();
  const path = '/api/v1/namespaces/default/serviceaccounts/default/token';
  const json = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
  const { body } = await plane.ask(path, { method: 'POST', json });
  token = (JSON.parse(body) as { status: { token: string } }).status.token;
});
afterAll(async () => {
  await plane?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A login plugin that counts its starts, and gives a stale token as often as told; each token lives as long as told. */
async function openWithPlugin(name: string, staleStarts: number, livesMs?: number) {
  const starts = join(folder, `${name}.starts`);
  const plugin = join(folder, `${name}.mjs`);
  writeFileSync(starts, '');
  writeFileSync(
    plugin,
    `import { appendFileSync, readFileSync } from 'node:fs';
    appendFileSync(${JSON.stringify(starts)}, 'x');
    const isStale = readFileSync(${JSON.stringify(starts)}, 'utf8').length <= ${staleStarts};
    const status = { token: isStale ? 'stale' : ${JSON.stringify(token)} };
    const livesMs = ${JSON.stringify(livesMs ?? null)};
    if (livesMs !== null) status.expirationTimestamp = new Date(Date.now() + livesMs).toISOString();
    console.log(JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status }));`,
  );
  const kubeconfig = join(folder, `${name}.json`);
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: [plugin],
    interactiveMode: 'Never',
  };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: plane.apiServerUrl, 'certificate-authority': plane.caFile } }],
      users: [{ name: 'u', user: { exec } }],
      contexts: [{ name: 'test', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'test',
    }),
  );
  const cluster = await openCluster({
    settings: {},
    kubeconfig,
    signal: new AbortController().signal,
    log: recordingLog().log,
  });
  const ask = () => identifyCluster(cluster, 'default').then(String, (error: unknown) => String(error));
  return { cluster, ask, starts: () => readFileSync(starts, 'utf8').length };
}

describe('a login plugin', () => {
  test('is started once for all requests that wait for it', async () => {
    const { ask, starts } = await openWithPlugin('once', 0);
    const answers = await Promise.all([ask(), ask(), ask(), ask()]);
    expect(answers).toEqual(answers.map(() => expect.stringMatching(known)));
    expect(starts()).toBe(1);
  });

  test('is started again, once, when its token is no longer accepted', async () => {
    const { ask, starts } = await openWithPlugin('stale', 1);
    const answers = await Promise.all([ask(), ask(), ask(), ask()]);
    expect(answers).toEqual(answers.map(() => expect.stringMatching(known)));
    expect(starts()).toBe(2);
  });

  test.each([
    ['is not started again while its token holds', 3_600_000, 1],
    ['is started again when its token has expired, though the server would still take it', -1_000, 3],
  ])('%s', async (_, livesMs, expected) => {
    const { ask, starts } = await openWithPlugin(`lives-${livesMs}`, 0, livesMs);
    for (let count = 0; count < 3; count++) expect(await ask()).toMatch(known);
    expect(starts()).toBe(expected);
  });

  test('whose tokens are never accepted is asked for a second one, and no third', async () => {
    const { ask, starts } = await openWithPlugin('useless', 99);
    expect(await ask()).toMatch(/401 Unauthorized: .*also after reading them again/);
    expect(starts()).toBe(2);
  });
});

describe('when credentials run out for good', () => {
  const openWith = (kubeconfig: string) =>
    openCluster({ settings: {}, kubeconfig, signal: new AbortController().signal, log: recordingLog().log });

  test('is not said of those that a login plugin makes anew', async () => {
    const { cluster } = await openWithPlugin('renewable', 0, 3_600_000);
    expect(await cluster.credentialsExpireAt()).toBeUndefined();
  });

  test('is what the token in the kubeconfig says', async () => {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
    const kubeconfig = join(folder, 'token.json');
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: plane.apiServerUrl, 'certificate-authority': plane.caFile } }],
        users: [{ name: 'u', user: { token } }],
        contexts: [{ name: 'test', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'test',
      }),
    );
    expect((await (await openWith(kubeconfig)).credentialsExpireAt())?.getTime()).toBe(claims.exp * 1000);
  });

  test('is what the client certificate says', async () => {
    const { certFile } = plane.issueCertificate({ commonName: 'any' });
    const { validTo } = new X509Certificate(readFileSync(certFile));
    const expiry = await (await openWith(plane.kubeconfig)).credentialsExpireAt();
    // Both were made within this test's control plane, for the same time.
    expect(Math.abs((expiry?.getTime() ?? 0) - Date.parse(validTo))).toBeLessThan(86_400_000);
  });
});
