import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JournalContent, JournalHead } from '../../../../src/contracts/journal/journal.ts';
import {
  encodeJournalEntry,
  type JournalEntry,
  type LoggedTransaction,
  parseJournalEntry,
} from '../../../../src/contracts/journal/journal-entry.ts';
import {
  type ContractRecord,
  contractRecordDigest,
  encodeContractRecord,
  parseContractRecord,
} from '../../../../src/contracts/journal/record.ts';
import { headWhenFinished, type Ledger, readLedger } from '../../../../src/contracts/sending/ledger.ts';
import { type Digest, type Hex, parseAddress } from '../../../../src/values/index.ts';

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
  const block = { block: 7, blockHash: hash('7') };
  const finished = {
    kind: 'finished',
    record: digest,
    nextNonce: 1,
    finalBlock: { number: 7, hash: hash('7') },
  } as const;
  const entries: JournalEntry[] = [
    { ...author, kind: 'transactions', plan: digest, transactions: [logged(0)] },
    { ...author, ...finished },
    { ...author, kind: 'takeover' },
    { ...author, kind: 'transactions', plan: digest, transactions: [logged(1), logged(2)] },
    { ...author, kind: 'outcomes', outcomes: [{ nonce: 1, hash: hash('1'), outcome: 'reverted', ...block }] },
  ];
  const read = (some: readonly JournalEntry[], scope = 'test'): Ledger =>
    readLedger({ head: undefined, start: 0, entries: some }, scope);
  const nonces = ({ slots }: Ledger) => slots.map(({ nonce }) => nonce);

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
    const ledger = read(entries);
    expect(nonces(ledger)).toEqual([1, 2]);
    expect(ledger.slots.map(({ outcome }) => outcome?.outcome)).toEqual(['reverted', undefined]);
    expect(ledger).toMatchObject({ isUnfinished: true, usedNonces: 1, finalBlock: { number: 7 }, isRecordVoid: false });
    expect(read([])).toMatchObject({ slots: [], isUnfinished: false, usedNonces: 0 });
    expect(read(entries.slice(0, 2))).toMatchObject({ slots: [], isUnfinished: false, usedNonces: 1 });
  });

  test('that two environments share is closed for each alone, and neither takes the other’s contracts for its own', () => {
    const other = { ...author, scope: 'other' };
    const shared: JournalEntry[] = [
      { ...other, kind: 'transactions', plan: digest, transactions: [logged(0)] },
      { ...author, kind: 'transactions', plan: digest, transactions: [logged(1)] },
      { ...author, ...finished, nextNonce: 2 },
    ];
    const mine = read(shared);
    expect(mine.slots.map(({ nonce, scope }) => [nonce, scope])).toEqual([[0, 'other']]);
    expect([mine.isUnfinished, read(shared, 'other').isUnfinished]).toEqual([false, true]);
    expect([...mine.openScopes]).toEqual(['other']);
  });

  test('has every variant of a nonce in one slot, in the order in which they were logged', () => {
    const dearer = { ...logged(1), hash: hash('a') };
    const burn = { ...logged(1), hash: hash('b'), step: { kind: 'burn', instead: 'the call A.f()' } as const };
    const more: JournalEntry[] = [dearer, burn].map((transaction) => ({
      ...author,
      kind: 'transactions',
      plan: digest,
      transactions: [transaction],
    }));
    const [slot] = read([...entries, ...more]).slots;
    expect(slot?.variants.map(({ hash }) => hash)).toEqual([hash('1'), hash('a'), hash('b')]);
  });

  test('that was opened anew after a reset knows nothing of before, until the scope has finished again', () => {
    const reset: JournalEntry[] = [...entries, { ...author, kind: 'new-chain' }];
    expect(read(reset)).toMatchObject({
      slots: [],
      usedNonces: 0,
      finalBlock: undefined,
      isRecordVoid: true,
      isUnfinished: true,
      renewedScopes: new Set(),
    });
    expect(read(reset, 'other').isRecordVoid).toBe(true);
    const head = { next: 0, usedNonces: 99, finalBlock: { number: 3, hash: hash('3') } };
    expect(readLedger({ head, start: 0, entries: reset }, 'test').usedNonces).toBe(0);
    const again = read([...reset, { ...author, ...finished }]);
    expect(again).toMatchObject({
      isRecordVoid: false,
      isUnfinished: false,
      usedNonces: 1,
      renewedScopes: new Set(['test']),
    });
    expect(read([...reset, { ...author, ...finished }], 'other').isRecordVoid).toBe(true);
  });

  test('says the same with a head as without, to every scope, whatever was killed and however often the chain was reset', () => {
    const scopes = ['one', 'two', 'three'];
    const event = fc.record({
      scope: fc.constantFrom('one', 'two'),
      kind: fc.constantFrom('run', 'run', 'killed', 'reset'),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const all: JournalEntry[] = [];
        let head: JournalHead | undefined;
        let nonce = 0;
        const content = (): JournalContent => ({ head, start: head?.next ?? 0, entries: all.slice(head?.next ?? 0) });
        const of = { version: 1, token: 't', holder: 'run' } as const;
        for (const { scope, kind } of events) {
          if (kind === 'reset') {
            nonce = 0;
            all.push({ ...of, scope, kind: 'new-chain' });
            continue;
          }
          all.push({ ...of, scope, kind: 'transactions', plan: digest, transactions: [logged(nonce++)] });
          if (kind === 'killed') continue;
          const part = headWhenFinished(readLedger(content(), scope), scope);
          const finalBlock = { number: all.length, hash: hash('7') };
          all.push({ ...of, scope, kind: 'finished', record: digest, nextNonce: nonce, finalBlock });
          if (part !== undefined) head = { next: all.length, usedNonces: nonce, finalBlock, ...part };
        }
        for (const scope of scopes) {
          const { lastWriter: _, ...whole } = read(all, scope);
          expect(readLedger(content(), scope)).toMatchObject(whole);
        }
        // Nothing that every scope has finished is read again.
        const lastRun = events.findLastIndex(({ kind }) => kind === 'run');
        const isAllFinished = read(all).openScopes.size === 0;
        if (lastRun >= 0 && isAllFinished) expect(content().entries).toEqual([]);
      }),
    );
  });

  test('with a head counts from there', () => {
    const head = { next: 5, usedNonces: 9, finalBlock: { number: 3, hash: hash('3') } };
    expect(readLedger({ head, start: 5, entries: [] }, 'test')).toMatchObject({
      usedNonces: 9,
      finalBlock: head.finalBlock,
      isUnfinished: false,
    });
  });
});
