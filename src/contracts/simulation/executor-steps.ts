import type { Address, Hex } from '../../values/index.ts';

/** What one transaction of the deployer does. */
export interface ExecutorStep {
  /** Absent for a creation. */
  readonly to?: Address | undefined;
  readonly data: Hex;
  readonly value: bigint;
  /** By how much the nonce is raised before: calls of the deployer, and steps that are left out, have used it up. */
  readonly bumps?: number;
}

/** What the executor says of one step. */
export interface ExecutedStep {
  readonly isSuccess: boolean;
  /** Without what a transaction costs before its code runs; a creation's own 32,000 are in it. */
  readonly gasUsed: bigint;
  /** What there was when it began. */
  readonly gasBefore: bigint;
  /** Of the code at the new contract, or at the target. */
  readonly codeHash: Hex;
  /** What came back: nothing from a successful creation. */
  readonly data: Hex;
}

/** The executor's input. */
export function encodeSteps(steps: readonly ExecutorStep[]): Hex {
  const parts = steps.map(({ to, data, value, bumps = 0 }) => {
    const target = (to ?? '0x').slice(2).toLowerCase().padStart(64, '0');
    return target + word(bumps) + word(value) + word(data.length / 2 - 1) + data.slice(2);
  });
  return `0x${parts.join('')}`;
}

export function longestData(steps: readonly ExecutorStep[]): number {
  return steps.reduce((longest, { data }) => Math.max(longest, data.length / 2), 0);
}

const headDigits = 5 * 64;

/** The executor's output: it ends with the first step that failed, and is empty where no executor ran. */
export function decodeSteps(output: Hex): readonly ExecutedStep[] {
  const steps: ExecutedStep[] = [];
  let at = 2;
  const readWord = (): Hex => {
    at += 64;
    return `0x${output.slice(at - 64, at)}`;
  };
  while (at + headDigits <= output.length) {
    const isSuccess = BigInt(readWord()) === 1n;
    const gasUsed = BigInt(readWord());
    const gasBefore = BigInt(readWord());
    const codeHash = readWord();
    const length = Number(BigInt(readWord()));
    steps.push({ isSuccess, gasUsed, gasBefore, codeHash, data: `0x${output.slice(at, at + length * 2)}` });
    at += length * 2;
  }
  return steps;
}

function word(value: bigint | number): string {
  return value.toString(16).padStart(64, '0');
}
