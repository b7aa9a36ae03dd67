import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ContractRecord, RecordedContract } from '../../src/contracts/index.ts';
import { startAnvil } from '../../tools/servers/index.ts';
import { prepareProofSet, proofSet } from './contract-proof-scene.ts';
import { deedsOf, type MigrateOptions, migrate, nonceOf, type Scene, sceneOn } from './contracts-fixture.ts';

/** With a call that needs its target: it is done again exactly when the target is another. */
const set = `${proofSet}
calls:
  - { contract: Registry, function: register, arguments: ["0x${'33'.repeat(32)}"] }
`;

let scene: Scene;
let record: ContractRecord;
let untouched: unknown;

beforeAll(async () => {
  scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
  record = (await run()).record;
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});
// Every test lies about the same chain.
beforeEach(async () => {
  if (untouched !== undefined) await scene.ask('evm_revert', untouched);
  untouched = await scene.ask('evm_snapshot');
});

const run = async (options: MigrateOptions = {}) => migrate(scene, '', { set: await prepareProofSet(set), ...options });
const addressOf = (name: string, { contracts }: ContractRecord = record) =>
  contracts.find((contract) => contract.name === name)?.address;
const codeOf = async (name: string) => String(await scene.ask('eth_getCode', addressOf(name), 'latest'));

/** The names of the contracts that are created again, and how many calls are made again. */
async function runAgain(previous: ContractRecord = record) {
  const before = await nonceOf(scene);
  const result = await run({ readPreviousRecord: async () => previous });
  const { plan } = result;
  const created = plan.steps.flatMap((step) => (step.kind === 'create' ? [step.contract] : [])).sort();
  const called = plan.steps.filter(({ kind }) => kind === 'call').length;
  expect((await nonceOf(scene)) - before).toBe(created.length + called);
  const reasons = Object.fromEntries(plan.steps.map((step) => [`${step.kind} ${step.contract}`, step.reason]));
  return { created, called, record: result.record, reasons };
}

/** Changes one bit of one byte. */
function turn(code: string, byte: number): string {
  const at = 2 + byte * 2;
  return (
    code.slice(0, at) +
    (Number.parseInt(code.slice(at, at + 2), 16) ^ 1).toString(16).padStart(2, '0') +
    code.slice(at + 2)
  );
}

function changed(name: string, parts: Partial<RecordedContract>): ContractRecord {
  return { ...record, contracts: record.contracts.map((one) => (one.name === name ? { ...one, ...parts } : one)) };
}

describe('a record that lies about the chain', () => {
  test.each([
    ['has no code', 'Registry', () => '0x', ['First', 'Registry', 'Second'], 1],
    [
      'has other code of equal length',
      'Registry',
      (code: string) => turn(code, 40),
      ['First', 'Registry', 'Second'],
      1,
    ],
    ['has other code of equal length', 'Arithmetic', (code: string) => turn(code, 40), ['Arithmetic', 'Calculator'], 0],
    ['has one wrong immutable', 'Immutables', (code: string) => turn(code, 256 + 31), ['Immutables'], 0],
    ['has other metadata', 'Factory', (code: string) => turn(code, 200), ['Factory'], 0],
    ['has the code of another', 'Origin', () => codeOf('Registry'), ['Origin'], 0],
  ] as const)(
    'because the chain %s at %s: that, what names or links it, and its calls follow, and nothing else',
    async (_, name, lie, created, called) => {
      await scene.ask('anvil_setCode', addressOf(name), await lie(await codeOf(name)));
      const again = await runAgain();
      expect(again).toMatchObject({ created, called });
      expect(again.reasons[`create ${name}`]).toMatch(/the chain/);
      for (const other of record.contracts) {
        const isSame = addressOf(other.name, again.record) === other.address;
        expect([other.name, isSame]).toEqual([other.name, !(created as readonly string[]).includes(other.name)]);
      }
      // The new record is true: nothing follows from it.
      expect(await runAgain(again.record)).toMatchObject({ created: [], called: 0, record: again.record });
    },
  );

  test.each([
    ['the hash of its code', { codeHash: `0x${'1'.repeat(64)}` as const }],
    ['where it stands', { address: `0x${'1'.repeat(40)}` as RecordedContract['address'] }],
    ['what it was created from', { fingerprint: `0x${'1'.repeat(64)}` as const }],
  ])('in %s has that contract created anew', async (_, lie) => {
    expect(await runAgain(changed('Immutables', lie))).toMatchObject({ created: ['Immutables'], called: 0 });
  });

  test.each([
    ['its first block', { id: 1101, genesisHash: `0x${'1'.repeat(64)}` as const }, /another first block/],
    ['its id', { id: 1102, genesisHash: record?.chain.genesisHash }, /the chain's id is 1101/],
  ])('in %s is refused, and nothing is sent', async (_, lie, message) => {
    const before = await deedsOf(scene);
    const chain = { ...record.chain, ...lie, genesisHash: lie.genesisHash ?? record.chain.genesisHash };
    await expect(runAgain({ ...record, chain })).rejects.toThrow(message);
    expect(await deedsOf(scene)).toEqual(before);
  });

  test('of what can be created only once is refused with the reason, and nothing is sent', async () => {
    await scene.ask('anvil_setCode', addressOf('First'), '0x');
    const before = await deedsOf(scene);
    await expect(runAgain()).rejects.toThrow('the creation of First would revert: "taken"');
    expect(await deedsOf(scene)).toEqual(before);
  });

  test('in nothing is left as it is', async () => {
    expect(await runAgain()).toMatchObject({ created: [], called: 0, record });
  });
});
