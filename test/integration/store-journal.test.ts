import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '../../src/contracts/index.ts';
import { createStoreJournal } from '../../src/release/store-journal.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import type { Digest } from '../../src/values/index.ts';
import { type CloudStorage, startCloudStorage } from '../../tools/servers/index.ts';

let storage: CloudStorage;
beforeAll(async () => {
  storage = await startCloudStorage();
  await storage.createBucket('keep-test-journals');
});
afterAll(() => storage?.stop());
afterEach(() => storage.reset());

let count = 0;
let store: Store;
const warnings: string[] = [];
const log = { warning: (text: string) => void warnings.push(text) };
const signal = new AbortController().signal;
const open = async () => {
  store = await openStore(`gs://keep-test-journals/journal-${count}`, {
    ...{ baseFolder: '', signal, endpoint: storage.endpoint },
  });
  return createStoreJournal(store, 'journals/1101-ab/0xcd', log);
};
beforeEach(() => {
  count += 1;
  warnings.length = 0;
});

const entry = (holder: string): JournalEntry => ({
  ...{ version: 1, token: 't', holder, scope: 'keep-test', kind: 'finished' },
  record: `sha256:${'0'.repeat(64)}` as Digest,
  nextNonce: 0,
  finalBlock: { number: 0, hash: `0x${'0'.repeat(64)}` },
});

describe('a journal in a bucket', () => {
  test.each([
    ['whose answer was lost', { type: 'reset-after-it-landed' }],
    ['that was answered with 503 after it landed', { type: 'answer-after-it-landed', status: 503 }],
    ['that was answered with 503 instead', { type: 'answer-instead', status: 503 }],
    ['that was lost on its way', { type: 'reset-before' }],
    ['that was delayed', { type: 'delay', delayMs: 200 }],
  ] as const)('an entry %s is appended, once', async (_, fault) => {
    const journal = await open();
    const planned = storage.failNext({ fault, kind: 'write' });
    expect(await journal.append(0, entry('one'))).toBe('appended');
    expect(planned.strikes()).toBe(1);
    expect(await journal.append(0, entry('two'))).toBe('taken');
    expect((await journal.read()).entries).toEqual([entry('one')]);
  });

  test('an entry that is refused after it landed is taken, by the one that carries its token', async () => {
    const journal = await open();
    storage.failNext({ fault: { type: 'answer-after-it-landed', status: 412 }, kind: 'write' });
    expect(await journal.append(0, entry('one'))).toBe('taken');
    expect((await journal.read()).entries).toEqual([entry('one')]);
  });

  test('a head whose answer was lost is moved, and one that can’t be written harms nothing', async () => {
    const journal = await open();
    await journal.append(0, entry('one'));
    storage.failNext({ fault: { type: 'reset-after-it-landed' }, kind: 'write' });
    await journal.checkpoint({ next: 1, usedNonces: 3 });
    expect(await journal.read()).toEqual({ head: { next: 1, usedNonces: 3 }, start: 1, entries: [] });
    await journal.append(1, entry('two'));
    storage.failNext({ fault: { type: 'answer-instead', status: 403 }, kind: 'write' });
    await journal.checkpoint({ next: 2, usedNonces: 3 });
    expect(warnings).toEqual([expect.stringMatching(/head\.json could not be moved: the next run reads more/)]);
    expect((await journal.read()).start).toBe(1);
  });

  test('an unchanged run asks twice, however much there is, and a run after a kill reads only what is left', async () => {
    const journal = await open();
    for (let number = 0; number < 12; number++) await journal.append(number, entry(`run ${number}`));
    await journal.checkpoint({ next: 12, usedNonces: 0 });
    storage.reset();
    expect(await (await open()).read()).toMatchObject({ start: 12, entries: [] });
    expect(
      storage
        .requests()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['list', 'read']);
    await journal.append(12, entry('run 12'));
    storage.reset();
    expect(await (await open()).read()).toMatchObject({ start: 12, entries: [{ holder: 'run 12' }] });
    expect(storage.counts()).toMatchObject({ reads: 2, lists: 1 });
  });

  test('a long one is listed from its head on', async () => {
    const journal = await open();
    await Promise.all(Array.from({ length: 260 }, (_, number) => journal.append(number, entry(`run ${number}`))));
    await journal.checkpoint({ next: 259, usedNonces: 0 });
    storage.reset();
    expect(await (await open()).read()).toMatchObject({ start: 259, entries: [{ holder: 'run 259' }] });
    expect(storage.counts()).toMatchObject({ reads: 2, lists: 2 });
    expect(warnings).toEqual([]);
  });
});
