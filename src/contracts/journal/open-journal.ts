import type { Digest } from '../../values/index.ts';
import type { HeldLock } from './held-lock.ts';
import type { BlockMark, Journal, JournalHead } from './journal.ts';
import type { JournalWriter } from './journal-writer.ts';

/** The place at which a run may close the journal: nobody else has written since. It holds the lock until then. */
export interface OpenJournal {
  readonly journal: Journal;
  readonly writer: JournalWriter;
  readonly lock: HeldLock;
  readonly nextNonce: number;
  readonly finalBlock: BlockMark;
  /** What the journal's head carries then; undefined when something else is unfinished, so that the next run has to read it. */
  readonly head: Pick<JournalHead, 'renewedScopes'> | undefined;
}

/**
 * Closes the journal when the record is safely stored, and gives the lock back. A run killed before that is resumed:
 * everything is found done, the same record is made again, and this is called again.
 */
export async function finishJournal(open: OpenJournal | undefined, record: Digest): Promise<void> {
  if (open === undefined) return;
  const { journal, writer, lock, nextNonce, finalBlock, head } = open;
  const appending = writer.append({ kind: 'finished', record, nextNonce, finalBlock });
  const releasing = lock.release(appending);
  try {
    await appending;
    // Only saves reading: the next run reads more without it.
    if (head === undefined) return;
    await journal.checkpoint({ next: writer.next(), usedNonces: nextNonce, finalBlock, ...head }).catch(() => {});
  } finally {
    await releasing;
  }
}

/** Gives the lock back without closing the journal: for a caller that could not store the record. */
export async function releaseJournal(open: OpenJournal | undefined): Promise<void> {
  await open?.lock.release();
}
