import type { Address } from '../../values/index.ts';
import type { RecordedProof } from '../journal/build-record.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import type { ChainWait } from './chain-wait.ts';
import { requirePredicates } from './check-predicates.ts';
import { requireSameBlocks } from './confirm.ts';
import { proveMined } from './prove-mined.ts';
import type { SentLayer } from './send-layer.ts';
import { markOf } from './slot.ts';
import { together } from './together.ts';

/** Proves what was created, and looks whether calls have come to what they were made for. */
export async function checkLayer(
  wait: ChainWait,
  set: PreparedSet,
  { mined, early }: SentLayer,
): Promise<ReadonlyMap<Address, RecordedProof>> {
  const creations = mined.flatMap(({ step, receipt, gasLimit }) =>
    step.kind === 'create' ? [{ ...step, gasLimit, block: receipt.block, gasPrice: receipt.gasPrice }] : [],
  );
  const steps = mined.map(({ step }) => step);
  const checked = await early?.take();
  try {
    const [proofs] = await together(wait, [
      (both) => proveMined(both, set, creations, checked?.proofs),
      (both) => requirePredicates(both, steps, checked?.predicates),
    ]);
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
