import { RemoteError } from '../report/index.ts';
import type { Digest, Hex } from '../values/index.ts';
import type { Receipt } from './chain/chain.ts';
import { type ChainWait, deliver } from './delivery.ts';
import { describeStep } from './describe-step.ts';
import type { JournalWriter, LoggedTransaction } from './journal.ts';
import type { Signer, UnsignedTransaction } from './signer.ts';

/** A transaction to be signed, and what the journal says of it. */
export interface Outgoing {
  readonly unsigned: UnsignedTransaction;
  readonly step: LoggedTransaction['step'];
}

/** Signs, makes the signed bytes durable, and only then sends them: a nonce can never be used for two things. */
export async function dispatch(
  wait: ChainWait,
  signer: Signer,
  writer: JournalWriter,
  plan: Digest,
  outgoing: readonly Outgoing[],
): Promise<{ readonly logged: readonly LoggedTransaction[]; readonly receipts: ReadonlyMap<Hex, Receipt> }> {
  if (outgoing.length === 0) return { logged: [], receipts: new Map() };
  const logged: LoggedTransaction[] = [];
  for (const { unsigned, step } of outgoing) {
    const { raw, hash } = await signer.sign(unsigned);
    logged.push({ nonce: unsigned.nonce, hash, raw, step });
  }
  await writer.append({ kind: 'transactions', plan, transactions: logged });
  wait.signal.throwIfAborted();
  const receipts = await deliver(wait, logged);
  const replaced = logged.filter(({ hash }) => !receipts.has(hash));
  if (replaced.length > 0) {
    throw new RemoteError(
      `another transaction of the deployer has taken the nonce of ${replaced.map(describeStep).join(', ')}: does something else use this key? Run again: the next run plans from what is on the chain`,
    );
  }
  return { logged, receipts };
}
