import { createHash } from 'node:crypto';
import { canonicalJson, type Hex, type Json } from '../values/index.ts';
import type { Abi } from './abi/json-abi.ts';
import { blankMetadata } from './metadata.ts';

/**
 * What a contract is recognised by from run to run: its linked creation code without metadata, its encoded arguments and
 * its ether. Arguments are taken as they are, also where they carry code.
 */
export function fingerprintOf(linkedCode: Uint8Array, encodedArguments: Hex, value: bigint): Hex {
  const hash = createHash('sha256').update(blankMetadata(linkedCode));
  hash.update(Buffer.from(encodedArguments.slice(2), 'hex'));
  // Where code ends and arguments begin is part of it, because only code is looked through for metadata.
  return hexOfHash(hash.update(`${linkedCode.length} ${value}`));
}

/** Of the very bytes that a creation sends, and its ether. */
export function creationHashOf(data: Hex | Uint8Array, value: bigint): Hex {
  const bytes = typeof data === 'string' ? Buffer.from(data.slice(2), 'hex') : data;
  return hexOfHash(createHash('sha256').update(bytes).update(String(value)));
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
