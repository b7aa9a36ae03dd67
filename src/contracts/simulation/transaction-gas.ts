import type { Hex } from '../../values/index.ts';
import type { SimulationSuccess } from './simulated-step.ts';

/** What a transaction costs before its code runs, of a creation without the 32,000 that the creating itself costs. */
export function intrinsicGas(data: Hex): bigint {
  const { zeros, others } = countBytes(data);
  return BigInt(21_000 + zeros * 4 + others * 16);
}

/** Of a transaction whose code used so much. */
export function transactionGas(data: Hex, used: bigint): bigint {
  const standard = intrinsicGas(data) + used;
  const floor = floorGas(data);
  if (floor > standard) return floor;
  return standard;
}

/** What a transaction costs at least, whatever its code does (EIP-7623). */
export function floorGas(data: Hex): bigint {
  const { zeros, others } = countBytes(data);
  return BigInt(21_000 + zeros * 10 + others * 40);
}

function countBytes(data: Hex): { readonly zeros: number; readonly others: number } {
  let zeros = 0;
  for (let at = 2; at < data.length; at += 2) if (data.startsWith('00', at)) zeros++;
  return { zeros, others: data.length / 2 - 1 - zeros };
}

/**
 * How far a figure can be from the truth: the state moves on before the transaction is mined; gas that is given back at
 * the end has to be there first; and steps that are simulated within one call find warm what the ones before have touched.
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
