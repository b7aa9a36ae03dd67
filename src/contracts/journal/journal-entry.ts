import * as v from 'valibot';
import { UserError } from '../../report/index.ts';
import { canonicalJson, type Json } from '../../values/index.ts';
import { address, count, digest, hash, hex, json } from './stored-values.ts';

/** What had to be proved before it was signed, and must still be there when its bytes are sent again. */
const names = v.array(v.strictObject({ address, codeHash: hex }));

const loggedCreation = v.strictObject({
  kind: v.literal('create'),
  contract: v.string(),
  address,
  arguments: v.array(json),
  libraries: v.record(v.string(), address),
  /** Which of the bytes are code, and so hold metadata, can't be told from them. */
  fingerprint: hash,
  abiHash: hash,
  /** Only of one that sends ether. */
  names: v.optional(names),
});
const loggedCall = v.strictObject({
  kind: v.literal('call'),
  contract: v.string(),
  function: v.string(),
  names,
  predicate: v.optional(v.string()),
});
/** A transfer of nothing to oneself: it only uses up the nonce of something that isn't wanted any more. */
const loggedBurn = v.strictObject({
  kind: v.literal('burn'),
  /** What the nonce was for. */
  instead: v.string(),
});
const loggedTransaction = v.strictObject({
  nonce: count,
  hash,
  /** The signed bytes. Several for one nonce differ in their fees only, or the later one is a burn. */
  raw: hex,
  step: v.variant('kind', [loggedCreation, loggedCall, loggedBurn]),
});
const loggedOutcome = v.strictObject({
  nonce: count,
  /** Of the transaction that has used the nonce; `replaced` when it is none of the logged ones. */
  hash,
  outcome: v.picklist(['mined', 'reverted', 'replaced']),
  block: count,
  blockHash: hash,
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
  v.strictObject({ ...author, kind: v.literal('outcomes'), outcomes: v.array(loggedOutcome) }),
  /** A run goes on with what another has left: the other, should it still run, is refused its next entry and sends no more. */
  v.strictObject({ ...author, kind: v.literal('takeover') }),
  /** The chain was reset: what stands before, and the records made of it, are of a chain that is gone. */
  v.strictObject({ ...author, kind: v.literal('new-chain') }),
  v.strictObject({
    ...author,
    kind: v.literal('finished'),
    record: digest,
    /** The deployer's next nonce: all before are used by what is final. */
    nextNonce: count,
    finalBlock: v.strictObject({ number: count, hash }),
  }),
]);

/** One entry of the write-ahead log. */
export type JournalEntry = v.InferOutput<typeof journalEntrySchema>;
export type LoggedTransaction = v.InferOutput<typeof loggedTransaction>;
export type LoggedStep = LoggedTransaction['step'];
export type LoggedCreation = v.InferOutput<typeof loggedCreation>;
export type LoggedCall = v.InferOutput<typeof loggedCall>;
export type LoggedOutcome = v.InferOutput<typeof loggedOutcome>;

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
