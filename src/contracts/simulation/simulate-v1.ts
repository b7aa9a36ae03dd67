import { type Hex, isHex, keccak256 } from '../../values/index.ts';
import { hexQuantity } from '../chain/eth-call.ts';
import type { ChainRead } from '../chain/reads.ts';
import type { SimulationScene } from './simulate.ts';
import type { SimulatedStep, SimulationOutcome } from './simulated-step.ts';
import { success, transactionGas } from './transaction-gas.ts';

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
  { deployer, nonce, block }: SimulationScene,
  steps: readonly SimulatedStep[],
): ChainRead<readonly SimulationOutcome[] | undefined> {
  const calls = steps.map(({ to, data, value }) => ({
    from: deployer,
    ...(to === undefined ? {} : { to }),
    input: data,
    value: hexQuantity(value),
    gas: hexQuantity(gasFor(data)),
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
  return {
    method: 'eth_simulateV1',
    params: [{ blockStateCalls: [blockState], validation: false }, 'latest'],
    parse(answer) {
      if ('error' in answer) return undefined;
      const results = resultsIn(answer.result);
      if (results?.length !== steps.length) return undefined;
      const outcomes = results.map((result, index) => readResult(result, steps[index]));
      return outcomes.every((outcome) => outcome !== undefined) ? outcomes : undefined;
    },
  };
}

function gasFor(data: Hex): bigint {
  return transactionGas(data, BigInt(data.length / 2 - 1) * gasOfCodeByte + gasForRunning);
}

function readResult(result: unknown, step: SimulatedStep | undefined): SimulationOutcome | undefined {
  if (!isRecord(result) || step === undefined) return undefined;
  const { status, gasUsed, maxUsedGas, returnData, error } = result;
  if (status === '0x1') {
    const used = quantity(gasUsed);
    if (used === undefined || typeof returnData !== 'string' || !isHex(returnData)) return undefined;
    // Before what is given back at the end, where the node tells that.
    const needed = quantity(maxUsedGas) ?? used;
    const isCreation = step.to === undefined;
    const { gasLimit } = success(needed, isCreation ? 'creation' : 'call', undefined);
    return { kind: 'success', gas: used, gasLimit, codeHash: isCreation ? keccak256(returnData) : undefined };
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
