import { RemoteError } from '../../report/index.ts';
import type { Address } from '../../values/index.ts';
import type { Chain } from '../chain/chain.ts';
import { asTransaction, type Forecast, type SendingStep, titleOf, whyItReverts } from '../plan/forecast.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import { estimateSteps } from '../simulation/estimate.ts';

/**
 * Cuts a layer where the gas of a step is not known and can't be estimated before steps of the same layer are mined. The
 * usual layer, of which all was simulated, stays whole. In the order of the nonces.
 */
export function wavesOf(
  layer: readonly SendingStep[],
  { gasLimits }: Pick<Forecast, 'gasLimits'>,
): readonly (readonly SendingStep[])[] {
  const waves: SendingStep[][] = [];
  let touched = new Set<Address>();
  for (const step of layer) {
    const last = waves.at(-1);
    const touches = step.kind === 'create' ? [step.address, ...step.names] : [step.target, ...step.names];
    const mustWait = !gasLimits.has(step) && touches.some((address) => touched.has(address));
    if (last === undefined || mustWait) {
      waves.push([step]);
      touched = new Set();
    } else last.push(step);
    // What is created, and what a call changes, matters to those after it; that something is linked does not.
    for (const address of step.kind === 'create' ? [step.address] : touches) touched.add(address);
  }
  return waves;
}

/** The gas limits of a wave: those of the forecast, and for the rest an estimate on what is mined by now. */
export async function gasLimitsNow(
  chain: Chain,
  deployer: Address,
  wave: readonly SendingStep[],
  { gasLimits }: Pick<Forecast, 'gasLimits'>,
  set: PreparedSet,
  signal: AbortSignal,
): Promise<ReadonlyMap<SendingStep, bigint>> {
  const unknown = wave.filter((step) => !gasLimits.has(step));
  const estimates =
    unknown.length === 0 ? [] : await estimateSteps(chain, deployer, unknown.map(asTransaction), signal);
  const limits = new Map(wave.flatMap((step) => entry(step, gasLimits.get(step))));
  const failures: string[] = [];
  for (const [index, step] of unknown.entries()) {
    const outcome = estimates[index];
    if (outcome?.kind === 'success') limits.set(step, outcome.gasLimit);
    else if (outcome?.kind === 'revert')
      failures.push(`${titleOf(step)} would revert: ${whyItReverts(outcome.data, step, set)}`);
    else
      failures.push(
        `the gas of ${titleOf(step)} can't be estimated: ${outcome?.kind === 'not-simulated' ? outcome.why : 'no answer'}`,
      );
  }
  if (failures.length > 0) {
    throw new RemoteError(
      `${failures.join('\n')}\nNothing of this layer is sent. What was created before is kept: mend the cause and run again`,
    );
  }
  return limits;
}

function entry(step: SendingStep, limit: bigint | undefined): [SendingStep, bigint][] {
  return limit === undefined ? [] : [[step, limit]];
}
