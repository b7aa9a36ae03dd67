import { type Log, RemoteError } from '../report/index.ts';
import type { Address, Hex } from '../values/index.ts';
import type { Chain, Receipt } from './chain/chain.ts';
import { blockNumber, receiptOf, transactionCount } from './chain/reads.ts';
import type { Clock } from './clock.ts';
import { describeStep } from './describe-step.ts';
import type { LoggedTransaction } from './journal.ts';
import { requireReplaced } from './nonce-use.ts';

/** What every wait on the chain needs. */
export interface ChainWait {
  readonly chain: Chain;
  readonly deployer: Address;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** On the clock's scale. */
  readonly deadline: number;
  readonly pollMs: number;
}

const sayStillAfterMs = 15_000;
/** A receipt can lag behind the nonce; after this long it is looked for who has used the nonce. */
const replacedAfterMs = 30_000;

/**
 * Hands logged transactions to the chain in the order of their nonces and waits until each nonce is used. Only logged
 * bytes are ever sent, so that sending them again can do no harm. The result has no receipt for a transaction whose
 * nonce was proved to be used by another one.
 */
export async function deliver(
  wait: ChainWait,
  transactions: readonly LoggedTransaction[],
): Promise<ReadonlyMap<Hex, Receipt>> {
  const receipts = new Map<Hex, Receipt>();
  let open = [...transactions].sort((a, b) => a.nonce - b.nonce);
  const heartbeat = watchBlocks(wait);
  let sentAtBlock: number | undefined;
  let missingSince: number | undefined;
  while (open.length > 0) {
    const progress = await progressOf(wait);
    const passed = open.filter(({ nonce }) => nonce < progress.nonce);
    if (passed.length > 0) {
      const found = await wait.chain.read(
        passed.map(({ hash }) => receiptOf(hash)),
        wait.signal,
      );
      for (const receipt of found) if (receipt !== undefined) receipts.set(receipt.hash, receipt);
      missingSince = passed.every(({ hash }) => receipts.has(hash)) ? undefined : (missingSince ?? wait.clock.now());
      const isGivenUp = missingSince !== undefined && wait.clock.now() - missingSince >= replacedAfterMs;
      const lost = isGivenUp ? passed.filter(({ hash }) => !receipts.has(hash)) : [];
      for (const transaction of lost) await requireReplaced(wait, transaction, progress.blockNumber);
      open = open.filter((transaction) => !receipts.has(transaction.hash) && !lost.includes(transaction));
      if (open.length === 0) break;
    }
    // Again after every block that passed some over: a node may have forgotten what did not fit.
    if (sentAtBlock === undefined || progress.blockNumber > sentAtBlock) {
      const unsent = open.filter(({ nonce }) => nonce >= progress.nonce);
      await broadcast(wait, unsent, sentAtBlock === undefined);
      sentAtBlock = progress.blockNumber;
    }
    heartbeat(
      progress.blockNumber,
      () => `${transactions.length - open.length} of ${transactions.length} transactions are mined`,
    );
    await wait.clock.sleep(wait.pollMs, wait.signal);
  }
  return receipts;
}

async function broadcast(wait: ChainWait, transactions: readonly LoggedTransaction[], isFirst: boolean): Promise<void> {
  if (transactions.length === 0) return;
  if (!isFirst) wait.log.debug(`Sending ${transactions.length} transactions again: the last block did not take them`);
  const answers = await wait.chain.send(
    transactions.map(({ raw }) => raw),
    wait.signal,
  );
  for (const [index, answer] of answers.entries()) {
    if (answer.kind !== 'refused') continue;
    const transaction = transactions[index];
    const what = transaction === undefined ? '' : describeStep(transaction);
    // Later ones can be refused because a pool takes only so many of one account: they are sent again as blocks pass.
    if (index > 0) wait.log.debug(`the chain's node does not take ${what} yet: ${answer.message}`);
    else {
      throw new RemoteError(
        `the chain's node refused ${what} (nonce ${transaction?.nonce}): ${answer.message}. Its signed bytes stay in the journal; run again when the cause is mended`,
      );
    }
  }
}

/** Waits until the block with this number has the wanted confirmations. */
export async function waitForConfirmations(wait: ChainWait, block: number, confirmations: number): Promise<void> {
  const heartbeat = watchBlocks(wait);
  for (;;) {
    const { blockNumber } = await progressOf(wait);
    const seen = blockNumber - block + 1;
    if (seen >= confirmations) return;
    heartbeat(blockNumber, () => `${Math.max(seen, 0)} of ${confirmations} confirmations`);
    await wait.clock.sleep(wait.pollMs, wait.signal);
  }
}

/** How far the chain and the deployer are. */
async function progressOf({ chain, deployer, signal }: ChainWait) {
  const [number, nonce] = await chain.read([blockNumber(), transactionCount(deployer, 'latest')], signal);
  return { blockNumber: number, nonce };
}

/** Says when the chain stands still, and ends the wait at its deadline with what was seen last. */
function watchBlocks({ clock, log, deadline }: ChainWait): (blockNumber: number, state: () => string) => void {
  let lastBlock = -1;
  let lastBlockAt = clock.now();
  let lastSaidAt = clock.now();
  return (blockNumber, state) => {
    const now = clock.now();
    if (blockNumber !== lastBlock) {
      lastBlock = blockNumber;
      lastBlockAt = now;
    }
    const still = Math.round((now - lastBlockAt) / 1000);
    if (now >= deadline) {
      throw new RemoteError(
        `the deadline has passed: ${state()}; the last block, ${lastBlock}, is ${still} s old. What was sent stays in the journal, and the next run goes on from there`,
      );
    }
    if (now - lastSaidAt < sayStillAfterMs) return;
    lastSaidAt = now;
    log.info(
      now - lastBlockAt >= sayStillAfterMs
        ? `No new block for ${still} s (last: ${lastBlock}); ${state()}`
        : `Block ${lastBlock}: ${state()}`,
    );
  };
}
