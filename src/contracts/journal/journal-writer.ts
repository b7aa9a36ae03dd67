import { RemoteError } from '../../report/index.ts';
import { cleanForeignText } from '../chain/foreign-text.ts';
import { abortable } from '../sending/abortable.ts';
import type { Journal } from './journal.ts';
import { encodeJournalEntry, type JournalEntry } from './journal-entry.ts';

export interface Author {
  readonly token: string;
  readonly holder: string;
  readonly scope: string;
}

type EntryBody<Entry = JournalEntry> = Entry extends JournalEntry
  ? Omit<Entry, 'version' | 'token' | 'holder' | 'scope'>
  : never;

/** Appends the entries of one run, in order, and stops the run when another has written. */
export interface JournalWriter {
  /**
   * Returns when the entry is durable.
   * @param scope whose transactions it speaks of, when they are another's.
   * @throws Overtaken
   */
  append(body: EntryBody, scope?: string): Promise<void>;
  /** The number that the next entry gets. */
  readonly next: () => number;
}

/** Another run has written the entry that this one was about to write: nothing that builds on it may be sent. */
export class Overtaken extends RemoteError {
  /** The other has finished since, so that one can go on from there. */
  readonly hasEnded: boolean;

  constructor(holder: string, hasEnded: boolean) {
    super(
      `another run is at work with the same deployer on the same chain: ${cleanForeignText(holder)}. Nothing more was sent by this one; run it again when the other has ended`,
    );
    this.hasEnded = hasEnded;
  }
}

export function openJournalWriter(journal: Journal, start: number, author: Author, signal: AbortSignal): JournalWriter {
  let next = start;
  return {
    next: () => next,
    async append(body, scope = author.scope) {
      signal.throwIfAborted();
      const entry = { version: 1, ...author, scope, ...body } as JournalEntry;
      if ((await abortable(journal.append(next, entry), signal)) === 'taken') {
        await requireOwn(journal, next, entry, signal);
      }
      next++;
    },
  };
}

/** A create whose answer was lost says "exists" when it is repeated: the entry is ours when it carries our token. */
async function requireOwn(journal: Journal, number: number, entry: JournalEntry, signal: AbortSignal): Promise<void> {
  const { start, entries } = await abortable(journal.read(), signal);
  const there = entries[number - start];
  if (there !== undefined && encodeJournalEntry(there) === encodeJournalEntry(entry)) return;
  const since = entries.slice(Math.max(number - start, 0));
  // A head that has moved past the number says that whatever stands there is finished.
  const hasEnded = start > number || since.some(({ kind, token }) => kind === 'finished' && token === there?.token);
  throw new Overtaken(there?.holder ?? 'unknown', hasEnded);
}
