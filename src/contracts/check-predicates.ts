import { RemoteError } from '../report/index.ts';
import type { Address, Hex } from '../values/index.ts';
import { defaultMissRule, readBelieved } from './chain/believe-miss.ts';
import type { CallAnswer } from './chain/chain.ts';
import { type ChainRead, callOf } from './chain/reads.ts';
import type { ChainWait } from './chain-wait.ts';
import { type SendingStep, titleOf } from './forecast.ts';
import type { CallStep } from './plan-step.ts';
import { describeUnmet, predicateHolds } from './predicate.ts';

type Until = NonNullable<CallStep['until']>;

/** What the calls among the steps were made for, in their order. */
export function predicateReads(steps: readonly SendingStep[], deployer: Address): readonly ChainRead<CallAnswer>[] {
  return checksOf(steps).map(({ until }) => callOf({ from: deployer, to: until.target, data: until.calldata }));
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
  const holds = (answer: CallAnswer, index: number): boolean => {
    const until = checks[index]?.until;
    return until !== undefined && predicateHolds(until, outputOf(answer));
  };
  // A node that lags behind doesn't know of the call yet.
  const answers = await readBelieved(
    wait,
    predicateReads(steps, wait.deployer),
    (answer, index) => !holds(answer, index),
    defaultMissRule,
    first,
  );
  const unmet = checks.flatMap(({ step, until }, index) => {
    const seen = outputOf(answers[index]);
    return predicateHolds(until, seen) ? [] : [describeUnmetCall(step, until, seen)];
  });
  if (unmet.length > 0) throw new RemoteError(`${unmet.join('\n')}\nNo record is written`);
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
