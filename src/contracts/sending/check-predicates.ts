import { RemoteError } from '../../report/index.ts';
import type { Address, Hex } from '../../values/index.ts';
import { defaultMissRule, readBelieved } from '../chain/believe-miss.ts';
import type { CallAnswer } from '../chain/chain.ts';
import { type ChainRead, callOf } from '../chain/reads.ts';
import { type SendingStep, titleOf } from '../plan/forecast.ts';
import { PlanAgain } from '../plan/plan-again.ts';
import type { CallStep, Plan } from '../plan/plan-step.ts';
import { describeUnmet, predicateHolds } from '../set/predicate.ts';
import type { ChainWait } from './chain-wait.ts';

type Until = NonNullable<CallStep['until']>;

/** What the calls among the steps were made for, in their order. */
export function predicateReads(steps: readonly SendingStep[], deployer: Address): readonly ChainRead<CallAnswer>[] {
  return checksOf(steps).map(({ until }) => questionOf(until, deployer));
}

/**
 * What a call was made for has to be so, now that it is mined.
 * @param first what was answered since it was seen mined.
 */
export async function requirePredicates(
  wait: ChainWait,
  steps: readonly SendingStep[],
  first: readonly CallAnswer[] = [],
): Promise<void> {
  const checks = checksOf(steps);
  if (checks.length === 0) return;
  // A node that lags behind doesn't know of the call yet.
  const answers = await readBelieved(
    wait,
    predicateReads(steps, wait.deployer),
    (answer, index) => !holds(checks[index]?.until, answer),
    defaultMissRule,
    first,
  );
  const unmet = checks.flatMap(({ step, until }, index) => {
    const seen = outputOf(answers[index]);
    return predicateHolds(until, seen) ? [] : [describeUnmetCall(step, until, seen)];
  });
  if (unmet.length > 0) throw new RemoteError(`${unmet.join('\n')}\nNo record is written`);
}

/**
 * A call that was left out because its predicate was true can have come undone by one that was made: then it is to be made
 * after all.
 * @throws PlanAgain when one has.
 */
export async function requireStillTrue(wait: ChainWait, { steps }: Plan): Promise<void> {
  const made = new Set(steps.flatMap((step) => (step.kind === 'call' ? [step.target] : [])));
  const left = steps.flatMap((step) =>
    step.kind === 'skip' &&
    !step.isPending &&
    step.until !== undefined &&
    (made.has(step.until.target) || made.has(step.known.target))
      ? [{ step, until: step.until }]
      : [],
  );
  if (left.length === 0) return;
  const answers = await readBelieved(
    wait,
    left.map(({ until }) => questionOf(until, wait.deployer)),
    (answer, index) => !holds(left[index]?.until, answer),
  );
  const undone = left.find(({ until }, index) => !holds(until, answers[index]));
  if (undone === undefined) return;
  const { step, until } = undone;
  const seen = outputOf(answers[left.indexOf(undone)]);
  throw new PlanAgain(
    `${step.contract}.${step.function} was left out, but a call that was made has undone it: ${describeUnmet(until, seen)}`,
  );
}

function questionOf({ target, calldata }: Until, deployer: Address): ChainRead<CallAnswer> {
  return callOf({ from: deployer, to: target, data: calldata });
}

function holds(until: Until | undefined, answer: CallAnswer | undefined): boolean {
  return until !== undefined && predicateHolds(until, outputOf(answer));
}

function checksOf(steps: readonly SendingStep[]): readonly { readonly step: CallStep; readonly until: Until }[] {
  return steps.flatMap((step) =>
    step.kind === 'call' && step.until !== undefined ? [{ step, until: step.until }] : [],
  );
}

function outputOf(answer: CallAnswer | undefined): Hex | undefined {
  return answer?.kind === 'output' ? answer.data : undefined;
}

function describeUnmetCall(step: CallStep, until: Until, seen: Hex | undefined): string {
  return `${titleOf(step)} was mined, but what it was made for is not so: ${describeUnmet(until, seen)}`;
}
