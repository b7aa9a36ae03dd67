import { setImmediate as letOthersRun } from 'node:timers/promises';
import { UserError } from '../../report/index.ts';
import type { Digest } from '../../values/index.ts';
import type { LoggedStep, LoggedTransaction } from '../journal/journal-entry.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import { formatEther } from '../transaction/fees.ts';
import type { Signer, UnsignedTransaction } from '../transaction/signer.ts';
import type { ChainWait } from './chain-wait.ts';
import type { Spending } from './spending.ts';

/** What a run signs and sends with. */
export interface Desk {
  readonly wait: ChainWait;
  readonly openSigner: () => Promise<Signer>;
  readonly writer: JournalWriter;
  readonly spending: Spending;
  /** The most that is paid for a unit of gas. */
  readonly feeCap: bigint | undefined;
}

/** A transaction to be signed, and what the journal says of it. */
export interface Outgoing {
  readonly unsigned: UnsignedTransaction;
  readonly step: LoggedStep;
  /** Whose plan it belongs to, when it isn't the run's own. */
  readonly scope?: string | undefined;
}

const signedAtOnce = 20;

/** Signs, and makes the signed bytes durable before anybody can send them: a nonce can never be used for what isn't logged. */
export async function signAndLog(
  { wait, openSigner, writer, spending }: Desk,
  plan: Digest,
  outgoing: readonly Outgoing[],
): Promise<readonly LoggedTransaction[]> {
  if (outgoing.length === 0) return [];
  const charges = outgoing.map(({ unsigned: { nonce, gasLimit, fee } }) => ({ nonce, gasLimit, fee }));
  const excess = spending.excess(charges);
  if (excess !== undefined) {
    throw new UserError(
      `nothing more is sent: it could cost ${formatEther(excess)} more than the budget of a run (chain.fees.budget)`,
    );
  }
  const signer = await openSigner();
  const byScope = new Map<string | undefined, LoggedTransaction[]>();
  for (const [index, { unsigned, step, scope }] of outgoing.entries()) {
    // A signal is heard only when the event loop turns.
    if (index % signedAtOnce === signedAtOnce - 1) await letOthersRun();
    wait.signal.throwIfAborted();
    wait.requireHeld();
    const { raw, hash } = await signer.sign(unsigned);
    const list = byScope.get(scope) ?? [];
    byScope.set(scope, [...list, { nonce: unsigned.nonce, hash, raw, step }]);
  }
  for (const charge of charges) spending.sign(charge);
  for (const [scope, transactions] of byScope) await writer.append({ kind: 'transactions', plan, transactions }, scope);
  return [...byScope.values()].flat().sort((a, b) => a.nonce - b.nonce);
}
