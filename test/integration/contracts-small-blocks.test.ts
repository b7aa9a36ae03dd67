import { describe, expect, test } from '@jest/globals';
import type { Rpc, RpcCall } from '../../src/contracts/chain/rpc.ts';
import { decodeTransaction } from '../../src/contracts/transaction/raw-transaction.ts';
import type { Hex } from '../../src/values/index.ts';
import {
  breakOff,
  deedsOf,
  memoryJournal,
  migrate,
  openScene,
  type Scene,
  silentLog,
  smallSet,
} from './contracts-fixture.ts';

const blockTimeSeconds = 0.25;

/** The one that may use the most gas of all that was logged, and how much that is. */
function largest({ entries }: ReturnType<typeof memoryJournal>) {
  const [first] = entries
    .flatMap((entry) => (entry.kind === 'transactions' ? entry.transactions : []))
    .map(({ nonce, raw }) => ({ nonce, gas: decodeTransaction(raw).gasLimit }))
    .sort((a, b) => (a.gas > b.gas ? -1 : 1));
  if (first === undefined) throw new Error('nothing is logged');
  return first;
}

/** From the next block on, it fits into none. */
async function shrinkBlocks(scene: Scene, journal: ReturnType<typeof memoryJournal>) {
  const { nonce, gas } = largest(journal);
  await scene.ask('evm_setBlockGasLimit', `0x${(gas - 1n).toString(16)}`);
  await scene.ask('evm_mine');
  return { nonce, gas };
}

const alreadyKnown = { error: { code: -32000, message: 'already known', data: undefined } };

async function expectOneOfEach(scene: Scene, nonce: number): Promise<void> {
  const deeds = await deedsOf(scene);
  // Nine creations, two calls, and three nonces used up by nothing: of what was too large, and of the two that name it.
  expect(deeds).toHaveLength(14);
  expect(deeds.filter(({ created }) => created !== undefined)).toHaveLength(9);
  expect(new Set(deeds.map(({ to, input }) => `${to} ${input}`)).size).toBe(12);
  expect(deeds[nonce]).toMatchObject({ to: scene.deployer.toLowerCase(), input: '0x' });
}

describe('when the blocks of a chain become smaller than what a signed transaction may use', () => {
  const told =
    /TokenGrant \(nonce \d\) may use \d+ gas, but a block of this chain takes \d+ now: it can't be mined any more\. Its nonce is burnt, and what is still wanted of it is planned anew/;

  test('its nonce is burnt by the next run, which creates it anew with less and finishes the rest as it was', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    await breakOff(scene, journal);
    const { nonce } = await shrinkBlocks(scene, journal);
    // A plan shows it, too.
    const planned = await migrate(scene, smallSet, { journal, mode: 'plan' });
    expect(planned.counts).toMatchObject({ deployed: 3, kept: 6 });
    const lines: string[] = [];
    const result = await migrate(scene, smallSet, { journal, log: silentLog(lines) });
    expect(lines.join('\n')).toMatch(told);
    expect(result.counts).toEqual({ deployed: 9, kept: 0, called: 2, skipped: 0, transactions: 14 });
    await expectOneOfEach(scene, nonce);
  });

  test.each([
    ['before it is sent', 'before', blockTimeSeconds],
    ['while it waits in the pool', 'after', 600],
  ] as const)('in the middle of a run, %s, the run itself does the same', async (_, when, seconds) => {
    await using scene = await openScene(seconds);
    const journal = memoryJournal();
    let strike: ReturnType<typeof shrinkBlocks> | undefined;
    let mining: NodeJS.Timeout | undefined;
    let shrunk = 0n;
    const wrap = (inner: Rpc): Rpc => ({
      async batch(calls, signal) {
        const isSending = calls.some(({ method }) => method === 'eth_sendRawTransaction');
        // A node that has it in its pool keeps it there, and says nothing of its size.
        const isAgain = when === 'after' && isSending && strike !== undefined;
        const isTaken = ({ params: [raw] }: RpcCall) => !isAgain || decodeTransaction(raw as Hex).gasLimit < shrunk;
        const taken = calls.filter(isTaken);
        const ask = async () => {
          const answers = await inner.batch(taken, signal);
          return calls.map((call) => answers[taken.indexOf(call)] ?? alreadyKnown);
        };
        const answers = when === 'after' || !isSending ? await ask() : undefined;
        if (isSending && strike === undefined) {
          strike = shrinkBlocks(scene, journal);
          shrunk = (await strike).gas;
          if (when === 'after') mining = setInterval(() => scene.ask('evm_mine').catch(() => {}), 100);
        }
        await strike;
        return answers ?? ask();
      },
    });
    const lines: string[] = [];
    const { counts } = await migrate(scene, smallSet, { journal, wrap, log: silentLog(lines) }).finally(() =>
      clearInterval(mining),
    );
    expect(lines.join('\n')).toMatch(
      /Planning again: no block takes the creation of TokenGrant \(nonce \d\) any more: it may use more gas than the \d+ of a block now/,
    );
    expect(lines.join('\n')).toMatch(told);
    expect(counts).toMatchObject({ deployed: 9, called: 2, transactions: 14 });
    await expectOneOfEach(scene, (await strike)?.nonce ?? -1);
  });

  test('and the node refuses the very first one at once, it is the same', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const alone = 'artifacts: { package: "@keep-network/keep-core", version: 1.8.0 }\ncontracts:\n  KeepToken: {}\n';
    const journal = memoryJournal();
    let strike: ReturnType<typeof shrinkBlocks> | undefined;
    const wrap = (inner: Rpc): Rpc => ({
      async batch(calls, signal) {
        if (calls.some(({ method }) => method === 'eth_sendRawTransaction')) strike ??= shrinkBlocks(scene, journal);
        await strike;
        return inner.batch(calls, signal);
      },
    });
    const { counts } = await migrate(scene, alone, { journal, wrap });
    expect(counts).toEqual({ deployed: 1, kept: 0, called: 0, skipped: 0, transactions: 2 });
    expect((await deedsOf(scene)).map(({ created }) => created !== undefined)).toEqual([false, true]);
  });
});
