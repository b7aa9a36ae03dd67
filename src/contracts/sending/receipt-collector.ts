import { RemoteError } from '../../report/index.ts';
import { createMissLedger, defaultMissRule } from '../chain/believe-miss.ts';
import type { Receipt } from '../chain/chain.ts';
import { receiptOf, transactionCount } from '../chain/reads.ts';
import { PlanAgain } from '../plan/plan-again.ts';
import type { ChainWait, Progress } from './chain-wait.ts';
import { hashesOf } from './ledger.ts';
import { findUser } from './nonce-use.ts';
import type { OpenSlot, SlotEnd } from './slot.ts';

export interface ReceiptCollector {
  /** What became of the nonces that the deployer's count has passed. */
  collect(open: readonly OpenSlot[], progress: Progress): Promise<ReadonlyMap<number, SlotEnd>>;
}

/** A receipt or a count that lags behind is waited for: neither is believed before every endpoint has missed it for a while. */
export function createReceiptCollector(wait: ChainWait, sinceBlock: number): ReceiptCollector {
  const { chain, clock, deployer, signal } = wait;
  const misses = createMissLedger(defaultMissRule, chain.endpoints, clock);
  let lowBlock = sinceBlock;
  let triedAtBlock = -1;
  const others = Array.from({ length: chain.endpoints - 1 }, (_, index) => index + 1);

  async function receiptsFrom(endpoint: number, slots: readonly OpenSlot[], ends: Map<number, SlotEnd>): Promise<void> {
    const wanted = slots.filter(({ nonce }) => !ends.has(nonce));
    if (wanted.length === 0) return;
    const receipts = new Map<string, Receipt>();
    const hashes = wanted.flatMap(hashesOf);
    for (const receipt of await chain.read(hashes.map(receiptOf), signal, endpoint)) {
      if (receipt !== undefined) receipts.set(receipt.hash, receipt);
    }
    for (const { nonce, variants } of wanted) {
      const logged = variants.find(({ hash }) => receipts.has(hash));
      const receipt = logged && receipts.get(logged.hash);
      if (logged === undefined || receipt === undefined) misses.miss(`receipt ${nonce}`, endpoint);
      else ends.set(nonce, { kind: 'mined', logged, receipt });
    }
  }

  /** The deployer's count stands below the first nonce: the chain was reorganised, or the node lags behind. */
  async function requireReached(first: number): Promise<void> {
    misses.miss('count', 0);
    for (const endpoint of others) {
      const [count] = await chain.read([transactionCount(deployer, 'latest')], signal, endpoint).catch(passOver);
      if (count !== undefined && count < first) misses.miss('count', endpoint);
    }
    if (misses.isBelieved('count')) {
      throw new PlanAgain(`the chain has gone back behind nonce ${first}: it was reorganised`);
    }
  }

  return {
    async collect(open, progress) {
      const ends = new Map<number, SlotEnd>();
      const first = open[0]?.nonce ?? 0;
      if (progress.nonce < first) await requireReached(first);
      else misses.hit('count');
      const passed = open.filter(({ nonce }) => nonce < progress.nonce);
      // Any node that can be asked will do for a receipt that is there.
      await receiptsFrom(0, passed, ends).catch(others.length > 0 ? passOver : fail);
      for (const endpoint of others) await receiptsFrom(endpoint, passed, ends).catch(passOver);
      const missing = passed.filter(({ nonce }) => !ends.has(nonce));
      for (const slot of missing) {
        const isBelieved = misses.isBelieved(`receipt ${slot.nonce}`);
        // That another one has used the nonce is seen in its block, and needs no belief.
        if (!isBelieved && (slot !== missing[0] || triedAtBlock === progress.block)) continue;
        const user = await findUser(wait, slot, isBelieved ? -1 : lowBlock, progress.block).catch(
          isBelieved ? fail : passOver,
        );
        if ('kind' in user) ends.set(slot.nonce, user);
      }
      triedAtBlock = progress.block;
      if (progress.nonce <= first) lowBlock = progress.block;
      return ends;
    },
  };
}

/** A node that can't be asked has not missed anything. */
function passOver(error: unknown): [] {
  if (error instanceof RemoteError) return [];
  throw error;
}

function fail(error: unknown): never {
  throw error;
}
