import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startAnvil } from '../../tools/servers/index.ts';
import { expectExit, startCommand } from '../e2e/release-process.ts';
import { repositoryOn, type UserRepository } from './user-repository.ts';

let repository: UserRepository;

/** A user who has contracts and no clients: neither a cluster nor a clients file. */
beforeEach(async () => {
  repository = await repositoryOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }), {
    contracts: 'artifacts: { folder: out }\ncontracts:\n  Token: {}\n',
    files: { 'out/Token.json': { contractName: 'Token', abi: [], bytecode: '0x6001600c60003960016000f300' } },
  });
  repository.change('keep-deploy.yml', '    cluster: { namespace: keep-test }\n', '');
  repository.change('keep-deploy.yml', '    clients: clients.yml\n', '');
  for (const file of ['clients.yml', 'keep-client.yml', 'accounts']) {
    rmSync(join(repository.workspace, file), { recursive: true });
  }
});
afterEach(async () => {
  await repository[Symbol.asyncDispose]();
});

function command(...args: readonly string[]) {
  const { workspace } = repository;
  const env = { PATH: '/usr/bin:/bin', HOME: workspace, CHAIN_RPC_URL_0: 'http://127.0.0.1:1' };
  return startCommand([...args, '--environment', 'keep-test'], { workspace, env }).ended;
}

test('contracts are deployed without a cluster and clients', async () => {
  const run = expectExit(await repository.run(), 0);
  expect(run.outputs.get('deployed')).toBe('1');
  expect(await repository.deeds()).toHaveLength(1);
  expect(expectExit(await repository.run(), 0).outputs.get('changed')).toBe('false');
});

test('an artifact is pushed by an environment that has only a store', async () => {
  repository.write('keep-deploy.yml', 'environments: { keep-test: { store: "file:releases" } }\n');
  const run = await command('push-artifact', '--name', 'contracts', '--version', '1', '--files', 'out/Token.json');
  expect(expectExit(run, 0).outputs.get('changed')).toBe('true');
});

const missing = (...parts: readonly string[]) =>
  parts.map((part) =>
    expect.stringContaining(`keep-deploy.yml:2:3: the key "${part}" is missing, which this step needs: `),
  );
const digest = `sha256:${'0'.repeat(64)}`;

test.each([
  [
    ['roll-deployment', '--configurations', digest, '--image', `a@${digest}`],
    ['cluster', 'clients'],
  ],
  [['roll-deployment', '--release', digest], ['cluster']],
  [
    ['render-client-config', '--contracts', digest],
    ['cluster', 'clients'],
  ],
  [['smoke-test'], ['cluster']],
  [
    ['release', '--image', `a@${digest}`],
    ['cluster', 'clients'],
  ],
  [['release', '--release', digest], ['cluster']],
])('%s says which parts it needs', async (args, parts) => {
  const { output } = expectExit(await command(...args), 2);
  const told = output.split('\n').filter((line) => line.startsWith('error: '));
  expect(told).toEqual(missing(...parts));
});
