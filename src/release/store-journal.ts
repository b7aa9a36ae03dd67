import { encodeJournalEntry, type Journal, type JournalEntry, parseJournalEntry } from '../contracts/index.ts';
import { RemoteError } from '../report/index.ts';
import type { Store } from '../store/index.ts';

const digits = 8;

/** The contracts room's journal, in the store: one object per entry, created once under the next number. */
export function createStoreJournal(store: Store, folder: string): Journal {
  const nameOf = (number: number) => `${folder}/${String(number).padStart(digits, '0')}.json`;
  const damaged = (what: string, cause?: unknown) =>
    new RemoteError(
      `the journal in ${store.location} is damaged: ${what}. Nothing is sent before it is whole: bring the object back (the bucket may keep versions)`,
      { cause },
    );
  return {
    async read() {
      const names = [...(await store.list(`${folder}/`))].sort();
      const entries: JournalEntry[] = [];
      for (const [number, name] of names.entries()) {
        if (name !== nameOf(number)) throw damaged(`${nameOf(number)} is missing, ${name} is there`);
        const found = await store.read(name);
        if (found === undefined) throw damaged(`${name} was deleted while it was read`);
        try {
          entries.push(parseJournalEntry(new TextDecoder().decode(found.bytes)));
        } catch (cause) {
          throw damaged(`${name} is no journal entry`, cause);
        }
      }
      return { head: undefined, start: 0, entries };
    },
    async append(number, entry) {
      const outcome = await store.create(nameOf(number), new TextEncoder().encode(encodeJournalEntry(entry)));
      return outcome === 'created' ? 'appended' : 'taken';
    },
    checkpoint: async () => {},
  };
}
