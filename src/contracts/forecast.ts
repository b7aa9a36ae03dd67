import type { Address, Hex } from '../values/index.ts';
import { type Abi, signatureOf } from './abi/json-abi.ts';
import type { Chain, ChainState } from './chain/chain.ts';
import { formatEther, gasLimitFor, highestPrice, quoteFee } from './fees.ts';
import type { CallStep, CreateStep, Plan, Step } from './plan-step.ts';
import { describeRevert } from './revert-reason.ts';
import type { PreparedSet } from './set-checks.ts';
import type { Fee } from './signer.ts';
import { type SimulationOutcome, simulate } from './simulation/simulate.ts';

export type SendingStep = CreateStep | CallStep;

/** What carrying out a plan will take, from a simulation of all of it; findings stop it before anything is sent. */
export interface Forecast {
  readonly gasLimits: ReadonlyMap<SendingStep, bigint>;
  /** Of the code that each creation is going to leave. */
  readonly codeHashes: ReadonlyMap<Address, Hex>;
  readonly fee: Fee;
  readonly gas: bigint;
  readonly worstCost: bigint;
  /** The steps that can't succeed, in words. */
  readonly findings: readonly string[];
  /** What the deployer lacks, in words; undefined when the balance suffices. */
  readonly missingBalance: string | undefined;
}

/** Simulates every step of the plan that sends something, in order, and prices it. */
export async function forecastPlan(
  chain: Chain,
  deployer: Address,
  plan: Plan,
  set: PreparedSet,
  state: ChainState,
  unixSeconds: number,
  signal: AbortSignal,
): Promise<Forecast> {
  const steps = plan.steps.filter(isSending);
  const comingBlock = {
    number: state.block.number + 1,
    timeSeconds: Math.max(state.block.timeSeconds + 1, unixSeconds),
  };
  const outcomes = await simulate(chain, deployer, steps.map(asTransaction), comingBlock, signal);
  const gasLimits = new Map<SendingStep, bigint>();
  const codeHashes = new Map<Address, Hex>();
  const findings: string[] = [];
  for (const [index, step] of steps.entries()) {
    const outcome = outcomes[index] ?? { kind: 'not-reached' };
    findings.push(...findingsOf(step, outcome, set, state.block.gasLimit));
    if (outcome.kind !== 'success') continue;
    gasLimits.set(step, gasLimitFor(outcome.gas, state.block.gasLimit));
    if (step.kind === 'create') codeHashes.set(step.address, outcome.codeHash);
  }
  const fee = quoteFee(state);
  const gas = sum(outcomes.map((outcome) => (outcome.kind === 'success' ? outcome.gas : 0n)));
  const worstCost =
    sum([...gasLimits.values()]) * highestPrice(fee) + sum(steps.map((step) => asTransaction(step).value));
  const missing = worstCost - state.balance;
  const missingBalance =
    missing > 0n
      ? `the deployer ${deployer} has ${formatEther(state.balance)}, the plan can cost up to ${formatEther(worstCost)}: ${formatEther(missing)} are missing`
      : undefined;
  return { gasLimits, codeHashes, fee, gas, worstCost, findings, missingBalance };
}

export function isSending(step: Step): step is SendingStep {
  return step.kind === 'create' || step.kind === 'call';
}

/** A step as the transaction that it becomes. */
export function asTransaction(step: SendingStep): {
  readonly to?: Address;
  readonly data: Hex;
  readonly value: bigint;
} {
  return step.kind === 'create'
    ? { data: step.data, value: step.value }
    : { to: step.target, data: step.calldata, value: step.value };
}

/** How messages name a step. */
export function titleOf(step: SendingStep): string {
  return step.kind === 'create' ? `the creation of ${step.contract}` : `the call ${step.contract}.${step.function}`;
}

/** Where the names of a step's errors are found. */
export function abiOf(step: SendingStep, set: PreparedSet): Abi {
  if (step.kind === 'create') return set.contracts.find(({ name }) => name === step.contract)?.artifact.abi ?? [];
  return (
    set.calls.find(({ contract, entry }) => contract === step.contract && signatureOf(entry) === step.function)?.abi ??
    []
  );
}

const largestCode = 24_576; // EIP-170

function findingsOf(
  step: SendingStep,
  outcome: SimulationOutcome,
  set: PreparedSet,
  blockGasLimit: bigint,
): readonly string[] {
  if (outcome.kind === 'revert') {
    const isEmptyCreation = outcome.data === '0x' && step.kind === 'create';
    const hint = isEmptyCreation
      ? ` (its constructor reverts, its code is over the chain's limit of ${largestCode} bytes, or the node ends a long eth_call early)`
      : '';
    return [`${titleOf(step)} would revert: ${describeRevert(outcome.data, abiOf(step, set))}${hint}`];
  }
  if (outcome.kind === 'success' && outcome.gas > blockGasLimit) {
    return [`${titleOf(step)} needs ${outcome.gas} gas, a block of this chain takes ${blockGasLimit}`];
  }
  return [];
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
