import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExecOptions, type ExecPlugin, runExecPlugin } from '../../src/cluster/api/exec-plugin.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-exec-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
/** A plugin that does what the script says. */
function plugin(script: string, more: Partial<ExecPlugin> = {}): ExecPlugin {
  const file = join(folder, `plugin-${++count}.mjs`);
  writeFileSync(file, script);
  return { command: process.execPath, args: [file], apiVersion: 'client.authentication.k8s.io/v1', ...more };
}
const saying = (status: object, kind = 'ExecCredential') =>
  plugin(`console.log(JSON.stringify({ kind: ${JSON.stringify(kind)}, status: ${JSON.stringify(status)} }))`);

const run = (exec: ExecPlugin, more: Partial<ExecOptions> = {}) =>
  runExecPlugin(exec, {
    environment: {},
    cluster: { server: 'https://api.invalid' },
    signal: new AbortController().signal,
    ...more,
  });

describe('a login plugin', () => {
  test('gives a token and says when it expires', async () => {
    const status = { token: 'a-token', expirationTimestamp: '2026-11-21T22:00:00Z' };
    expect(await run(saying(status))).toMatchObject({ token: 'a-token', expiresAt: Date.UTC(2026, 10, 21, 22) });
  });

  test('gives a certificate with its key', async () => {
    const status = { clientCertificateData: 'PEM', clientKeyData: 'KEY' };
    expect(await run(saying(status))).toMatchObject({ certificate: 'PEM', key: 'KEY', expiresAt: undefined });
  });

  test('sees the environment it is handed, what the kubeconfig adds, and nothing else of this process', async () => {
    process.env['KEEP_DEPLOY_TEST_SECRET'] = 'secret';
    try {
      const echo = `console.log(JSON.stringify({ kind: 'ExecCredential', status: { token: JSON.stringify(process.env) } }))`;
      const exec = plugin(echo, { env: [{ name: 'ADDED', value: 'yes' }], provideClusterInfo: true });
      const { token = '' } = await run(exec, { environment: { HOME: '/nowhere' } });
      const { KUBERNETES_EXEC_INFO: info = '', ...seen } = JSON.parse(token) as Record<string, string>;
      expect(seen).toEqual({ HOME: '/nowhere', ADDED: 'yes' });
      expect(JSON.parse(info)).toEqual({
        apiVersion: 'client.authentication.k8s.io/v1',
        kind: 'ExecCredential',
        spec: { interactive: false, cluster: { server: 'https://api.invalid' } },
      });
    } finally {
      delete process.env['KEEP_DEPLOY_TEST_SECRET'];
    }
  });
});

describe('a login plugin fails with its name and a reason', () => {
  test.each<readonly [string, () => ExecPlugin, RegExp]>([
    [
      'when it isn’t there',
      () => ({ command: 'no-such-plugin', installHint: 'Install it.' }),
      /can't be run \(ENOENT\)\. Install it\./,
    ],
    [
      'when it ends with a failure',
      () => plugin('console.error("log in first"); process.exit(3)'),
      /ended with 3: log in first/,
    ],
    ['when it needs a person', () => plugin('', { interactiveMode: 'Always' }), /only works for a person/],
    ['when it answers no JSON', () => plugin('console.log("token: secret-token")'), /answered what is not JSON/],
    ['when it answers something else', () => saying({ token: 'secret-token' }, 'Token'), /answered no ExecCredential/],
    [
      'when it answers a certificate without a key',
      () => saying({ clientCertificateData: 'PEM' }),
      /neither a token nor a certificate/,
    ],
  ])('%s', async (_, exec, reason) => {
    const error = await run(exec()).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ message: expect.stringMatching(reason) });
    expect(String(error)).not.toContain('secret-token');
  });

  test('when it doesn’t end', async () => {
    await expect(run(plugin('setInterval(() => {}, 1000)'), { timeoutMs: 300 })).rejects.toThrow(/no answer within/);
  });

  test('when the run is stopped, with the reason of that', async () => {
    const stopping = new AbortController();
    const running = run(plugin('setInterval(() => {}, 1000)'), { signal: stopping.signal });
    stopping.abort(new Error('SIGTERM'));
    await expect(running).rejects.toThrow('SIGTERM');
  });
});
