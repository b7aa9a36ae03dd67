import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Rpc, RpcCall } from '../../src/contracts/chain/rpc.ts';
import { type ContractRecord, contractRecordDigest, finishJournal, type Journal } from '../../src/contracts/index.ts';
import { decodeTransaction } from '../../src/contracts/transaction/raw-transaction.ts';
import type { Hex } from '../../src/values/index.ts';
import { startAnvil } from '../../tools/servers/index.ts';
import {
  deedsOf,
  type MigrateOptions,
  memoryJournal,
  migrate,
  type Scene,
  sceneOn,
  silentLog,
} from './contracts-fixture.ts';
import { prepareIn } from './contracts-twenty.ts';

/**
 * One number: `set(uint256)` writes it, `inc()` adds one, anything else reads it. Setting 5 fails while the account 0xaa
 * has ether, so that a test can have a call fail that was simulated well.
 */
const runtime = [
  '60003560e01c', // selector
  '806360fe47b114602557', // set → 0x25
  '8063371303c014603a57', // inc → 0x3a
  '60005460005260206000f3', // read
  '5b60043580600514 60aa31151516604557 60005500', // set, or fail → 0x45
  '5b600054600101600055 00',
  '5b60006000fd',
]
  .join('')
  .replaceAll(' ', '');
const creation = `604b600c600039604b6000f3${runtime}`;
const setter = '0x60fe47b1';

const guard = '0x00000000000000000000000000000000000000aa';
const uint256 = [{ type: 'uint256', name: '' }];
const cell = {
  _format: 'hh-sol-artifact-1',
  contractName: 'Cell',
  sourceName: 'Cell.sol',
  abi: [
    { type: 'function', name: 'set', inputs: uint256, outputs: [], stateMutability: 'nonpayable' },
    { type: 'function', name: 'inc', inputs: [], outputs: [], stateMutability: 'payable' },
    { type: 'function', name: 'x', inputs: [], outputs: uint256, stateMutability: 'view' },
  ],
  bytecode: `0x${creation}`,
  deployedBytecode: `0x${runtime}`,
  linkReferences: {},
  deployedLinkReferences: {},
};

const head = 'artifacts: { folder: out }\ncontracts:\n  Cell: {}\n  Other: { artifact: Cell }\ncalls:\n';
const setOf = (...calls: readonly string[]): string => head + calls.map((call) => `  - { ${call} }\n`).join('');
const set = (value: number, contract = 'Cell'): string => `contract: ${contract}, function: set, arguments: [${value}]`;
const inc = 'contract: Cell, function: inc';
const fiveThenSeven = setOf(set(5), set(7));

let workspace: string;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'keep-deploy-call-order-'));
  await mkdir(join(workspace, 'out'));
  await writeFile(join(workspace, 'out/Cell.json'), JSON.stringify(cell));
});
afterAll(async () => {
  await rm(workspace, { recursive: true, force: true });
});

const openScene = async (): Promise<Scene> => sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 0.25 }));

const run = async (scene: Scene, text: string, options: MigrateOptions = {}) =>
  migrate(scene, text, { set: await prepareIn(workspace, text), ...options });

const isSentCall = ({ method, params: [raw] }: RpcCall): boolean =>
  method === 'eth_sendRawTransaction' && decodeTransaction(raw as Hex).to !== undefined;

/** Strikes right before calls are sent for the first time. */
const beforeCalls =
  (strike: () => Promise<unknown>) =>
  (inner: Rpc): Rpc => {
    let isDone = false;
    return {
      async batch(calls, signal) {
        if (!isDone && calls.some(isSentCall)) {
          isDone = true;
          await strike();
        }
        return inner.batch(calls, signal);
      },
    };
  };

/** Somebody else uses the deployer's next nonce. */
const foreign = (scene: Scene) => async () => {
  await scene.ask('eth_sendTransaction', { from: scene.deployer, to: scene.deployer, gasPrice: '0x174876e800' });
  await scene.ask('evm_mine');
};

const valuesSet = async (scene: Scene) =>
  (await deedsOf(scene))
    .filter(({ input }) => input.startsWith(setter))
    .map(({ input }) => Number(`0x${input.slice(10)}`));
const numberIn = async (scene: Scene, { contracts }: ContractRecord, name = 'Cell') => {
  const to = contracts.find((contract) => contract.name === name)?.address;
  return Number(await scene.ask('eth_call', { to, data: '0x0c55699c' }, 'latest'));
};

/** What a run finds that comes after a finished one. */
async function published({ record, openJournal }: Awaited<ReturnType<typeof run>>, journal: Journal) {
  await finishJournal(openJournal, contractRecordDigest(record));
  return { journal, readPreviousRecord: async () => record };
}

describe('a call whose nonce another transaction takes', () => {
  test('is made before what stands behind it in the set, which is repeated: the set’s order is the chain’s', async () => {
    await using scene = await openScene();
    const journal = memoryJournal();
    const first = await run(scene, fiveThenSeven, { journal, wrap: beforeCalls(foreign(scene)) });
    expect(await numberIn(scene, first.record)).toBe(7);
    expect(await valuesSet(scene)).toEqual([7, 5, 7]);
    expect(first.plan.steps.at(-1)?.reason).toBe(
      'it was made before Cell.set (call 1 of the set), which stands before it in the set',
    );
    const next = await run(scene, fiveThenSeven, await published(first, journal));
    expect([next.changed, next.counts.transactions]).toEqual([false, 0]);
  });

  test('undoes what only a predicate told to be done, which is made again by the same run', async () => {
    await using scene = await openScene();
    const journal = memoryJournal();
    const text = setOf(set(5), `${set(7)}, until: x() == 7`);
    const lines: string[] = [];
    const first = await run(scene, text, { journal, wrap: beforeCalls(foreign(scene)), log: silentLog(lines) });
    expect(lines.join('\n')).toMatch(
      /Planning again: Cell\.set\(uint256\) was left out, but a call that was made has undone it: x\(\) is not 7 yet \(it is 5\)/,
    );
    expect(await numberIn(scene, first.record)).toBe(7);
    expect(await valuesSet(scene)).toEqual([7, 5, 7]);
    expect(first.counts).toMatchObject({ called: 2, transactions: 5 });
    const next = await run(scene, text, await published(first, journal));
    expect([next.changed, next.counts.transactions]).toEqual([false, 0]);
  });

  test('is followed by no second one of another contract, nor of one that stands before it', async () => {
    await using scene = await openScene();
    const text = setOf(set(5), set(7, 'Other'), set(9, 'Other'));
    const { record } = await run(scene, text, { wrap: beforeCalls(foreign(scene)) });
    expect(await valuesSet(scene)).toEqual([7, 9, 5]);
    expect(await numberIn(scene, record, 'Other')).toBe(9);
  });

  test('is not made when what stands behind it has sent ether, until the set says more', async () => {
    await using scene = await openScene();
    const journal = memoryJournal();
    const paying = `${inc}, value: 3 wei`;
    const broken = run(scene, setOf(set(5), paying), { journal, wrap: beforeCalls(foreign(scene)) });
    await expect(broken).rejects.toThrow(
      /the call Cell\.inc was made in transaction 0x[0-9a-f]{64} before Cell\.set \(call 1 of the set\), which stands before it in the set: to be repeated behind it, it would send its ether twice\. Where their order doesn't matter, let Cell\.inc stand before Cell\.set \(call 1 of the set\) in the set; else say with "until" when it is done/,
    );
    expect(await valuesSet(scene)).toEqual([]);
    // What it says helps.
    const { record } = await run(scene, setOf(paying, set(5)), { journal });
    expect(await numberIn(scene, record)).toBe(5);
    expect((await deedsOf(scene)).filter(({ input }) => input === '0x371303c0')).toHaveLength(1);
  });
});

describe('a call that fails on the chain while the next one is mined', () => {
  async function failed(scene: Scene, journal: Journal): Promise<void> {
    const rich = () => scene.ask('anvil_setBalance', guard, '0x1');
    const broken = run(scene, fiveThenSeven, { journal, wrap: beforeCalls(rich) });
    await expect(broken).rejects.toThrow(/the call Cell\.set\(uint256\) reverted/);
    await scene.ask('anvil_setBalance', guard, '0x0');
    expect(await valuesSet(scene)).toEqual([5, 7]);
  }

  test.each([
    ['as it was', 5],
    ['corrected', 6],
  ])('is made %s before that one', async (_, value) => {
    await using scene = await openScene();
    const journal = memoryJournal();
    await failed(scene, journal);
    const { record } = await run(scene, setOf(set(value), set(7)), { journal });
    expect(await valuesSet(scene)).toEqual([5, 7, value, 7]);
    expect(await numberIn(scene, record)).toBe(7);
  });

  test('is left out by a newer commit: the next one stands', async () => {
    await using scene = await openScene();
    const journal = memoryJournal();
    await failed(scene, journal);
    const { record, counts } = await run(scene, setOf(set(7)), { journal });
    expect(counts).toMatchObject({ called: 0, skipped: 1, transactions: 0 });
    expect(await numberIn(scene, record)).toBe(7);
  });

  test('is repeated once, also when that run is killed between the two', async () => {
    await using scene = await openScene();
    const journal = memoryJournal();
    await failed(scene, journal);
    // It logs both, sends the first only, and is gone.
    const controller = new AbortController();
    const cut = (inner: Rpc): Rpc => ({
      async batch(calls, signal) {
        const isSending = calls.some(({ method }) => method === 'eth_sendRawTransaction');
        if (!isSending) return inner.batch(calls, signal);
        await inner.batch(calls.slice(0, 1), signal);
        controller.abort(new Error('killed'));
        return inner.batch([], signal);
      },
    });
    await expect(run(scene, fiveThenSeven, { journal, wrap: cut, signal: controller.signal })).rejects.toThrow();
    const logged = journal.entries.length;
    const result = await run(scene, fiveThenSeven, { journal });
    expect(await valuesSet(scene)).toEqual([5, 7, 5, 7]);
    expect(await numberIn(scene, result.record)).toBe(7);
    expect(journal.entries.slice(logged).some(({ kind }) => kind === 'transactions')).toBe(false);
    // Killed between record and end, journal and record both know of it.
    const again = await run(scene, fiveThenSeven, { journal, readPreviousRecord: async () => result.record });
    expect(again).toMatchObject({ changed: false, counts: { transactions: 0 } });
  });
});

describe('a call that a newer commit corrects before it was sent', () => {
  test('takes what stands behind it along: both are burnt, and made anew in the order of the set', async () => {
    await using scene = await openScene();
    const journal = memoryJournal();
    const controller = new AbortController();
    const stop = async () => controller.abort(new Error('killed'));
    const broken = run(scene, fiveThenSeven, { journal, wrap: beforeCalls(stop), signal: controller.signal });
    await expect(broken).rejects.toThrow('killed');
    const { record } = await run(scene, setOf(set(6), set(7)), { journal });
    expect(await valuesSet(scene)).toEqual([6, 7]);
    expect(await numberIn(scene, record)).toBe(7);
  });
});

describe('a call that is changed after it was made', () => {
  test('is repeated alone: what stands behind it was done before', async () => {
    await using scene = await openScene();
    const journal = memoryJournal();
    const first = await run(scene, fiveThenSeven, { journal });
    const { counts } = await run(scene, setOf(set(6), set(7)), await published(first, journal));
    expect(counts).toMatchObject({ called: 1, skipped: 1 });
    expect(await valuesSet(scene)).toEqual([5, 7, 6]);
  });
});

describe('two equal calls, one with a predicate', () => {
  // Which of the two transactions has the smaller hash is chance.
  test.each([0, 1, 2, 3])('have the same transaction each in every run (%i deeds before)', async (before) => {
    await using scene = await openScene();
    for (let nonce = 0; nonce < before; nonce++) await foreign(scene)();
    const journal = memoryJournal();
    const text = setOf(`${inc}, until: x() >= 1`, inc);
    const first = await run(scene, text, { journal });
    const second = await run(scene, text, await published(first, journal));
    expect(second).toMatchObject({ changed: false, counts: { skipped: 2, transactions: 0 } });
    expect(second.record).toEqual(first.record);
    expect(await numberIn(scene, first.record)).toBe(2);
  });
});
