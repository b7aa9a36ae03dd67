import { createHash } from 'node:crypto';
import { canonicalJson, type Hex, type Json } from '../../values/index.ts';
import type { Abi } from '../abi/json-abi.ts';
import { findMetadata } from './metadata.ts';

/**
 * What a contract is recognised by from run to run: its linked creation code without metadata, its encoded arguments and
 * its ether. Arguments are taken as they are, also where they carry code.
 */
export function fingerprintOf(linkedCode: Uint8Array, encodedArguments: Hex, value: bigint): Hex {
  const hash = createHash('sha256');
  let from = 0;
  for (const { start, end } of findMetadata(linkedCode)) {
    // Zeros of the same length: where everything stands is part of it.
    hash.update(linkedCode.subarray(from, start)).update(Buffer.alloc(end - start));
    from = end;
  }
  hash.update(linkedCode.subarray(from)).update(encodedArguments.slice(2), 'hex');
  // Where code ends and arguments begin is part of it, because only code is looked through for metadata.
  return hexOfHash(hash.update(`${linkedCode.length} ${value}`));
}

/** Of the very bytes that a creation sends, and its ether. */
export function creationHashOf(data: Hex, value: bigint): Hex {
  return hexOfHash(createHash('sha256').update(data.slice(2), 'hex').update(String(value)));
}

/** The same for code that stands apart from its arguments. */
export function creationHashOfParts(linkedCode: Uint8Array, encodedArguments: Hex, value: bigint): Hex {
  const hash = createHash('sha256').update(linkedCode).update(encodedArguments.slice(2), 'hex');
  return hexOfHash(hash.update(String(value)));
}

const abiHashes = new WeakMap<Abi, Hex>();

export function abiHashOf(abi: Abi): Hex {
  const known = abiHashes.get(abi);
  if (known !== undefined) return known;
  const hash = hexOfHash(createHash('sha256').update(canonicalJson(abi as unknown as Json)));
  abiHashes.set(abi, hash);
  return hash;
}

function hexOfHash(hash: ReturnType<typeof createHash>): Hex {
  return `0x${hash.digest('hex')}`;
}
