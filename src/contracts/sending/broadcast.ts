import { RemoteError } from '../../report/index.ts';
import { blockHeader } from '../chain/reads.ts';
import type { LoggedTransaction } from '../journal/journal-entry.ts';
import { describeStep } from '../plan/describe-step.ts';
import { PlanAgain } from '../plan/plan-again.ts';
import type { ChainWait } from './chain-wait.ts';
import { isTooLarge } from './open-slots.ts';
import type { OpenSlot } from './slot.ts';

interface Broadcast {
  /** What keeps the first one from being taken; empty when all are. */
  readonly refusal: string;
  readonly isPoolFull: boolean;
  /** The node had it before. */
  readonly wasLost: boolean;
  /** Soon, without waiting for a block. */
  readonly isToRetry: boolean;
}

/** Hands all variants of these to the chain's nodes, and notes with each what they say of it. */
export async function broadcast(
  wait: ChainWait,
  slots: readonly OpenSlot[],
  lowest: OpenSlot | undefined,
): Promise<Broadcast> {
  // The newest variant first: the pool then refuses those that it replaces.
  const list = slots.flatMap((slot) => slot.variants.toReversed().map((logged) => ({ slot, logged })));
  if (list.length === 0) return { refusal: '', isPoolFull: false, wasLost: false, isToRetry: false };
  const answers = await wait.chain.send(
    list.map(({ logged }) => logged.raw),
    wait.signal,
  );
  let refusal = '';
  let isPoolFull = false;
  let isToRetry = false;
  let wasLost = false;
  for (const slot of slots) {
    const own = answers.filter((_, index) => list[index]?.slot === slot);
    wasLost ||= slot.isSent && own[0]?.kind === 'accepted';
    const refused = own.flatMap((answer) => (answer.kind === 'refused' ? [answer] : []));
    const reasons = refused.map(({ reason }) => reason);
    slot.isSent = refused.length < own.length || reasons.includes('variant');
    slot.isTooCheap = !slot.isSent && reasons[0] === 'fee';
    slot.isUnclear = !slot.isSent && reasons[0] === 'unclear';
    const message = refused[0]?.message ?? '';
    if (slot.isSent) continue;
    const what = describeStep(slot.variants[0] as LoggedTransaction);
    wait.log.debug(`the chain's node does not take ${what} yet: ${message}`);
    if (reasons[0] === 'pool' || slot.isUnclear) refusal ||= `its node does not take ${what} yet: ${message}`;
    isPoolFull ||= reasons[0] === 'pool';
    isToRetry ||= slot.isUnclear || (reasons[0] === 'pool' && slot === lowest);
    // Later ones can be refused because of earlier ones.
    if (slot === lowest && (reasons[0] === 'final' || slot.isUnclear)) {
      const [{ gasLimit }] = await wait.chain.read([blockHeader('latest')], wait.signal);
      requireRoom(slot, gasLimit);
    }
    if (reasons[0] === 'final' && slot === lowest) {
      throw new RemoteError(
        `the chain's node refused ${what} (nonce ${slot.nonce}): ${message}. Its signed bytes stay in the journal; run again when the cause is mended`,
      );
    }
  }
  return { refusal, isPoolFull, wasLost, isToRetry };
}

/** @throws PlanAgain when its chain's blocks have become too small for it: there is a way on, and looking again finds it. */
export function requireRoom(slot: OpenSlot, blockGasLimit: bigint): void {
  if (!isTooLarge(slot, blockGasLimit)) return;
  const what = describeStep(slot.variants[0] as LoggedTransaction);
  throw new PlanAgain(
    `no block takes ${what} (nonce ${slot.nonce}) any more: it may use more gas than the ${blockGasLimit} of a block now`,
  );
}
