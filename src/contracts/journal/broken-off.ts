import { createAttachment } from '../../report/index.ts';
import type { Hex } from '../../values/index.ts';
import type { Plan, Step } from '../plan/plan-step.ts';
import type { Spending } from '../sending/spending.ts';

/** How far a run came that failed, or was stopped, after it had signed something. */
export interface BrokenOff {
  /** The last one. */
  readonly plan: Plan;
  /** In the order of the plan. */
  readonly steps: readonly { readonly step: Step; readonly fate: Fate }[];
  /** Nonces that the run signed for. */
  readonly transactions: number;
  /** Of what is known to be mined. */
  readonly gasUsed: bigint;
  /** In wei. */
  readonly cost: bigint;
  readonly blocks: number;
}

/** What the run knows of a step. What is only signed may be mined all the same: the next run finds out. */
export type Fate =
  | {
      readonly kind: 'mined' | 'reverted';
      readonly transaction: Hex;
      readonly block: number;
      readonly cost: bigint | undefined;
    }
  | { readonly kind: 'signed' | 'not-sent' | 'as-before' };

/** Attached to the error that ends a migration. */
export const brokenOff = createAttachment<BrokenOff>();

/** Undefined when nothing was signed: the chain is as before. */
export function describeBrokenOff(plan: Plan | undefined, spending: Spending): BrokenOff | undefined {
  const transactions = spending.transactions();
  if (plan === undefined || transactions === 0) return undefined;
  const { gasUsed, cost, blocks } = spending.total();
  const steps = plan.steps.map((step) => ({ step, fate: fateOf(step, spending) }));
  return { plan, steps, transactions, gasUsed, cost, blocks: blocks.size };
}

function fateOf(step: Step, spending: Spending): Fate {
  const receipt =
    'nonce' in step
      ? spending.receipts().find(({ nonce }) => nonce === step.nonce)?.receipt
      : // What the run had done before it planned anew.
        spending.receipts().find(({ receipt: { hash } }) => hash === step.known.transaction)?.receipt;
  if (receipt !== undefined) {
    const { isSuccess, hash, block, gasUsed, gasPrice } = receipt;
    const cost = gasPrice === undefined ? undefined : gasUsed * gasPrice;
    return { kind: isSuccess ? 'mined' : 'reverted', transaction: hash, block, cost };
  }
  if (!('nonce' in step)) return { kind: 'as-before' };
  return { kind: spending.hasSigned(step.nonce) ? 'signed' : 'not-sent' };
}
