import type { Receipt } from '../chain/chain.ts';
import { callOf } from '../chain/reads.ts';
import { asTransaction, type SendingStep, whyItReverts } from '../plan/forecast.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import type { ChainWait } from './chain-wait.ts';

/** Runs the step again on the state before its block: a receipt doesn't say why it failed. */
export async function whyReverted(
  { chain, deployer, signal }: ChainWait,
  step: SendingStep,
  receipt: Receipt,
  set: PreparedSet,
): Promise<string> {
  const [answer] = await chain.read(
    [callOf({ from: deployer, ...asTransaction(step), block: receipt.block - 1 })],
    signal,
  );
  if (answer?.kind === 'revert') return whyItReverts(answer.data, step, set);
  return `it used ${receipt.gasUsed} gas; run again on the block before, it does not revert, so it ran out of gas or something else changed its target in the same block`;
}
