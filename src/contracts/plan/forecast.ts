import type { Problem } from '../../report/index.ts';
import type { Address, Hex } from '../../values/index.ts';
import { type Abi, signatureOf } from '../abi/json-abi.ts';
import type { Chain, ChainState } from '../chain/chain.ts';
import type { ChainSettings } from '../journal/chain-schema.ts';
import { describeRevert } from '../revert-reason.ts';
import { chainProblem } from '../sending/refused.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import { largestTransaction, takesLongCreations } from '../simulation/chain-rules.ts';
import { type Simulation, simulate } from '../simulation/simulate.ts';
import type { SimulatedStep, SimulationOutcome } from '../simulation/simulated-step.ts';
import { formatEther, formatGwei, highestPrice, quoteFee } from '../transaction/fees.ts';
import type { Fee } from '../transaction/signer.ts';
import { defaultCodeSizeLimit } from './chain-facts.ts';
import type { CallStep, CreateStep, Plan, Step } from './plan-step.ts';

export type SendingStep = CreateStep | CallStep;

/** What carrying out a plan will take, from a simulation of all of it; findings stop it before anything is sent. */
export interface Forecast {
  /** How much of the plan is known to succeed or to fail: of the rest, {@link outcomes} has why nothing is known. */
  readonly simulation: 'all' | 'part' | 'none';
  readonly method: Simulation['method'];
  readonly outcomes: ReadonlyMap<SendingStep, SimulationOutcome>;
  /**
   * What each transaction may use. A step that could not be simulated has none: it is estimated when everything that it
   * depends on is mined, by `estimateSteps`, and so can't be in one layer with that.
   */
  readonly gasLimits: ReadonlyMap<SendingStep, bigint>;
  /** Of the code that each creation is going to leave, where the simulation tells. */
  readonly codeHashes: ReadonlyMap<Address, Hex>;
  readonly fee: Fee;
  /** What will be used, of the steps that were simulated. */
  readonly gas: bigint;
  /** Of the steps that were simulated, with all ether that is sent along. */
  readonly worstCost: bigint;
  /** The steps that can't succeed, and what they would cost too much, in words. */
  readonly findings: readonly Problem[];
  /** What is not known, in words. */
  readonly notSimulated: readonly string[];
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
  limits: ChainSettings['fees'] = {},
): Promise<Forecast> {
  const steps = plan.steps.filter(isSending);
  const tooLong = await tooLongCreations(chain, steps, signal);
  const fee = quoteFee(state, limits.cap);
  const ether = sum(steps.map(({ value }) => value));
  const price = highestPrice(fee);
  const affordableGas = price === 0n ? undefined : affordable(state.balance - ether, limits.budget) / price;
  const { method, outcomes: ofSteps } =
    tooLong.length > 0
      ? unsimulated(steps, 'the plan has a creation that the chain does not take')
      : await simulateSteps(chain, deployer, steps, state, affordableGas, unixSeconds, signal);
  const outcomes = new Map(steps.map((step, index) => [step, ofSteps[index] ?? { kind: 'not-reached' as const }]));
  const most = await largestTransaction(chain, [...outcomes.values()], state.block.gasLimit, signal);
  const gasLimits = new Map<SendingStep, bigint>();
  const codeHashes = new Map<Address, Hex>();
  const findings = [...tooLong];
  const notSimulated: string[] = [];
  for (const [step, outcome] of outcomes) {
    findings.push(...findingsOf(step, outcome, plan, set, most));
    if (outcome.kind === 'not-simulated') notSimulated.push(`${titleOf(step)} is not simulated: ${outcome.why}`);
    if (outcome.kind === 'not-reached')
      notSimulated.push(`${titleOf(step)} is not simulated: a step before it would revert, on which it may depend`);
    if (outcome.kind !== 'success') continue;
    gasLimits.set(step, outcome.gasLimit > most.gas && outcome.gas <= most.gas ? most.gas : outcome.gasLimit);
    if (step.kind === 'create' && outcome.codeHash !== undefined) codeHashes.set(step.address, outcome.codeHash);
  }
  const gas = sum([...outcomes.values()].map((outcome) => (outcome.kind === 'success' ? outcome.gas : 0n)));
  const gasCost = sum([...gasLimits.values()]) * price;
  const worstCost = gasCost + ether;
  findings.push(...costFindings(gasCost, state, limits));
  const missing = worstCost - state.balance;
  const missingBalance =
    missing > 0n
      ? `the deployer ${deployer} has ${formatEther(state.balance)}, the plan can cost up to ${formatEther(worstCost)}: ${formatEther(missing)} are missing`
      : undefined;
  const simulation =
    notSimulated.length === 0 ? 'all' : notSimulated.length === steps.length ? ('none' as const) : ('part' as const);
  return {
    simulation,
    method,
    outcomes,
    gasLimits,
    codeHashes,
    fee,
    gas,
    worstCost,
    findings,
    notSimulated,
    missingBalance,
  };
}

async function simulateSteps(
  chain: Chain,
  deployer: Address,
  steps: readonly SendingStep[],
  state: ChainState,
  affordableGas: bigint | undefined,
  unixSeconds: number,
  signal: AbortSignal,
): Promise<Simulation> {
  const [first] = steps;
  if (first !== undefined && first.nonce > state.nonce)
    return unsimulated(steps, 'it builds on transactions of an unfinished run that are not mined yet');
  return simulate(
    chain,
    {
      deployer,
      nonce: state.nonce,
      block: {
        number: state.block.number + 1,
        timeSeconds: Math.max(state.block.timeSeconds + 1, unixSeconds),
      },
      blockGasLimit: state.block.gasLimit,
      hasSimulateV1: state.hasSimulateV1,
      beforeLondon: state.baseFee === undefined,
      ...(affordableGas === undefined ? {} : { affordableGas }),
    },
    steps.map(asSimulated),
    signal,
  );
}

function unsimulated(steps: readonly SendingStep[], why: string): Simulation {
  return { method: 'eth_call', outcomes: steps.map(() => ({ kind: 'not-simulated', why })) };
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

function asSimulated(step: SendingStep): SimulatedStep {
  const { nonce, names } = step;
  return { ...asTransaction(step), nonce, names, address: step.kind === 'create' ? step.address : undefined };
}

/** How messages name a step. */
export function titleOf(step: SendingStep): string {
  return step.kind === 'create' ? `the creation of ${step.contract}` : `the call ${step.contract}.${step.function}`;
}

/** Where the set has a step. */
function pathOf(step: SendingStep): Problem['path'] {
  return step.kind === 'create' ? ['contracts', step.contract] : (step.path ?? []);
}

/** Where the names of a step's errors are found first. */
export function abiOf(step: SendingStep, set: PreparedSet): Abi {
  if (step.kind === 'create') return set.contracts.find(({ name }) => name === step.contract)?.artifact.abi ?? [];
  return (
    set.calls.find(({ contract, entry }) => contract === step.contract && signatureOf(entry) === step.function)?.abi ??
    []
  );
}

/** Why a step reverts: errors of what it calls are named too. */
export function whyItReverts(data: Hex, step: SendingStep, set: PreparedSet): string {
  return describeRevert(data, abiOf(step, set), ...set.contracts.map(({ artifact }) => artifact.abi));
}

async function tooLongCreations(
  chain: Chain,
  steps: readonly SendingStep[],
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const long = steps.flatMap((step) =>
    step.kind === 'create' && !takesLongCreations.fits(step.data) ? [{ step, bytes: step.data.length / 2 - 1 }] : [],
  );
  if (long.length === 0 || (await takesLongCreations.ask(chain, signal))) return [];
  return long.map(({ step, bytes }) => ({
    path: pathOf(step),
    message: `${titleOf(step)} takes ${bytes} bytes of creation code and arguments, a transaction of this chain takes ${takesLongCreations.mostBytes} (EIP-3860)`,
  }));
}

function findingsOf(
  step: SendingStep,
  outcome: SimulationOutcome,
  plan: Plan,
  set: PreparedSet,
  most: { readonly gas: bigint; readonly what: string },
): readonly Problem[] {
  const path = pathOf(step);
  if (outcome.kind === 'revert') {
    const { data, message } = outcome;
    const why = data === '0x' && message !== undefined ? message : whyItReverts(data, step, set);
    const hint = step.kind === 'call' ? hintOfCall(step, plan) : data === '0x' ? hintOfCreation(step, set) : '';
    return [
      {
        path,
        message: `${titleOf(step)} would revert${outcome.followsFailure === true ? ' too (without what would revert before it)' : ''}: ${why}${hint}`,
      },
    ];
  }
  if (outcome.kind === 'success' && outcome.gas > most.gas)
    return [{ path, message: `${titleOf(step)} needs ${outcome.gas} gas, ${most.what} ${most.gas}` }];
  return [];
}

/** What may be behind a creation that fails without a reason. */
function hintOfCreation(step: CreateStep, set: PreparedSet): string {
  const code = set.contracts.find(({ name }) => name === step.contract)?.artifact.deployedCode ?? '';
  const bytes = code.length / 2;
  return bytes > defaultCodeSizeLimit
    ? ` (its code has ${bytes} bytes, chains take ${defaultCodeSizeLimit} unless they are set up otherwise: EIP-170)`
    : ' (its constructor reverts)';
}

/** A contract that is kept may have had a call that it takes only once, such as one that gives its ownership away. */
function hintOfCall({ contract, function: name, target, isOneShot, behind }: CallStep, { steps }: Plan): string {
  if (behind !== undefined) {
    return `. It was made already, but before ${behind}, which stands before it in the set and came to nothing then. Where their order doesn't matter, let ${contract}.${name} stand before it in the set`;
  }
  const isKept = steps.some((step) => step.kind === 'keep' && step.address === target);
  return isKept && !isOneShot
    ? `. ${contract} is kept: if it takes this call only once, say "one-shot: true" at the call and "allow-redeploy: true" at the contract, and it is created anew`
    : '';
}

function costFindings(
  gasCost: bigint,
  { baseFee, gasPrice }: ChainState,
  { cap, budget }: NonNullable<ChainSettings['fees']>,
): readonly Problem[] {
  const findings: Problem[] = [];
  const price = baseFee ?? gasPrice;
  if (cap !== undefined && cap < price) {
    findings.push(
      chainProblem(
        'fees.cap',
        `chain.fees.cap is ${formatGwei(cap)}, ${baseFee === undefined ? "the chain's gas price" : 'the base fee of the last block'} is ${formatGwei(price)}: nothing would be mined. Wait until it falls, or raise the cap`,
      ),
    );
  }
  if (budget !== undefined && budget < gasCost) {
    findings.push(
      chainProblem(
        'fees.budget',
        `chain.fees.budget is ${formatEther(budget)}, the gas of the plan can cost up to ${formatEther(gasCost)}`,
      ),
    );
  }
  return findings;
}

function affordable(balance: bigint, budget: bigint | undefined): bigint {
  const most = budget !== undefined && budget < balance ? budget : balance;
  return most > 0n ? most : 0n;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
