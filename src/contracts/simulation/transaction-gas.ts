import { bytesOf, type Hex } from '../../values/index.ts';
import type { SimulationSuccess } from './simulated-step.ts';

/**
 * What a transaction costs whose code used so much (of a creation with the 32,000 that the creating itself costs): its
 * bytes and all that is fixed, and at least what Prague's rules ask for the bytes (EIP-7623).
 */
export function transactionGas(data: Hex, used: bigint): bigint {
  let zeros = 0;
  const bytes = bytesOf(data);
  for (const byte of bytes) if (byte === 0) zeros++;
  const others = bytes.length - zeros;
  const standard = BigInt(21_000 + zeros * 4 + others * 16) + used;
  const floor = BigInt(21_000 + zeros * 10 + others * 40);
  if (floor > standard) return floor;
  return standard;
}

/**
 * How far a figure can be from the truth: the state moves on before the transaction is mined; a contract gives what it calls
 * or creates at most 63/64 of its gas, so that a sixty-third more has to be there for each level (EIP-150; 6/5 is enough
 * for eleven levels, one within the other, that use up everything); and steps that are simulated within one call find warm
 * what the ones before have touched.
 */
export type Accuracy = 'creation' | 'creation-that-names' | 'call' | 'call-within-a-call';

const margins: Readonly<Record<Accuracy, (gas: bigint) => bigint>> = {
  // Kept small: a block is filled by what transactions may use, not by what they do.
  creation: (gas) => (gas * 6n) / 5n + 20_000n,
  'creation-that-names': (gas) => (gas * 6n) / 5n + 70_000n,
  call: (gas) => (gas * 3n) / 2n + 20_000n,
  'call-within-a-call': (gas) => gas * 2n + 150_000n,
};

export function success(gas: bigint, accuracy: Accuracy, codeHash: Hex | undefined): SimulationSuccess {
  return { kind: 'success', gas, gasLimit: margins[accuracy](gas), codeHash };
}

/**
 * Of a figure from which is already taken what is given back at the end: that has to be there first. It is at most a fifth
 * of what was used (EIP-3529), or half by the rules before London, so this is what can have been used.
 */
export function successAfterRefund(
  gas: bigint,
  accuracy: 'creation' | 'call',
  codeHash: Hex | undefined,
  beforeLondon: boolean,
): SimulationSuccess {
  const used = beforeLondon ? gas * 2n : (gas * 5n + 3n) / 4n;
  const { gasLimit: limitWithoutRefund } = success(gas, accuracy, codeHash);
  // Of a call too: its larger margin has room for what is given back by London's rules.
  return { kind: 'success', gas, gasLimit: margins.creation(used), limitWithoutRefund, codeHash };
}

/** With so much a transaction succeeds that gets nothing back, and is nested no more than three levels deep. */
export function gasWithoutRefund(gas: bigint): bigint {
  return (gas * 21n) / 20n;
}
