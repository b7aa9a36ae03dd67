import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startAnvil } from '../../tools/servers/index.ts';
import { expectExit } from '../e2e/release-process.ts';
import { repositoryOn, type UserRepository } from './user-repository.ts';

/** A contract of one byte; and one that is created only where gas costs nothing, as in a simulation. */
const fine = '0x60016000f3';
const onlyForNothing = '0x3a60095760016000f35b60006000fd';

let repository: UserRepository;
beforeEach(async () => {
  repository = await repositoryOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }), {
    contracts: 'artifacts: { folder: out }\ncontracts:\n  Fine: {}\n  Late: { after: [Fine] }\n',
    files: {
      'out/Fine.json': { contractName: 'Fine', abi: [], bytecode: fine },
      'out/Late.json': { contractName: 'Late', abi: [], bytecode: onlyForNothing },
    },
    chainSettings: 'explorer: "https://scan.example"',
  });
});
afterEach(async () => {
  await repository[Symbol.asyncDispose]();
});

test('a run that fails on the chain tells what it has created and paid, and sets what it knows', async () => {
  const run = expectExit(await repository.run(), 1);
  const known = Object.fromEntries(run.outputs);
  expect(known).toMatchObject({ changed: 'true', deployed: '1', kept: '0', transactions: '2' });
  expect(known).toHaveProperty('plan', expect.stringMatching(/^sha256:[0-9a-f]{64}$/));
  const deeds = await repository.deeds();
  expect(deeds).toHaveLength(2);
  expect(BigInt(known['gas'] ?? 0)).toBeGreaterThan(100_000n);
  expect(known).not.toHaveProperty('contracts');
  expect(run.output).toMatch(/create {2}Late .* reverted in block \d$/m);
  expect(run.output).toMatch(/create {2}Fine .* ether {2}mined in block \d$/m);
});

test('a run that is refused before it signs anything sets nothing', async () => {
  const run = expectExit(await repository.run([], { CONTRACT_OWNER_PRIVATE_KEY: undefined }), 2);
  expect([...run.outputs]).toEqual([]);
  expect(run.output).not.toContain('not finished');
});
