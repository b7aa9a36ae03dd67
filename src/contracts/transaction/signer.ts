import { UserError } from '../../report/index.ts';
import type { Address, Hex } from '../../values/index.ts';

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
 * @param name what the user's file says of it.
 * @throws UserError that doesn't repeat the key.
 */
export async function openSigner(key: string | undefined, name: string): Promise<Signer> {
  if (key === undefined || key.trim() === '') throw notSet(name, "the deployer's private key");
  const digits = key.trim().replace(/^0x/i, '');
  if (!/^[0-9a-fA-F]{64}$/.test(digits)) {
    throw new UserError(`${name} holds no private key: expected 64 hexadecimal digits, with or without 0x`);
  }
  const { openEthersSigner } = await import('../ethers-adapter.ts');
  try {
    return openEthersSigner(`0x${digits}` as Hex);
  } catch {
    // Without the cause: its text can hold the key.
    throw new UserError(`${name} holds no private key: the number is out of range`);
  }
}

/**
 * Opens a keyfile (Web3 Secret Storage, version 3), which takes about a second.
 * @throws UserError that repeats neither keyfile nor password.
 */
export async function openKeystore(
  { keyfile, password }: { readonly keyfile: string | undefined; readonly password: string | undefined },
  name: string,
): Promise<Signer> {
  if (keyfile === undefined || keyfile.trim() === '') throw notSet(name, 'the keyfile of the deployer');
  if (password === undefined) throw notSet(`the password of ${name}`, 'the password of the keyfile');
  const { openEthersSigner, decryptKeystore } = await import('../ethers-adapter.ts');
  const decrypted = await decryptKeystore(keyfile, password);
  if (decrypted === 'no-keystore') {
    throw new UserError(`${name} is no keyfile: expected JSON of Web3 Secret Storage, version 3`);
  }
  if (decrypted === 'wrong-address') {
    throw new UserError(`${name} has the key of another address than the one it names (its "address")`);
  }
  if (decrypted === 'wrong-password') throw new UserError(`the password does not open ${name}`);
  return openEthersSigner(decrypted.privateKey);
}

function notSet(name: string, what: string): UserError {
  return new UserError(`${name} is not set: apply has to sign transactions with ${what}`);
}
