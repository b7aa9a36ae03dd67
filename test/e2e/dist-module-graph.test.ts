import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readBuildRecord } from '../../tools/dist/build-record.ts';
import { actionNames } from '../../tools/dist/entries.ts';
import { usersFiles } from '../../tools/example-release/git-repositories.ts';
import { runStep, type Step } from './runner.ts';

const root = join(import.meta.dirname, '../..');
const heavyPackages = ['ethers', '@kubernetes/client-node', '@google-cloud/storage'];
const { packages } = readBuildRecord(join(root, 'dist'));
const actions = actionNames(root);

/** Right in form for every required input there is. */
const texts: Readonly<Record<string, string>> = {
  environment: 'test',
  name: 'files',
  version: '1',
  files: 'file.txt',
  contracts: `sha256:${'1'.repeat(64)}`,
  configurations: `sha256:${'2'.repeat(64)}`,
};

let workspace: string;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'keep-deploy-graph-'));
});

afterAll(() => rmSync(workspace, { recursive: true, force: true }));

test('the heavy packages are in dist, each in chunks that can be told', () => {
  for (const name of heavyPackages)
    expect(Object.values(packages).filter((names) => names.includes(name))).toHaveLength(1);
});

describe.each(actions)('%s', (action) => {
  test('loads nothing heavy before its inputs are read', async () => {
    const { exitCode, commands, loaded } = await runStep({ action, workspace, inputs: { environment: '' } });
    expect(exitCode).toBe(2);
    expect(commands.some(({ name, data }) => name === 'error' && data.includes('environment'))).toBe(true);
    expect(loaded).toEqual(expect.arrayContaining([`${action}.js`, 'dispatcher.js']));
    expect(heavyIn(loaded)).toEqual([]);
  });

  test("starts without Node's slow modules, an HTTP client or the toolkit's OIDC helper", async () => {
    const { loaded } = await runStep({ action, workspace, inputs: { environment: '' } });
    expect(loaded).toContain('node:fs');
    const slow = ['crypto', 'child_process', 'http', 'https', 'http2', 'tls', 'zlib'];
    expect(loaded.filter((name) => slow.includes(name.replace('node:', '')))).toEqual([]);
    const clients = ['undici', '@actions/http-client', 'yaml', 'valibot'];
    expect(loaded.flatMap((file) => packages[file] ?? []).filter((name) => clients.includes(name))).toEqual([]);
  });

  test('loads nothing heavy before keep-deploy.yml is checked', async () => {
    const folder = join(workspace, action);
    mkdirSync(folder);
    writeFileSync(join(folder, 'file.txt'), 'text');
    writeFileSync(join(folder, 'keep-deploy.yml'), 'environments: { test: { chian: {} } }\n');
    const { exitCode, commands, loaded } = await runStep({ action, workspace: folder, inputs: rightInputs(action) });
    expect(exitCode).toBe(2);
    expect(commands.some(({ name, data }) => name === 'error' && data.includes('chian'))).toBe(true);
    expect(heavyIn(loaded)).toEqual([]);
  });
});

describe('the command line', () => {
  test('is started by its file alone, and names every command', () => {
    const path = [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
    const help = execFileSync(join(root, 'dist/keep-deploy.js'), ['--help'], { env: { PATH: path }, encoding: 'utf8' });
    for (const name of [...actions, 'account']) expect(help).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  test('loads nothing heavy to explain itself', async () => {
    const { loaded, exitCode } = await runStep({ action: 'keep-deploy', args: ['--help'], workspace });
    expect(exitCode).toBe(0);
    expect(loaded).toContain('keep-deploy.js');
    expect(heavyIn(loaded)).toEqual([]);
  });
});

describe('push-artifact', () => {
  test('loads nothing heavy for a store that is a folder', async () => {
    const { exitCode, loaded, stdout } = await push('file:store', {});
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.anything() });
    expect(heavyIn(loaded)).toEqual([]);
  });

  test('loads the storage client, and only that, for a bucket', async () => {
    const { loaded } = await push('gs://bucket/prefix', { STORAGE_EMULATOR_HOST: 'http://127.0.0.1:1' });
    expect(heavyIn(loaded)).toEqual(['@google-cloud/storage']);
  });

  function push(store: string, env: Step['env'] & object) {
    const folder = mkdtempSync(join(workspace, 'push-'));
    usersFiles(root, folder);
    const file = join(folder, 'keep-deploy.yml');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('gs://keep-test-releases', store));
    const inputs = { environment: 'keep-test', name: 'files', version: '1', files: 'contracts.yml' };
    return runStep({
      action: 'push-artifact',
      workspace: folder,
      inputs,
      env: { RUNNER_ENVIRONMENT: 'self-hosted', ...env },
    });
  }
});

function rightInputs(action: string): Readonly<Record<string, string>> {
  const { inputs } = parse(readFileSync(join(root, 'actions', action, 'action.yml'), 'utf8'));
  const given = Object.keys(inputs).map((name) => [name, texts[name] ?? inputs[name].default ?? '']);
  return Object.fromEntries(given);
}

function heavyIn(loaded: readonly string[]): readonly string[] {
  const names = new Set(loaded.flatMap((file) => packages[file] ?? []));
  return heavyPackages.filter((name) => names.has(name));
}
