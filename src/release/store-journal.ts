import { encodeJournalEntry, type Journal, type JournalEntry, parseJournalEntry } from '../contracts/index.ts';
import { type Log, RemoteError } from '../report/index.ts';
import { inParallel, type Store } from '../store/index.ts';
import { moveHead, readHead, type SeenHead } from './journal-head.ts';
import { lockIn } from './store-layout.ts';

const digits = 8;
/** How many names are asked for before the head is known. */
const firstNames = 250;
const readsAtOnce = 16;

/** The contracts room's journal, in the store: one object per entry, created once under the next number, and a head. */
export function createStoreJournal(store: Store, folder: string, log: Pick<Log, 'warning'>): Journal {
  const nameOf = (number: number) => `${folder}/${String(number).padStart(digits, '0')}.json`;
  const headName = `${folder}/head.json`;
  const others = [headName, lockIn(folder)];
  const damaged = (what: string, cause?: unknown) =>
    new RemoteError(
      `the journal in ${store.location} is damaged: ${what}. Nothing is sent before it is whole: bring the object back (the bucket may keep versions)`,
      { cause },
    );
  let seenHead: SeenHead | undefined;

  /** The names from the one before the head on; from the first when there is no head that can be right. */
  async function findNames(): Promise<{ head: SeenHead['head']; names: readonly string[] }> {
    const [seen, first] = await Promise.all([
      readHead(store, headName, log),
      store.list(`${folder}/`, { limit: firstNames }),
    ]);
    seenHead = seen;
    const listFrom = (number: number) => store.list(`${folder}/`, { from: nameOf(number) });
    const whole = first.length < firstNames ? first : undefined;
    const last = (seen.head?.next ?? 0) - 1;
    if (seen.head !== undefined && last >= 0) {
      // The list may be older than the head.
      const names = whole?.includes(nameOf(last)) ? whole.slice(whole.indexOf(nameOf(last))) : await listFrom(last);
      if (names[0] === nameOf(last)) return { head: seen.head, names: names.slice(1) };
      log.warning(`${headName} in ${store.location} is ahead of the journal: the journal is read from its start`);
      seenHead = { ...seen, head: undefined };
      return { head: undefined, names: await listFrom(0) };
    }
    return { head: seen.head, names: whole ?? (await listFrom(0)) };
  }

  async function readEntry(name: string, isLast: boolean): Promise<JournalEntry> {
    const found = await store.read(name);
    if (found === undefined) throw damaged(`${name} was deleted while it was read`);
    try {
      return parseJournalEntry(new TextDecoder().decode(found.bytes));
    } catch (cause) {
      if (!isLast) throw damaged(`${name} is no journal entry`, cause);
      throw new RemoteError(
        `the last entry of the journal, ${name} in ${store.location}, can't be read. keep-deploy writes an entry whole or not at all, so something else has cut or written it, and transactions may have been sent under it: nothing is sent. Bring the object back (the bucket may keep versions). If nothing can bring it back, and every transaction of the deployer on the chain, mined or pending, is one that the entries before it name, delete the object and run again`,
        { cause },
      );
    }
  }

  return {
    async read() {
      const { head, names } = await findNames();
      const start = head?.next ?? 0;
      const entryNames = names.filter((name) => !others.includes(name));
      for (const [index, name] of entryNames.entries()) {
        const wanted = nameOf(start + index);
        if (name !== wanted) throw damaged(`${wanted} is missing, ${name} is there`);
      }
      const outcomes = await inParallel(readsAtOnce, entryNames, (name) => readEntry(name, name === entryNames.at(-1)));
      const entries = outcomes.map((outcome) => {
        if (outcome.status === 'rejected') throw outcome.reason;
        return outcome.value;
      });
      return { head, start, entries };
    },
    async append(number, entry) {
      const outcome = await store.create(nameOf(number), new TextEncoder().encode(encodeJournalEntry(entry)));
      return outcome === 'created' ? 'appended' : 'taken';
    },
    async checkpoint(head) {
      await moveHead(store, headName, head, seenHead, log);
      seenHead = undefined;
    },
  };
}
