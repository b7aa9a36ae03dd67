import * as v from 'valibot';
import { type Address, type Digest, type Hex, type Json, parseAddress } from '../../values/index.ts';

/*
 * How values stand in what is stored: contract records and journal entries. They are patterns where they can be, so that
 * the published schema says the same: what stands behind a transformation is lost to it.
 */

/** Bytes. */
export const hex = pattern<Hex>(/^0x(?:[0-9a-fA-F]{2})*$/, 'expected 0x and hexadecimal digits');

/** A hash of 32 bytes. */
export const hash = pattern<Hex>(/^0x[0-9a-fA-F]{64}$/, 'expected 0x and 64 hexadecimal digits');

/** An address; in mixed case its checksum must be right. */
export const address = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-fA-F]{40}$/, 'expected an address: 0x and 40 hexadecimal digits'),
  v.description('in mixed case, which carries a checksum (EIP-55)'),
  v.rawTransform(({ dataset, addIssue, NEVER }): Address => {
    try {
      return parseAddress(dataset.value);
    } catch (error) {
      addIssue({ message: error instanceof Error ? error.message : 'expected an address' });
      return NEVER;
    }
  }),
);

/** The name of bytes by their content. */
export const digest = pattern<Digest>(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 hexadecimal digits');

/** An amount in wei, as decimal text: JSON's numbers end at 2^53. */
export const wei = v.pipe(v.string(), v.regex(/^(?:0|[1-9]\d*)$/, 'expected an amount in wei'));

/** A nonce, a block's number. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Anything that JSON can hold. */
export const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(json), v.record(v.string(), json)]),
);

/** A text that is of the type because it has the form. */
function pattern<Text extends string>(form: RegExp, expected: string): v.GenericSchema<Text> {
  return v.pipe(v.string(), v.regex(form, expected)) as unknown as v.GenericSchema<Text>;
}
