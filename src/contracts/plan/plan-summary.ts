import { counted, type Log } from '../../report/index.ts';
import { formatEther } from '../transaction/fees.ts';
import type { Forecast } from './forecast.ts';
import type { Plan, Step } from './plan-step.ts';

export interface MigrationCounts {
  readonly deployed: number;
  readonly kept: number;
  readonly called: number;
  readonly skipped: number;
  /** Sent by this run, also for one that was killed, and mined; zero in a plan. */
  readonly transactions: number;
}

/**
 * @param mined by this run. What it has done before it planned anew, as after a foreign transaction, is kept or skipped in
 * the last of its plans; it was this run all the same.
 */
export function countSteps(
  { steps }: Plan,
  transactions: number,
  mined: ReadonlySet<string> = new Set(),
): MigrationCounts {
  const isOwn = (step: Step): boolean => 'known' in step && mined.has(step.known.transaction ?? '');
  const done = steps.filter(isOwn);
  const count = (kind: Step['kind']): number =>
    steps.filter((step) => step.kind === kind && !done.includes(step)).length;
  return {
    deployed: count('create') + done.filter(({ kind }) => kind === 'keep').length,
    kept: count('keep'),
    called: count('call') + done.filter(({ kind }) => kind === 'skip').length,
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
  return `${kind} ${step.title}${oneShot}: ${step.reason}`;
}
