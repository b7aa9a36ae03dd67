import { type Hex, keccak256 } from '../../values/index.ts';
import { encodeRlp, type Rlp, rlpInteger } from './rlp.ts';
import type { SignedTransaction, UnsignedTransaction } from './signer.ts';

export interface Signature {
  readonly r: Hex;
  readonly s: Hex;
  readonly yParity: 0 | 1;
}

/**
 * Writes a transaction as the chain takes it: of type 2 (EIP-1559), or a legacy one bound to its chain (EIP-155). A chain
 * library spends more time on the writing than on the signing, and a run writes hundreds.
 */
export function signedTransaction(
  transaction: UnsignedTransaction,
  signDigest: (digest: Hex) => Signature,
): SignedTransaction {
  const { chainId, fee } = transaction;
  const chain = rlpInteger(chainId);
  const fields = fieldsOf(transaction);
  const isLegacy = fee.kind === 'legacy';
  const unsigned = isLegacy ? encodeRlp([...fields, chain, '0x', '0x']) : typed([chain, ...fields, []]);
  const { r, s, yParity } = signDigest(keccak256(unsigned));
  const signature = [withoutZeros(r), withoutZeros(s)];
  const raw = isLegacy
    ? encodeRlp([...fields, rlpInteger(BigInt(chainId) * 2n + 35n + BigInt(yParity)), ...signature])
    : typed([chain, ...fields, [], rlpInteger(yParity), ...signature]);
  return { raw, hash: keccak256(raw) };
}

function fieldsOf({ nonce, to, data, value, gasLimit, fee }: UnsignedTransaction): readonly Rlp[] {
  const prices =
    fee.kind === 'legacy'
      ? [rlpInteger(nonce), rlpInteger(fee.gasPrice)]
      : [rlpInteger(nonce), rlpInteger(fee.maxPriorityFeePerGas), rlpInteger(fee.maxFeePerGas)];
  return [...prices, rlpInteger(gasLimit), (to ?? '0x').toLowerCase() as Hex, rlpInteger(value), data];
}

function typed(fields: readonly Rlp[]): Hex {
  return `0x02${encodeRlp(fields).slice(2)}` as Hex;
}

/** Integers have no leading zeros, and one signature in 128 begins with some. */
function withoutZeros(integer: Hex): Hex {
  return rlpInteger(BigInt(integer));
}
