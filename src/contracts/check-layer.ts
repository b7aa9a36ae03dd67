import { RemoteError } from '../report/index.ts';
import type { Address, Hex } from '../values/index.ts';
import type { RecordedProof } from './build-record.ts';
import { readBelieved } from './chain/believe-miss.ts';
import type { CallAnswer } from './chain/chain.ts';
import { callOf } from './chain/reads.ts';
import type { ChainWait } from './chain-wait.ts';
import { requireSameBlocks } from './confirm.ts';
import { markOf } from './delivery.ts';
import { type SendingStep, titleOf } from './forecast.ts';
import type { CallStep } from './plan-step.ts';
import { describeUnmet, predicateHolds } from './predicate.ts';
import type { PreparedSet } from './prepared-set.ts';
import { proveMined } from './prove-mined.ts';
import type { SentLayer } from './send-layer.ts';

/** Proves what was created, and looks whether calls have come to what they were made for. */
export async function checkLayer(
  wait: ChainWait,
  set: PreparedSet,
  { mined, early }: SentLayer,
): Promise<ReadonlyMap<Address, RecordedProof>> {
  const creations = mined.flatMap(({ step, receipt, gasLimit }) =>
    step.kind === 'create' ? [{ ...step, gasLimit, block: receipt.block, gasPrice: receipt.gasPrice }] : [],
  );
  try {
    const proofs = await proveMined(wait, set, creations, await early?.take());
    await requirePredicates(
      wait,
      mined.map(({ step }) => step),
    );
    return proofs;
  } catch (error) {
    wait.signal.throwIfAborted();
    // Of another block nothing of it says anything.
    await requireSameBlocks(
      wait,
      mined.map(({ receipt }) => markOf(receipt)),
    );
    throw error;
  }
}

/** What a call was made for has to be so, now that it is mined. */
async function requirePredicates(wait: ChainWait, steps: readonly SendingStep[]): Promise<void> {
  const checks = steps.flatMap((step) =>
    step.kind === 'call' && step.until !== undefined ? [{ step, until: step.until }] : [],
  );
  if (checks.length === 0) return;
  const outputOf = (answer: CallAnswer | undefined): Hex | undefined =>
    answer?.kind === 'output' ? answer.data : undefined;
  const holds = (answer: CallAnswer, index: number): boolean => {
    const until = checks[index]?.until;
    return until !== undefined && predicateHolds(until, outputOf(answer));
  };
  // A node that lags behind doesn't know of the call yet.
  const answers = await readBelieved(
    wait,
    checks.map(({ until }) => callOf({ from: wait.deployer, to: until.target, data: until.calldata })),
    (answer, index) => !holds(answer, index),
  );
  const unmet = checks.flatMap(({ step, until }, index) => {
    const seen = outputOf(answers[index]);
    return predicateHolds(until, seen) ? [] : [describeUnmetCall(step, until, seen)];
  });
  if (unmet.length > 0) throw new RemoteError(`${unmet.join('\n')}\nNo record is written`);
}

function describeUnmetCall(step: CallStep, until: NonNullable<CallStep['until']>, seen: Hex | undefined): string {
  return `${titleOf(step)} was mined, but what it was made for is not so: ${describeUnmet(until, seen)}`;
}
