import { counted } from '../../report/index.ts';
import { createBlockRoom } from './block-room.ts';
import { broadcast, requireRoom } from './broadcast.ts';
import { type ChainWait, type Progress, readPendingNonce, watchBlocks } from './chain-wait.ts';
import type { Slot } from './ledger.ts';
import { createReceiptCollector } from './receipt-collector.ts';
import { createResendPause } from './resend-pause.ts';
import { createSendWindow } from './send-window.ts';
import type { OpenSlot, SeenBlock, SlotEnd } from './slot.ts';
import { type Replace, watchStuck } from './stuck.ts';

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
