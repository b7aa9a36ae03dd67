import type { Address, Hex } from '../../values/index.ts';

/** A contract that a call names, with the code that was proved for it. */
export interface ProvedName {
  readonly address: Address;
  readonly codeHash: Hex;
}

/**
 * The gate before every call. A call to an address where a creation failed *succeeds*, because nothing is there, and
 * `transferOwnership(nothing)` gives ownership away for ever. So a call may be signed, and its logged bytes may be sent
 * again, only when each contract that it names has its proved code on the chain.
 * @throws Error naming the addresses, because whoever asks has to prove them first.
 */
export function requireProved(
  what: string,
  names: readonly Address[],
  proved: ReadonlyMap<Address, Hex>,
): readonly ProvedName[] {
  const missing = names.filter((address) => !proved.has(address));
  if (missing.length > 0)
    throw new Error(`${what} names contracts that are not proved on the chain: ${missing.join(', ')}`);
  return names.map((address) => ({ address, codeHash: proved.get(address) ?? '0x' }));
}

/** The names that don't have their proved code (any more). */
export function namesWithoutCode(
  names: readonly ProvedName[],
  codeHashes: ReadonlyMap<Address, Hex>,
): readonly Address[] {
  return names.filter(({ address, codeHash }) => codeHashes.get(address) !== codeHash).map(({ address }) => address);
}
