import { describe, expect, test } from '@jest/globals';
import type { HeldLock } from '../../../../src/contracts/journal/held-lock.ts';
import type { JournalHead } from '../../../../src/contracts/journal/journal.ts';
import type { JournalEntry } from '../../../../src/contracts/journal/journal-entry.ts';
import { openJournalWriter } from '../../../../src/contracts/journal/journal-writer.ts';
import { finishJournal, type OpenJournal, releaseJournal } from '../../../../src/contracts/journal/open-journal.ts';
import type { Digest, Hex } from '../../../../src/values/index.ts';

const record = `sha256:${'a'.repeat(64)}` as Digest;
const finalBlock = { number: 7, hash: `0x${'7'.repeat(64)}` as Hex };

function opened(append: () => Promise<'appended' | 'taken'>, head: OpenJournal['head'] = {}) {
  const deeds: string[] = [];
  const journal = {
    read: async () => ({ head: undefined, start: 0, entries: [] }),
    async append(number: number, entry: JournalEntry) {
      const answer = await append();
      deeds.push(`${entry.kind} ${number}`);
      return answer;
    },
    async checkpoint({ next, usedNonces, renewedScopes = [] }: JournalHead) {
      deeds.push(['head', next, usedNonces, ...renewedScopes].join(' '));
      throw new Error('a head that can not be written only costs reading');
    },
  };
  let releasing: Promise<void> | undefined;
  const lock: HeldLock = {
    take: async () => 'held',
    isHeld: () => releasing === undefined,
    requireHeld: () => {},
    requireHeldNow: async () => {},
    async release(after) {
      releasing ??= Promise.resolve(after)
        .catch(() => {})
        .then(() => void deeds.push('released'));
      await releasing;
    },
  };
  const author = { token: 't', holder: 'this run', scope: 'test' };
  const writer = openJournalWriter(journal, 5, author, new AbortController().signal);
  const open: OpenJournal = { journal, writer, lock, nextNonce: 11, finalBlock, head };
  return { open, deeds };
}

describe('a journal that is closed', () => {
  test('says so before its head moves and the lock is given back', async () => {
    const { open, deeds } = opened(async () => 'appended');
    await finishJournal(open, record);
    expect(deeds[0]).toBe('finished 5');
    expect([...deeds].sort()).toEqual(['finished 5', 'head 6 11', 'released']);
  });

  test('has in its head what the entries before it say of a reset', async () => {
    const { open, deeds } = opened(async () => 'appended', { renewedScopes: ['one', 'test'] });
    await finishJournal(open, record);
    expect(deeds).toContain('head 6 11 one test');
  });

  test('keeps its head where it is while another scope is unfinished', async () => {
    const { open, deeds } = opened(async () => 'appended', undefined);
    await finishJournal({ ...open, head: undefined }, record);
    expect(deeds).toEqual(['finished 5', 'released']);
  });

  test('gives the lock back, and leaves its head, when the end could not be written', async () => {
    const { open, deeds } = opened(() => Promise.reject(new Error('the store is away')));
    await expect(finishJournal(open, record)).rejects.toThrow('the store is away');
    expect(deeds).toEqual(['released']);
  });

  test('is nothing to do for a run that has begun nothing', async () => {
    await finishJournal(undefined, record);
    await releaseJournal(undefined);
  });
});
