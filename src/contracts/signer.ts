import { UserError } from '../report/index.ts';
import type { Address, Hex } from '../values/index.ts';

/** What is signed; the fee decides the transaction's type. */
export interface UnsignedTransaction {
  readonly chainId: number;
  readonly nonce: number;
  /** Absent for a creation. */
  readonly to?: Address;
  readonly data: Hex;
  readonly value: bigint;
  readonly gasLimit: bigint;
  readonly fee: Fee;
}

export type Fee =
  | { readonly kind: 'eip-1559'; readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }
  | { readonly kind: 'legacy'; readonly gasPrice: bigint };

export interface SignedTransaction {
  readonly raw: Hex;
  readonly hash: Hex;
}

/** Signs with the deployer's key; a key service can stand behind it. */
export interface Signer {
  readonly address: Address;
  sign(transaction: UnsignedTransaction): Promise<SignedTransaction>;
}

/**
 * Opens a private key, with or without `0x`. The chain library is loaded only now.
 * @throws UserError that doesn't repeat the key.
 */
export async function openSigner(privateKey: string, variable: string): Promise<Signer> {
  const digits = privateKey.trim().replace(/^0x/, '');
  if (!/^[0-9a-fA-F]{64}$/.test(digits)) {
    throw new UserError(`${variable} holds no private key: expected 64 hexadecimal digits, with or without 0x`);
  }
  const { openEthersSigner } = await import('./ethers-adapter.ts');
  try {
    return openEthersSigner(`0x${digits}` as Hex);
  } catch {
    // Without the cause: its text can hold the key.
    throw new UserError(`${variable} holds no private key: the number is out of range`);
  }
}
