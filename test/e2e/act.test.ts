import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ActOptions, type ActResult, runAct } from './act.ts';
import { committedCopy, usersRepository } from './git-repositories.ts';
import { startWorld, type World } from './world.ts';

const root = join(import.meta.dirname, '../..');
const withinMs = 240_000;
const image = `registry.invalid/keep-client@sha256:${'c'.repeat(64)}`;
const urlKey = 'a-hosted-node-has-its-key-in-its-url';

let world: World;
let folder: string;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-act-'));
  world = await startWorld();
  secrets = {
    CHAIN_RPC_URL: `${world.chain.rpcUrl}/?key=${urlKey}`,
    CHAIN_WS_URL: `${world.chain.wsUrl}/?key=${urlKey}`,
    CONTRACT_OWNER_PRIVATE_KEY: world.chain.accounts[0]?.privateKey ?? '',
    KEEP_DEPLOY_DIGEST_KEY: 'the-key-of-this-environments-digests',
  };
  committedCopy(root, join(folder, 'keep-deploy'), /^(test|tools)\//);
  usersRepository(root, join(folder, 'user'));
}, withinMs);

afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("the example workflow, in somebody's repository", () => {
  test(
    'is red, writes nothing and prints no secret when the chain does not answer',
    async () => {
      const { exitCode, output } = await release({ ...secrets, CHAIN_RPC_URL: `http://127.0.0.1:1/?key=${urlKey}` });
      expect({ exitCode, output }).toEqual({
        exitCode: 1,
        output: expect.stringContaining('Failure - Main Deploy the contracts'),
      });
      expect(await world.count()).toEqual({ transactions: 0, contracts: 0, clusterWrites: 0, storageWrites: 0 });
      expectNoSecretIn(output);
    },
    withinMs,
  );

  test('is the file that users copy, unchanged', () => {
    const copied = readFileSync(join(folder, 'user/.github/workflows/release.yml'), 'utf8');
    expect(copied).toBe(readFileSync(join(root, 'workflows-examples/release.yml'), 'utf8'));
  });

  test(
    'releases the whole network with nothing but uses: lines',
    async () => {
      const { exitCode, output } = await release(secrets);
      expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining('Job succeeded') });
      expect(await world.count()).toMatchObject({ transactions: 33, contracts: 27 });
      const sets = await world.cluster.ask('/apis/apps/v1/namespaces/keep-test/statefulsets');
      const names = JSON.parse(sets.body).items.map((item: { metadata: { name: string } }) => item.metadata.name);
      expect(names).toEqual([0, 1, 2, 3, 4].map((number) => `keep-client-${number}`));
      expectNoSecretIn(output);
    },
    withinMs,
  );

  test(
    'changes nothing, anywhere, when it runs again',
    async () => {
      const before = await world.count();
      const { exitCode, output } = await release(secrets);
      expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining('Job succeeded') });
      expect(await world.count()).toEqual(before);
      expect(outputsOf(output, 'changed')).toEqual(['false', 'false', 'false', 'false', 'false']);
    },
    withinMs,
  );

  test(
    'rolls a stored release again when a person names it, without touching the chain',
    async () => {
      const before = await world.count();
      const stored = outputsOf((await release(secrets)).output, 'release').at(-1) ?? '';
      expect(stored).toMatch(/^sha256:/);
      const inputs = { environment: 'keep-test', release: stored };
      const { exitCode, output } = await release(secrets, { event: 'workflow_dispatch', inputs });
      expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining('Job succeeded') });
      expect(output).not.toContain('Main Deploy the contracts');
      expect(await world.count()).toEqual(before);
    },
    withinMs,
  );
});

let runs = 0;

function release(given: Readonly<Record<string, string>>, options: Partial<ActOptions> = {}): Promise<ActResult> {
  runs += 1;
  return runAct({
    repository: join(folder, 'user'),
    keepDeploy: join(folder, 'keep-deploy'),
    home: join(folder, `home-${runs}`),
    event: 'push',
    secrets: given,
    variables: {
      WORKLOAD_IDENTITY_PROVIDER: 'pool',
      SERVICE_ACCOUNT: 'account',
      CLUSTER: 'keep',
      CLUSTER_LOCATION: 'here',
      CLIENT_IMAGE: image,
    },
    env: {
      STORAGE_EMULATOR_HOST: world.storage.endpoint,
      E2E_KUBECONFIG: world.cluster.kubeconfig,
      E2E_INSTALLED_PACKAGES: join(root, 'examples/keep-network/node_modules'),
    },
    withinMs,
    ...options,
  });
}

/** act prints every output that a step sets. */
function outputsOf(output: string, name: string): readonly string[] {
  return [...output.matchAll(new RegExp(`::set-output:: ${name}=(.*)$`, 'gm'))].map(([, value = '']) => value.trim());
}

function expectNoSecretIn(output: string): void {
  for (const value of [urlKey, ...Object.values(secrets)]) expect(output.includes(value)).toBe(false);
}
