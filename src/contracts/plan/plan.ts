import { canonicalJson, digestOf } from '../../values/index.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import { decide } from './plan-decisions.ts';
import { essenceOf } from './plan-essence.ts';
import { noticesOf, refusalsOf } from './plan-findings.ts';
import type { Plan, PlanObservation, PlanOptions, PredicateRead } from './plan-step.ts';
import { planSteps } from './plan-steps.ts';

const lenient: PlanOptions = { strict: false };

/**
 * The predicates that have to be read from the chain before {@link planMigration}; asked again with the answers, until
 * there are none. Nearly always one round: an answer can lead to another contract of the chain, which is asked then.
 */
export function predicatesToRead(
  set: PreparedSet,
  observed: PlanObservation,
  options: PlanOptions = lenient,
): readonly PredicateRead[] {
  const reads = decide(set, observed, options).calls.unread;
  return [...new Map(reads.map((read) => [read.key, read])).values()];
}

/**
 * The steps that lead from what is known of the chain to what the set wants: pure, so that plan and apply agree. Addresses
 * follow from the deployer's nonces before anything is sent; they stand in the creation code of what names them, so that
 * a changed contract changes the fingerprint of every dependent by itself.
 */
export function planMigration(set: PreparedSet, observed: PlanObservation, options: PlanOptions = lenient): Plan {
  const decisions = decide(set, observed, options);
  const [unread] = decisions.calls.unread;
  if (unread !== undefined) throw new Error(`the predicate at ${unread.key} was not read before planning`);
  const steps = planSteps(set, decisions, observed);
  return {
    steps,
    digest: digestOf(canonicalJson(essenceOf(steps, observed))),
    refusals: refusalsOf(set, decisions),
    notices: noticesOf(set, decisions, observed),
  };
}
