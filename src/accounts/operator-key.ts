import { ECDH } from 'node:crypto';
import { base58 } from '@scure/base';
import { type Address, bytesOf, type Hex, hexOf, keccak256, parseAddress, parseHex } from '../values/index.ts';

/** An operator's public key: 33 bytes, a compressed point of secp256k1. */
export type PublicKey = Hex & { readonly publicKey: true };

/** What a client is called on the peer-to-peer network: its public key in libp2p's words. */
export type PeerId = string & { readonly peerId: true };

/** libp2p's identity multihash (00 25) of a protobuf PublicKey: type secp256k1 (08 02), 33 bytes of data (12 21). */
const peerIdPrefix = Uint8Array.of(0x00, 0x25, 0x08, 0x02, 0x12, 0x21);

/** Node's own OpenSSL does the curve: a bundled library would cost every start 10 to 30 ms. */
function convertPoint(point: Uint8Array, form: 'compressed' | 'uncompressed'): Uint8Array {
  // With no encoding named the result is a Buffer; the types say "Buffer or string".
  return Buffer.from(ECDH.convertKey(point, 'secp256k1', undefined, undefined, form));
}

/**
 * Reads a compressed public key, with or without `0x`. That it lies on the curve is checked too: a mistyped digit is found
 * in half of all cases here, and in the others by the keyfile's address.
 * @throws RangeError that says what was expected.
 */
export function parsePublicKey(text: string): PublicKey {
  const digits = text.startsWith('0x') ? text.slice(2) : text;
  if (/^04[0-9a-fA-F]{128}$/.test(digits)) {
    throw new RangeError(
      'expected the compressed public key (0x02… or 0x03…, 66 digits); this is the uncompressed one',
    );
  }
  if (!/^0[23][0-9a-fA-F]{64}$/.test(digits)) {
    throw new RangeError('expected a compressed public key: 0x02 or 0x03 and 64 hexadecimal digits');
  }
  const key = parseHex(digits);
  try {
    convertPoint(bytesOf(key), 'uncompressed');
  } catch {
    throw new RangeError(
      'expected a public key of secp256k1: no point of the curve has these digits, one may be mistyped',
    );
  }
  return key as PublicKey;
}

/** Compresses a point in either form, as a curve library gives it. */
export function publicKeyOfPoint(point: Uint8Array): PublicKey {
  return hexOf(convertPoint(point, 'compressed')) as PublicKey;
}

/** The Ethereum account that belongs to a public key. */
export function addressOf(key: PublicKey): Address {
  const point = convertPoint(bytesOf(key), 'uncompressed');
  return parseAddress(keccak256(point.subarray(1)).slice(-40));
}

/** The peer id a client with this key announces; known before the client ever started. */
export function peerIdOf(key: PublicKey): PeerId {
  return base58.encode(Uint8Array.of(...peerIdPrefix, ...bytesOf(key))) as PeerId;
}

/** The public key inside a peer id. @throws RangeError when it is no peer id of a secp256k1 key. */
export function publicKeyOfPeer(peerId: string): PublicKey {
  const expected = 'expected a peer id of a secp256k1 key: 16Uiu2HA and 45 further characters';
  let bytes: Uint8Array;
  try {
    bytes = base58.decode(peerId);
  } catch (cause) {
    throw new RangeError(expected, { cause });
  }
  const hasPrefix = peerIdPrefix.every((byte, index) => bytes[index] === byte);
  if (!hasPrefix || bytes.length !== peerIdPrefix.length + 33) throw new RangeError(expected);
  return parsePublicKey(hexOf(bytes.subarray(peerIdPrefix.length)));
}
