import type { Hex } from '../../values/index.ts';
import type { JournalEntry } from './journal-entry.ts';

/** A block by number and hash: the chain has it, or another in its place. */
export interface BlockMark {
  readonly number: number;
  readonly hash: Hex;
}

/**
 * Where reading may start: every entry before `next` belongs to a migration that is finished, whatever its scope. It only
 * saves reading. Nothing is lost when it is missing or behind.
 */
export interface JournalHead {
  readonly next: number;
  /** How many nonces the entries before `next` have used up. */
  readonly usedNonces: number;
  /** A block that was final when the head was written: when the chain no longer has it, the chain was reset. */
  readonly finalBlock?: BlockMark | undefined;
  /**
   * Only after a reset of the chain: the scopes that have finished something on the new one. The record of any other is of
   * the chain before, however long ago that was.
   */
  readonly renewedScopes?: readonly string[] | undefined;
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
