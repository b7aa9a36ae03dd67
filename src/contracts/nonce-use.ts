import { RemoteError } from '../report/index.ts';
import type { Hex } from '../values/index.ts';
import { transactionCount, transactionsIn } from './chain/reads.ts';
import type { ChainWait } from './delivery.ts';
import { describeStep } from './describe-step.ts';
import type { LoggedTransaction } from './journal.ts';

/**
 * Proves that another transaction has used the nonce. A receipt that isn't there proves nothing: a node may have pruned
 * it, or lag behind, and a contract that is taken for lost would be created twice. So the block in which the deployer's
 * count passed the nonce is looked for, and the transaction that did it in that block.
 * @throws RemoteError when it was this one after all, or the node can't tell.
 */
export async function requireReplaced(
  { chain, deployer, signal }: ChainWait,
  transaction: LoggedTransaction,
  latestBlock: number,
): Promise<void> {
  const { nonce, hash } = transaction;
  let before = -1;
  let block = latestBlock;
  while (block - before > 1) {
    const middle = Math.floor((before + block) / 2);
    const [count] = await chain.read([transactionCount(deployer, middle)], signal);
    if (count > nonce) block = middle;
    else before = middle;
  }
  const [sent] = await chain.read([transactionsIn(block)], signal);
  const used: Hex | undefined = sent.find(({ from, nonce: used }) => from === deployer && used === nonce)?.hash;
  if (used !== undefined && used !== hash) return;
  const seen =
    used === hash ? `it is in block ${block}` : `its nonce ${nonce} is used, and block ${block} doesn't say by what`;
  throw new RemoteError(
    `the chain's node has no receipt of ${describeStep(transaction)} (${hash}), but ${seen}: the node lags behind or has pruned it. Nothing is taken for lost and nothing more was sent. Run again later, or with a node that has its receipts`,
  );
}
