import { Wallet } from 'ethers';
import type { Asked } from './gate.ts';
import { onceAfter } from './planned-fault.ts';
import { journalWrite, type RpcAnswer, rpcCalls, transactionSend } from './request-kinds.ts';
import { beginAll, runUntilKilled } from './runs.ts';
import type { Scene, SceneOptions } from './scene.ts';
import { fragile, independent, keepV1, layered } from './sets.ts';
import { expectRed, expectRefusal, require, type Story, storyTrial } from './stories.ts';
import { breaker } from './tiny-contracts.ts';
import type { Suite } from './trial.ts';

const everySecond: SceneOptions = { chain: 'anvil', blockTimeSeconds: 1 };
const automine: SceneOptions = { chain: 'anvil', blockTimeSeconds: 'on-demand' };

const isKind = (kind: string) => (asked: Asked) => asked.kind === kind;

function hasReceipt({ kind }: Asked, body: Buffer): boolean {
  if (!kind.includes('eth_getTransactionReceipt')) return false;
  const answers = [JSON.parse(body.toString('utf8')) as RpcAnswer | RpcAnswer[]].flat();
  return answers.some(({ result }) => typeof result === 'object' && result !== null && 'transactionHash' in result);
}

async function sendForeign({ account, reader }: Scene, nonce: number): Promise<void> {
  const signed = await new Wallet(account.privateKey).signTransaction({
    ...{ chainId: 1101, nonce, to: `0x${'77'.repeat(20)}`, value: 1n, gasLimit: 21_000n, type: 2 },
    ...{ maxFeePerGas: 100_000_000_000n, maxPriorityFeePerGas: 2_000_000_000n },
  });
  await reader.ask('eth_sendRawTransaction', signed);
}

async function dropAll({ reader }: Scene, { body }: Asked): Promise<void> {
  const { decodeTransaction } = await import('../../src/contracts/transaction/raw-transaction.ts');
  for (const { params } of rpcCalls(body))
    await reader
      .ask('anvil_dropTransaction', decodeTransaction(String(params[0]) as `0x${string}`).hash)
      .catch(() => {});
}

const dropped = [independent, layered, keepV1].map(
  (set): Story => ({
    name: `chain: ${set.name}: all transactions of the first batch are dropped from the pool`,
    set,
    scene: everySecond,
    tell: ({ finish, scene }) =>
      finish({ fault: onceAfter(isKind(transactionSend), (asked) => dropAll(scene, asked)) }),
  }),
);

const reorganised = [independent, layered].flatMap((set) =>
  [1, 3].flatMap((depth) =>
    [
      { when: 'when it sees its receipts', isNow: hasReceipt },
      { when: 'while it waits for confirmations', isNow: confirmationPoll() },
    ].map(
      ({ when, isNow }): Story => ({
        name: `chain: ${set.name}: a reorg of ${depth} ${when}`,
        set,
        scene: { ...everySecond, chainSettings: 'confirmations: 4' },
        async tell({ finish, scene }) {
          await scene.reader.ask('anvil_mine', '0x5');
          await finish({ fault: onceAfter(isNow, () => scene.reader.ask('anvil_reorg', depth, [])) });
        },
      }),
    ),
  ),
);

/** A look at the head after receipts were seen. */
function confirmationPoll(): (asked: Asked, body: Buffer) => boolean {
  const seen = new WeakSet<object>();
  let polls = 0;
  return (asked, body) => {
    if (hasReceipt(asked, body)) polls = 1;
    else if (polls > 0 && asked.kind.includes('eth_getBlockByNumber') && !seen.has(asked)) polls++;
    return polls > 3;
  };
}

const foreign = [independent, layered].map(
  (set): Story => ({
    name: `chain: ${set.name}: a foreign transaction takes the first nonce between journal and send`,
    set,
    scene: automine,
    tell: ({ finish, scene }) =>
      finish({
        fault: onceAfter(isKind(journalWrite), () => sendForeign(scene, 0)),
        // What named the address that is now nobody's may have been mined before anybody noticed.
        allowance: { foreign: 1, anySuperfluous: set === independent ? 0 : 8, burns: 12, failed: 4 },
      }),
  }),
);

const pending: Story = {
  name: 'chain: a pending transaction of the deployer that the journal does not know stops the run',
  set: independent,
  scene: automine,
  async tell({ finish, scene }) {
    await scene.reader.ask('evm_setAutomine', false);
    await sendForeign(scene, 0);
    beginAll(scene);
    expectRefusal(scene, await scene.run(), /pending|nonce/i);
    await scene.reader.ask('evm_setAutomine', true);
    await scene.reader.ask('evm_mine');
    await finish({ allowance: { foreign: 1 } });
  },
};

const failing: Story = {
  name: 'chain: a creation fails in the middle, because the chain changed after it was simulated',
  set: fragile,
  scene: everySecond,
  async tell({ finish, scene }) {
    const fault = onceAfter(isKind(journalWrite), () => scene.reader.ask('anvil_setBalance', breaker, '0x1'));
    beginAll(scene, fault.rule);
    expectRed(await scene.run(), /Fragile reverted/);
    fault.requireStruck();
    await scene.reader.ask('anvil_setBalance', breaker, '0x0');
    // The Holder that names the failed address is on the chain, and made anew.
    await finish({ allowance: { failed: 1, anySuperfluous: 1 } });
  },
};

const genesisSeconds = 1_790_000_000;
const restarts: readonly Story[] = [independent, layered].flatMap((set) =>
  [
    { what: 'with nothing on it', foreignNonces: 0 },
    { what: 'with as many other transactions of the deployer', foreignNonces: 40 },
  ].map(
    ({ what, foreignNonces }): Story => ({
      name: `chain: ${set.name}: it is restarted from the same genesis after a finished run, ${what}`,
      set,
      scene: { ...automine, anvil: { genesisSeconds } },
      async tell({ finish, scene }) {
        await finish();
        const genesis = () => scene.reader.ask('eth_getBlockByNumber', '0x0', false) as Promise<{ hash: string }>;
        const before = (await genesis()).hash;
        await scene.restartChain({ genesisSeconds });
        require((await genesis()).hash === before, 'the chain was not restarted from the same genesis');
        for (let nonce = 0; nonce < foreignNonces; nonce++) await sendForeign(scene, nonce);
        beginAll(scene);
        expectRefusal(scene, await scene.run(), /new-chain/);
        await finish({ args: ['--new-chain', 'true'], allowance: { foreign: foreignNonces } });
      },
    }),
  ),
);

/** Nothing of it was final, so that the journal's bytes are as good on the new chain: nobody has to be asked. */
const restartedAmid = [independent, layered].flatMap((set) =>
  [1, 2]
    .filter((nth) => nth === 1 || set === layered)
    .map(
      (nth): Story => ({
        name: `chain: ${set.name}: it is restarted from the same genesis after a run was killed at its ${nth}. send`,
        set,
        scene: { ...automine, anvil: { genesisSeconds } },
        async tell({ finish, scene }) {
          await runUntilKilled(scene, { kind: transactionSend, nth, when: 'after' });
          await scene.restartChain({ genesisSeconds });
          await finish();
        },
      }),
    ),
);

const torn: Story = {
  name: 'chain: the last journal entry is torn: nothing is sent until it is whole again',
  set: independent,
  scene: automine,
  async tell({ finish, scene }) {
    await runUntilKilled(scene, { kind: journalWrite, nth: 1, when: 'after' });
    const name = (await scene.objects()).find((object) => /\/0{8}\.json$/.test(object)) ?? '';
    const text = (await scene.stored(name)) ?? '';
    await scene.replace(name, text.slice(0, text.length / 2));
    beginAll(scene);
    expectRefusal(scene, await scene.run(), /00000000\.json/);
    await scene.replace(name, text);
    await finish();
  },
};

export const chainSuite: Suite = {
  name: 'chain',
  sampleSize: 6,
  prepare: async () =>
    [...dropped, ...reorganised, ...foreign, pending, failing, ...restarts, ...restartedAmid, torn].map(storyTrial),
};
