import { RemoteError } from '../../report/index.ts';
import { type Address, type Hex, parseAddress } from '../../values/index.ts';
import type { Chain } from '../chain/chain.ts';
import { callOf } from '../chain/reads.ts';
import { dataAt, executorCode } from './executor.ts';

/** What one transaction of the deployer is about to do. */
export interface SimulatedStep {
  /** Absent for a creation. */
  readonly to?: Address;
  readonly data: Hex;
  readonly value: bigint;
}

export type SimulationOutcome =
  | {
      readonly kind: 'success' /** What a transaction needs, its fixed costs included. */;
      readonly gas: bigint /** Of the created code. */;
      readonly codeHash: Hex;
    }
  | { readonly kind: 'revert'; readonly data: Hex }
  /** A step before it failed. */
  | { readonly kind: 'not-reached' };

/** More than any set needs; nodes cut it to their own limit. */
const simulationGas = 2_000_000_000n;

/** Anybody but the deployer: a sender with code is refused, and the deployer has code while the executor lies over it. */
const caller = parseAddress('0x00000000000000000000000000000000006b6470');

/**
 * Runs all steps on the latest state, in one eth_call, without a key.
 * @param block as which they run: the coming one, because a chain that has only its first block may carry any time.
 * @throws RemoteError when the node can't lay code over an account in eth_call.
 */
export async function simulate(
  chain: Chain,
  deployer: Address,
  steps: readonly SimulatedStep[],
  block: { readonly number: number; readonly timeSeconds: number },
  signal: AbortSignal,
): Promise<readonly SimulationOutcome[]> {
  if (steps.length === 0) return [];
  const [answer] = await chain.read(
    [
      callOf({
        from: caller,
        to: deployer,
        data: encodeSteps(steps),
        gas: simulationGas,
        blockOverride: block,
        accounts: new Map([[deployer, { code: executorCode() }]]),
      }),
    ],
    signal,
  );
  if (answer?.kind !== 'output') {
    throw new RemoteError(
      `the chain's RPC node could not simulate the plan (eth_call with the deployer's code overridden): ${answer?.message ?? 'no answer'}. Use a node that supports state overrides, such as geth, Nethermind, reth or anvil`,
    );
  }
  const outcomes = readOutcomes(answer.data, steps);
  if (outcomes.length === 0) {
    throw new RemoteError(
      "the chain's RPC node ignored the state override of eth_call, so the plan can't be simulated: use a node that supports overrides, such as geth, Nethermind, reth or anvil",
    );
  }
  return steps.map((_, index) => outcomes[index] ?? { kind: 'not-reached' });
}

function encodeSteps(steps: readonly SimulatedStep[]): Hex {
  const longest = Math.max(...steps.map((step) => step.data.length / 2));
  const resultsAt = dataAt + Math.ceil(longest / 32) * 32;
  const parts = steps.map((step) => {
    const target = (step.to ?? '0x').slice(2).toLowerCase().padStart(64, '0');
    return target + word(step.value) + word(BigInt(step.data.length / 2 - 1)) + step.data.slice(2);
  });
  return `0x${word(BigInt(resultsAt))}${parts.join('')}` as Hex;
}

function readOutcomes(output: Hex, steps: readonly SimulatedStep[]): SimulationOutcome[] {
  const outcomes: SimulationOutcome[] = [];
  let at = 2;
  const readWord = (): string => {
    at += 64;
    return output.slice(at - 64, at).padEnd(64, '0');
  };
  for (const step of steps) {
    if (at >= output.length) break;
    const isSuccess = BigInt(`0x${readWord()}`) === 1n;
    const used = BigInt(`0x${readWord()}`);
    const codeHash = `0x${readWord()}` as Hex;
    const length = Number(BigInt(`0x${readWord()}`));
    const data = `0x${output.slice(at, at + length * 2)}` as Hex;
    at += length * 2;
    outcomes.push(
      isSuccess ? { kind: 'success', gas: transactionGas(used, step), codeHash } : { kind: 'revert', data },
    );
  }
  return outcomes;
}

/** Adds what a transaction costs before its code runs (the CREATE in `used` already holds a creation's 32,000). */
function transactionGas(used: bigint, step: SimulatedStep): bigint {
  const digits = step.data.slice(2);
  let zeros = 0;
  for (let at = 0; at < digits.length; at += 2) if (digits.startsWith('00', at)) zeros++;
  const nonZeros = digits.length / 2 - zeros;
  const standard = 21_000n + used + BigInt(zeros * 4 + nonZeros * 16);
  const floor = 21_000n + BigInt(zeros * 10 + nonZeros * 40); // EIP-7623
  return standard > floor ? standard : floor;
}

function word(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}
