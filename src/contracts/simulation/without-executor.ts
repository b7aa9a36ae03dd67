import { type Hex, keccak256 } from '../../values/index.ts';
import type { CallAnswer, Chain } from '../chain/chain.ts';
import { type ChainRead, codeAt } from '../chain/reads.ts';
import { estimateOf } from './estimate.ts';
import { maySeeExecutor } from './executor-visibility.ts';
import type { SimulationScene } from './simulate.ts';
import type { Dependencies, SimulatedStep, SimulationOutcome } from './simulated-step.ts';

/** What the EVM itself says of code that ends without a reason: it has run. */
const endsByItself = /opcode|out ?of ?gas|stack|jump|code ?size/i;

const seesExecutor =
  'this node has no eth_simulateV1, and what it simulates with instead may be why the step fails: while it runs, the deployer has code';

/**
 * A contract can refuse a sender that has code, which the deployer has only while the executor lies over its account. So of
 * what failed there, a step that needs nothing before it is run once more by itself, from the deployer as it is; and of any
 * other the failure counts only if no code that it may run can see the executor, or if it fails with the very same words
 * by itself, without the executor and without what it needs: one cause is likelier than two that say the same.
 */
export async function doubtFailures(
  outcomes: readonly SimulationOutcome[],
  chain: Chain,
  { deployer }: SimulationScene,
  steps: readonly SimulatedStep[],
  dependencies: Dependencies,
  callAlone: (step: SimulatedStep) => ChainRead<CallAnswer>,
  signal: AbortSignal,
): Promise<readonly SimulationOutcome[]> {
  const failed = [...steps.entries()].filter(([index]) => outcomes[index]?.kind === 'revert');
  if (failed.length === 0) return outcomes;
  const closures = new Map(failed.map(([index]) => [index, dependencies.closure([index])]));
  const alone = failed.filter(([index]) => closures.get(index)?.length === 1);
  const others = failed.filter(([index]) => closures.get(index)?.length !== 1);
  const created = new Set(steps.map(({ address }) => address));
  const standing = [
    ...new Set(others.flatMap(([, { to, names }]) => (to === undefined ? names : [to, ...names]))),
  ].filter((address) => !created.has(address));
  const [calls, estimates, withoutNeeds, codes] = await Promise.all([
    chain.read(
      alone.map(([, step]) => callAlone(step)),
      signal,
    ),
    chain.read(
      alone.map(([, step]) => estimateOf(deployer, step)),
      signal,
    ),
    chain.read(
      others.map(([, step]) => callAlone(step)),
      signal,
    ),
    chain.read(standing.map(codeAt), signal),
  ]);
  const codeOf = new Map(standing.map((address, index) => [address, codes[index] ?? ('0x' as Hex)]));
  const doubted = new Map<number, SimulationOutcome>();
  for (const [at, [index, step]] of alone.entries()) {
    const outcome = withoutExecutor(step, calls[at], estimates[at]);
    if (outcome !== 'fails') doubted.set(index, outcome);
  }
  for (const [at, [index, { to, names }]] of others.entries()) {
    if (isSameRevert(outcomes[index], withoutNeeds[at])) continue;
    const mayRun = [
      ...(closures.get(index) ?? []).flatMap((needed) => {
        const step = steps[needed];
        return step === undefined || step.to !== undefined ? [] : [step.data];
      }),
      ...[to, ...names].flatMap((address) => (address === undefined ? [] : (codeOf.get(address) ?? []))),
    ];
    if (mayRun.some(maySeeExecutor)) doubted.set(index, { kind: 'not-simulated', why: seesExecutor });
  }
  const unknown = dependencies.dependents([...doubted.keys()]);
  return outcomes.map((outcome, index) => {
    if (unknown.has(index)) return { kind: 'not-simulated', why: 'it depends on a step that is not simulated with it' };
    return doubted.get(index) ?? outcome;
  });
}

/** Without a reason nothing is the same. */
function isSameRevert(outcome: SimulationOutcome | undefined, call: CallAnswer | undefined): boolean {
  return outcome?.kind === 'revert' && call?.kind === 'revert' && call.data !== '0x' && call.data === outcome.data;
}

function withoutExecutor(
  { to }: SimulatedStep,
  call: CallAnswer | undefined,
  estimate: SimulationOutcome | undefined,
): SimulationOutcome | 'fails' {
  if (call === undefined || estimate === undefined) return { kind: 'not-simulated', why: seesExecutor };
  if (call.kind === 'revert') return call.data === '0x' ? 'fails' : { kind: 'revert', data: call.data };
  if (call.kind === 'failed')
    return endsByItself.test(call.message) ? 'fails' : { kind: 'not-simulated', why: call.message };
  if (estimate.kind !== 'success')
    return { kind: 'not-simulated', why: estimate.kind === 'not-simulated' ? estimate.why : seesExecutor };
  return to === undefined ? { ...estimate, codeHash: keccak256(call.data) } : estimate;
}
