import { describe, expect, test } from '@jest/globals';
import { Transaction } from 'ethers';
import type { Rpc } from '../../src/contracts/chain/rpc.ts';
import { contractRecordDigest, finishJournal, systemClock } from '../../src/contracts/index.ts';
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

describe('on a chain that makes a block for each transaction', () => {
  test('the guess that all came in one block costs two calls, and each block is run again once', async () => {
    await using scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
    const asked = new Map<string, number>();
    let hasSent = false;
    const counting = (inner: Rpc): Rpc => ({
      async batch(calls, signal) {
        for (const { method } of hasSent ? calls : []) asked.set(method, (asked.get(method) ?? 0) + 1);
        hasSent ||= calls.some(({ method }) => method === 'eth_sendRawTransaction');
        const answers = await inner.batch(calls, signal);
        // The guess is looked at first, and seen to be wrong only afterwards.
        if (calls.some(({ method }) => method === 'eth_getTransactionReceipt')) await systemClock.sleep(300, signal);
        return answers;
      },
    });
    const result = await migrate(scene, smallSet, { wrap: counting });
    expect(result.record.contracts.map(({ proof }) => proof)).toEqual(Array(9).fill('exact'));
    const blocks = new Set(result.record.contracts.map(({ block }) => block)).size;
    // For the guess, for what the chain has, and for whatever the calls have to look at before they are signed.
    expect(asked.get('eth_call')).toBeLessThanOrEqual(blocks + 6);
    expect(asked.get('eth_getCode') ?? 0).toBe(0);
  });
});
