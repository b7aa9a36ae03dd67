import type { Address } from '../../values/index.ts';
import type { Chain } from '../chain/chain.ts';
import { osakaGas } from './chain-rules.ts';
import { estimateSteps } from './estimate.ts';
import { simulateBatch } from './simulate-batch.ts';
import { fitsOneRequest, simulateV1Read, withoutRefundRead } from './simulate-v1.ts';
import { createDependencies, type Dependencies, type SimulatedStep, type SimulationOutcome } from './simulated-step.ts';

/** On what steps are simulated. */
export interface SimulationScene {
  readonly deployer: Address;
  /** The deployer's next one. */
  readonly nonce: number;
  /** As which block: the coming one, because a chain that has only its first block may carry any time. */
  readonly block: { readonly number: number; readonly timeSeconds: number };
  readonly blockGasLimit: bigint;
  /** Whether the node has eth_simulateV1 with creations in it. */
  readonly hasSimulateV1: boolean;
  /** By the rules before London more gas is given back. */
  readonly beforeLondon?: boolean;
  /** What the deployer can pay. Limits with room for gas that may be given back are looked at again when they exceed it. */
  readonly affordableGas?: bigint;
}

export interface Simulation {
  readonly outcomes: readonly SimulationOutcome[];
  readonly method: 'eth_simulateV1' | 'eth_call' | 'eth_estimateGas';
}

/**
 * Runs all steps on the latest state, without a key, as well as the node can: as transactions; within one call; or, where
 * it takes no overrides, each alone that depends on no other.
 */
export async function simulate(
  chain: Chain,
  scene: SimulationScene,
  steps: readonly SimulatedStep[],
  signal: AbortSignal,
): Promise<Simulation> {
  const dependencies = createDependencies(steps);
  if (scene.hasSimulateV1 && steps.length > 0 && fitsOneRequest(steps)) {
    const [outcomes] = await chain.read([simulateV1Read(scene, steps)], signal);
    if (outcomes !== undefined) {
      const real = withoutFalse(outcomes, steps, dependencies);
      return { method: 'eth_simulateV1', outcomes: await tightened(real, chain, scene, steps, dependencies, signal) };
    }
  }
  const outcomes = await simulateBatch(chain, scene, steps, dependencies, signal);
  if (outcomes !== undefined) return { method: 'eth_call', outcomes: withoutFalse(outcomes, steps, dependencies) };
  return { method: 'eth_estimateGas', outcomes: await simulateAlone(chain, scene, steps, dependencies, signal) };
}

/**
 * Where limits with room for gas that may be given back are too much for the balance or for a block, it is asked which
 * steps get none: a set that fits is not refused.
 */
async function tightened(
  outcomes: readonly SimulationOutcome[],
  chain: Chain,
  scene: SimulationScene,
  steps: readonly SimulatedStep[],
  dependencies: Dependencies,
  signal: AbortSignal,
): Promise<readonly SimulationOutcome[]> {
  const limits = outcomes.flatMap((outcome) => (outcome.kind === 'success' ? [outcome.gasLimit] : []));
  const hasRoom = outcomes.some((outcome) => outcome.kind === 'success' && outcome.limitWithoutRefund !== undefined);
  const isTooMuch =
    limits.some((limit) => limit > scene.blockGasLimit || limit > osakaGas) ||
    (scene.affordableGas !== undefined && limits.reduce((sum, limit) => sum + limit, 0n) > scene.affordableGas);
  if (!hasRoom || !isTooMuch) return outcomes;
  const [fits] = await chain.read([withoutRefundRead(scene, steps, outcomes)], signal);
  const failed = [...steps.keys()].filter((index) => fits[index] !== true);
  const unknown = dependencies.dependents(failed);
  return outcomes.map((outcome, index) =>
    outcome.kind === 'success' && outcome.limitWithoutRefund !== undefined && fits[index] && !unknown.has(index)
      ? { ...outcome, gasLimit: outcome.limitWithoutRefund }
      : outcome,
  );
}

/**
 * What comes after a failure may succeed because a call to nothing does, or fail because something is missing. Behind a
 * failed call everything still stands that is called: what fails there too is told, because it mostly fails by itself.
 */
function withoutFalse(
  outcomes: readonly SimulationOutcome[],
  steps: readonly SimulatedStep[],
  dependencies: Dependencies,
): readonly SimulationOutcome[] {
  const failed = outcomes.flatMap(({ kind }, index) => (kind === 'revert' ? [index] : []));
  const first: number[] = [];
  const unreached = new Set<number>();
  for (const index of failed) {
    if (unreached.has(index)) continue;
    first.push(index);
    for (const dependent of dependencies.dependents(first)) unreached.add(dependent);
  }
  const baseless = dependencies.dependents(failed.filter((index) => steps[index]?.to === undefined));
  return outcomes.map((outcome, index) => {
    if (!unreached.has(index)) return outcome;
    return outcome.kind === 'revert' && !baseless.has(index)
      ? { ...outcome, followsFailure: true }
      : { kind: 'not-reached' };
  });
}

async function simulateAlone(
  chain: Chain,
  { deployer }: SimulationScene,
  steps: readonly SimulatedStep[],
  dependencies: Dependencies,
  signal: AbortSignal,
): Promise<readonly SimulationOutcome[]> {
  const alone = [...steps.keys()].filter((index) => dependencies.closure([index]).length === 1);
  const estimates = await estimateSteps(
    chain,
    deployer,
    alone.flatMap((index) => steps[index] ?? []),
    signal,
  );
  const known = new Map(alone.map((index, at) => [index, estimates[at]]));
  return steps.map(
    (_, index) =>
      known.get(index) ?? {
        kind: 'not-simulated',
        why: 'the node takes no state overrides, and it depends on steps before it',
      },
  );
}
