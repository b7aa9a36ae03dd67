import * as v from 'valibot';
import { UserError } from '../report/index.ts';
import { canonicalJson, type Digest, digestOf, type Json } from '../values/index.ts';
import { address, count, hash, hex, json, wei } from './stored-values.ts';

const contractSchema = v.strictObject({
  name: v.string(),
  address,
  /** Of the runtime code, proved byte for byte. */
  codeHash: hash,
  block: count,
  transaction: hash,
  /** Integers as decimal text, bytes and addresses as hexadecimal text. */
  arguments: v.array(json),
  libraries: v.record(v.string(), address),
  /** What was sent along to the constructor, in wei. */
  value: wei,
  /** SHA-256 of what it is recognised by: linked creation code without its metadata, arguments, value. */
  fingerprint: hash,
  /** The same with the metadata: of the very bytes that were sent. */
  creationHash: hash,
  /** SHA-256 of the ABI it was created with, as canonical JSON. */
  abiHash: hash,
  /** `predicted` stands only in what a plan shows; a stored record never has it. */
  proof: v.picklist(['exact', 'metadata-differs', 'unproved', 'predicted']),
  /** How it was proved. */
  method: v.optional(v.string()),
});

const callSchema = v.strictObject({
  contract: v.string(),
  function: v.string(),
  target: address,
  calldata: hex,
  value: wei,
  /** What is true on the chain since, as it stands in the set. */
  predicate: v.optional(v.string()),
  /** Absent, as the block, when only the predicate tells that it was done. */
  transaction: v.optional(hash),
  block: v.optional(count),
});

/** What is on a chain: every contract of a set and every call that was done. Content-addressed; commit and run stand beside it. */
export const contractRecordSchema = v.strictObject({
  version: v.literal(1),
  chain: v.strictObject({ id: v.pipe(v.number(), v.safeInteger()), genesisHash: hash }),
  deployer: address,
  contracts: v.array(contractSchema),
  calls: v.array(callSchema),
});

export type ContractRecord = v.InferOutput<typeof contractRecordSchema>;
export type RecordedContract = v.InferOutput<typeof contractSchema>;
export type RecordedCall = v.InferOutput<typeof callSchema>;

/** The record's bytes: canonical, so that equal records have equal digests. */
export function encodeContractRecord(record: ContractRecord): string {
  return canonicalJson(record as unknown as Json);
}

export function contractRecordDigest(record: ContractRecord): Digest {
  return digestOf(encodeContractRecord(record));
}

/** Reads a stored record. @throws UserError that says what is wrong with it. */
export function parseContractRecord(text: string): ContractRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError('the contract record is no JSON', { cause: error });
  }
  const parsed = v.safeParse(contractRecordSchema, value);
  if (!parsed.success) {
    throw new UserError(
      parsed.issues.map((issue) => ({
        message: `the contract record can't be used: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`,
      })),
    );
  }
  const predicted = parsed.output.contracts.filter(({ proof }) => proof === 'predicted').map(({ name }) => name);
  if (predicted.length > 0)
    throw new UserError(`the contract record holds only a plan: ${predicted.join(', ')} not proved on the chain`);
  return parsed.output;
}
