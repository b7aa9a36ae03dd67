import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Rpc, RpcCall } from '../../src/contracts/chain/rpc.ts';
import type { ContractRecord } from '../../src/contracts/index.ts';
import { type Hex, keccak256 } from '../../src/values/index.ts';
import { lacks, prepareProofSet, proofSet } from './contract-proof-scene.ts';
import { type MigrateOptions, migrate, nonceOf, openScene, type Scene, silentLog } from './contracts-fixture.ts';

const refusing =
  (refuses: (call: RpcCall) => boolean) =>
  (rpc: Rpc): Rpc => ({
    ...rpc,
    async batch(calls, signal) {
      const answers = await rpc.batch(calls, signal);
      return calls.map((call, index) =>
        refuses(call)
          ? { error: { code: -32000, message: 'missing trie node', data: undefined } }
          : (answers[index] ?? { result: null }),
      );
    },
  });
/** A node that keeps no states but the newest: no creation can be run again. */
const forgetful = refusing(lacks['old states']);

const unproved = ['SaltedFactory', 'First', 'Second'];
const allowing = unproved.reduce(
  (text, name) => text.replace(`  ${name}: {`, `  ${name}: { allow-unproved: true,`).replace(',}', ' }'),
  proofSet,
);

let scene: Scene;
let record: ContractRecord;
let untouched: unknown;

beforeAll(async () => {
  // Many of them in one block: what stands later in it builds on what is earlier.
  scene = await openScene(0.25);
  record = (await run(allowing, { wrap: forgetful, readPreviousRecord: async () => undefined })).record;
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});
beforeEach(async () => {
  if (untouched !== undefined) await scene.ask('evm_revert', untouched);
  untouched = await scene.ask('evm_snapshot');
});

const run = async (text: string, options: MigrateOptions = {}) =>
  migrate(scene, '', { set: await prepareProofSet(text), readPreviousRecord: async () => record, ...options });
const verdicts = ({ contracts }: ContractRecord) =>
  Object.fromEntries(contracts.map(({ name, proof, method }) => [name, [proof, method]]));

describe('code of which the record says that it was never proved', () => {
  test('is kept where the set allows it, and nothing is asked about it again', async () => {
    const lines: string[] = [];
    const again = await run(allowing, { log: silentLog(lines) });
    expect(again.counts.transactions).toBe(0);
    expect(again).toMatchObject({ changed: false, record });
    expect(lines.join('\n')).not.toContain('the record says that its code is not proved');
  });

  test('is proved again where the set does not: what is exact by now is kept, and its record says so', async () => {
    for (const mode of ['plan', 'apply'] as const) {
      const again = await run(proofSet, { mode });
      expect(again.counts).toMatchObject({ kept: 9, deployed: 0, transactions: 0 });
      expect(again.changed).toBe(true);
      const wanted = {
        ...verdicts(record),
        ...Object.fromEntries(unproved.map((name) => [name, ['exact', 'replay']])),
      };
      expect(verdicts(again.record)).toEqual(wanted);
      const next = await run(proofSet, { readPreviousRecord: async () => again.record });
      expect(next).toMatchObject({ changed: false, counts: { transactions: 0 } });
    }
  });

  test.each([
    ['forgot the states', forgetful, /it still is not: 32 of its/],
    [
      'lost the transaction',
      refusing(({ method }) => method === 'eth_getTransactionByHash'),
      /have the transaction 0x/,
    ],
  ])('ends the run red when it can not be proved by a node that %s, and says what to do', async (_, wrap, detail) => {
    const sent = await nonceOf(scene);
    const lines: string[] = [];
    await expect(run(proofSet, { wrap, log: silentLog(lines) })).rejects.toThrow(
      /^the code of First at 0x\S+ is not proved: neither when it was created, nor by this run\. .*"allow-unproved: true" at the contract/m,
    );
    expect(lines.join('\n')).toMatch(detail);
    expect(await nonceOf(scene)).toBe(sent);
  });

  test('is not held against another transaction than the one that created it', async () => {
    const [factory, origin] = ['SaltedFactory', 'Origin'].map((name) =>
      record.contracts.find((contract) => contract.name === name),
    );
    const contracts = record.contracts.map((one) =>
      one === factory && origin !== undefined ? { ...one, transaction: origin.transaction } : one,
    );
    const lines: string[] = [];
    await expect(
      run(proofSet, { readPreviousRecord: async () => ({ ...record, contracts }), log: silentLog(lines) }),
    ).rejects.toThrow(/^the code of SaltedFactory at 0x\S+ is not proved/m);
    expect(lines.join('\n')).toContain("the node doesn't have the transaction");
  });

  test('is not believed to be what the record says when it comes out different: it is created anew', async () => {
    // The record has the hash of what somebody has put there.
    const address = record.contracts.find(({ name }) => name === 'SaltedFactory')?.address;
    const code = String(await scene.ask('eth_getCode', address, 'latest'));
    const other = `${code.slice(0, 8)}${code[8] === '0' ? '1' : '0'}${code.slice(9)}`;
    await scene.ask('anvil_setCode', address, other);
    const contracts = record.contracts.map((one) =>
      one.name === 'SaltedFactory' ? { ...one, codeHash: keccak256(other as Hex) } : one,
    );
    const again = await run(proofSet, { readPreviousRecord: async () => ({ ...record, contracts }) });
    expect(again.plan.steps.flatMap((step) => (step.kind === 'create' ? [step.contract] : []))).toEqual([
      'SaltedFactory',
    ]);
    expect(verdicts(again.record)['SaltedFactory']).toEqual(['exact', 'replay']);
  });
});
