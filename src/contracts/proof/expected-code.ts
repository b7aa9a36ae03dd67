import type { Address } from '../../values/index.ts';
import type { ByteRange } from '../artifacts/artifact.ts';
import { blankMetadata } from '../set/metadata.ts';
import type { PreparedContract } from '../set/prepared-set.ts';

/** The runtime code as its artifact has it: libraries filled in, immutables zero. */
export interface ExpectedCode {
  readonly code: Uint8Array;
  readonly immutables: readonly ByteRange[];
}

/** How the chain's code compares with it where it is not masked. */
export type MaskedComparison =
  | { readonly kind: 'length' }
  | { readonly kind: 'different'; readonly at: number }
  /** Nothing that runs differs; the windows are still unknown. */
  | { readonly kind: 'equal' | 'metadata' };

/**
 * @param addresses of the libraries, by their names in the set.
 * @returns undefined when the artifact doesn't tell, or not enough.
 */
export function expectedCode(
  { artifact, libraries }: Pick<PreparedContract, 'artifact' | 'libraries'>,
  addresses: Readonly<Record<string, Address>>,
): ExpectedCode | undefined {
  const { deployedCode = '', immutableReferences } = artifact;
  const linked = [...libraries].reduce(
    (code, [placeholder, library]) => code.replaceAll(placeholder, addresses[library]?.slice(2) ?? placeholder),
    deployedCode,
  );
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(linked)) return undefined;
  const code = Buffer.from(linked, 'hex');
  return { code, immutables: immutableReferences ?? zerosPushed(code) };
}

/** Compares outside of the immutables. A library's own address, which guards it against calls (not delegated), is known. */
export function compareMasked(expected: ExpectedCode, seen: Uint8Array, address: Address): MaskedComparison {
  if (expected.code.length !== seen.length) return { kind: 'length' };
  const [wanted, found] = [withOwnAddress(expected.code, address), Uint8Array.from(seen)];
  for (const { start, length } of expected.immutables) {
    wanted.fill(0, start, start + length);
    found.fill(0, start, start + length);
  }
  const at = firstDifference(wanted, found);
  if (at === undefined) return { kind: 'equal' };
  const blank = firstDifference(blankMetadata(wanted), blankMetadata(found));
  return blank === undefined ? { kind: 'metadata' } : { kind: 'different', at: blank };
}

/** The first byte that differs in two codes of one length. */
export function firstDifference(expected: Uint8Array, seen: Uint8Array): number | undefined {
  if (Buffer.compare(expected, seen) === 0) return undefined;
  const at = expected.findIndex((byte, index) => byte !== seen[index]);
  return at < 0 ? expected.length : at;
}

const push32 = 0x7f;
const zeros = Buffer.alloc(32);

/** Formats without references: solc leaves each place of an immutable as PUSH32 of zeros, and pushes no other zero so. */
function zerosPushed(code: Buffer): readonly ByteRange[] {
  const found: ByteRange[] = [];
  for (let at = code.indexOf(zeros, 1); at >= 0; at = code.indexOf(zeros, at + 1)) {
    if (code[at - 1] === push32) found.push({ start: at, length: 32 });
  }
  return found;
}

/** PUSH20 of zeros, then ADDRESS: the first bytes of every library with external functions. */
function withOwnAddress(code: Uint8Array, address: Address): Uint8Array {
  const filled = Uint8Array.from(code);
  const isGuard = code[0] === 0x73 && code.subarray(1, 21).every((byte) => byte === 0) && code[21] === 0x30;
  if (isGuard) filled.set(Buffer.from(address.slice(2), 'hex'), 1);
  return filled;
}
