import { type Address, type Hex, keccak256, parseAddress } from '../../values/index.ts';
import { decodeRlp, type Rlp } from './rlp.ts';
import type { Fee } from './signer.ts';

/** What a journal's signed bytes say that they do. */
export interface DecodedTransaction {
  readonly hash: Hex;
  readonly nonce: number;
  readonly gasLimit: bigint;
  readonly to: Address | undefined;
  readonly value: bigint;
  readonly data: Hex;
  readonly fee: Fee;
}

/** What a signed transaction offers for gas. @throws RangeError when the bytes are none. */
export function feeOf(raw: Hex): Fee {
  const { isTyped, fields } = fieldsOf(raw);
  return isTyped
    ? { kind: 'eip-1559', maxPriorityFeePerGas: integerField(fields[2]), maxFeePerGas: integerField(fields[3]) }
    : { kind: 'legacy', gasPrice: integerField(fields[1]) };
}

/** Reads a signed transaction, type 2 or legacy. @throws RangeError when the bytes are none. */
export function decodeTransaction(raw: Hex): DecodedTransaction {
  const { isTyped, fields } = fieldsOf(raw);
  const [nonce, gasLimit, to, value, data] = isTyped
    ? [fields[1], fields[4], fields[5], fields[6], fields[7]]
    : [fields[0], fields[2], fields[3], fields[4], fields[5]];
  const target = bytesField(to);
  return {
    hash: keccak256(raw),
    nonce: Number(integerField(nonce)),
    gasLimit: integerField(gasLimit),
    to: target === '0x' ? undefined : parseAddress(target),
    value: integerField(value),
    data: bytesField(data),
    fee: feeOf(raw),
  };
}

function fieldsOf(raw: Hex): { readonly isTyped: boolean; readonly fields: readonly Rlp[] } {
  const isTyped = raw.startsWith('0x02');
  const fields = decodeRlp(isTyped ? (`0x${raw.slice(4)}` as Hex) : raw);
  if (typeof fields === 'string') throw new RangeError('the bytes are no signed transaction');
  return { isTyped, fields };
}

function bytesField(field: Rlp | undefined): Hex {
  if (typeof field !== 'string') throw new RangeError('the bytes are no signed transaction');
  return field;
}

function integerField(field: Rlp | undefined): bigint {
  const bytes = bytesField(field);
  return bytes === '0x' ? 0n : BigInt(bytes);
}
