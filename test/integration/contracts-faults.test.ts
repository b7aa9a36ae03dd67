import { describe, expect, test } from '@jest/globals';
import { receiptOf } from '../../src/contracts/chain/reads.ts';
import type { Rpc, RpcAnswer, RpcCall } from '../../src/contracts/chain/rpc.ts';
import {
  type ContractRecord,
  checkCode,
  contractRecordDigest,
  finishJournal,
  openChain,
  openSigner,
  type Signer,
  systemClock,
} from '../../src/contracts/index.ts';
import { RemoteError } from '../../src/report/index.ts';
import {
  deedsOf,
  endsOnceSent,
  memoryJournal,
  migrate,
  nonceOf,
  openScene,
  type Scene,
  silentLog,
  smallSet,
} from './contracts-fixture.ts';

const blockTimeSeconds = 0.25;
const creations = 9;

/** Stands between a run and its node and changes the answers to one method. */
function changing(method: string, change: (answer: RpcAnswer, call: RpcCall) => RpcAnswer): (rpc: Rpc) => Rpc {
  return (inner) => ({
    async batch(calls, signal) {
      const answers = await inner.batch(calls, signal);
      return answers.map((answer, index) => {
        const call = calls[index];
        return call?.method === method ? change(answer, call) : answer;
      });
    },
  });
}

/** One transaction is signed with so little gas that it runs out of it on the chain. */
const starve =
  ({ privateKey }: Scene, nonce: number): (() => Promise<Signer>) =>
  async () => {
    const { address, sign } = await openSigner(privateKey, '$OWNER_KEY');
    return {
      address,
      sign: (unsigned) =>
        sign(unsigned.nonce === nonce ? { ...unsigned, gasLimit: (unsigned.gasLimit * 3n) / 4n } : unsigned),
    };
  };

describe('when a creation fails on the chain', () => {
  test('no call is signed, the failure is named, and the next run repeats only the failed creation', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    await expect(migrate(scene, smallSet, { journal, openSigner: starve(scene, 8) })).rejects.toThrow(
      /the creation of KeepVault reverted in block \d+ .*gas[\s\S]*run again/,
    );
    expect(await nonceOf(scene)).toBe(creations);
    expect(journal.entries.map(({ kind }) => kind)).toEqual(['transactions']);

    const healed = await migrate(scene, smallSet, { journal });
    expect(healed.counts).toEqual({ deployed: 1, kept: 8, called: 2, skipped: 0, transactions: 3 });
    const deeds = await deedsOf(scene);
    expect(deeds.map(({ isSuccess }) => isSuccess)).toEqual([...Array(8).fill(true), false, true, true, true]);
  });

  test('what names the failed contract is created anew, because its address stands in it', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    await expect(migrate(scene, smallSet, { journal, openSigner: starve(scene, 2) })).rejects.toThrow(
      /the creation of KeepRegistry reverted/,
    );
    const healed = await migrate(scene, smallSet, { journal });
    const created = healed.plan.steps.flatMap((step) => (step.kind === 'create' ? [step.contract] : []));
    expect(created).toEqual(['KeepRegistry', 'TokenStaking']);
  });
});

describe('when the node has no receipts of what was mined', () => {
  test('nothing is taken for lost, and nothing is created twice', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    let asked = 0;
    const forgetful = changing('eth_getTransactionReceipt', () => {
      asked++;
      return { result: null };
    });
    // From the first answer on time flies, so that nobody waits for the node to be given up.
    const clock = { ...systemClock, now: () => systemClock.now() + 10_000 * asked };
    const run = () => migrate(scene, smallSet, { journal, wrap: forgetful, clock, deadlineMs: 1e9 });
    await expect(run()).rejects.toThrow(/has no receipt of the creation of .* it is in block \d+/);
    await expect(run()).rejects.toThrow(/has no receipt of the creation of .* it is in block \d+/);
    expect(journal.entries.map(({ kind }) => kind)).toEqual(['transactions', 'takeover']);

    const healed = await migrate(scene, smallSet, { journal });
    expect(healed.counts).toEqual({ deployed: 0, kept: 9, called: 2, skipped: 0, transactions: 2 });
    expect(await nonceOf(scene)).toBe(creations + 2);
  });
});

describe('when the node can not say whether a condition holds', () => {
  const set = smallSet.replace(/(transferOwnership, .*) \}/, '$1, until: "owner() == TokenStaking" }');
  /** Answers the question for the owner so, the first few times. */
  const lying =
    (lie: RpcAnswer, times: number) =>
    (inner: Rpc): Rpc => ({
      async batch(calls, signal) {
        const answers = await inner.batch(calls, signal);
        return answers.map((answer, index): RpcAnswer => {
          const isAsked = JSON.stringify(calls[index]?.params).includes('"data":"0x8da5cb5b"');
          return isAsked && times-- > 0 ? lie : answer;
        });
      },
    });
  const failure: RpcAnswer = { error: { code: -32_000, message: 'header not found', data: undefined } };

  test.each<[string, RpcAnswer, RegExp]>([
    ['fails', failure, /can't say whether a condition \(until\) holds: .* failed: header not found\. Nothing is sent/],
    [
      'gives nothing',
      { result: '0x' },
      /can't say whether a condition \(until\) holds: .* gave nothing\. Nothing is sent/,
    ],
  ])('because it %s, the call that was done is not made again, and nothing is sent', async (_, lie, message) => {
    await using scene = await openScene(blockTimeSeconds);
    const { record } = await migrate(scene, set);
    const sent = await nonceOf(scene);
    const readPreviousRecord = async () => record;
    await expect(migrate(scene, set, { readPreviousRecord, wrap: lying(lie, 1000) })).rejects.toThrow(message);
    expect(await nonceOf(scene)).toBe(sent);

    const again = await migrate(scene, set, { readPreviousRecord, wrap: lying(lie, 1) });
    expect(again.counts).toMatchObject({ deployed: 0, called: 0, skipped: 2 });
    expect(await nonceOf(scene)).toBe(sent);
  });
});

describe('when the code on the chain is not proved', () => {
  test('no call is sent and no record is given', async () => {
    await using scene = await openScene(blockTimeSeconds);
    let isChanged = false;
    // As soon as everything is mined, one byte at the end of a code is another.
    const changed = (inner: Rpc): Rpc => ({
      async batch(calls, signal) {
        const answers = await inner.batch(calls, signal);
        const counted = answers[calls.findIndex(({ method }) => method === 'eth_getTransactionCount')];
        const isMined = counted !== undefined && 'result' in counted && Number(counted.result) === creations;
        if (!isMined || isChanged) return answers;
        isChanged = true;
        const token = (await deedsOf(scene))[0];
        await scene.ask('anvil_setCode', token?.created, `${token?.code.slice(0, -2)}ee`);
        return answers;
      },
    });
    await expect(migrate(scene, smallSet, { wrap: changed })).rejects.toThrow(
      /the code on the chain is not proved[\s\S]*KeepToken at 0x/,
    );
    expect(await nonceOf(scene)).toBe(creations);
  });

  test('no call is sent to where code was when it goes between its proof and the calls: it is created anew', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    let gone = '';
    // The proof is the only eth_call at a block that is there already: when it is answered, the code goes.
    const vanishing = (inner: Rpc): Rpc => ({
      async batch(calls, signal) {
        const answers = await inner.batch(calls, signal);
        const isProof = calls.some(({ method, params }) => method === 'eth_call' && params[3] !== undefined);
        const deeds = isProof ? await deedsOf(scene) : [];
        if (gone === '' && deeds.length === creations) {
          gone = deeds[7]?.created ?? '';
          await scene.ask('anvil_setCode', gone, '0x');
        }
        return answers;
      },
    });
    const lines: string[] = [];
    const { record } = await migrate(scene, smallSet, { journal, wrap: vanishing, log: silentLog(lines) });
    expect(lines.join('\n')).toMatch(/Planning again: the chain no longer has the proved code at 0x/);
    expect(record.contracts.map(({ address }) => address.toLowerCase())).not.toContain(gone.toLowerCase());
    const deeds = await deedsOf(scene);
    expect(deeds.filter(({ created }) => created === undefined)).toHaveLength(2);
    expect(deeds.filter(({ input }) => input.includes(gone.slice(2).toLowerCase()))).toEqual([]);
  });

  test('a call that an earlier run has logged is burnt when what it names is gone', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const controller = new AbortController();
    const stopping = {
      ...journal,
      async append(number: number, entry: Parameters<typeof journal.append>[1]) {
        const answer = await journal.append(number, entry);
        if (number === 1) controller.abort(new Error('stopped by the test'));
        return answer;
      },
    };
    await expect(migrate(scene, smallSet, { journal: stopping, signal: controller.signal })).rejects.toThrow(
      'stopped by the test',
    );
    expect(journal.entries.map(({ kind }) => kind)).toEqual(['transactions', 'transactions']);

    // What the ownership is to be given to disappears.
    const logged = journal.entries[1];
    const transfer = logged?.kind === 'transactions' ? logged.transactions[0] : undefined;
    const owner = transfer?.step.kind === 'call' ? transfer.step.names[1]?.address : undefined;
    expect(owner).toBeDefined();
    await scene.ask('anvil_setCode', owner, '0x');
    const { record } = await migrate(scene, smallSet, { journal });
    const deeds = await deedsOf(scene);
    expect(deeds.filter(({ input }) => input.includes(String(owner).slice(2).toLowerCase()))).toEqual([]);
    expect(deeds[creations]).toMatchObject({ to: scene.deployer.toLowerCase(), input: '0x' });
    expect(record.calls).toHaveLength(2);
  });
});

describe('the journal as a fence', () => {
  test('a run whose number is taken by another run stops before it sends, and names the other', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const raced = {
      ...journal,
      async append(number: number, entry: Parameters<typeof journal.append>[1]) {
        if (number === 0) await journal.append(0, { ...entry, token: 'another', holder: 'https://example.org/run/7' });
        return journal.append(number, entry);
      },
    };
    await expect(migrate(scene, smallSet, { journal: raced })).rejects.toThrow(
      /another run is at work.*https:\/\/example\.org\/run\/7/,
    );
    expect(await nonceOf(scene)).toBe(0);
  });

  test('an append whose answer was lost is recognised as its own', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const forgetful = {
      ...journal,
      async append(number: number, entry: Parameters<typeof journal.append>[1]) {
        await journal.append(number, entry);
        return journal.append(number, entry);
      },
    };
    const result = await migrate(scene, smallSet, { journal: forgetful });
    await finishJournal(result.openJournal, contractRecordDigest(result.record));
    expect(journal.entries.map(({ kind }) => kind)).toEqual(['transactions', 'transactions', 'finished']);
    expect(await nonceOf(scene)).toBe(11);
  });

  test('a journal that another run has gone on writing is not closed', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const result = await migrate(scene, smallSet, { journal });
    const first = journal.entries[0];
    if (first !== undefined) await journal.append(2, { ...first, token: 'another', holder: 'run 8' });
    await expect(finishJournal(result.openJournal, contractRecordDigest(result.record))).rejects.toThrow(/run 8/);
  });
});

describe('two runs', () => {
  test('at once with one key: one works, the other stops before it sends and names it, and nothing is there twice', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const ends = await Promise.allSettled([
      migrate(scene, smallSet, { journal, holder: 'run A' }),
      migrate(scene, smallSet, { journal, holder: 'run B' }),
    ]);
    const stopped = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
    expect(stopped).toEqual([expect.stringMatching(/another run is at work .*: run [AB]\. Nothing more was sent/)]);
    const deeds = await deedsOf(scene);
    expect(deeds).toHaveLength(11);
    expect(new Set(deeds.map(({ nonce }) => nonce)).size).toBe(11);
  });

  test('of one environment: one that publishes between the other’s first looks leaves it nothing to do', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    let published: Promise<ContractRecord> | undefined;
    const publish = async () => {
      const { record, openJournal } = await migrate(scene, smallSet, { journal });
      await finishJournal(openJournal, contractRecordDigest(record));
      return record;
    };
    const late = await migrate(scene, smallSet, {
      journal,
      readPreviousRecord() {
        published ??= publish();
        return published;
      },
    });
    expect(late.counts).toMatchObject({ kept: 9, skipped: 2, transactions: 0 });
    expect(await deedsOf(scene)).toHaveLength(11);
  });

  test('of one environment: one that ends just before the other looks into the journal leaves it nothing to do', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    let published: ContractRecord | undefined;
    const slow = {
      ...journal,
      async read() {
        if (published !== undefined) return journal.read();
        const { record, openJournal } = await migrate(scene, smallSet, { journal });
        published = record;
        await finishJournal(openJournal, contractRecordDigest(record));
        return journal.read();
      },
    };
    const late = await migrate(scene, smallSet, { journal: slow, readPreviousRecord: async () => published });
    expect(late.counts).toMatchObject({ kept: 9, skipped: 2, transactions: 0 });
    expect(await deedsOf(scene)).toHaveLength(11);
  });

  test('of two environments with one deployer each get their own contracts, also when one was cut off', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const first = await migrate(scene, smallSet, { journal, scope: 'one' });
    const second = await migrate(scene, smallSet, { journal, scope: 'two' });
    await finishJournal(second.openJournal, contractRecordDigest(second.record));
    const addresses = [first, second].flatMap(({ record }) => record.contracts.map(({ address }) => address));
    expect(new Set(addresses).size).toBe(18);
    // The first was cut off before its record was stored: its contracts are still its own.
    const again = await migrate(scene, smallSet, { journal, scope: 'one' });
    expect(again.counts).toMatchObject({ kept: 9, skipped: 2, transactions: 0 });
    expect(again.record).toEqual(first.record);
  });
});

describe('the gate before clients', () => {
  test('finds code that has gone or is another, and a chain that is another', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const { record } = await migrate(scene, smallSet);
    const chain = openChain({ rpc: scene.rpcUrl }, { secrets: () => undefined, log: silentLog() });
    const check = async (seen = record) =>
      (await checkCode(chain, seen, AbortSignal.timeout(120_000))).map(({ message }) => message);
    expect(await check()).toEqual([]);
    const [token, grant] = record.contracts;
    await scene.ask('anvil_setCode', token?.address, '0x');
    await scene.ask('anvil_setCode', grant?.address, '0x6001');
    expect(await check()).toEqual([
      `${token?.name}: there is no code at ${token?.address}`,
      `${grant?.name}: the code at ${grant?.address} is not the recorded one`,
    ]);
    expect(await check({ ...record, chain: { ...record.chain, genesisHash: `0x${'1'.repeat(64)}` } })).toEqual([
      expect.stringMatching(/another first block/),
    ]);
  });
});

describe('a record is believed only as far as the chain agrees', () => {
  test('a contract whose code has gone is created again, with what names it, and nothing else', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const first = await migrate(scene, smallSet);
    const vault = first.record.contracts.find(({ name }) => name === 'KeepVault');
    await scene.ask('anvil_setCode', vault?.address, '0x');
    const second = await migrate(scene, smallSet, { readPreviousRecord: async () => first.record });
    expect(second.counts).toMatchObject({ deployed: 1, kept: 8, called: 0, skipped: 2 });
    expect(second.plan.steps.find(({ kind }) => kind === 'create')?.reason).toBe(
      `the chain has no code at its recorded address ${vault?.address}`,
    );
  });

  test('a node that has forgotten what finished runs have sent stops the run before it sends', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const { record, openJournal } = await migrate(scene, smallSet, { journal });
    await finishJournal(openJournal, contractRecordDigest(record));
    const stale = changing('eth_getTransactionCount', () => ({ result: '0x3' }));
    const failure = await migrate(scene, smallSet, { journal, wrap: stale }).catch((error: unknown) => error);
    // Nobody's input is wrong: exit code 1.
    expect(failure).toBeInstanceOf(RemoteError);
    expect((failure as Error).message).toMatch(
      /the deployer has sent 3 transactions, but the journal has proved 11 of them final: the chain was reset/,
    );
    expect(await nonceOf(scene)).toBe(11);
  });

  test('a journal whose bytes are another transaction than it says stops the run', async () => {
    await using scene = await openScene(600);
    const journal = memoryJournal();
    await expect(migrate(scene, smallSet, { journal, ...endsOnceSent() })).rejects.toThrow(/deadline/);
    const [entry] = journal.entries;
    if (entry?.kind !== 'transactions') throw new Error('nothing was logged');
    for (const raw of ['0x02', '0xc0', entry.transactions[1]?.raw ?? '0x'] as const) {
      const [first, ...rest] = entry.transactions;
      const forged = {
        ...memoryJournal(),
        read: async () => ({
          head: undefined,
          start: 0,
          entries: [{ ...entry, transactions: [{ ...first, raw }, ...rest] }] as typeof journal.entries,
        }),
      };
      await expect(migrate(scene, smallSet, { journal: forged })).rejects.toThrow(
        /the journal contradicts itself at the creation of KeepToken \(nonce 0\)/,
      );
    }
  });

  test('a record of another chain stops the run', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const first = await migrate(scene, smallSet, { mode: 'plan' });
    const foreign = { ...first.record, chain: { ...first.record.chain, genesisHash: `0x${'1'.repeat(64)}` as const } };
    await expect(migrate(scene, smallSet, { readPreviousRecord: async () => foreign })).rejects.toThrow(
      /another first block/,
    );
    expect(await nonceOf(scene)).toBe(0);
  });

  test('a changed argument redeploys the contract and repeats only the calls that name it', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const first = await migrate(scene, smallSet);
    const newer = smallSet.replace('{ contract: KeepRegistry }, 1]', '{ contract: KeepRegistry }, 2]');
    const plan = (await migrate(scene, newer, { readPreviousRecord: async () => first.record, mode: 'plan' }).catch(
      (error: Error) => error,
    )) as Error;
    // Ownership was given to the old TokenStaking: the simulation finds that before anything is sent.
    expect(plan.message).toContain(
      'the call TokenStakingEscrow.transferOwnership(address) would revert: "Ownable: caller is not the owner". TokenStakingEscrow is kept: if it takes this call only once, say "one-shot: true" at the call and "allow-redeploy: true" at the contract, and it is created anew',
    );
    expect(await nonceOf(scene)).toBe(11);
  });
});

describe('preflight', () => {
  test('says everything that is wrong at once, and sends nothing', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const stranger = `0x${'7'.repeat(40)}`;
    const error = (await migrate({ ...scene, deployer: stranger }, smallSet).catch((cause: Error) => cause)) as Error;
    expect(error.message).toMatch(/has 0 ether, the plan can cost up to [\d.]+ ether: [\d.]+ ether are missing/);
    expect(error.message).toMatch(/\$OWNER_KEY is the key of 0x[0-9a-fA-F]{40}, but chain\.deployer is 0x7/);
    expect(await nonceOf(scene)).toBe(0);
  });

  test('stops at another chain id', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const settings = {
      id: 1,
      rpc: '$CHAIN_RPC_URL',
      confirmations: 1,
      deployer: scene.deployer,
      signer: '$OWNER_KEY',
    } as const;
    await expect(migrate(scene, smallSet, { settings })).rejects.toThrow(
      "the chain's id is 1101, the environment's file says 1",
    );
  });

  test('does not sign while the deployer has transactions that nobody logged', async () => {
    await using scene = await openScene(600);
    await scene.ask('eth_sendTransaction', { from: scene.deployer, to: scene.deployer, value: '0x1' });
    await expect(migrate(scene, smallSet)).rejects.toThrow(/1 pending transactions? that the journal does not know/);
  });

  test('never repeats a key that is none', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const error = (await migrate(scene, smallSet, { privateKey: 'hunter2hunter2' }).catch(
      (cause: Error) => cause,
    )) as Error;
    expect(error.message).toMatch(/\$OWNER_KEY holds no private key/);
    expect(error.message).not.toMatch(/hunter2/);
  });
});

describe('a plan', () => {
  test('needs no key, sends nothing, and predicts the addresses and code that apply then leaves', async () => {
    await using scene = await openScene(blockTimeSeconds);
    const journal = memoryJournal();
    const plan = await migrate(scene, smallSet, { mode: 'plan', privateKey: undefined, journal });
    expect(await nonceOf(scene)).toBe(0);
    expect(journal.entries).toEqual([]);
    const applied = await migrate(scene, smallSet, { journal });
    const essence = ({ contracts }: typeof plan.record) =>
      contracts.map(({ name, address, fingerprint }) => ({ name, address, fingerprint }));
    expect(essence(plan.record)).toEqual(essence(applied.record));
    expect(plan.plan.digest).toBe(applied.plan.digest);
    const hashes = ({ contracts }: typeof plan.record) => contracts.map(({ codeHash }) => codeHash);
    expect(hashes(plan.record)).toEqual(hashes(applied.record));
  });

  test('beside an unfinished run takes what it has logged as if it were mined, and sends nothing', async () => {
    await using scene = await openScene(600);
    const journal = memoryJournal();
    await expect(migrate(scene, smallSet, { journal, ...endsOnceSent() })).rejects.toThrow(
      /the deadline has passed: 0 of 9/,
    );
    const lines: string[] = [];
    const { plan } = await migrate(scene, smallSet, {
      journal,
      mode: 'plan',
      privateKey: undefined,
      log: silentLog(lines),
    });
    expect(plan.steps.map(({ kind }) => kind)).toEqual([...Array(9).fill('keep'), 'call', 'call']);
    expect(plan.steps.flatMap((step) => (step.kind === 'call' ? [step.nonce] : []))).toEqual([9, 10]);
    expect(lines.join()).toMatch(/Not simulated: the plan builds on transactions of an unfinished run/);
    expect(journal.entries).toHaveLength(1);
  });
});

describe("the RPC node's URL", () => {
  test('stands in no error, whatever part of it is the secret', async () => {
    const secrets = { URL: 'http://someone:passw0rd@127.0.0.1:9/v3/0123456789abcdef?key=qwertyuiop' };
    const clock = { now: () => 0, unixSeconds: () => 0, sleep: async () => undefined };
    const chain = openChain({ rpc: '$URL' }, { secrets: (name) => secrets[name as 'URL'], log: silentLog(), clock });
    const error = (await chain
      .read([receiptOf(`0x${'0'.repeat(64)}`)], AbortSignal.timeout(5_000))
      .catch((cause: Error) => cause)) as Error;
    expect(error.message).toBe(
      "the chain's RPC node (chain.rpc: $URL) could not be asked for eth_getTransactionReceipt: the connection was refused (ECONNREFUSED)",
    );
    expect(error.cause).toBeUndefined();
  });
});

describe('a chain that stands still', () => {
  test('is said to stand still, and the deadline ends the wait', async () => {
    await using scene = await openScene(600);
    const lines: string[] = [];
    let now = 0;
    const clock = {
      now: () => now,
      unixSeconds: () => 1_800_000_000,
      async sleep() {
        now += 5_000;
      },
    };
    await expect(migrate(scene, smallSet, { clock, log: silentLog(lines), deadlineMs: 60_000 })).rejects.toThrow(
      /the deadline has passed: 0 of 9 transactions are mined; the last block, 0, is \d+ s old.*the next run goes on from there/,
    );
    expect(lines.join('\n')).toMatch(/No new block for \d+ s \(last: 0\)/);
  });
});
