import type { Address, Hex } from '../../values/index.ts';
import { dataAt } from './executor.ts';

/** What one transaction of the deployer does. */
export interface ExecutorStep {
  /** Absent for a creation. */
  readonly to?: Address | undefined;
  readonly data: Hex;
  readonly value: bigint;
}

/** What the executor says of one step. */
export interface ExecutedStep {
  readonly isSuccess: boolean;
  /** Without what a transaction costs before its code runs. */
  readonly gasUsed: bigint;
  /** Of the code at the new contract, or at the target. */
  readonly codeHash: Hex;
  /** What came back: nothing from a successful creation. */
  readonly data: Hex;
}

/** The executor's input. */
export function encodeSteps(steps: readonly ExecutorStep[]): Hex {
  const longest = Math.max(...steps.map((step) => step.data.length / 2));
  const resultsAt = dataAt + Math.ceil(longest / 32) * 32;
  const parts = steps.map((step) => {
    const target = (step.to ?? '0x').slice(2).toLowerCase().padStart(64, '0');
    return target + word(step.value) + word(BigInt(step.data.length / 2 - 1)) + step.data.slice(2);
  });
  return `0x${word(BigInt(resultsAt))}${parts.join('')}` as Hex;
}

/** The executor's output: it ends with the first step that failed, and is empty where no executor ran. */
export function decodeSteps(output: Hex): readonly ExecutedStep[] {
  const steps: ExecutedStep[] = [];
  let at = 2;
  const readWord = (): string => {
    at += 64;
    return output.slice(at - 64, at).padEnd(64, '0');
  };
  while (at < output.length) {
    const isSuccess = BigInt(`0x${readWord()}`) === 1n;
    const gasUsed = BigInt(`0x${readWord()}`);
    const codeHash = `0x${readWord()}` as Hex;
    const length = Number(BigInt(`0x${readWord()}`));
    steps.push({ isSuccess, gasUsed, codeHash, data: `0x${output.slice(at, at + length * 2)}` as Hex });
    at += length * 2;
  }
  return steps;
}

function word(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}
