import { type Hex, isHex, keccak256 } from '../../values/index.ts';
import { hexQuantity } from '../chain/eth-call.ts';
import type { ChainRead } from '../chain/reads.ts';
import type { SimulationScene } from './simulate.ts';
import type { SimulatedStep, SimulationOutcome } from './simulated-step.ts';
import { gasWithoutRefund, success, successAfterRefund, transactionGas } from './transaction-gas.ts';

/** More ether than there is, so that only the forecast speaks of what is missing. */
export const plenty = 2n ** 128n;

/** A node lends the calls of one request only so much gas together; each is given what nearly every step needs. */
const gasForRunning = 4_000_000n;
const gasOfCodeByte = 200n;
/** Servers take no longer requests than a few megabytes. */
const mostDigits = 3_000_000;
/** Larger than any block's, so that how much fits is decided when the steps are sent. */
const blockGas = 2n ** 40n;

/**
 * Asks whether a node has eth_simulateV1 with creations in it. One that stops at once is cheap enough to be asked with everything
 * else, and a node that can't do it is then never sent the whole plan for nothing.
 */
export function simulatesCreations(): ChainRead<boolean> {
  const calls = [{ from: `0x${'0'.repeat(40)}`, input: '0x00' }];
  return {
    method: 'eth_simulateV1',
    params: [{ blockStateCalls: [{ calls }], validation: false }, 'latest'],
    parse: (answer) => 'result' in answer && resultsIn(answer.result)?.length === 1,
  };
}

export function fitsOneRequest(steps: readonly SimulatedStep[]): boolean {
  return steps.reduce((sum, { data }) => sum + data.length, 0) <= mostDigits;
}

/**
 * Runs all steps as the transactions that they will be. Undefined when that tells nothing: the node can't do it, or the
 * gas that it lends ran out.
 */
export function simulateV1Read(
  scene: SimulationScene,
  steps: readonly SimulatedStep[],
): ChainRead<readonly SimulationOutcome[] | undefined> {
  return {
    method: 'eth_simulateV1',
    params: paramsOf(
      scene,
      steps.map((step) => ({ ...step, gas: gasFor(step.data) })),
    ),
    parse(answer) {
      if ('error' in answer) return undefined;
      const results = resultsIn(answer.result);
      if (results?.length !== steps.length) return undefined;
      const outcomes = results.map((result, index) => readResult(result, steps[index], scene.beforeLondon === true));
      return outcomes.every((outcome) => outcome !== undefined) ? outcomes : undefined;
    },
  };
}

/**
 * Runs all steps once more, those that may get gas back with as much as they need if they do not: which of them succeed.
 * None where that tells nothing.
 */
export function withoutRefundRead(
  scene: SimulationScene,
  steps: readonly SimulatedStep[],
  outcomes: readonly SimulationOutcome[],
): ChainRead<readonly boolean[]> {
  const gasOf = ({ data }: SimulatedStep, outcome: SimulationOutcome | undefined) =>
    outcome?.kind === 'success' && outcome.limitWithoutRefund !== undefined
      ? gasWithoutRefund(outcome.gas)
      : gasFor(data);
  return {
    method: 'eth_simulateV1',
    params: paramsOf(
      scene,
      steps.map((step, index) => ({ ...step, gas: gasOf(step, outcomes[index]) })),
    ),
    parse(answer) {
      const results = 'error' in answer ? undefined : resultsIn(answer.result);
      return steps.map((_, index) => {
        const result = results?.length === steps.length ? results[index] : undefined;
        return isRecord(result) && result['status'] === '0x1';
      });
    },
  };
}

function paramsOf(
  { deployer, nonce, block }: SimulationScene,
  steps: readonly (SimulatedStep & { readonly gas: bigint })[],
): readonly unknown[] {
  const calls = steps.map(({ to, data, value, gas }) => ({
    from: deployer,
    ...(to === undefined ? {} : { to }),
    input: data,
    value: hexQuantity(value),
    gas: hexQuantity(gas),
  }));
  const blockState = {
    blockOverrides: {
      number: hexQuantity(block.number),
      time: hexQuantity(block.timeSeconds),
      gasLimit: hexQuantity(blockGas),
    },
    stateOverrides: { [deployer]: { balance: hexQuantity(plenty), nonce: hexQuantity(nonce) } },
    calls,
  };
  return [{ blockStateCalls: [blockState], validation: false }, 'latest'];
}

function gasFor(data: Hex): bigint {
  return transactionGas(data, BigInt(data.length / 2 - 1) * gasOfCodeByte + gasForRunning);
}

function readResult(
  result: unknown,
  step: SimulatedStep | undefined,
  beforeLondon: boolean,
): SimulationOutcome | undefined {
  if (!isRecord(result) || step === undefined) return undefined;
  const { status, gasUsed, maxUsedGas, returnData, error } = result;
  if (status === '0x1') {
    const used = quantity(gasUsed);
    if (used === undefined || typeof returnData !== 'string' || !isHex(returnData)) return undefined;
    const isCreation = step.to === undefined;
    const accuracy = isCreation ? 'creation' : 'call';
    const codeHash = isCreation ? keccak256(returnData) : undefined;
    // Before what is given back at the end, where the node tells that.
    const needed = quantity(maxUsedGas);
    return needed === undefined
      ? successAfterRefund(used, accuracy, codeHash, beforeLondon)
      : { ...success(needed, accuracy, codeHash), gas: used };
  }
  if (status !== '0x0' || !isRecord(error) || typeof error['message'] !== 'string') return undefined;
  if (/out of gas|gas too low|gas limit|insufficient/i.test(error['message'])) return undefined;
  const data = [error['data'], returnData].find(
    (bytes): bytes is Hex => typeof bytes === 'string' && isHex(bytes) && bytes !== '0x',
  );
  const isPlainRevert = /revert/i.test(error['message']);
  return { kind: 'revert', data: data ?? '0x', message: isPlainRevert ? undefined : error['message'] };
}

function resultsIn(answer: unknown): readonly unknown[] | undefined {
  const block: unknown = Array.isArray(answer) ? answer[0] : undefined;
  return isRecord(block) && Array.isArray(block['calls']) ? block['calls'] : undefined;
}

function quantity(value: unknown): bigint | undefined {
  return typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value) ? BigInt(value) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
