import { computeAddress, decryptKeystoreJson, isKeystoreJson, SigningKey, Transaction } from 'ethers';
import { type Hex, parseAddress } from '../values/index.ts';
import type { Fee, SignedTransaction, Signer, UnsignedTransaction } from './signer.ts';

/** The only file that imports ethers. */
export function openEthersSigner(privateKey: Hex): Signer {
  const key = new SigningKey(privateKey);
  return {
    address: parseAddress(computeAddress(key)),
    async sign({ chainId, nonce, to, data, value, gasLimit, fee }: UnsignedTransaction): Promise<SignedTransaction> {
      const transaction = Transaction.from({
        chainId,
        nonce,
        to: to ?? null,
        data,
        value,
        gasLimit,
        ...feeFields(fee),
      });
      transaction.signature = key.sign(transaction.unsignedHash);
      return { raw: transaction.serialized as Hex, hash: transaction.hash as Hex };
    },
  };
}

/** Opens a keyfile. What the library says of a failure is not passed on: it can hold parts of the file. */
export async function decryptKeystore(
  keyfile: string,
  password: string,
): Promise<{ readonly privateKey: Hex } | 'no-keystore' | 'wrong-password'> {
  if (!isKeystoreJson(keyfile)) return 'no-keystore';
  try {
    const { privateKey } = await decryptKeystoreJson(keyfile, password);
    return { privateKey: privateKey as Hex };
  } catch (error) {
    return /password/i.test(String(error)) ? 'wrong-password' : 'no-keystore';
  }
}

function feeFields(fee: Fee) {
  return fee.kind === 'legacy'
    ? { type: 0, gasPrice: fee.gasPrice }
    : { type: 2, maxFeePerGas: fee.maxFeePerGas, maxPriorityFeePerGas: fee.maxPriorityFeePerGas };
}
