import * as v from 'valibot';
import { UserError } from '../report/index.ts';
import { canonicalJson, type Hex, type Json } from '../values/index.ts';
import { cleanForeignText } from './chain/foreign-text.ts';
import { address, count, digest, hash, hex, json } from './stored-values.ts';

const loggedCreation = v.strictObject({
  kind: v.literal('create'),
  contract: v.string(),
  address,
  arguments: v.array(json),
  libraries: v.record(v.string(), address),
  /** Which of the bytes are code, and so hold metadata, can't be told from them. */
  fingerprint: hash,
  abiHash: hash,
});
const loggedCall = v.strictObject({
  kind: v.literal('call'),
  contract: v.string(),
  function: v.string(),
  /** What had to be proved before it was signed, and must still be there when its bytes are sent again. */
  names: v.array(v.strictObject({ address, codeHash: hex })),
});
const loggedTransaction = v.strictObject({
  nonce: count,
  hash: hex,
  /** The signed bytes: only these are ever sent for this nonce. */
  raw: hex,
  step: v.variant('kind', [loggedCreation, loggedCall]),
});
const author = {
  version: v.literal(1),
  /** Random, one for each run: only it proves that an entry is one's own. */
  token: v.string(),
  /** Who wrote it, for messages. */
  holder: v.string(),
  /** Whose record it works on: environments may share a chain and a deployer, and so a journal. */
  scope: v.string(),
};

const journalEntrySchema = v.variant('kind', [
  v.strictObject({
    ...author,
    kind: v.literal('transactions'),
    plan: digest,
    transactions: v.array(loggedTransaction),
  }),
  v.strictObject({
    ...author,
    kind: v.literal('outcomes'),
    outcomes: v.array(
      v.strictObject({ nonce: count, hash: hex, outcome: v.picklist(['mined', 'reverted', 'replaced']) }),
    ),
  }),
  v.strictObject({ ...author, kind: v.literal('finished'), record: digest }),
]);

/** One entry of the write-ahead log. */
export type JournalEntry = v.InferOutput<typeof journalEntrySchema>;
export type LoggedTransaction = v.InferOutput<typeof loggedTransaction>;
export type LoggedCreation = v.InferOutput<typeof loggedCreation>;
export type LoggedCall = v.InferOutput<typeof loggedCall>;
export type LoggedOutcome = Extract<JournalEntry, { kind: 'outcomes' }>['outcomes'][number];

/**
 * Where reading may start: every entry before `next` belongs to a migration that is finished, whatever its scope. It only
 * saves reading. Nothing is lost when it is missing or behind.
 */
export interface JournalHead {
  readonly next: number;
  /** How many nonces the entries before `next` have used up. */
  readonly usedNonces: number;
  /** A block that was final when the head was written: when the chain no longer has it, the chain was reset. */
  readonly finalBlock?: { readonly number: number; readonly hash: Hex } | undefined;
}

export interface JournalContent {
  /** Undefined when there is none that can be used. */
  readonly head: JournalHead | undefined;
  /** The number of the first entry read. */
  readonly start: number;
  /** All from there on. */
  readonly entries: readonly JournalEntry[];
}

/**
 * The write-ahead log of one (chain, deployer): entries under consecutive numbers from 0, created once and never changed
 * or deleted. `appended` means durable. The journal is also the fence between runs: a number can be taken only once.
 */
export interface Journal {
  read(): Promise<JournalContent>;
  append(number: number, entry: JournalEntry): Promise<'appended' | 'taken'>;
  /** Moves the head, only ever forward. That it could not be moved is no error: the next run reads more. */
  checkpoint(head: JournalHead): Promise<void>;
}

export function encodeJournalEntry(entry: JournalEntry): string {
  return canonicalJson(entry as unknown as Json);
}

/** Reads one stored entry. @throws UserError when it is none. */
export function parseJournalEntry(text: string): JournalEntry {
  try {
    return v.parse(journalEntrySchema, JSON.parse(text));
  } catch (error) {
    throw new UserError("an entry of the journal can't be read; nothing is sent before it can", { cause: error });
  }
}

type EntryBody<Entry = JournalEntry> = Entry extends JournalEntry
  ? Omit<Entry, 'version' | 'token' | 'holder' | 'scope'>
  : never;

/** Appends the entries of one run, in order, and stops the run when another has written. */
export interface JournalWriter {
  append(body: EntryBody): Promise<void>;
  /** The number that the next entry gets. */
  readonly next: () => number;
}

export function openJournalWriter(
  journal: Journal,
  start: number,
  author: { readonly token: string; readonly holder: string; readonly scope: string },
): JournalWriter {
  let next = start;
  return {
    next: () => next,
    async append(body) {
      const entry = { version: 1, ...author, ...body } as JournalEntry;
      if ((await journal.append(next, entry)) === 'taken') await requireOwn(journal, next, entry);
      next++;
    },
  };
}

/** A create whose answer was lost says "exists" when it is repeated: the entry is ours when it carries our token. */
async function requireOwn(journal: Journal, number: number, entry: JournalEntry): Promise<void> {
  const { start, entries } = await journal.read();
  const there = entries[number - start];
  if (there !== undefined && encodeJournalEntry(there) === encodeJournalEntry(entry)) return;
  throw new UserError(
    `another run is at work with the same deployer on the same chain: ${cleanForeignText(there?.holder ?? 'unknown')}. Nothing more was sent by this one; run it again when the other has ended`,
  );
}

/** The transactions since each scope's last finished migration, and what is already known to have become of them. */
export interface UnfinishedJournal {
  /** Of every scope: they all use the deployer's nonces. */
  readonly transactions: readonly LoggedTransaction[];
  /** The hashes of those that belong to the asked scope: only they count as its contracts and calls. */
  readonly own: ReadonlySet<Hex>;
  readonly outcomes: ReadonlyMap<Hex, LoggedOutcome['outcome']>;
  /** How many nonces finished migrations have used up. */
  readonly usedNonces: number;
}

export function unfinishedPart(entries: readonly JournalEntry[], scope: string): UnfinishedJournal {
  const open = entries.filter(
    (entry, index) => !entries.slice(index).some((later) => later.kind === 'finished' && later.scope === entry.scope),
  );
  const transactionsOf = (some: readonly JournalEntry[]): readonly LoggedTransaction[] =>
    some.flatMap((entry) => (entry.kind === 'transactions' ? entry.transactions : []));
  const finished = transactionsOf(entries.filter((entry) => !open.includes(entry)));
  return {
    usedNonces: Math.max(0, ...finished.map(({ nonce }) => nonce + 1)),
    transactions: transactionsOf(open),
    own: new Set(transactionsOf(open.filter((entry) => entry.scope === scope)).map(({ hash }) => hash)),
    outcomes: new Map(
      entries
        .flatMap((entry) => (entry.kind === 'outcomes' ? entry.outcomes : []))
        .map(({ hash, outcome }) => [hash, outcome]),
    ),
  };
}
