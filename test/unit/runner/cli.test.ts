import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const keyfile = join(root, 'examples/keep-network/accounts/account-0.json');

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/cli.ts'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  });
  return { status, stdout, stderr };
}

describe('npx keep-deploy', () => {
  test.each(['20.20.2', '22.12.0', '18.0.0'])('under Node %s refuses before any command is loaded', (version) => {
    const fake = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
    const ended = run(['release', '--help'], {
      NODE_OPTIONS: `--import="data:text/javascript,${encodeURIComponent(fake)}"`,
    });
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toBe(
      `error: keep-deploy needs Node 24; this is Node ${version}: install Node 24 or newer and put it first in PATH (\`node --version\` shows which one is)\n`,
    );
  });

  test('without a command shows what there is, on stderr, and is red', () => {
    const ended = run([]);
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toContain('Usage: keep-deploy COMMAND');
  });

  test('help has every action, in the order of a release, and the account command', () => {
    const { status, stdout } = run(['--help']);
    const commands = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(([, name]) => name);
    expect(commands).toEqual([
      'migrate-contracts',
      'render-client-config',
      'push-artifact',
      'roll-deployment',
      'smoke-test',
      'release',
      'account',
    ]);
    expect(status).toBe(0);
  });

  test('every action has the shared inputs, each with its accepted form', () => {
    for (const action of [
      'migrate-contracts',
      'render-client-config',
      'push-artifact',
      'roll-deployment',
      'smoke-test',
      'release',
    ]) {
      const { stdout } = run([action, '--help']);
      expect(stdout).toContain('--environment  (required: ');
      expect(stdout).toContain('--mode  (default apply: plan or apply)');
    }
  });

  describe('account', () => {
    test('without the keyfile says what is expected', () => {
      expect(run(['account'])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('input keyfile is missing; expected the path of a keyfile\n'),
      });
    });

    test('help shows no flag that there isn’t', () => {
      expect(run(['account', '--help']).stdout).toMatch(/^Usage: keep-deploy account KEYFILE\n/);
      expect(run(['release', '--help']).stdout).toMatch(/^Usage: keep-deploy release --INPUT VALUE …\n/);
    });

    test('without the password says which variable holds it', () => {
      expect(run(['account', keyfile])).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringContaining("KEEP_ETHEREUM_PASSWORD is not set: it holds the keyfile's password"),
      });
    });

    test('a wrong password opens nothing and is not repeated', () => {
      const ended = run(['account', keyfile], { KEEP_ETHEREUM_PASSWORD: 'canary-4711' });
      expect(ended).toMatchObject({ status: 2, stdout: '' });
      expect(ended.stderr).not.toContain('canary-4711');
    });

    test('a file that isn’t there is named', () => {
      const ended = run(['account', 'no-such-file.json'], { KEEP_ETHEREUM_PASSWORD: 'keep-deploy-example' });
      expect(ended).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('there is no readable file at no-such-file.json'),
      });
    });

    test('prints address, public key and peer id, and nothing else', () => {
      const ended = run(['account', keyfile], { KEEP_ETHEREUM_PASSWORD: 'keep-deploy-example' });
      expect(ended.stdout).toMatch(
        /^address=0x[0-9a-fA-F]{40}\npublic-key=0x0[23][0-9a-f]{64}\npeer-id=16Uiu2HA\w+\n$/,
      );
      expect(ended).toMatchObject({ status: 0, stderr: '' });
    });
  });
});
