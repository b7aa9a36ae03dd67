import { counted, RemoteError } from '../report/index.ts';
import type { Hex } from '../values/index.ts';
import { createBlockRoom } from './block-room.ts';
import type { Receipt } from './chain/chain.ts';
import { blockHeader } from './chain/reads.ts';
import { type ChainWait, type Progress, readPendingNonce, watchBlocks } from './chain-wait.ts';
import { describeStep } from './describe-step.ts';
import type { BlockMark } from './journal.ts';
import type { LoggedTransaction } from './journal-entry.ts';
import type { Slot } from './ledger.ts';
import { isTooLarge } from './open-slots.ts';
import { PlanAgain } from './plan-again.ts';
import { createReceiptCollector } from './receipt-collector.ts';
import { createResendPause } from './resend-pause.ts';
import { createSendWindow } from './send-window.ts';
import { type Replace, watchStuck } from './stuck.ts';

export type { ChainWait } from './chain-wait.ts';

/** What became of one nonce: one of its variants was mined, or something that nobody logged has used it. */
export type SlotEnd =
  | { readonly kind: 'mined'; readonly logged: LoggedTransaction; readonly receipt: Receipt }
  | {
      readonly kind: 'foreign';
      readonly hash: Hex;
      readonly block: number;
      readonly blockHash: Hex;
    };

/** The block in which it was decided. */
export function markOfEnd(end: SlotEnd): BlockMark {
  return markOf(end.kind === 'mined' ? end.receipt : end);
}

/** The block of a receipt. */
export function markOf({ block, blockHash }: Pick<Receipt, 'block' | 'blockHash'>): BlockMark {
  return { number: block, hash: blockHash };
}

/** A block as a look has shown it. */
export interface SeenBlock extends BlockMark {
  readonly timeSeconds: number;
}

/** A nonce on its way. */
export interface OpenSlot {
  readonly nonce: number;
  readonly variants: LoggedTransaction[];
  isSent: boolean;
  /** The node said that it costs too little. */
  isTooCheap: boolean;
  /** The node did not take it, and nobody knows why, or for how long. */
  isUnclear: boolean;
}

export interface DeliveryOptions {
  /** Just logged for the first time: sent before the chain is asked how far it is. */
  readonly isFresh?: boolean;
  /** A block at which none of the nonces was used yet. */
  readonly sinceBlock?: number;
  /** Told when the deployer's count has passed all of the nonces at once, before their receipts are asked for. */
  readonly onAllUsed?: (block: SeenBlock) => void;
  /** By nonce, as far as they are known. */
  readonly gasLimits?: ReadonlyMap<number, bigint>;
  /** Logs dearer variants of what is stuck; absent where nothing can be signed. */
  readonly replace?: Replace;
}

const sendAgainAfterMs = 15_000;

/**
 * Hands logged transactions to the chain in the order of their nonces and waits until each nonce is used. Only logged
 * bytes are ever sent, so that sending them again can do no harm.
 * @throws PlanAgain when the chain went back behind the first of the nonces, or has no room for it any more.
 */
export async function deliver(
  wait: ChainWait,
  slots: readonly Pick<Slot, 'nonce' | 'variants'>[],
  { isFresh = false, sinceBlock = -1, onAllUsed, gasLimits = new Map(), replace }: DeliveryOptions = {},
): Promise<ReadonlyMap<number, SlotEnd>> {
  const ends = new Map<number, SlotEnd>();
  let open = slots
    .map(
      ({ nonce, variants }): OpenSlot => ({
        nonce,
        variants: [...variants],
        isSent: false,
        isTooCheap: false,
        isUnclear: false,
      }),
    )
    .sort((a, b) => a.nonce - b.nonce);
  if (open.length === 0) return ends;
  const watch = watchBlocks(wait);
  const window = createSendWindow();
  const collector = createReceiptCollector(wait, sinceBlock);
  const stuck = watchStuck(wait, replace);
  const room = createBlockRoom(gasLimits);
  const pause = createResendPause(wait);
  let refusal = '';
  let keepsWhatDoesNotFit = false;

  async function send(due: readonly OpenSlot[]): Promise<void> {
    wait.signal.throwIfAborted();
    wait.requireHeld();
    const answer = await broadcast(wait, due, open[0]);
    refusal = answer.refusal;
    if (answer.isPoolFull || answer.wasLost) window.shrink();
    pause.note(answer.isToRetry ? refusal : undefined);
  }

  let sentAt: { block: number | undefined; at: number } | undefined;
  if (isFresh) {
    await send(open.slice(0, window.size()));
    const at = wait.clock.now();
    const isTaken = open.every(({ isSent }) => isSent);
    sentAt = { block: isTaken ? await watch.sleepUntilDue() : undefined, at };
  }
  for (;;) {
    const progress = await watch.progress();
    if (ends.size === 0 && open.every(({ nonce }) => nonce < progress.nonce)) {
      onAllUsed?.({ number: progress.block, hash: progress.blockHash, timeSeconds: progress.timeSeconds });
    }
    const found = await collector.collect(open, progress);
    if (found.size > 0) {
      for (const [nonce, end] of found) ends.set(nonce, end);
      open = open.filter(({ nonce }) => !ends.has(nonce));
      if (open.length === 0) return ends;
      if (refusal === '') window.grow();
    }
    if (sentAt !== undefined) sentAt.block ??= progress.block;
    // Again after every block that passed some over: a node may have forgotten what did not fit.
    const isFull = room.isFullFor(open, progress) && open.slice(0, window.size()).every(({ isSent }) => isSent);
    const isPassedOver = sentAt?.block !== progress.block && !(isFull && keepsWhatDoesNotFit);
    const [first] = open;
    if (isPassedOver && first?.nonce === progress.nonce) requireRoom(first, progress.gasLimit);
    if (isPassedOver || wait.clock.now() - (sentAt?.at ?? 0) >= sendAgainAfterMs) {
      let due = await dueOf(wait, open, progress, window.size());
      const isForgotten = due.some(({ isSent }) => isSent);
      keepsWhatDoesNotFit = !isForgotten && (isFull || keepsWhatDoesNotFit);
      if (isForgotten) {
        due = room.nextOf(due, progress);
        wait.log.debug(`Sending ${counted(due.length, 'transaction')} again, which the last block did not take`);
      }
      await send(due);
      sentAt = { block: progress.block, at: wait.clock.now() };
    } else if (pause.isDue()) {
      await send(open.filter(({ nonce, isSent }) => nonce >= progress.nonce && !isSent).slice(0, window.size()));
    }
    // More money changes nothing where nobody knows what the node wants.
    const dearer = open[0]?.isUnclear ? [] : await stuck.replaceIn(open, progress);
    if (dearer.length > 0) await send(dearer);
    const total = slots.length;
    watch.note(progress.block, () =>
      [
        `${total - open.length} of ${counted(total, 'transaction')} ${total === 1 ? 'is' : 'are'} mined`,
        refusal,
        stuck.hindrance(),
      ]
        .filter((part) => part !== '')
        .join('; '),
    );
    if (await pause.sleep()) continue;
    // A receipt, or a node that lags behind, has nothing to do with the next block.
    await watch.sleep(open[0]?.nonce === progress.nonce ? room.blocksFor(open, progress) : 0);
  }
}

/** The first ones of the window, without what the node's pool has. */
async function dueOf(
  wait: ChainWait,
  open: readonly OpenSlot[],
  { nonce: used }: Progress,
  size: number,
): Promise<readonly OpenSlot[]> {
  const next = open.filter(({ nonce }) => nonce >= used).slice(0, size);
  if (!next.some(({ isSent }) => isSent)) return next;
  const pendingNonce = await readPendingNonce(wait);
  return next.filter(({ nonce, isSent }) => !isSent || nonce >= pendingNonce);
}

interface Broadcast {
  /** What keeps the first one from being taken; empty when all are. */
  readonly refusal: string;
  readonly isPoolFull: boolean;
  /** The node had it before. */
  readonly wasLost: boolean;
  /** Soon, without waiting for a block. */
  readonly isToRetry: boolean;
}

async function broadcast(
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
function requireRoom(slot: OpenSlot, blockGasLimit: bigint): void {
  if (!isTooLarge(slot, blockGasLimit)) return;
  const what = describeStep(slot.variants[0] as LoggedTransaction);
  throw new PlanAgain(
    `no block takes ${what} (nonce ${slot.nonce}) any more: it may use more gas than the ${blockGasLimit} of a block now`,
  );
}
