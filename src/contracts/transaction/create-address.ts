import { type Address, type Hex, keccak256, parseAddress } from '../../values/index.ts';
import { encodeRlp, rlpInteger } from './rlp.ts';

/** Where the creation that `sender` sends with `nonce` will stand (CREATE). */
export function createAddress(sender: Address, nonce: number): Address {
  const hash = keccak256(encodeRlp([sender.toLowerCase() as Hex, rlpInteger(nonce)]));
  return parseAddress(`0x${hash.slice(26)}`);
}
