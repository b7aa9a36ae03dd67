import type { ChainState } from '../chain/chain.ts';
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

export type Replacement =
  | { readonly kind: 'fee'; readonly fee: Fee }
  /** What one unit of gas would have to cost, and why it may not. */
  | { readonly kind: 'too-dear'; readonly price: bigint; readonly why: string };

/** Without a cap a fee is not raised beyond this many times what the chain asks for: more would not help. */
const mostTimesMarket = 10n;

/**
 * The fee of a transaction that takes the place of logged ones of the same nonce. Nodes take it only when both of its
 * fields are a tenth above theirs (some ask for an eighth); and it should be enough for the chain as it is now.
 */
export function replacementFee(replaced: readonly Fee[], market: Market, cap?: bigint): Replacement {
  const quote = quoteFee(market);
  if (quote.kind === 'legacy' || replaced.some(({ kind }) => kind === 'legacy')) {
    const least = most(replaced.map((fee) => raised(highestPrice(fee))));
    const chosen = chooseWithin(least, highestPrice(quote), cap);
    return typeof chosen === 'bigint' ? { kind: 'fee', fee: { kind: 'legacy', gasPrice: chosen } } : chosen;
  }
  const tip = most([
    quote.maxPriorityFeePerGas,
    ...replaced.map((fee) => (fee.kind === 'legacy' ? 0n : raised(fee.maxPriorityFeePerGas))),
  ]);
  const least = most([tip, ...replaced.map((fee) => raised(highestPrice(fee)))]);
  const wanted = most([quote.maxFeePerGas, 2n * (market.baseFee ?? 0n) + tip]);
  const chosen = chooseWithin(least, wanted, cap);
  if (typeof chosen !== 'bigint') return chosen;
  return { kind: 'fee', fee: { kind: 'eip-1559', maxFeePerGas: chosen, maxPriorityFeePerGas: tip } };
}

function chooseWithin(
  least: bigint,
  wanted: bigint,
  cap: bigint | undefined,
): bigint | Extract<Replacement, { kind: 'too-dear' }> {
  if (cap !== undefined && least > cap) {
    return { kind: 'too-dear', price: least, why: `the cap (chain.fees.cap) is ${formatGwei(cap)}` };
  }
  if (cap === undefined && least > mostTimesMarket * wanted) {
    return {
      kind: 'too-dear',
      price: least,
      why: `that is more than ${mostTimesMarket} times what the chain asks for, ${formatGwei(wanted)}`,
    };
  }
  return most([least, capped(wanted, cap)]);
}

/** An eighth more, and at least one wei. */
function raised(price: bigint): bigint {
  return price + price / 8n + 1n;
}

function most(values: readonly bigint[]): bigint {
  let highest = 0n;
  for (const value of values) if (value > highest) highest = value;
  return highest;
}

function capped(value: bigint, cap: bigint | undefined): bigint {
  return cap !== undefined && cap < value ? cap : value;
}

/** An amount of wei for people: in ether with up to six digits, or in a smaller unit where these would all be zero. */
export function formatEther(wei: bigint): string {
  if (wei > 0n && wei < 10n ** 9n) return `${wei} wei`;
  if (wei > 0n && wei < 10n ** 12n) return formatGwei(wei);
  const digits = wei.toString().padStart(19, '0');
  const fraction = digits.slice(-18).slice(0, 6).replace(/0+$/, '');
  return `${digits.slice(0, -18)}${fraction === '' ? '' : `.${fraction}`} ether`;
}

/** A price of gas for people. */
export function formatGwei(wei: bigint): string {
  const digits = wei.toString().padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  return `${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`} gwei`;
}
