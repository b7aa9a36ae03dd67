import { computeAddress, decryptKeystoreJson, isKeystoreJson, SigningKey } from 'ethers';
import { type Hex, parseAddress } from '../values/index.ts';
import { signedTransaction } from './transaction/signed-transaction.ts';
import type { SignedTransaction, Signer, UnsignedTransaction } from './transaction/signer.ts';

/** The only file that imports ethers. */
export function openEthersSigner(privateKey: Hex): Signer {
  const key = new SigningKey(privateKey);
  return {
    address: parseAddress(computeAddress(key)),
    async sign(transaction: UnsignedTransaction): Promise<SignedTransaction> {
      return signedTransaction(transaction, (digest) => {
        const { r, s, yParity } = key.sign(digest);
        return { r: r as Hex, s: s as Hex, yParity };
      });
    },
  };
}

/** Opens a keyfile. What the library says of a failure is not passed on: it can hold parts of the file. */
export async function decryptKeystore(
  keyfile: string,
  password: string,
): Promise<{ readonly privateKey: Hex } | 'no-keystore' | 'wrong-password' | 'wrong-address'> {
  if (!isKeystoreJson(keyfile)) return 'no-keystore';
  try {
    const { privateKey } = await decryptKeystoreJson(keyfile, password);
    return { privateKey: privateKey as Hex };
  } catch (error) {
    if (/password/i.test(String(error))) return 'wrong-password';
    // The library looks at the address once it has the key.
    return /keystore address\/privateKey mismatch/.test(String(error)) ? 'wrong-address' : 'no-keystore';
  }
}
