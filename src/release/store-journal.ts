import { encodeJournalEntry, type Journal, type JournalEntry, parseJournalEntry } from '../contracts/index.ts';
import type { Store } from '../store/index.ts';

const digits = 8;

/** The contracts room's journal, in the store: one object per entry, created once under the next number. */
export function createStoreJournal(store: Store, folder: string): Journal {
  const nameOf = (number: number) => `${folder}/${String(number).padStart(digits, '0')}.json`;
  return {
    async read() {
      const names = [...(await store.list(`${folder}/`))].sort();
      const entries: JournalEntry[] = [];
      for (const [number, name] of names.entries()) {
        if (name !== nameOf(number)) throw new Error(`the journal has no entry ${number}: found ${name}`);
        const found = await store.read(name);
        if (found === undefined) throw new Error(`the journal's entry ${number} was deleted while it was read`);
        entries.push(parseJournalEntry(new TextDecoder().decode(found.bytes)));
      }
      return entries;
    },
    async append(number, entry) {
      const outcome = await store.create(nameOf(number), new TextEncoder().encode(encodeJournalEntry(entry)));
      return outcome === 'created' ? 'appended' : 'taken';
    },
  };
}
