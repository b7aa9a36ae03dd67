import type { ChainState } from './chain/chain.ts';
import type { Fee } from './signer.ts';

const oneGwei = 1_000_000_000n;

/** One fee for the whole run: twice the base fee leaves room for six full blocks. */
export function quoteFee({ baseFee, gasPrice }: Pick<ChainState, 'baseFee' | 'gasPrice'>): Fee {
  if (baseFee === undefined) return { kind: 'legacy', gasPrice };
  const tip = gasPrice > baseFee ? gasPrice - baseFee : oneGwei;
  return { kind: 'eip-1559', maxFeePerGas: 2n * baseFee + tip, maxPriorityFeePerGas: tip };
}

/** The most that one unit of gas can cost. */
export function highestPrice(fee: Fee): bigint {
  return fee.kind === 'legacy' ? fee.gasPrice : fee.maxFeePerGas;
}

/** What a transaction may use: the simulation's figure and a fifth more, because the chain moves on in between. */
export function gasLimitFor(simulatedGas: bigint, blockGasLimit: bigint): bigint {
  const limit = (simulatedGas * 6n) / 5n + 20_000n;
  return limit > blockGasLimit && simulatedGas <= blockGasLimit ? blockGasLimit : limit;
}

/** An amount of wei for people. */
export function formatEther(wei: bigint): string {
  const digits = wei.toString().padStart(19, '0');
  const fraction = digits.slice(-18).replace(/0+$/, '').slice(0, 6);
  return `${digits.slice(0, -18)}${fraction === '' ? '' : `.${fraction}`} ether`;
}
