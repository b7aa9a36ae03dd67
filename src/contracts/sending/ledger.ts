import type { Hex } from '../../values/index.ts';
import type { BlockMark, JournalContent, JournalHead } from '../journal/journal.ts';
import type { JournalEntry, LoggedOutcome, LoggedTransaction } from '../journal/journal-entry.ts';

/** Everything that may have become of one nonce: whichever of its variants is mined counts. */
export interface Slot {
  readonly nonce: number;
  /** Whose plan it belongs to. */
  readonly scope: string;
  /** In the order in which they were logged. */
  readonly variants: readonly LoggedTransaction[];
  /** What the journal says that became of it. */
  readonly outcome: LoggedOutcome | undefined;
}

/** What the journal's entries come to, seen from one scope. */
export interface Ledger {
  /** The nonces of all migrations that are not finished, of every scope (they share the deployer's nonces), in order. */
  readonly slots: readonly Slot[];
  /** The asked scope has begun something that is not finished. */
  readonly isUnfinished: boolean;
  /** The scope's record is of a chain that is gone. */
  readonly isRecordVoid: boolean;
  /** How many nonces finished migrations have used up. */
  readonly usedNonces: number;
  readonly finalBlock: BlockMark | undefined;
  /** Who wrote the newest entry. */
  readonly lastWriter: { readonly token: string; readonly holder: string } | undefined;
  /** The scopes that have begun something that is not finished. */
  readonly openScopes: ReadonlySet<string>;
  /** After a reset of the chain: the scopes whose records are of the new one. Undefined when it was never reset. */
  readonly renewedScopes: ReadonlySet<string> | undefined;
}

export function readLedger({ head, entries }: JournalContent, scope: string): Ledger {
  const opening = entries.findLastIndex(({ kind }) => kind === 'new-chain');
  const sequence = entries.slice(Math.max(opening, 0));
  const isOpen = (entry: JournalEntry, index: number): boolean =>
    entry.kind !== 'finished' &&
    !sequence.slice(index).some((later) => later.kind === 'finished' && later.scope === entry.scope);
  const open = sequence.filter(isOpen);
  const closed = sequence.filter((entry) => !open.includes(entry));
  const finished = sequence.filter((entry) => entry.kind === 'finished');
  const renewed = opening >= 0 ? [] : head?.renewedScopes;
  const renewedScopes = renewed && new Set([...renewed, ...finished.map((entry) => entry.scope)]);
  const last = entries.at(-1);
  return {
    slots: slotsOf(open, sequence),
    isUnfinished: open.some((entry) => entry.scope === scope),
    isRecordVoid: renewedScopes !== undefined && !renewedScopes.has(scope),
    usedNonces: Math.max(
      opening < 0 ? (head?.usedNonces ?? 0) : 0,
      ...closed.flatMap((entry) => (entry.kind === 'transactions' ? entry.transactions : [])).map(nextOf),
      ...finished.map(({ nextNonce }) => nextNonce),
    ),
    finalBlock: finished.at(-1)?.finalBlock ?? (opening < 0 ? head?.finalBlock : undefined),
    lastWriter: last && { token: last.token, holder: last.holder },
    openScopes: new Set(open.map((entry) => entry.scope)),
    renewedScopes,
  };
}

/**
 * What a head has to carry once the scope has finished, so that nobody misses the entries before it; undefined while another
 * scope has begun something that only they tell of.
 */
export function headWhenFinished(
  { openScopes, renewedScopes }: Ledger,
  scope: string,
): Pick<JournalHead, 'renewedScopes'> | undefined {
  if ([...openScopes].some((open) => open !== scope)) return undefined;
  return renewedScopes === undefined ? {} : { renewedScopes: [...new Set([...renewedScopes, scope])].sort() };
}

function nextOf({ nonce }: LoggedTransaction): number {
  return nonce + 1;
}

function slotsOf(open: readonly JournalEntry[], all: readonly JournalEntry[]): readonly Slot[] {
  const outcomes = new Map<number, LoggedOutcome>();
  for (const entry of all) {
    if (entry.kind === 'outcomes') for (const outcome of entry.outcomes) outcomes.set(outcome.nonce, outcome);
  }
  const slots = new Map<number, { scope: string; variants: LoggedTransaction[] }>();
  for (const entry of open) {
    if (entry.kind !== 'transactions') continue;
    for (const logged of entry.transactions) {
      const slot = slots.get(logged.nonce) ?? { scope: entry.scope, variants: [] };
      slots.set(logged.nonce, { scope: entry.scope, variants: [...slot.variants, logged] });
    }
  }
  return [...slots]
    .map(([nonce, slot]) => ({ nonce, ...slot, outcome: outcomes.get(nonce) }))
    .sort((a, b) => a.nonce - b.nonce);
}

/** Every hash under which the slot may be mined. */
export function hashesOf({ variants }: Pick<Slot, 'variants'>): readonly Hex[] {
  return variants.map(({ hash }) => hash);
}
