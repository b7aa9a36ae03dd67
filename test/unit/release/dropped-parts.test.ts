import { describe, expect, test } from '@jest/globals';
import type { ContractRecord, RecordedCall, RecordedContract } from '../../../src/contracts/index.ts';
import { droppedParts } from '../../../src/release/dropped-parts.ts';
import { type Hex, parseAddress } from '../../../src/values/index.ts';

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`;
const address = (digit: string) => parseAddress(`0x${digit.repeat(40)}`);
const contract = (name: string, digit: string): RecordedContract => ({
  name,
  address: address(digit),
  codeHash: hash('c'),
  block: 1,
  transaction: hash(digit),
  arguments: [],
  libraries: {},
  value: '0',
  fingerprint: hash('f'),
  creationHash: hash('e'),
  abiHash: hash('b'),
  proof: 'exact',
});
const call = (name: string, transaction: string): RecordedCall => ({
  contract: 'Token',
  function: name,
  target: address('1'),
  calldata: '0x',
  value: '0',
  transaction: hash(transaction),
  block: 2,
});
const record = (contracts: readonly RecordedContract[], calls: readonly RecordedCall[] = []): ContractRecord => ({
  version: 1,
  chain: { id: 1101, genesisHash: hash('0') },
  deployer: address('d'),
  contracts: [...contracts],
  calls: [...calls],
});
const lines = (before: ContractRecord | undefined, after: ContractRecord) =>
  droppedParts(before, after).map(({ what, reason }) => `${what} (${reason})`);

describe('what left the contract set', () => {
  test('is named: a contract, and a call', () => {
    const before = record([contract('Token', '1'), contract('Grant', '2')], [call('approve', '8'), call('open', '9')]);
    expect(lines(before, record([contract('Token', '1')], [call('open', '9')]))).toEqual([
      'Grant (no longer in the contract set; it stays on the chain)',
      'Token.approve (no longer in the contract set; what it did stays on the chain)',
    ]);
  });

  test('is not a contract that was replaced, or got another name', () => {
    const before = record([contract('Token', '1'), contract('Grant', '2')]);
    expect(lines(before, record([contract('Token', '3'), contract('TokenGrant', '2')]))).toEqual([]);
  });

  test('is not a call that was made anew, but is its second one of the same name', () => {
    const before = record([], [call('approve', '8'), call('approve', '9')]);
    expect(lines(before, record([], [call('approve', '7')]))).toHaveLength(1);
    expect(lines(before, record([], [call('approve', '7'), call('approve', '9')]))).toEqual([]);
  });

  test('is nothing in a first record', () => {
    expect(lines(undefined, record([contract('Token', '1')]))).toEqual([]);
  });
});
