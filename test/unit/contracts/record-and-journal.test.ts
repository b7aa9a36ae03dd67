import { describe, expect, test } from '@jest/globals';
import {
  encodeJournalEntry,
  type JournalEntry,
  type LoggedTransaction,
  parseJournalEntry,
  unfinishedPart,
} from '../../../src/contracts/journal.ts';
import {
  type ContractRecord,
  contractRecordDigest,
  encodeContractRecord,
  parseContractRecord,
} from '../../../src/contracts/record.ts';
import { type Digest, type Hex, parseAddress } from '../../../src/values/index.ts';

const hash = (digit: string): Hex => `0x${digit.repeat(64)}` as Hex;
const address = parseAddress('0x52908400098527886E0F7030069857D2E4169EE7');
const digest = `sha256:${'a'.repeat(64)}` as Digest;

const record: ContractRecord = {
  version: 1,
  chain: { id: 1101, genesisHash: hash('1') },
  deployer: address,
  contracts: [
    {
      name: 'A',
      address,
      codeHash: hash('2'),
      block: 3,
      transaction: hash('4'),
      arguments: ['1', [true]],
      libraries: { L: address },
      value: '0',
      fingerprint: hash('5'),
      creationHash: hash('e'),
      abiHash: hash('b'),
      proof: 'exact',
    },
  ],
  calls: [
    { contract: 'A', function: 'f()', target: address, calldata: '0x12', value: '0', transaction: hash('6'), block: 4 },
  ],
};

describe('a contract record', () => {
  test.each([
    ['{', 'the contract record is no JSON'],
    ['{}', "the contract record can't be used: version"],
    [JSON.stringify({ ...record, version: 2 }), "can't be used: version"],
    [JSON.stringify({ ...record, extra: 1 }), 'extra'],
    [
      JSON.stringify({ ...record, contracts: [{ ...record.contracts[0], address: '0x12' }] }),
      'contracts.0.address: expected an address',
    ],
    [
      JSON.stringify({ ...record, contracts: [{ ...record.contracts[0], proof: 'predicted' }] }),
      'holds only a plan: A not proved',
    ],
    ...(
      [
        ['address', address.replace('E', 'e'), "the address's checksum is wrong"],
        ['codeHash', '0x12', 'expected 0x and 64 hexadecimal digits'],
        ['block', 1.5, 'Invalid safe integer'],
        ['block', -1, 'Invalid value'],
        ['proof', 'different', 'Invalid type'],
        ['method', 'belief', 'Invalid type'],
        ['libraries', { L: '0x12' }, 'expected an address'],
      ] as const
    ).map(([key, value, message]): [string, string] => [
      JSON.stringify({ ...record, contracts: [{ ...record.contracts[0], [key]: value }] }),
      `contracts.0.${key}${key === 'libraries' ? '.L' : ''}: ${message}`,
    ]),
    [
      JSON.stringify({ ...record, calls: [{ ...record.calls[0], value: '-1' }] }),
      'calls.0.value: expected an amount in wei',
    ],
  ])('written as %s is refused', (text, message) => {
    expect(() => parseContractRecord(text)).toThrow(message);
  });

  test('is read as it was written, and has one digest whatever the order of its keys', () => {
    const read = parseContractRecord(encodeContractRecord(record));
    expect(read).toEqual(record);
    const turned = Object.fromEntries(Object.entries(record).toReversed()) as unknown as ContractRecord;
    expect(contractRecordDigest(turned)).toBe(contractRecordDigest(record));
  });
});

describe('a journal', () => {
  const author = { version: 1, token: 't', holder: 'run 1', scope: 'test' } as const;
  const logged = (nonce: number): LoggedTransaction => ({
    nonce,
    hash: hash(String(nonce)),
    raw: '0x01' as Hex,
    step: { kind: 'call', contract: 'A', function: 'f()', names: [{ address, codeHash: hash('2') }] },
  });
  const entries: JournalEntry[] = [
    { ...author, kind: 'transactions', plan: digest, transactions: [logged(0)] },
    { ...author, kind: 'finished', record: digest },
    { ...author, kind: 'transactions', plan: digest, transactions: [logged(1), logged(2)] },
    { ...author, kind: 'outcomes', outcomes: [{ nonce: 1, hash: hash('1'), outcome: 'reverted' }] },
  ];

  test.each([
    '',
    '{"kind":"transactions"}',
    '{"version":1',
    encodeJournalEntry(entries[0] as JournalEntry).replace('"raw":"0x01"', '"raw":"1"'),
  ])('with the torn entry %p is not gone on with', (text) => {
    expect(() => parseJournalEntry(text)).toThrow(
      "an entry of the journal can't be read; nothing is sent before it can",
    );
  });

  test('has its entries read as they were written', () => {
    for (const entry of entries) expect(parseJournalEntry(encodeJournalEntry(entry))).toEqual(entry);
  });

  test('has unfinished what stands after the last finished migration', () => {
    const { transactions, outcomes } = unfinishedPart(entries, 'test');
    expect(transactions.map(({ nonce }) => nonce)).toEqual([1, 2]);
    expect([...outcomes]).toEqual([[hash('1'), 'reverted']]);
    expect(unfinishedPart([], 'test').transactions).toEqual([]);
    expect(unfinishedPart(entries.slice(0, 2), 'test').transactions).toEqual([]);
  });

  test('that two environments share is closed for each alone, and neither takes the other’s contracts for its own', () => {
    const other = { ...author, scope: 'other' };
    const shared: JournalEntry[] = [
      { ...other, kind: 'transactions', plan: digest, transactions: [logged(0)] },
      { ...author, kind: 'transactions', plan: digest, transactions: [logged(1)] },
      { ...author, kind: 'finished', record: digest },
    ];
    const mine = unfinishedPart(shared, 'test');
    expect(mine.transactions.map(({ nonce }) => nonce)).toEqual([0]);
    expect([...mine.own]).toEqual([]);
    expect([...unfinishedPart(shared, 'other').own]).toEqual([hash('0')]);
  });
});
