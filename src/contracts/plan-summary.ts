import type { Log } from '../report/index.ts';
import { formatEther } from './fees.ts';
import type { Forecast } from './forecast.ts';
import type { Plan, Step } from './plan-step.ts';

export interface MigrationCounts {
  readonly deployed: number;
  readonly kept: number;
  readonly called: number;
  readonly skipped: number;
  /** Signed and sent by this run; zero in a plan. */
  readonly transactions: number;
}

export function countSteps(plan: Plan, transactions: number): MigrationCounts {
  const count = (kind: Step['kind']): number => plan.steps.filter((step) => step.kind === kind).length;
  return {
    deployed: count('create'),
    kept: count('keep'),
    called: count('call'),
    skipped: count('skip'),
    transactions,
  };
}

export function describeCounts({ deployed, kept, called, skipped }: MigrationCounts): string {
  return `${deployed} to create, ${kept} kept, ${called} to call, ${skipped} calls done`;
}

export function describePlan(plan: Plan, forecast: Forecast | undefined, log: Log): void {
  for (const step of plan.steps) {
    const what =
      step.kind === 'create' || step.kind === 'keep'
        ? `${step.contract} at ${step.address}`
        : `${step.contract}.${step.function}`;
    log.info(`${step.kind.padEnd(6)} ${what} (${step.reason})`);
  }
  if (forecast !== undefined) log.info(`Simulated: ${forecast.gas} gas, at most ${formatEther(forecast.worstCost)}`);
}
