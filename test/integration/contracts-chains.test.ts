import { describe, expect, test } from '@jest/globals';
import { Transaction } from 'ethers';
import { contractRecordDigest, finishJournal } from '../../src/contracts/index.ts';
import { startAnvil, startGeth, startHardhat } from '../../tools/servers/index.ts';
import {
  deedsOf,
  memoryJournal,
  migrate,
  nonceOf,
  ownerOf,
  readKeepSet,
  type SceneChain,
  sceneOn,
  smallSet,
} from './contracts-fixture.ts';

const blockTimeSeconds = 0.25;

/** The same set on every kind of chain: real geth is the second opinion on simulation, overrides and proof. */
const chains: readonly [string, () => Promise<SceneChain>][] = [
  ['geth', () => startGeth({ chainId: 1101, blockTimeSeconds: 1 })],
  ["Hardhat's network, whose node takes no block overrides", () => startHardhat()],
  [
    'anvil with the rules of Istanbul, where fees are of the old kind',
    () => startAnvil({ chainId: 1101, blockTimeSeconds, hardfork: 'istanbul' }),
  ],
  [
    'anvil with the rules of Berlin and blocks of 8 million gas',
    () => startAnvil({ chainId: 1101, blockTimeSeconds, hardfork: 'berlin', gasLimit: 8_000_000 }),
  ],
  [
    'anvil with the newest rules, mining when something comes',
    () => startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }),
  ],
];

describe.each(chains)('on %s', (name, start) => {
  test('a set is simulated, created, proved and called, and a second run sends nothing', async () => {
    await using scene = await sceneOn(await start());
    const journal = memoryJournal();
    const before = await nonceOf(scene);
    const { record, counts, openJournal } = await migrate(scene, smallSet, { journal });
    await finishJournal(openJournal, contractRecordDigest(record));
    expect(counts).toEqual({ deployed: 9, kept: 0, called: 2, skipped: 0, transactions: 11 });

    const addressOf = (contract: string) =>
      record.contracts.find((entry) => entry.name === contract)?.address.toLowerCase();
    expect(await ownerOf(scene, addressOf('TokenStakingEscrow') ?? '')).toBe(addressOf('TokenStaking'));
    const deeds = await deedsOf(scene);
    expect(deeds.slice(-11).every(({ isSuccess }) => isSuccess)).toBe(true);

    const [first] = journal.entries;
    const raw = first?.kind === 'transactions' ? first.transactions[0]?.raw : undefined;
    expect(Transaction.from(raw ?? '0x').type).toBe(/Istanbul|Berlin/.test(name) ? 0 : 2);

    const second = await migrate(scene, smallSet, { journal, readPreviousRecord: async () => record });
    expect(second).toMatchObject({ changed: false, counts: { kept: 9, skipped: 2, transactions: 0 } });
    expect(await nonceOf(scene)).toBe(before + 11);
  });
});

describe('the Keep network on geth', () => {
  test('has its 27 contracts created and proved, and its six calls done', async () => {
    await using scene = await sceneOn(await startGeth({ chainId: 1101, blockTimeSeconds: 1 }));
    const { counts } = await migrate(scene, await readKeepSet());
    expect(counts).toEqual({ deployed: 27, kept: 0, called: 6, skipped: 0, transactions: 33 });
  });
});
