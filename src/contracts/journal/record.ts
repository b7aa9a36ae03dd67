import * as v from 'valibot';
import { UserError } from '../../report/index.ts';
import { canonicalJson, type Digest, digestOf, type Json } from '../../values/index.ts';
import { address, count, hash, hex, json, wei } from './stored-values.ts';

const named = <Schema extends v.GenericSchema>(schema: Schema, description: string) =>
  v.pipe(schema, v.description(description));

const contractSchema = v.strictObject({
  name: named(v.string(), 'its name in the contract set'),
  address,
  codeHash: named(hash, 'Keccak-256 of the code that the chain has at its address'),
  block: named(count, 'the number of the block that created it'),
  transaction: named(hash, 'that created it'),
  arguments: named(
    v.array(json),
    "the constructor's: integers as decimal text, bytes and addresses as hexadecimal text",
  ),
  libraries: named(v.record(v.string(), address), 'that its code links, by their names in the set'),
  value: named(wei, 'what was sent along to the constructor, in wei'),
  fingerprint: named(hash, 'SHA-256 of its linked creation code without compiler metadata, its arguments and value'),
  creationHash: named(hash, 'SHA-256 of the very bytes that created it, and its value'),
  abiHash: named(hash, 'SHA-256 of the ABI it was created with, as canonical JSON'),
  proof: named(
    v.picklist(['exact', 'metadata-differs', 'unproved', 'predicted']),
    'whether the code on the chain is, byte for byte, what its creation leaves; unproved only where the set allows it; predicted only in what a plan shows, never in what is stored',
  ),
  method: v.optional(
    named(
      v.picklist(['replay', 'creation', 'elsewhere', 'masked']),
      'how it was proved: its block run again, its creation run again at its place or elsewhere, or its artifact compared around its immutables',
    ),
  ),
});

const callSchema = v.strictObject({
  contract: named(v.string(), "the target's name in the contract set"),
  function: named(v.string(), 'its signature'),
  target: address,
  calldata: named(hex, 'the function and its encoded arguments'),
  value: named(wei, 'what was sent along, in wei'),
  predicate: v.optional(named(v.string(), 'what is true on the chain since, as the set says it')),
  transaction: v.optional(named(hash, 'absent, as the block, when only the predicate tells that it was done')),
  block: v.optional(named(count, 'the number of the block that has it')),
});

/** What is on a chain: every contract of a set and every call that was done. Content-addressed; plan, commit and run stand beside it. */
export const contractRecordSchema = v.strictObject({
  version: named(v.literal(1), 'of this form of a record'),
  chain: named(
    v.strictObject({
      id: named(count, 'the chain id'),
      genesisHash: named(hash, 'the hash of the first block: another chain of the same id has another'),
    }),
    'which chain it speaks of',
  ),
  /** Who has sent all of it. */
  deployer: address,
  contracts: named(v.array(contractSchema), 'by name'),
  calls: named(v.array(callSchema), 'by contract, function and what is sent, whatever order they are made in'),
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
