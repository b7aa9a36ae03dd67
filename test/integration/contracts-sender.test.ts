import { describe, expect, test } from '@jest/globals';
import type { Rpc, RpcAnswer, RpcCall } from '../../src/contracts/chain/rpc.ts';
import {
  type ContractRecord,
  contractRecordDigest,
  finishJournal,
  type Journal,
  type JournalEntry,
  type Lock,
} from '../../src/contracts/index.ts';
import { decodeTransaction, feeOf } from '../../src/contracts/transaction/raw-transaction.ts';
import type { Hex } from '../../src/values/index.ts';
import { startAnvil, startGeth } from '../../tools/servers/index.ts';
import {
  breakOff,
  deadlineOnce,
  deedsOf,
  endsOnceSent,
  type MigrateOptions,
  memoryJournal,
  migrate,
  nonceOf,
  openScene,
  type Scene,
  sceneOn,
  silentLog,
  smallSet,
} from './contracts-fixture.ts';

const blockTimeSeconds = 0.25;
const gwei = 1_000_000_000n;
const without = (name: string): string => smallSet.replace(new RegExp(`^  ${name}:.*\n`, 'm'), '');
const dropped = without('KeepVault');
const corrected = smallSet.replace('12, 30', '13, 30');

const settings = (scene: Scene, more: object): NonNullable<MigrateOptions['settings']> => ({
  id: 1101,
  rpc: '$CHAIN_RPC_URL',
  confirmations: 1,
  deployer: scene.deployer,
  signer: '$OWNER_KEY',
  ...more,
});

const kindsOf = ({ entries }: { readonly entries: readonly JournalEntry[] }) => entries.map(({ kind }) => kind);
const transactionsOf = ({ entries }: { readonly entries: readonly JournalEntry[] }) =>
  entries.flatMap((entry) => (entry.kind === 'transactions' ? entry.transactions : []));

/** Does something once, when the first of these calls comes by. */
function once(method: string, strike: () => Promise<unknown>, when: 'before' | 'after' = 'before'): (rpc: Rpc) => Rpc {
  let isDone = false;
  return (inner) => ({
    async batch(calls, signal) {
      const isNow = !isDone && calls.some((call) => call.method === method);
      if (isNow) isDone = true;
      if (isNow && when === 'before') await strike();
      const answers = await inner.batch(calls, signal);
      if (isNow && when === 'after') await strike();
      return answers;
    },
  });
}

describe('an unfinished journal that nobody has sent', () => {
  test('is sent with its own bytes by the same commit, after the takeover is written', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    await breakOff(scene, journal);
    const logged = transactionsOf(journal).map(({ hash }) => hash);
    const { record, counts } = await migrate(scene, smallSet, { journal });
    expect(kindsOf(journal)).toEqual(['transactions', 'takeover', 'outcomes', 'transactions']);
    expect(record.contracts.map(({ transaction }) => transaction).sort()).toEqual([...logged].sort());
    expect(counts).toMatchObject({ deployed: 9, kept: 0, called: 2, transactions: 11 });
    const outcomes = journal.entries.flatMap((entry) => (entry.kind === 'outcomes' ? entry.outcomes : []));
    expect(outcomes).toHaveLength(9);
    expect(outcomes.every(({ outcome, block }) => outcome === 'mined' && block > 0)).toBe(true);
  });

  test('is burnt, logged first, where a newer commit drops the contract', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    await breakOff(scene, journal);
    const vault = transactionsOf(journal).find(({ step }) => step.kind === 'create' && step.contract === 'KeepVault');
    const { record, counts } = await migrate(scene, dropped, { journal });
    expect(kindsOf(journal)).toEqual(['transactions', 'takeover', 'transactions', 'outcomes', 'transactions']);
    expect(record.contracts).toHaveLength(8);
    expect(counts).toMatchObject({ deployed: 8, kept: 0, called: 2, transactions: 11 });
    const deeds = await deedsOf(scene);
    expect(deeds[vault?.nonce ?? -1]).toMatchObject({
      to: scene.deployer.toLowerCase(),
      input: '0x',
      created: undefined,
    });
    expect(deeds).toHaveLength(11);
    const burn = transactionsOf(journal).find(({ step }) => step.kind === 'burn');
    expect(burn?.step).toEqual({ kind: 'burn', instead: 'the creation of KeepVault' });
    const [before, after] = [vault, burn].map((logged) => logged && feeOf(logged.raw));
    if (before?.kind !== 'eip-1559' || after?.kind !== 'eip-1559') throw new Error('both have EIP-1559 fees');
    expect(after.maxFeePerGas * 8n).toBeGreaterThan(before.maxFeePerGas * 9n);
    expect(after.maxPriorityFeePerGas * 8n).toBeGreaterThan(before.maxPriorityFeePerGas * 9n);
  });

  test('is burnt where a newer commit corrects it, which is created under a nonce of its own', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    await breakOff(scene, journal);
    const { counts } = await migrate(scene, corrected, { journal });
    expect(counts).toMatchObject({ deployed: 9, kept: 0, called: 2, transactions: 12 });
    const deeds = await deedsOf(scene);
    expect(deeds.filter(({ created }) => created !== undefined)).toHaveLength(9);
    expect(deeds.filter(({ input, to }) => to === scene.deployer.toLowerCase() && input === '0x')).toHaveLength(1);
  });

  test('is left alone, and the run ends red with nonce and fee, when a burn costs more than the cap', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const capped = settings(scene, { fees: { cap: 2n * gwei } });
    await breakOff(scene, journal, { settings: capped });
    const run = migrate(scene, dropped, { journal, settings: capped });
    await expect(run).rejects.toThrow(
      /the creation of KeepVault is not wanted any more, but its nonce \d can only be burnt for 2\.25\d* gwei per gas: the cap \(chain\.fees\.cap\) is 2 gwei\. Nothing further is sent/,
    );
    expect(await nonceOf(scene)).toBe(0);
    expect(kindsOf(journal)).toEqual(['transactions', 'takeover']);
    // The commit that wants it needs no burn.
    expect((await migrate(scene, smallSet, { journal, settings: capped })).counts).toMatchObject({ deployed: 9 });
  });

  describe('on a chain that asks more for a transfer than 21,000 gas', () => {
    const asked = 90_000n;
    const refusal = { error: { code: -32000, message: 'intrinsic gas too low', data: undefined } };
    const isDeployer = ({ deployer }: Scene, account: string | undefined) =>
      account?.toLowerCase() === deployer.toLowerCase();
    const isOfSelf = ({ method, params: [request] }: RpcCall, scene: Scene) => {
      const { from, to } = (request ?? {}) as { readonly from?: string; readonly to?: string };
      return method === 'eth_estimateGas' && isDeployer(scene, from) && isDeployer(scene, to);
    };
    const isTransfer = ({ method, params: [raw] }: RpcCall, scene: Scene) =>
      method === 'eth_sendRawTransaction' && isDeployer(scene, decodeTransaction(raw as Hex).to);
    const dearer =
      (scene: Scene) =>
      (rpc: Rpc): Rpc => ({
        async batch(calls, signal) {
          const taken = calls.filter(
            (call) => !isTransfer(call, scene) || decodeTransaction(call.params[0] as Hex).gasLimit >= asked,
          );
          const answers = await rpc.batch(taken, signal);
          return calls.map((call) => {
            if (isOfSelf(call, scene)) return { result: `0x${asked.toString(16)}` };
            return answers[taken.indexOf(call)] ?? refusal;
          });
        },
      });

    test('is burnt with as much as that chain estimates', async () => {
      await using scene = await openScene(blockTimeSeconds);
      const journal = memoryJournal();
      await breakOff(scene, journal);
      const { counts } = await migrate(scene, dropped, { journal, wrap: dearer(scene) });
      expect(counts).toMatchObject({ deployed: 8, kept: 0, called: 2 });
      const burn = transactionsOf(journal).find(({ step }) => step.kind === 'burn');
      expect(burn && decodeTransaction(burn.raw).gasLimit).toBeGreaterThan(asked);
    });

    test('is left alone, and the run ends red with nonce, gas and fee, when that is over the budget', async () => {
      await using scene = await openScene(blockTimeSeconds);
      const journal = memoryJournal();
      await breakOff(scene, journal);
      // A burn of 21,000 gas at two gwei or so would be within it.
      const little = settings(scene, { fees: { budget: 150_000n * gwei } });
      await expect(migrate(scene, dropped, { journal, settings: little, wrap: dearer(scene) })).rejects.toThrow(
        /under nonce \d is not wanted any more, but burning it, at \d{6} gas each for up to [\d.]+ gwei, could cost [\d.]+ ether more than the budget of a run/,
      );
      expect(await nonceOf(scene)).toBe(0);
      expect(kindsOf(journal)).toEqual(['transactions', 'takeover']);
    });
  });

  test('is recorded as what it was when the burnt transaction is mined all the same', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    await breakOff(scene, journal);
    const late = async () => {
      for (const { raw } of transactionsOf(journal).slice(0, 9)) await scene.ask('eth_sendRawTransaction', raw);
      await scene.ask('evm_mine');
    };
    // Somebody else sends the logged bytes before the burn.
    const { record } = await migrate(scene, dropped, { journal, wrap: once('eth_sendRawTransaction', late) });
    expect(record.contracts).toHaveLength(8);
    const deeds = await deedsOf(scene);
    expect(deeds.filter(({ created }) => created !== undefined)).toHaveLength(9);
    expect(deeds).toHaveLength(11);
  });

  test('of another environment is sent again, never burnt', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    await breakOff(scene, journal, { scope: 'another' });
    const { counts } = await migrate(scene, dropped, { journal });
    expect(counts).toMatchObject({ deployed: 8, kept: 0, called: 2 });
    expect(transactionsOf(journal).some(({ step }) => step.kind === 'burn')).toBe(false);
    const again = await migrate(scene, smallSet, { journal, scope: 'another' });
    expect(again.counts).toMatchObject({ deployed: 0, kept: 9, called: 2 });
    expect(await deedsOf(scene)).toHaveLength(8 + 2 + 9 + 2);
  });
});

describe.each([
  ['the newest rules', {}],
  ['fees of the old kind', { hardfork: 'istanbul' }],
])('what waits in the pool of a node with %s', (_, rules) => {
  test('is burnt there: the transfer takes its place, and the rest is mined as it was', async () => {
    await using scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 600, ...rules }));
    const journal = memoryJournal();
    await expect(migrate(scene, smallSet, { journal, ...endsOnceSent() })).rejects.toThrow(
      /deadline has passed: 0 of 9/,
    );
    expect(await nonceOf(scene)).toBe(9);
    const mining: { timer?: NodeJS.Timeout } = {};
    const mine = async () => {
      mining.timer = setInterval(() => scene.ask('evm_mine').catch(() => {}), 100);
    };
    const { record, counts } = await migrate(scene, dropped, {
      journal,
      wrap: once('eth_sendRawTransaction', mine, 'after'),
    }).finally(() => clearInterval(mining.timer));
    expect(record.contracts).toHaveLength(8);
    expect(counts).toMatchObject({ deployed: 8, called: 2, transactions: 11 });
    const deeds = await deedsOf(scene);
    expect(deeds).toHaveLength(11);
    expect(deeds.filter(({ created }) => created !== undefined)).toHaveLength(8);
    expect(deeds.filter(({ to, input }) => to === scene.deployer.toLowerCase() && input === '0x')).toHaveLength(1);
  });
});

describe('on geth', () => {
  test('a burn, a creation under a new nonce and the calls are taken as well', async () => {
    await using scene = await sceneOn(await startGeth({ chainId: 1101, blockTimeSeconds: 1 }));
    const journal = memoryJournal();
    await breakOff(scene, journal);
    const { counts } = await migrate(scene, corrected, { journal });
    expect(counts).toMatchObject({ deployed: 9, kept: 0, called: 2, transactions: 12 });
    expect(await deedsOf(scene)).toHaveLength(12);
  });
});

describe('when the base fee rises twentyfold between signing and sending', () => {
  const surge = async (scene: Scene, wei: bigint) =>
    scene.ask('anvil_setNextBlockBaseFeePerGas', `0x${wei.toString(16)}`);

  test('all of it is logged and sent again for more, under the cap, and only one of each nonce is mined', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const lines: string[] = [];
    const { record, counts } = await migrate(scene, smallSet, {
      journal,
      log: silentLog(lines),
      settings: settings(scene, { fees: { cap: 100n * gwei } }),
      wrap: once('eth_sendRawTransaction', async () => {
        await surge(scene, 20n * gwei);
        await scene.ask('evm_mine');
        await surge(scene, 20n * gwei);
      }),
    });
    expect(lines.join('\n')).toMatch(
      /Nonce 0 is stuck \(the base fee is [\d.]+ gwei\): sending \d transactions again for up to [\d.]+ gwei/,
    );
    expect(record.contracts).toHaveLength(9);
    expect(counts.transactions).toBe(11);
    expect(await deedsOf(scene)).toHaveLength(11);
    const variants = Map.groupBy(transactionsOf(journal), ({ nonce }) => nonce);
    expect((variants.get(0) ?? []).length).toBeGreaterThan(1);
    for (const [, list] of variants) {
      for (const { raw } of list) {
        const fee = feeOf(raw);
        expect(fee.kind === 'eip-1559' && fee.maxFeePerGas <= 100n * gwei).toBe(true);
      }
    }
  });

  test('nothing dearer than the cap is signed: it is waited for, and said', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const lines: string[] = [];
    const timer: { stop?: NodeJS.Timeout } = {};
    const run = migrate(scene, smallSet, {
      journal,
      log: silentLog(lines),
      // When it has said so; and then its time is over.
      ...deadlineOnce(() => lines.some((line) => line.startsWith('Waiting: nonce 0 is stuck'))),
      settings: settings(scene, { fees: { cap: 3n * gwei } }),
      wrap: once('eth_sendRawTransaction', async () => {
        timer.stop = setInterval(() => surge(scene, 20n * gwei).catch(() => {}), 50);
        await surge(scene, 20n * gwei);
        await scene.ask('evm_mine');
      }),
    });
    await expect(run).rejects.toThrow(
      /the deadline has passed: 0 of 9 transactions are mined; nonce 0 is stuck: the base fee is [\d.]+ gwei; a replacement has to offer [\d.]+ gwei, but the cap \(chain\.fees\.cap\) is 3 gwei/,
    );
    clearInterval(timer.stop);
    expect(lines.filter((line) => line.startsWith('Waiting: nonce 0 is stuck'))).toHaveLength(1);
    expect(transactionsOf(journal)).toHaveLength(9);
  });

  test('nothing is signed that would break the budget', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const run = migrate(scene, smallSet, { settings: settings(scene, { fees: { budget: gwei } }) });
    await expect(run).rejects.toThrow(/budget/);
    expect(await nonceOf(scene)).toBe(0);
  });
});

describe('when the chain does something else', () => {
  test('a foreign transaction on a nonce of ours leads to another plan in the same run', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const lines: string[] = [];
    const { record } = await migrate(scene, smallSet, {
      log: silentLog(lines),
      wrap: once('eth_sendRawTransaction', async () => {
        await scene.ask('eth_sendTransaction', {
          from: scene.deployer,
          to: scene.deployer,
          nonce: '0x0',
          gasPrice: '0x174876e800',
        });
        await scene.ask('evm_mine');
      }),
    });
    expect(lines.join('\n')).toMatch(
      /Planning again: another transaction of the deployer \(0x[0-9a-f]{64}\) has taken nonce 0/,
    );
    expect(record.contracts).toHaveLength(9);
    const deeds = await deedsOf(scene);
    const codes = new Map(deeds.map(({ created, code }) => [created?.toLowerCase(), code]));
    for (const { address } of record.contracts) expect(codes.get(address.toLowerCase())?.length).toBeGreaterThan(2);
    // Nobody else's address stands in what is used.
    expect(record.calls).toHaveLength(2);
  });

  test.each([1, 3])('a reorganisation of %d blocks while confirmations are waited for is survived', async (depth) => {
    // Blocks come when the test says: before the reorganisation one for each send, and afterwards one after the other.
    await using scene = await openScene(600);
    await scene.ask('anvil_mine', '0x5');
    const lines: string[] = [];
    let sends = 0;
    let mining: NodeJS.Timeout | undefined;
    const { record } = await migrate(scene, smallSet, {
      log: silentLog(lines),
      settings: settings(scene, { confirmations: 5 }),
      wrap: (inner) => ({
        async batch(calls, signal) {
          // The newest block, that of the creations and that of the calls.
          const isConfirming = calls.length === 3 && calls.every(({ method }) => method === 'eth_getBlockByNumber');
          if (isConfirming && sends === 2 && mining === undefined) {
            await scene.ask('anvil_reorg', depth, []);
            mining = setInterval(() => scene.ask('evm_mine').catch(() => {}), 100);
          }
          const answers = await inner.batch(calls, signal);
          if (calls.some(({ method }) => method === 'eth_sendRawTransaction')) {
            sends++;
            if (mining === undefined) await scene.ask('evm_mine');
          }
          return answers;
        },
      }),
    }).finally(() => clearInterval(mining));
    expect(lines.join('\n')).toMatch(/the chain was reorganised/);
    expect(record.contracts).toHaveLength(9);
    const deeds = await deedsOf(scene);
    expect(deeds).toHaveLength(11);
    const created = new Map(deeds.map((deed) => [deed.created?.toLowerCase(), deed]));
    for (const { address } of record.contracts) expect(created.get(address.toLowerCase())?.isSuccess).toBe(true);
  });

  test('dropped transactions are sent again with the same bytes', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const { record } = await migrate(scene, smallSet, {
      journal,
      wrap: once('eth_sendRawTransaction', () => scene.ask('anvil_dropAllTransactions'), 'after'),
    });
    expect(record.contracts).toHaveLength(9);
    expect(transactionsOf(journal)).toHaveLength(11);
  });

  test('more transactions than a window holds are all sent, the rest when blocks have taken some', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const names = Array.from({ length: 130 }, (_, index) => `  Copy${index}: { artifact: Locks }`);
    const many = `artifacts: { package: "@keep-network/keep-core", version: 1.8.0 }\ncontracts:\n${names.join('\n')}\n`;
    const batches: number[] = [];
    const { record, counts } = await migrate(scene, many, {
      wrap: (inner) => ({
        async batch(calls, signal) {
          const sent = calls.filter(({ method }) => method === 'eth_sendRawTransaction').length;
          if (sent > 0) batches.push(sent);
          return inner.batch(calls, signal);
        },
      }),
    });
    expect(counts).toMatchObject({ deployed: 130, transactions: 130 });
    expect(new Set(record.contracts.map(({ address }) => address)).size).toBe(130);
    expect(await deedsOf(scene)).toHaveLength(130);
    expect(Math.max(...batches)).toBeLessThanOrEqual(100);
  });

  test('a pool that takes four of one account is given what it takes', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const pool = (inner: Rpc): Rpc => ({
      async batch(calls, signal) {
        if (calls[0]?.method !== 'eth_sendRawTransaction') return inner.batch(calls, signal);
        const latest = Number(await scene.ask('eth_getTransactionCount', scene.deployer, 'latest'));
        const room = Math.max(0, latest + 4 - (await nonceOf(scene)));
        const answers = await inner.batch(calls.slice(0, room), signal);
        const full = { error: { code: -32000, message: 'txpool: account limit exceeded', data: undefined } };
        return [...answers, ...calls.slice(room).map(() => full)];
      },
    });
    const { record } = await migrate(scene, smallSet, { wrap: pool });
    expect(record.contracts).toHaveLength(9);
    expect(await deedsOf(scene)).toHaveLength(11);
  });
});

describe('a node that lags behind', () => {
  /** Every answer to these methods is given again until it has been asked for often enough. */
  const lagging =
    (methods: readonly string[], times: number) =>
    (inner: Rpc): Rpc => {
      const asked = new Map<string, { answer: RpcAnswer; left: number }>();
      return {
        async batch(calls, signal) {
          const answers = await inner.batch(calls, signal);
          return calls.map((call, index): RpcAnswer => {
            const answer = answers[index] as RpcAnswer;
            if (!methods.includes(call.method)) return answer;
            const key = JSON.stringify(call);
            const old = asked.get(key) ?? { answer, left: times };
            if (old.left > 0) {
              asked.set(key, { answer: old.answer, left: old.left - 1 });
              return old.answer;
            }
            asked.set(key, { answer, left: times });
            return answer;
          });
        },
      };
    };

  test.each([
    [['eth_getTransactionReceipt']],
    [['eth_getTransactionCount']],
    [['eth_getBlockByNumber']],
    [['eth_getCode', 'eth_call']],
    [['eth_getTransactionReceipt', 'eth_getTransactionCount', 'eth_getBlockByNumber']],
  ])('in %j costs time and nothing else', async (methods) => {
    await using scene = await openScene(blockTimeSeconds);
    const { record, counts } = await migrate(scene, smallSet, { wrap: lagging(methods, 3) });
    expect(counts).toMatchObject({ deployed: 9, called: 2, transactions: 11 });
    expect(record.contracts.every(({ proof }) => proof === 'exact')).toBe(true);
    expect(await deedsOf(scene)).toHaveLength(11);
  });

  test('by a whole finished run, for a moment, finds nothing to do once it has caught up', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const { record, openJournal } = await migrate(scene, smallSet, { journal });
    await finishJournal(openJournal, contractRecordDigest(record));
    let stale = 2;
    const behind = (inner: Rpc): Rpc => ({
      async batch(calls, signal) {
        const answers = await inner.batch(calls, signal);
        const isStale = calls.some(({ method }) => method === 'eth_getTransactionCount') && stale-- > 0;
        return answers.map((answer, index) =>
          isStale && calls[index]?.method === 'eth_getTransactionCount' ? { result: '0x2' } : answer,
        );
      },
    });
    const options = { journal, readPreviousRecord: async () => record, wrap: behind };
    const { counts } = await migrate(scene, smallSet, options);
    expect(counts).toMatchObject({ kept: 9, skipped: 2, transactions: 0 });
  });
});

describe('a chain that was reset', () => {
  async function finishedRun(scene: Scene) {
    const journal = memoryJournal();
    const { record, openJournal } = await migrate(scene, smallSet, { journal });
    await finishJournal(openJournal, contractRecordDigest(record));
    return { journal, readPreviousRecord: async () => record };
  }

  test('is nothing to go on with, until new-chain opens a new sequence, also after a kill right then', async () => {
    await using before = await openScene(blockTimeSeconds);
    const { journal, readPreviousRecord } = await finishedRun(before);
    await using after = await openScene(blockTimeSeconds);
    // Another genesis: its journal would be another. Here it is the same one, with a record of the chain before.
    const genesis = async () => {
      const record = await readPreviousRecord();
      const { hash } = (await after.ask('eth_getBlockByNumber', '0x0', false)) as { hash: `0x${string}` };
      return { ...record, chain: { ...record.chain, genesisHash: hash } };
    };
    const options = { journal, readPreviousRecord: genesis };
    await expect(migrate(after, smallSet, options)).rejects.toThrow(
      /the deployer has sent 0 transactions, but the journal has proved 11 of them final: the chain was reset.*set the input new-chain/,
    );
    expect(await nonceOf(after)).toBe(0);
    expect(kindsOf(journal).at(-1)).toBe('finished');

    const planned = await migrate(after, smallSet, { ...options, mode: 'plan', options: { newChain: true } });
    expect(planned.counts).toMatchObject({ deployed: 9, called: 2 });
    expect(kindsOf(journal).at(-1)).toBe('finished');

    const controller = new AbortController();
    const killed: Journal = {
      ...journal,
      async append(number, entry) {
        const answer = await journal.append(number, entry);
        controller.abort(new Error('killed'));
        return answer;
      },
    };
    const run = migrate(after, smallSet, {
      ...options,
      journal: killed,
      options: { newChain: true },
      signal: controller.signal,
    });
    await expect(run).rejects.toThrow('killed');
    expect(kindsOf(journal).at(-1)).toBe('new-chain');

    const { counts } = await migrate(after, smallSet, options);
    expect(counts).toMatchObject({ deployed: 9, kept: 0, called: 2, skipped: 0 });
  });

  test('is recognised by its blocks when others have used as many nonces on it', async () => {
    await using before = await openScene(blockTimeSeconds);
    const { journal, readPreviousRecord } = await finishedRun(before);
    await using after = await openScene(blockTimeSeconds);
    for (let nonce = 0; nonce < 12; nonce++) {
      await after.ask('eth_sendTransaction', { from: after.deployer, to: after.deployer });
    }
    await after.ask('anvil_mine', '0x20');
    const record = await readPreviousRecord();
    const { hash } = (await after.ask('eth_getBlockByNumber', '0x0', false)) as { hash: `0x${string}` };
    const moved = { ...record, chain: { ...record.chain, genesisHash: hash } };
    await expect(migrate(after, smallSet, { journal, readPreviousRecord: async () => moved })).rejects.toThrow(
      /block \d+ was final and is another one now: the chain was reset/,
    );
    expect(await nonceOf(after)).toBe(12);
  });

  test('is not suspected when new-chain is given without need: everything is kept', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const { journal, readPreviousRecord } = await finishedRun(scene);
    const { counts } = await migrate(scene, smallSet, { journal, readPreviousRecord, options: { newChain: true } });
    expect(counts).toMatchObject({ kept: 9, skipped: 2, transactions: 0 });
    expect(kindsOf(journal)).not.toContain('new-chain');
  });
});

describe('a record that was read before another run published', () => {
  test('is found out before anything is signed, though the journal was read after', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    let published: ContractRecord | undefined;
    let read: ContractRecord | undefined;
    const publishFirst = async () => {
      const { record, openJournal } = await migrate(scene, smallSet, { journal });
      published = record;
      await finishJournal(openJournal, contractRecordDigest(record));
    };
    const lines: string[] = [];
    const { counts } = await migrate(scene, smallSet, {
      journal,
      log: silentLog(lines),
      async readPreviousRecord() {
        read = published;
        return read;
      },
      isRecordCurrent: async () => read === published,
      // The record is asked for at the same time as the chain is first looked at.
      wrap: once('eth_chainId', publishFirst),
    });
    expect(lines.join('\n')).toMatch(/Planning again: another run has published its contracts in between/);
    expect(counts).toMatchObject({ kept: 9, skipped: 2, transactions: 0 });
    expect(await deedsOf(scene)).toHaveLength(11);
  });
});

describe('an approved plan', () => {
  test('is the only one that is carried out', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const { plan } = await migrate(scene, smallSet, { mode: 'plan' });
    const run = migrate(scene, corrected, { options: { approvedPlan: plan.digest } });
    await expect(run).rejects.toThrow(
      new RegExp(
        `the plan is sha256:[0-9a-f]{64}, but the approved one is ${plan.digest}: something has changed since`,
      ),
    );
    expect(await nonceOf(scene)).toBe(0);
    const { counts } = await migrate(scene, smallSet, { options: { approvedPlan: plan.digest } });
    expect(counts.transactions).toBe(11);
  });

  test.each([
    ['before anything is sent', 0],
    ['between creations and calls', 1],
  ])('is finished by the same command after the run was cut off %s, and a changed set is not', async (_, cut) => {
    await using scene = await openScene(blockTimeSeconds);
    const { plan } = await migrate(scene, smallSet, { mode: 'plan' });
    const options = { approvedPlan: plan.digest };
    const journal = memoryJournal();
    const controller = new AbortController();
    const stopping: Journal = {
      ...journal,
      async append(number, entry) {
        const answer = await journal.append(number, entry);
        if (number === cut) controller.abort(new Error('cut off'));
        return answer;
      },
    };
    const run = migrate(scene, smallSet, { journal: stopping, options, signal: controller.signal });
    await expect(run).rejects.toThrow('cut off');
    const nonce = await nonceOf(scene);
    await expect(migrate(scene, corrected, { journal, options })).rejects.toThrow(/but the approved one is/);
    expect(await nonceOf(scene)).toBe(nonce);
    const { counts } = await migrate(scene, smallSet, { journal, options });
    expect(counts.deployed + counts.kept).toBe(9);
    expect(await deedsOf(scene)).toHaveLength(11);
  });

  test('that was made after a run was cut off is carried out when what that run had signed is settled', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    await breakOff(scene, journal);
    const { plan } = await migrate(scene, corrected, { journal, mode: 'plan' });
    const { counts } = await migrate(scene, corrected, { journal, options: { approvedPlan: plan.digest } });
    expect(counts).toMatchObject({ deployed: 9, kept: 0, called: 2 });
  });

  /** A transfer with the deployer's key, right before the first send of so many transactions. */
  const foreignBefore = (scene: Scene, sent: number, nonce: string) => (inner: Rpc) => {
    let isDone = false;
    const rpc: Rpc = {
      async batch(calls, signal) {
        const sends = calls.filter(({ method }) => method === 'eth_sendRawTransaction').length;
        if (!isDone && sends === sent) {
          isDone = true;
          const { deployer } = scene;
          await scene.ask('eth_sendTransaction', { from: deployer, to: deployer, nonce, gasPrice: '0x174876e800' });
          await scene.ask('evm_mine');
        }
        return inner.batch(calls, signal);
      },
    };
    return rpc;
  };

  test('is not carried out under other addresses, which a foreign transaction amid the run would give it', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const { plan } = await migrate(scene, smallSet, { mode: 'plan' });
    const journal = memoryJournal();
    const options = { approvedPlan: plan.digest };
    const run = migrate(scene, smallSet, { journal, options, wrap: foreignBefore(scene, 9, '0x0') });
    const error = await run.catch((cause: Error) => cause);
    expect((error as Error).message).toMatch(
      new RegExp(
        `^what is left of the approved plan ${plan.digest} would not be what was approved: another transaction of the deployer \\(0x[0-9a-f]{64}\\) has taken nonce 0, so .* would be created at another address\\. Nothing more is sent, and nothing is lost: what is mined stays in the journal and is kept\\. Run with mode plan, look at that plan and approve it \\(now sha256:[0-9a-f]{64}\\)$`,
      ),
    );
    // Doing what it says is all there is to do.
    const next = await migrate(scene, smallSet, { journal, mode: 'plan' });
    expect((error as Error).message).toContain(next.plan.digest);
    const { record } = await migrate(scene, smallSet, { journal, options: { approvedPlan: next.plan.digest } });
    expect(record.contracts).toHaveLength(9);
    expect(record.calls).toHaveLength(2);
  });

  test('is gone on with after a foreign transaction that only its calls come after: these do the same under any nonce', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const { plan } = await migrate(scene, smallSet, { mode: 'plan' });
    const options = { approvedPlan: plan.digest };
    const { record, ...result } = await migrate(scene, smallSet, {
      options,
      wrap: foreignBefore(scene, 2, '0x9'),
    });
    // All of it is this run's, in whichever of its rounds it was done.
    expect(result.counts).toEqual({ deployed: 9, kept: 0, called: 2, skipped: 0, transactions: 11 });
    const receipts = await Promise.all(
      [...record.contracts, ...record.calls].map(
        ({ transaction }) => scene.ask('eth_getTransactionReceipt', transaction) as Promise<{ gasUsed: string }>,
      ),
    );
    expect(result.gasUsed).toBe(receipts.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed), 0n));
    expect(record.calls.map(({ transaction }) => transaction)).toEqual([expect.anything(), expect.anything()]);
    expect(await deedsOf(scene)).toHaveLength(12);
  });

  test('says when nothing has changed but what the deployer has sent since', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const { plan } = await migrate(scene, smallSet, { mode: 'plan' });
    for (const _ of [1, 2]) await scene.ask('eth_sendTransaction', { from: scene.deployer, to: scene.deployer });
    await scene.ask('evm_mine');
    await expect(migrate(scene, smallSet, { options: { approvedPlan: plan.digest } })).rejects.toThrow(
      /the deployer has sent 2 transactions since, so that everything would be created at another address; nothing else has changed\. Nothing is sent, and nothing is lost/,
    );
    expect(await nonceOf(scene)).toBe(2);
  });
});

describe('a run that was taken over', () => {
  test('and wakes up is refused its next entry, and sends nothing more', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    let wake: (() => void) | undefined;
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let sends = 0;
    // It falls asleep before it logs its calls.
    const paused: Journal = {
      ...journal,
      async append(number, entry) {
        if (number === 1) await asleep;
        return journal.append(number, entry);
      },
    };
    const counted = (inner: Rpc): Rpc => ({
      async batch(calls, signal) {
        sends += calls.filter(({ method }) => method === 'eth_sendRawTransaction').length;
        return inner.batch(calls, signal);
      },
    });
    const holder = migrate(scene, smallSet, { journal: paused, wrap: counted, holder: 'the paused run' });
    holder.catch(() => {});
    while (sends < 9) await scene.ask('eth_blockNumber');
    while (Number(await scene.ask('eth_getTransactionCount', scene.deployer, 'latest')) < 9)
      await scene.ask('eth_blockNumber');
    const { counts } = await migrate(scene, smallSet, { journal, holder: 'the next run' });
    expect(counts).toMatchObject({ kept: 9, called: 2 });
    wake?.();
    await expect(holder).rejects.toThrow(/another run is at work .*: the next run/);
    expect(sends).toBe(9);
    expect(await deedsOf(scene)).toHaveLength(11);
  });

  describe('with a lock, while another ran and ended', () => {
    const lockThat = (requireHeldNow: () => Promise<void>): (() => Lock) => {
      const { signal } = new AbortController();
      const lease = { lost: signal, requireHeld: () => {}, requireHeldNow, release: async () => {} };
      return () => ({ acquire: async () => ({ kind: 'acquired', lease, waited: false }) });
    };
    /** Right before the first entry of the run, another one does all of its own. */
    function overtaken(scene: Scene, journal: Journal): Journal {
      let isOvertaken = false;
      return {
        ...journal,
        async append(number, entry) {
          if (!isOvertaken) {
            isOvertaken = true;
            const { record, openJournal } = await migrate(scene, dropped, { journal });
            await finishJournal(openJournal, contractRecordDigest(record));
          }
          return journal.append(number, entry);
        },
      };
    }

    test('goes on from there when the lock is its own', async () => {
      await using scene = await openScene(blockTimeSeconds);
      const openLock = lockThat(async () => {});
      const { counts } = await migrate(scene, smallSet, { journal: overtaken(scene, memoryJournal()), openLock });
      expect(counts).toMatchObject({ deployed: 9, called: 2 });
    });

    test('sends nothing when the lock was taken from it: the other may have come from a newer commit', async () => {
      await using scene = await openScene(blockTimeSeconds);
      const openLock = lockThat(() => Promise.reject(new Error('the lock was taken by the other')));
      const run = migrate(scene, smallSet, { journal: overtaken(scene, memoryJournal()), openLock });
      await expect(run).rejects.toThrow('the lock was taken by the other');
      expect(await deedsOf(scene)).toHaveLength(10);
    });
  });
});
