import { counted, type Log } from '../report/index.ts';
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
  return `${deployed} to create, ${kept} kept, ${called} to call, ${counted(skipped, 'call')} done`;
}

/** A plan for a person, step by step; where it has to wait in between, that stands there. */
export function describePlan(plan: Plan, forecast: Forecast | undefined, log: Log): void {
  let layer = 0;
  for (const step of plan.steps) {
    if ('layer' in step && step.layer > layer) {
      layer = step.layer;
      log.info('then, when all of that is mined and proved:');
    }
    log.info(describeStepOfPlan(step));
  }
  for (const notice of plan.notices) log.info(`note   ${notice}`);
  if (forecast !== undefined) log.info(`Simulated: ${forecast.gas} gas, at most ${formatEther(forecast.worstCost)}`);
}

function describeStepOfPlan(step: Step): string {
  const kind = step.kind.padEnd(6);
  if (step.kind === 'create' || step.kind === 'keep') {
    return `${kind} ${step.contract} at ${step.address}: ${step.reason}`;
  }
  const oneShot = step.kind === 'call' && step.isOneShot ? ' (one-shot)' : '';
  return `${kind} ${step.contract}.${step.function}${oneShot}: ${step.reason}`;
}
