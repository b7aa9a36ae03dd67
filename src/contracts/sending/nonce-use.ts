import { RemoteError } from '../../report/index.ts';
import { blockHeader, transactionCount, transactionsIn } from '../chain/reads.ts';
import { describeStep } from '../plan/describe-step.ts';
import type { ChainWait } from './chain-wait.ts';
import { hashesOf, type Slot } from './ledger.ts';
import type { SlotEnd } from './slot.ts';

/**
 * Finds the transaction that has used a nonce. A receipt that isn't there proves nothing: a node may have pruned it, or
 * lag behind, and a contract that is taken for lost would be created twice. So the block in which the deployer's count
 * passed the nonce is looked for, and the transaction that did it in that block.
 * @param sinceBlock at which the nonce was not used yet; -1 when nobody knows.
 * @throws RemoteError when it was one of the logged ones after all, or the node can't tell.
 */
export async function findUser(
  { chain, deployer, signal }: ChainWait,
  slot: Pick<Slot, 'nonce' | 'variants'>,
  sinceBlock: number,
  latestBlock: number,
): Promise<Extract<SlotEnd, { kind: 'foreign' }>> {
  const { nonce, variants } = slot;
  let before = Math.min(sinceBlock, latestBlock - 1);
  let block = latestBlock;
  while (block - before > 1) {
    const middle = Math.floor((before + block) / 2);
    const [count] = await chain.read([transactionCount(deployer, middle)], signal);
    if (count > nonce) block = middle;
    else before = middle;
  }
  const [sent, header] = await chain.read([transactionsIn(block), blockHeader(block)], signal);
  const user = sent.find((transaction) => transaction.from === deployer && transaction.nonce === nonce);
  const own = variants.find(({ hash }) => hash === user?.hash);
  if (user !== undefined && own === undefined)
    return { kind: 'foreign', hash: user.hash, block, blockHash: header.hash };
  const seen =
    own === undefined
      ? `its nonce ${nonce} is used, and block ${block} doesn't say by what`
      : `it is in block ${block}`;
  const [first] = variants;
  const what = first === undefined ? `nonce ${nonce}` : describeStep(first);
  throw new RemoteError(
    `the chain's node has no receipt of ${what} (${own?.hash ?? hashesOf(slot).join(', ')}), but ${seen}: the node lags behind or has pruned it. Nothing is taken for lost and nothing more was sent. Run again later, or with a node that has its receipts`,
  );
}
