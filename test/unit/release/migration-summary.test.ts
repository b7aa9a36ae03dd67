import { describe, expect, test } from '@jest/globals';
import type { MigrationResult, PreparedSet } from '../../../src/contracts/index.ts';
import type { Environment } from '../../../src/environment/index.ts';
import { migrationSection } from '../../../src/release/migration-summary.ts';
import { parseAddress } from '../../../src/values/index.ts';

const at = (digit: number) => parseAddress(`0x${String(digit).repeat(40)}`);
const hash = (digit: number) => `0x${String(digit).repeat(64)}`;
const set = { contracts: [], calls: [], notices: [] } as PreparedSet;
const call = (argument: number) => ({ target: at(1), calldata: `0xab0${argument}`, value: '0' });
const callStep = (argument: number) => ({
  kind: 'call',
  contract: 'Registry',
  title: 'Registry.add(uint256)',
  function: 'add(uint256)',
  reason: 'not called yet',
  ...call(argument),
  value: 0n,
});

/** A run that created a contract anew and made two calls of one function. */
const result = {
  plan: {
    digest: 'sha256:12',
    steps: [
      { kind: 'create', contract: 'Registry', reason: 'its code changed', address: at(1), replaces: at(9) },
      callStep(1),
      callStep(2),
    ],
  },
  record: {
    contracts: [{ name: 'Registry', address: at(1), transaction: hash(5) }],
    calls: [2, 1].map((argument) => ({
      contract: 'Registry',
      function: 'add(uint256)',
      ...call(argument),
      transaction: hash(argument),
    })),
  },
  changed: true,
  counts: { transactions: 3 },
  gasUsed: 90_000n,
  cost: 90_000n * 10n ** 9n,
  blocks: 2,
  openJournal: {},
} as unknown as MigrationResult;

const section = (given: MigrationResult, explorer?: string) =>
  migrationSection({ name: 'keep-test', chain: { explorer } } as Environment, set, given, [
    { what: 'Old', address: at(3), reason: 'no longer in the contract set; it stays on the chain' },
  ]);

describe('the summary of a migration', () => {
  test('has each contract before and after, and each call with its own transaction', () => {
    const { rows, text } = section(result);
    expect(rows?.map(({ cells }) => cells)).toEqual([
      ['create', 'Registry', at(9), at(1), hash(5), 'its code changed'],
      ['call', 'Registry.add(uint256)', '', '', hash(1), 'not called yet'],
      ['call', 'Registry.add(uint256)', '', '', hash(2), 'not called yet'],
      ['drop', 'Old', at(3), '', '', 'no longer in the contract set; it stays on the chain'],
    ]);
    expect(text).toBe('plan sha256:12: 3 transactions in 2 blocks used 90000 gas and cost 0.00009 ether');
  });

  test('has what an unfinished run created as new, and warns of code that is used though it is not proved', () => {
    const names = ['Kept', 'Made', 'Doubtful', 'Other'];
    const kept = {
      ...result,
      plan: {
        ...result.plan,
        steps: names.map((contract, index) => ({
          kind: 'keep',
          contract,
          reason: 'kept',
          address: at(index),
          source: contract === 'Made' ? 'journal' : 'record',
          // What the unfinished run has created stands in for what the record had.
          before: contract === 'Made' ? at(8) : at(index),
        })),
      },
      record: {
        contracts: (['exact', 'exact', 'unproved', 'metadata-differs'] as const).map((proof, index) => ({
          name: names[index],
          address: at(index),
          transaction: hash(index),
          proof,
        })),
        calls: [],
      },
    } as unknown as MigrationResult;
    const rows = section(kept).rows?.slice(0, 4);
    expect(rows?.map(({ severity, cells }) => [severity, ...cells.slice(1)])).toEqual([
      ['unchanged', 'Kept', at(0), at(0), '', 'kept'],
      ['changed', 'Made', at(8), at(1), hash(1), 'kept'],
      ['warned', 'Doubtful', at(2), at(2), '', 'kept; its code is not proved (allow-unproved)'],
      ['warned', 'Other', at(3), at(3), '', 'kept; only the metadata of its code is other than what was created'],
    ]);
  });

  test('links addresses and transactions to the explorer that the file names', () => {
    const [create] = section(result, 'https://explorer.example/').rows ?? [];
    expect(create?.cells.slice(2, 5)).toEqual([
      { text: at(9), url: `https://explorer.example/address/${at(9)}` },
      { text: at(1), url: `https://explorer.example/address/${at(1)}` },
      { text: hash(5), url: `https://explorer.example/tx/${hash(5)}` },
    ]);
  });

  test('of a plan has no transactions, and what it would cost at most', () => {
    const forecast = { gas: 100n, worstCost: 10n ** 18n };
    const planned = { ...result, openJournal: undefined, counts: { transactions: 0 }, forecast } as MigrationResult;
    const { rows, text, mermaid } = section(planned);
    expect(rows?.map(({ cells }) => cells[4])).toEqual(['', '', '', '']);
    expect(text).toBe('plan sha256:12: 100 gas, at most 1 ether');
    expect(mermaid).toMatch(/^flowchart LR/);
  });
});
