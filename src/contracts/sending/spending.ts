import type { Hex } from '../../values/index.ts';
import type { Receipt } from '../chain/chain.ts';
import { highestPrice } from '../transaction/fees.ts';
import type { Fee } from '../transaction/signer.ts';

/** What a run has spent on gas and can still come to spend, held against its budget. */
export interface Spending {
  /** What stands between the run and its budget, if these were signed too; undefined when it suffices. */
  excess(signed: readonly Charge[]): bigint | undefined;
  sign(charge: Charge): void;
  /** What an unfinished run has signed is sent by this one; it was held against the budget of that one. */
  send(nonce: number): void;
  mine(nonce: number, receipt: Receipt): void;
  /** A stranger's transaction has the nonce. */
  lose(nonce: number): void;
  /** Of what this run has signed or sent, as mined. */
  total(): {
    readonly gasUsed: bigint;
    readonly cost: bigint;
    readonly blocks: ReadonlySet<number>;
    readonly hashes: ReadonlySet<Hex>;
  };
  /** How many nonces this run has signed for, or has sent what was signed for. */
  transactions(): number;
  hasSigned(nonce: number): boolean;
  /** What is known to be mined of it. */
  receipts(): readonly { readonly nonce: number; readonly receipt: Receipt }[];
}

export interface Charge {
  readonly nonce: number;
  readonly gasLimit: bigint;
  readonly fee: Fee;
}

/** @param budget in wei, for gas: without one there is no limit. Of several variants of a nonce only one is ever paid. */
export function openSpending(budget: bigint | undefined): Spending {
  const worst = new Map<number, bigint>();
  const sent = new Set<number>();
  const isOwn = (nonce: number): boolean => worst.has(nonce) || sent.has(nonce);
  const mined = new Map<number, Receipt>();
  const costOf = (nonce: number): bigint => {
    const receipt = mined.get(nonce);
    return receipt?.gasPrice === undefined ? (worst.get(nonce) ?? 0n) : receipt.gasUsed * receipt.gasPrice;
  };
  const worstOf = ({ gasLimit, fee }: Charge): bigint => gasLimit * highestPrice(fee);
  return {
    excess(signed) {
      if (budget === undefined) return undefined;
      const asked = new Map(signed.map((charge) => [charge.nonce, worstOf(charge)]));
      const nonces = new Set([...worst.keys(), ...asked.keys()]);
      let sum = 0n;
      for (const nonce of nonces) {
        const before = costOf(nonce);
        const after = mined.has(nonce) ? 0n : (asked.get(nonce) ?? 0n);
        sum += after > before ? after : before;
      }
      return sum > budget ? sum - budget : undefined;
    },
    sign(charge) {
      const before = worst.get(charge.nonce) ?? 0n;
      const now = worstOf(charge);
      worst.set(charge.nonce, now > before ? now : before);
    },
    send(nonce) {
      sent.add(nonce);
    },
    mine(nonce, receipt) {
      if (isOwn(nonce)) mined.set(nonce, receipt);
    },
    lose(nonce) {
      mined.delete(nonce);
    },
    total() {
      let gasUsed = 0n;
      let cost = 0n;
      for (const [nonce, receipt] of mined) {
        gasUsed += receipt.gasUsed;
        cost += costOf(nonce);
      }
      const receipts = [...mined.values()];
      const blocks = new Set(receipts.map(({ block }) => block));
      return { gasUsed, cost, blocks, hashes: new Set(receipts.map(({ hash }) => hash)) };
    },
    transactions: () => new Set([...worst.keys(), ...sent]).size,
    hasSigned: isOwn,
    receipts: () => [...mined].map(([nonce, receipt]) => ({ nonce, receipt })),
  };
}
