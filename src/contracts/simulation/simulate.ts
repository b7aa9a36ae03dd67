import { RemoteError } from '../../report/index.ts';
import { type Address, type Hex, parseAddress } from '../../values/index.ts';
import type { Chain } from '../chain/chain.ts';
import { callOf } from '../chain/reads.ts';
import { executorCode } from './executor.ts';
import { decodeSteps, type ExecutedStep, type ExecutorStep, encodeSteps } from './executor-steps.ts';

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
  steps: readonly ExecutorStep[],
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
  const outcomes = decodeSteps(answer.data);
  if (outcomes.length === 0) {
    throw new RemoteError(
      "the chain's RPC node ignored the state override of eth_call, so the plan can't be simulated: use a node that supports overrides, such as geth, Nethermind, reth or anvil",
    );
  }
  return steps.map((step, index) => {
    const outcome = outcomes[index];
    return outcome === undefined ? { kind: 'not-reached' } : asOutcome(outcome, step);
  });
}

function asOutcome({ isSuccess, gasUsed, codeHash, data }: ExecutedStep, step: ExecutorStep): SimulationOutcome {
  return isSuccess ? { kind: 'success', gas: transactionGas(gasUsed, step), codeHash } : { kind: 'revert', data };
}

/** Adds what a transaction costs before its code runs (the CREATE in `used` already holds a creation's 32,000). */
function transactionGas(used: bigint, step: ExecutorStep): bigint {
  const digits = step.data.slice(2);
  let zeros = 0;
  for (let at = 0; at < digits.length; at += 2) if (digits.startsWith('00', at)) zeros++;
  const nonZeros = digits.length / 2 - zeros;
  const standard = 21_000n + used + BigInt(zeros * 4 + nonZeros * 16);
  const floor = 21_000n + BigInt(zeros * 10 + nonZeros * 40); // EIP-7623
  return standard > floor ? standard : floor;
}
