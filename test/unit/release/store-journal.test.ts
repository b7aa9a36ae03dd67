import { describe, expect, test } from '@jest/globals';
import { createStoreJournal } from '../../../src/release/store-journal.ts';
import type { Store } from '../../../src/store/index.ts';

function storeOf(objects: Readonly<Record<string, string>>): Store {
  return {
    location: 'gs://releases',
    read: async (name) =>
      objects[name] === undefined ? undefined : { bytes: new TextEncoder().encode(objects[name]), generation: '1' },
    create: async () => 'exists',
    replace: async () => 'changed',
    list: async () => Object.keys(objects),
    under: () => storeOf(objects),
  };
}

const entry = JSON.stringify({
  version: 1,
  token: 't',
  holder: 'h',
  scope: 'keep-test',
  kind: 'finished',
  record: `sha256:${'0'.repeat(64)}`,
});

describe('a journal in a store', () => {
  test.each([
    ['a missing entry', { 'j/00000000.json': entry, 'j/00000002.json': entry }, /j\/00000001\.json is missing/],
    ['a stray object', { 'j/00000000.json': entry, 'j/notes.txt': '' }, /j\/00000001\.json is missing, j\/notes\.txt/],
    ['half an entry', { 'j/00000000.json': entry.slice(0, 20) }, /j\/00000000\.json is no journal entry/],
  ])('with %s names the object and says that nothing is sent', async (_, objects, what) => {
    const reading = createStoreJournal(storeOf(objects), 'j').read();
    await expect(reading).rejects.toThrow(what);
    await expect(reading).rejects.toMatchObject({ name: 'RemoteError' });
  });

  test('is read in the order of its numbers', async () => {
    const objects = { 'j/00000001.json': entry, 'j/00000000.json': entry.replace('"h"', '"first"') };
    const { entries } = await createStoreJournal(storeOf(objects), 'j').read();
    expect(entries.map(({ holder }) => holder)).toEqual(['first', 'h']);
  });
});
