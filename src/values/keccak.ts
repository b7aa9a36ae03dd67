import { keccak_256 } from '@noble/hashes/sha3';
import { bytesOf, type Hex, hexOf } from './hex.ts';

/** Keccak-256 as Ethereum uses it. */
export function keccak256(data: Hex | Uint8Array): Hex {
  return hexOf(keccak_256(typeof data === 'string' ? bytesOf(data) : data));
}
