import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { JournalEntry, JournalHead } from '../../../src/contracts/index.ts';
import { encodeJournalEntry } from '../../../src/contracts/index.ts';
import { createStoreJournal } from '../../../src/release/store-journal.ts';
import { lockIn, lockName } from '../../../src/release/store-layout.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import type { Digest, Hex } from '../../../src/values/index.ts';

const parent = mkdtempSync(join(tmpdir(), 'keep-deploy-journal-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const signal = new AbortController().signal;

let count = 0;
let store: Store;
let calls: string[];
let warnings: string[];
beforeEach(async () => {
  count += 1;
  calls = [];
  warnings = [];
  store = await openStore(`file:${count}`, { baseFolder: parent, signal });
});

const entry = (holder: string): JournalEntry => ({
  version: 1,
  token: 't',
  holder,
  scope: 'keep-test',
  kind: 'finished',
  record: `sha256:${'0'.repeat(64)}` as Digest,
  nextNonce: 0,
  finalBlock: { number: 0, hash: `0x${'0'.repeat(64)}` },
});
const put = (name: string, text: string) => store.create(`j/${name}`, new TextEncoder().encode(text));
const textOf = async (name: string) => new TextDecoder().decode((await store.read(`j/${name}`))?.bytes);
const log = { warning: (message: string) => void warnings.push(message) };
const file = (number: number) => `${String(number).padStart(8, '0')}.json`;

/** Says which calls are made, so that a test can see what a read costs. */
const counted = (inner: Store): Store => ({
  ...inner,
  read: (name) => {
    calls.push(`read ${name}`);
    return inner.read(name);
  },
  list: (prefix, range) => {
    calls.push(`list ${range?.from ?? ''}`.trim());
    return inner.list(prefix, range);
  },
});
const open = (inner = store) => createStoreJournal(counted(inner), 'j', log);

async function append(numbers: number): Promise<void> {
  const journal = open();
  for (let number = 0; number < numbers; number++) await journal.append(number, entry(`run ${number}`));
}
const holders = (entries: readonly JournalEntry[]) => entries.map(({ holder }) => holder);

describe('a damaged journal', () => {
  test.each([
    ['a missing entry', { [file(0)]: '', [file(2)]: '' }, /j\/00000001\.json is missing, j\/00000002\.json is there/],
    ['a stray object', { [file(0)]: '', 'notes.txt': 'x' }, /j\/00000001\.json is missing, j\/notes\.txt is there/],
    ['half an entry in the middle', { [file(0)]: 'half', [file(1)]: '' }, /j\/00000000\.json is no journal entry/],
  ])('with %s names the object and says that nothing is sent', async (_, objects, what) => {
    const whole = encodeJournalEntry(entry('run'));
    for (const [name, text] of Object.entries(objects)) await put(name, text === 'half' ? whole.slice(0, 20) : whole);
    const reading = open().read();
    await expect(reading).rejects.toThrow(what);
    await expect(reading).rejects.toThrow('is damaged');
    await expect(reading).rejects.toMatchObject({ name: 'RemoteError' });
  });

  test.each([
    ['half', encodeJournalEntry(entry('run 1')).slice(0, -2)],
    ['empty', ''],
    ['not JSON', '\u0000\u0000'],
  ])('with a last entry that is %s is refused, with what to do about it', async (_, text) => {
    await append(1);
    await put(file(1), text);
    const reading = open().read();
    await expect(reading).rejects.toThrow(/the last entry of the journal, j\/00000001\.json in file:.*nothing is sent/);
    await expect(reading).rejects.toThrow(/Bring the object back.*delete the object and run again/);
  });

  test('a last entry that is torn is refused also when the head stands right before it', async () => {
    await append(1);
    await open().checkpoint({ next: 1, usedNonces: 0 });
    await put(file(1), '{');
    await expect(open().read()).rejects.toThrow('the last entry of the journal');
  });

  test('a missing entry before the last is noticed from the head on', async () => {
    await append(2);
    await open().checkpoint({ next: 2, usedNonces: 0 });
    await put(file(3), encodeJournalEntry(entry('run 3')));
    await expect(open().read()).rejects.toThrow('j/00000002.json is missing, j/00000003.json is there');
  });

  test('what a killed writer left unfinished is no entry', async () => {
    await append(1);
    writeFileSync(join(parent, String(count), '~incoming', 'left'), '{"half');
    expect((await open().read()).entries).toHaveLength(1);
  });
});

describe('a head', () => {
  test.each([
    ['that is no JSON', '{', /head\.json in file:.* can't be read: the journal is read from its start/],
    ['of another version', '{"version":2,"next":1,"usedNonces":0}', /can't be read/],
    ['with a number that is none', '{"version":1,"next":-1,"usedNonces":0}', /can't be read/],
    [
      'with a block that is none',
      '{"version":1,"next":1,"usedNonces":0,"finalBlock":{"number":1,"hash":"x"}}',
      /can't be read/,
    ],
    ['with a list that is none', '{"version":1,"next":1,"usedNonces":0,"renewedScopes":"test"}', /can't be read/],
    ['that is ahead', '{"version":1,"next":4,"usedNonces":9}', /is ahead of the journal/],
  ])('%s is ignored with a warning, and mended by the next', async (_, text, warning) => {
    await append(3);
    await put('head.json', text);
    const journal = open();
    expect(await journal.read()).toMatchObject({ head: undefined, start: 0, entries: [{}, {}, {}] });
    expect(warnings).toEqual([expect.stringMatching(warning)]);
    await journal.checkpoint({ next: 3, usedNonces: 5 });
    expect(await open().read()).toEqual({ head: { next: 3, usedNonces: 5 }, start: 3, entries: [] });
    expect(warnings).toHaveLength(1);
  });

  test('that was moved by another since stays, and never goes back', async () => {
    await append(4);
    for (const first of [undefined, { next: 1, usedNonces: 0 }]) {
      if (first !== undefined) {
        store = await openStore(`file:${count}-again`, { baseFolder: parent, signal });
        await append(4);
        await open().checkpoint(first);
      }
      const [late, early] = [open(), open()];
      await Promise.all([late.read(), early.read()]);
      await early.checkpoint({ next: 3, usedNonces: 0 });
      await late.checkpoint({ next: 2, usedNonces: 0 });
      await open().checkpoint({ next: 1, usedNonces: 0 });
      expect((await open().read()).head?.next).toBe(3);
    }
  });

  test('that can’t be written is said and harms nothing', async () => {
    await append(1);
    const broken = { ...store, create: () => Promise.reject(new Error('503')) };
    await open(broken).checkpoint({ next: 1, usedNonces: 0 });
    expect(warnings).toEqual(['j/head.json could not be moved: the next run reads more. Error: 503']);
    expect((await open().read()).start).toBe(0);
  });

  test('carries the used nonces, the final block and what follows from a reset', async () => {
    await append(2);
    const head: JournalHead = {
      next: 2,
      usedNonces: 33,
      finalBlock: { number: 7, hash: `0x${'a'.repeat(64)}` as Hex },
      renewedScopes: ['test'],
    };
    await open().checkpoint(head);
    expect(await open().read()).toEqual({ head, start: 2, entries: [] });
    expect(JSON.parse(await textOf('head.json'))).toEqual({ version: 1, ...head });
  });

  test('that was written after the list was taken is believed', async () => {
    await append(3);
    let isFirst = true;
    const racing: Store = {
      ...store,
      async list(prefix, range) {
        const names = await store.list(prefix, range);
        if (!isFirst) return names;
        isFirst = false;
        return names.filter((name) => name < 'j/00000001.json');
      },
    };
    await open().checkpoint({ next: 2, usedNonces: 0 });
    const { start, entries } = await open(racing).read();
    expect({ start, holders: holders(entries), warnings }).toEqual({ start: 2, holders: ['run 2'], warnings: [] });
  });
});

describe('a journal', () => {
  test('is read in the order of its numbers, beside its lock', async () => {
    await append(20);
    expect(lockName({ id: 1101, genesisHash: '0xab' }, '0xCD')).toBe('journals/1101-ab/0xcd/lock.json');
    await store.create(lockIn('j'), new Uint8Array());
    const { start, entries } = await open().read();
    expect(start).toBe(0);
    expect(holders(entries)).toEqual(Array.from({ length: 20 }, (_, number) => `run ${number}`));
  });

  test('a number is taken once', async () => {
    expect(await open().append(0, entry('first'))).toBe('appended');
    expect(await open().append(0, entry('second'))).toBe('taken');
    expect(holders((await open().read()).entries)).toEqual(['first']);
  });

  test('an unchanged run asks for the head and for one list, at once, and reads no entry', async () => {
    await append(9);
    await open().checkpoint({ next: 9, usedNonces: 0 });
    calls = [];
    await open().read();
    expect(calls).toEqual(['read j/head.json', 'list']);
  });

  test('only what stands behind the head is read', async () => {
    await append(5);
    await open().checkpoint({ next: 3, usedNonces: 0 });
    calls = [];
    const { start, entries } = await open().read();
    expect({ start, holders: holders(entries) }).toEqual({ start: 3, holders: ['run 3', 'run 4'] });
    expect(calls).toEqual(['read j/head.json', 'list', 'read j/00000003.json', 'read j/00000004.json']);
  });

  test('a long one takes one list more, from the head on, however long it is', async () => {
    await append(253);
    calls = [];
    await open().checkpoint({ next: 252, usedNonces: 0 });
    calls = [];
    const { start, entries } = await open().read();
    expect({ start, holders: holders(entries) }).toEqual({ start: 252, holders: ['run 252'] });
    expect(calls).toEqual(['read j/head.json', 'list', 'list j/00000251.json', 'read j/00000252.json']);
  });

  test('a long one without a head is read whole', async () => {
    await append(253);
    expect(holders((await open().read()).entries).at(-1)).toBe('run 252');
  });
});
