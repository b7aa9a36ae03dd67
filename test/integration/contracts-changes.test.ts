import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ContractRecord,
  contractRecordDigest,
  finishJournal,
  type MigrationResult,
  type PreparedSet,
} from '../../src/contracts/index.ts';
import { blankMetadata, findMetadata } from '../../src/contracts/metadata.ts';
import { startAnvil } from '../../tools/servers/index.ts';
import {
  type MigrateOptions,
  memoryJournal,
  migrate,
  nonceOf,
  ownerOf,
  prepareSet,
  readKeepSet,
  type Scene,
  sceneOn,
} from './contracts-fixture.ts';

/*
 * Keep's first network with one contract changed after the other, on one chain: what the planner says is held against what
 * the chain has afterwards.
 */
let scene: Scene;
let set: PreparedSet;
let record: ContractRecord | undefined;
const journal = memoryJournal();

beforeAll(async () => {
  scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
  set = await prepareSet(await readKeepSet());
  await run(set);
});
afterAll(async () => scene[Symbol.asyncDispose]());

async function run(wanted: PreparedSet, options: MigrateOptions = {}): Promise<MigrationResult> {
  const result = await migrate(scene, '', { set: wanted, journal, readPreviousRecord: async () => record, ...options });
  await finishJournal(result.openJournal, contractRecordDigest(result.record));
  record = result.record;
  return result;
}

/** The set with the code of one contract changed by something that the chain does not run. */
function changed(name: string, change: (code: string) => string): PreparedSet {
  const contracts = set.contracts.map((contract) => {
    const { artifact } = contract;
    return contract.name === name
      ? { ...contract, artifact: { ...artifact, creationCode: change(artifact.creationCode) } }
      : contract;
  });
  return { ...set, contracts };
}

const withComment = (code: string): string => {
  const bytes = Buffer.from(code, 'hex');
  for (const { start } of findMetadata(bytes)) {
    const hashAt = bytes.indexOf('5820', start, 'hex') + 2;
    bytes.write('c0ffee', hashAt, 'hex');
  }
  return bytes.toString('hex');
};
/** Nothing runs it. A constructor that reads arguments would look for them at the wrong place. */
const withRest = (code: string): string => `${code}00`;
const created = ({ plan }: MigrationResult) =>
  plan.steps.flatMap((step) => (step.kind === 'create' ? [step.contract] : []));
const called = ({ plan }: MigrationResult) =>
  plan.steps.flatMap((step) => (step.kind === 'call' ? [step.function.replace(/\(.*/, '')] : []));
const addressOf = (name: string): string =>
  record?.contracts.find((entry) => entry.name === name)?.address.toLowerCase() ?? '';

describe('after a change of', () => {
  test('nothing, nothing is sent', async () => {
    const before = [record, await nonceOf(scene)];
    expect(await run(set)).toMatchObject({ changed: false, counts: { kept: 27, skipped: 6, transactions: 0 } });
    expect([record, await nonceOf(scene)]).toEqual(before);
  });

  test('a comment of the token that most others name, nothing is sent, and the plan says so', async () => {
    const wanted = changed('KeepToken', withComment);
    const [before, after] = [set, wanted].map(({ contracts }) =>
      Buffer.from(contracts.find(({ name }) => name === 'KeepToken')?.artifact.creationCode ?? '', 'hex'),
    );
    if (before === undefined || after === undefined) throw new Error('there is no KeepToken');
    expect(after.equals(before)).toBe(false);
    expect(blankMetadata(after)).toEqual(blankMetadata(before));
    const result = await run(wanted);
    expect(result).toMatchObject({ changed: false, counts: { kept: 27, skipped: 6, transactions: 0 } });
    expect(result.plan.notices).toEqual([expect.stringContaining('only the metadata of KeepToken changed')]);
  });

  test('an argument of a contract that nobody names, it alone is created anew', async () => {
    const contracts = set.contracts.map((contract) => {
      if (contract.name !== 'KeepVault') return contract;
      return { ...contract, arguments: contract.arguments.with(1, { kind: 'literal', value: 13n }) };
    });
    set = { ...set, contracts };
    const result = await run(set);
    expect([created(result), called(result)]).toEqual([['KeepVault'], []]);
    expect(result.plan.steps.find(({ kind }) => kind === 'create')?.reason).toBe(
      'constructor argument 1 (_maxUnlockSchedules) changed (12 → 13)',
    );
  });

  test('a library, all that stands on it is created anew, and an escrow that can be given away only once', async () => {
    const oldEscrow = addressOf('TokenStakingEscrow');
    const oldStaking = addressOf('TokenStaking');
    const result = await run(changed('TopUps', withRest));
    expect(created(result).sort()).toEqual([
      'BeaconRewards',
      'GuaranteedMinimumStakingPolicy',
      'KeepRandomBeaconOperator',
      'KeepRandomBeaconOperatorStatistics',
      'TokenStaking',
      'TokenStakingEscrow',
      'TopUps',
    ]);
    expect(called(result)).toEqual([
      'authorizeStakingContract',
      'approveOperatorContract',
      'addOperatorContract',
      'addConsumerContract',
      'transferOwnership',
    ]);
    expect(await ownerOf(scene, addressOf('TokenStakingEscrow'))).toBe(addressOf('TokenStaking'));
    expect(await ownerOf(scene, oldEscrow)).toBe(oldStaking);
    set = changed('TopUps', withRest);
    expect((await run(set)).counts.transactions).toBe(0);
  });

  test('what the chain has where the record says a contract stands, it and all that names it are created anew', async () => {
    await scene.ask('anvil_setCode', addressOf('KeepRandomBeaconOperatorStatistics'), '0x00');
    const result = await run(set);
    expect([created(result), called(result)]).toEqual([['KeepRandomBeaconOperatorStatistics'], []]);
    expect(result.plan.steps.find(({ kind }) => kind === 'create')?.reason).toMatch(
      /^the chain has other code than recorded at 0x/,
    );
  });

  test('who owns a contract that the set gives away once, the run is refused and names contract and call', async () => {
    const strict = { ...set, contracts: set.contracts.map((one) => ({ ...one, allowsRedeploy: false })) };
    const before = await nonceOf(scene);
    const wanted = {
      ...strict,
      contracts: strict.contracts.map((one) =>
        one.name === 'TokenStaking'
          ? { ...one, artifact: { ...one.artifact, creationCode: withRest(one.artifact.creationCode) } }
          : one,
      ),
    };
    await expect(run(wanted)).rejects.toThrow(
      /the one-shot call TokenStakingEscrow\.transferOwnership can't be made again on TokenStakingEscrow at 0x/,
    );
    expect(await nonceOf(scene)).toBe(before);
  });
});
