import { UserError } from '../report/index.ts';
import type { Digest, Hex } from '../values/index.ts';
import { hashesOf, type Slot } from './ledger.ts';
import type { Look } from './look.ts';
import type { MigrationInput } from './migration.ts';
import { planMigration, predicatesToRead } from './plan.ts';
import type { PlanObservation } from './plan-step.ts';
import { readOf } from './predicate.ts';

/**
 * Only the approved plan is carried out, or what is left of it: a run that was cut off has changed what its successor
 * finds, and so the plan, but not what was approved.
 * @throws UserError that says both plans.
 */
export function requireApproved(seen: Look, { set, options, scope }: MigrationInput): void {
  const approved = options?.approvedPlan;
  const { plan, ledger, observed } = seen;
  if (approved === undefined || approved === plan.digest) return;
  const own = ledger.slots.filter((slot) => slot.scope === scope);
  const planOptions = { strict: options?.strict ?? false };
  if (own.length > 0 && digestBefore(own, seen, observed, set, planOptions) === approved) return;
  throw new UserError(
    `the plan is ${plan.digest}, but the approved one is ${approved}: something has changed since. Nothing is sent. Look at the new plan and approve it`,
  );
}

/** Of the plan as it was before the unfinished runs of this scope had logged anything. */
function digestBefore(
  own: readonly Slot[],
  { plan }: Look,
  observed: PlanObservation,
  set: MigrationInput['set'],
  options: { readonly strict: boolean },
): Digest | undefined {
  const hashes = new Set<Hex | undefined>(own.flatMap(hashesOf));
  // What a logged call was made for was not so yet.
  const since = new Set(
    plan.steps.flatMap((step) =>
      step.kind === 'skip' && step.until !== undefined && hashes.has(step.known.transaction)
        ? [readOf(step.until).key]
        : [],
    ),
  );
  const before: PlanObservation = {
    ...observed,
    nonce: Math.min(...own.map(({ nonce }) => nonce)),
    contracts: observed.contracts.filter(({ source }) => source === 'record'),
    calls: observed.calls.filter(({ source }) => source === 'record'),
    predicates: new Map([...observed.predicates].map(([key, answer]) => [key, since.has(key) ? undefined : answer])),
  };
  if (predicatesToRead(set, before, options).length > 0) return undefined;
  return planMigration(set, before, options).digest;
}
