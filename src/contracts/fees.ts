import type { ChainState } from './chain/chain.ts';
import type { Fee } from './signer.ts';

const oneGwei = 1_000_000_000n;

/** What the chain asks for gas now. */
export type Market = Pick<ChainState, 'baseFee' | 'gasPrice'>;

/** One fee for the whole run: twice the base fee leaves room for six full blocks. Never above the cap. */
export function quoteFee({ baseFee, gasPrice }: Market, cap?: bigint): Fee {
  if (baseFee === undefined) return { kind: 'legacy', gasPrice: capped(gasPrice, cap) };
  const tip = capped(gasPrice > baseFee ? gasPrice - baseFee : oneGwei, cap);
  return { kind: 'eip-1559', maxFeePerGas: capped(2n * baseFee + tip, cap), maxPriorityFeePerGas: tip };
}

/** The most that one unit of gas can cost. */
export function highestPrice(fee: Fee): bigint {
  return fee.kind === 'legacy' ? fee.gasPrice : fee.maxFeePerGas;
}

function capped(value: bigint, cap: bigint | undefined): bigint {
  return cap !== undefined && cap < value ? cap : value;
}

/** An amount of wei for people. */
export function formatEther(wei: bigint): string {
  const digits = wei.toString().padStart(19, '0');
  const fraction = digits.slice(-18).replace(/0+$/, '').slice(0, 6);
  return `${digits.slice(0, -18)}${fraction === '' ? '' : `.${fraction}`} ether`;
}

/** A price of gas for people. */
export function formatGwei(wei: bigint): string {
  const digits = wei.toString().padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  return `${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`} gwei`;
}
