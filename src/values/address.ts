import { type Hex, parseHex } from './hex.ts';
import { keccak256 } from './keccak.ts';

/** An account or contract address in its checksummed form (EIP-55). */
export type Address = Hex & { readonly address: true };

/**
 * Reads an address with or without `0x` (a V3 keyfile writes it without). Text in mixed case must carry a right checksum,
 * because a wrong one is how a mistyped digit shows (https://eips.ethereum.org/EIPS/eip-55).
 * @throws RangeError that says what was expected.
 */
export function parseAddress(text: string): Address {
  const digits = text.startsWith('0x') ? text.slice(2) : text;
  if (!/^[0-9a-fA-F]{40}$/.test(digits)) throw new RangeError('expected an address: 0x and 40 hexadecimal digits');
  const address = checksum(parseHex(digits));
  const isMixedCase = digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
  if (isMixedCase && digits !== address.slice(2)) {
    throw new RangeError(
      `the address's checksum is wrong: a digit may be mistyped (with these digits it would be ${address})`,
    );
  }
  return address;
}

/** The configurations of a network name the same few contracts again and again: each is hashed once. */
const checksummed = new Map<Hex, Address>();

function checksum(address: Hex): Address {
  const known = checksummed.get(address) ?? withChecksum(address);
  checksummed.set(address, known);
  return known;
}

function withChecksum(address: Hex): Address {
  const digits = address.slice(2);
  const hash = keccak256(new TextEncoder().encode(digits)).slice(2);
  const cased = [...digits].map((digit, index) =>
    Number.parseInt(hash.charAt(index), 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${cased.join('')}` as Address;
}
