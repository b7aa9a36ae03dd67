import { transactionCount } from '../chain/reads.ts';
import type { Migration, MigrationInput } from '../migration.ts';
import type { Look } from '../sending/look.ts';
import { type Forecast, forecastPlan } from './forecast.ts';
import { PlanAgain } from './plan-again.ts';
import type { Plan } from './plan-step.ts';
import { countSteps, describeCounts, describePlan } from './plan-summary.ts';

/**
 * Undefined when what would be sent builds on transactions that are not mined yet.
 * @throws PlanAgain when steps fail because another run has sent them since the look: a simulation is of the latest block.
 */
export async function foresee(
  { input, wait, deployer }: Migration,
  { plan, state, undecided }: Look,
): Promise<Forecast | undefined> {
  if (undecided.length > 0) {
    input.log.warning(
      'Not simulated: the plan builds on transactions of an unfinished run that are not mined yet. Apply sends those first.',
    );
    return undefined;
  }
  const now = wait.clock.unixSeconds();
  const { fees } = input.settings;
  const forecast = await forecastPlan(wait.chain, deployer, plan, input.set, state, now, wait.signal, fees);
  if ([...forecast.outcomes.values()].some(({ kind }) => kind !== 'success')) {
    const [nonce] = await wait.chain.read([transactionCount(deployer, 'latest')], wait.signal);
    if (nonce > state.nonce) throw new PlanAgain('the deployer has sent transactions since the chain was looked at');
  }
  return forecast;
}

export async function showPlan(plan: Plan, forecast: Forecast | undefined, { log }: MigrationInput): Promise<void> {
  await log.group(`Plan ${plan.digest.slice(7, 19)}: ${describeCounts(countSteps(plan, 0))}`, async () =>
    describePlan(plan, forecast, log),
  );
  // Not before: of a plan that is made anew, because the lock had to be waited for, nobody need know.
  for (const line of forecast?.notSimulated ?? []) log.warning(line);
}
