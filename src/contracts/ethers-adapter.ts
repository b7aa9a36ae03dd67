import { computeAddress, SigningKey, Transaction } from 'ethers';
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

function feeFields(fee: Fee) {
  return fee.kind === 'legacy'
    ? { type: 0, gasPrice: fee.gasPrice }
    : { type: 2, maxFeePerGas: fee.maxFeePerGas, maxPriorityFeePerGas: fee.maxPriorityFeePerGas };
}
