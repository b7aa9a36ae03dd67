import { UserError } from '../../report/index.ts';
import type { Receipt } from '../chain/chain.ts';
import { blockHeaderIfThere, receiptOf } from '../chain/reads.ts';
import type { LoggedTransaction } from '../journal/journal-entry.ts';
import { describeStep } from '../plan/describe-step.ts';
import { type DecodedTransaction, decodeTransaction } from '../transaction/raw-transaction.ts';
import type { ChainWait } from './chain-wait.ts';
import { hashesOf, type Ledger, type Slot } from './ledger.ts';
import type { SlotEnd } from './slot.ts';

/**
 * What became of the journal's open nonces, as far as one look tells. What the journal says of it holds only as long as
 * the chain still has the block that it speaks of.
 */
export async function readEnds(
  { chain, signal }: ChainWait,
  { slots }: Ledger,
  usedNonces: number,
): Promise<ReadonlyMap<number, SlotEnd>> {
  const passed = slots.filter(({ nonce }) => nonce < usedNonces);
  const hashes = passed.flatMap(hashesOf);
  const replaced = passed.flatMap(({ outcome }) => (outcome?.outcome === 'replaced' ? [outcome] : []));
  const [receipts, headers] = await Promise.all([
    chain.read(hashes.map(receiptOf), signal),
    chain.read(
      replaced.map(({ block }) => blockHeaderIfThere(block)),
      signal,
    ),
  ]);
  const byHash = new Map<string, Receipt>(
    receipts.flatMap((receipt) => (receipt === undefined ? [] : [[receipt.hash, receipt]])),
  );
  const ends = new Map<number, SlotEnd>();
  for (const { nonce, variants } of passed) {
    const logged = variants.find(({ hash }) => byHash.has(hash));
    const receipt = logged && byHash.get(logged.hash);
    if (logged !== undefined && receipt !== undefined) ends.set(nonce, { kind: 'mined', logged, receipt });
  }
  for (const [index, { nonce, hash, block, blockHash }] of replaced.entries()) {
    if (!ends.has(nonce) && headers[index]?.hash === blockHash)
      ends.set(nonce, { kind: 'foreign', hash, block, blockHash });
  }
  return ends;
}

/** Is it only there to use up its nonce? */
export function isBurnt({ variants }: Pick<Slot, 'variants'>): boolean {
  return variants.at(-1)?.step.kind === 'burn';
}

/** No block takes it any more: its chain's blocks have become smaller than what it may use. Fees don't help there. */
export function isTooLarge({ variants }: Pick<Slot, 'variants'>, blockGasLimit: bigint): boolean {
  const newest = variants.at(-1);
  return newest !== undefined && newest.step.kind !== 'burn' && (decode(newest)?.gasLimit ?? 0n) > blockGasLimit;
}

/** What the logged bytes do. @throws UserError when they are another transaction than the journal says, or none. */
export function openLogged(logged: LoggedTransaction): DecodedTransaction {
  const sent = decode(logged);
  if (sent?.hash === logged.hash && sent.nonce === logged.nonce) return sent;
  throw new UserError(
    `the journal contradicts itself at ${describeStep(logged)} (nonce ${logged.nonce}): its bytes are another transaction, or none. Nothing is sent`,
  );
}

function decode({ raw }: LoggedTransaction): DecodedTransaction | undefined {
  try {
    return decodeTransaction(raw);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
