import { type Forecast, forecastPlan } from './forecast.ts';
import type { Look } from './look.ts';
import type { Migration, MigrationInput } from './migration.ts';
import type { Plan } from './plan-step.ts';
import { countSteps, describeCounts, describePlan } from './plan-summary.ts';

/** Undefined when what would be sent builds on transactions that are not mined yet. */
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
  for (const line of forecast.notSimulated) input.log.warning(line);
  return forecast;
}

export async function showPlan(plan: Plan, forecast: Forecast | undefined, { log }: MigrationInput): Promise<void> {
  await log.group(`Plan ${plan.digest.slice(7, 19)}: ${describeCounts(countSteps(plan, 0))}`, async () =>
    describePlan(plan, forecast, log),
  );
}
