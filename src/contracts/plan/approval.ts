import { counted, UserError } from '../../report/index.ts';
import { canonicalJson, type Hex } from '../../values/index.ts';
import type { MigrationInput } from '../migration.ts';
import { hashesOf, type Slot } from '../sending/ledger.ts';
import type { Look } from '../sending/look.ts';
import { readOf } from '../set/predicate.ts';
import { isSending, type SendingStep, titleOf } from './forecast.ts';
import { planMigration, predicatesToRead } from './plan.ts';
import { effectOf } from './plan-essence.ts';
import type { Plan, PlanObservation, PlanOptions } from './plan-step.ts';

/**
 * Only the approved plan is carried out, or what is left of it: a run that was cut off has changed what its successor
 * finds, and so the plan, but not what was approved. What stands elsewhere than it was approved is another contract.
 * @throws UserError that says what is other, and what to do.
 */
export function requireApproved(seen: Look, input: MigrationInput): void {
  const approved = input.options?.approvedPlan;
  const { plan, ledger } = seen;
  if (approved === undefined || approved === plan.digest) return;
  const own = ledger.slots.filter(({ scope }) => scope === input.scope);
  const begun = own.length > 0 ? replan(beforeAll(own, seen), input) : undefined;
  if (begun?.digest !== approved) {
    throw new UserError(
      `the plan is ${plan.digest}, but the approved one is ${approved}: ${whyOther(seen, input)}. Nothing is sent, and nothing is lost. Run with mode plan, look at that plan and approve it`,
    );
  }
  const effects = new Set(begun.steps.filter(isSending).map(keyOf));
  const [other] = plan.steps.filter(isSending).filter((step) => !effects.has(keyOf(step)));
  if (other === undefined) return;
  throw new UserError(
    `what is left of the approved plan ${approved} would not be what was approved: ${whyMoved(own, seen)}, so ${describeOther(other)}. Nothing more is sent, and nothing is lost: what is mined stays in the journal and is kept. Run with mode plan, look at that plan and approve it (now ${plan.digest})`,
  );
}

function keyOf(step: SendingStep): string {
  return canonicalJson(effectOf(step));
}

function describeOther(step: SendingStep): string {
  return step.kind === 'create'
    ? `${step.contract} would be created at another address`
    : `${titleOf(step)} would be made with other bytes`;
}

/** What came between a plan that was begun and its end. */
function whyMoved(own: readonly Slot[], { ends }: Look): string {
  for (const { nonce } of own) {
    const end = ends.get(nonce);
    if (end?.kind === 'foreign') {
      return `another transaction of the deployer (${end.hash}) has taken nonce ${nonce}`;
    }
  }
  return 'not all of what was sent of it has become what it was to be';
}

/** As many transactions of others are looked for: each is a plan more to be made. */
const mostForeign = 8;

function whyOther({ plan, observed }: Look, input: MigrationInput): string {
  const approved = input.options?.approvedPlan;
  for (let count = 1; count <= Math.min(mostForeign, observed.nonce); count++) {
    if (replan({ ...observed, nonce: observed.nonce - count }, input)?.digest !== approved) continue;
    const what = plan.steps.some(({ kind }) => kind === 'create')
      ? 'everything would be created at another address'
      : 'its calls would have other nonces';
    return `the deployer has sent ${counted(count, 'transaction')} since, so that ${what}; nothing else has changed`;
  }
  return 'something has changed since';
}

/** What was seen before the unfinished runs of this scope had logged anything. */
function beforeAll(own: readonly Slot[], { plan, observed }: Look): PlanObservation {
  const hashes = new Set<Hex | undefined>(own.flatMap(hashesOf));
  // What a logged call was made for was not so yet.
  const since = new Set(
    plan.steps.flatMap((step) =>
      step.kind === 'skip' && step.until !== undefined && hashes.has(step.known.transaction)
        ? [readOf(step.until).key]
        : [],
    ),
  );
  return {
    ...observed,
    nonce: Math.min(...own.map(({ nonce }) => nonce)),
    contracts: observed.contracts.filter(({ source }) => source === 'record'),
    calls: observed.calls.filter(({ source }) => source === 'record'),
    lostCalls: [],
    predicates: new Map([...observed.predicates].map(([key, answer]) => [key, since.has(key) ? undefined : answer])),
  };
}

/** Undefined where more would have to be read for it. */
function replan(observed: PlanObservation, { set, options }: MigrationInput): Plan | undefined {
  const planOptions: PlanOptions = { strict: options?.strict ?? false };
  return predicatesToRead(set, observed, planOptions).length > 0
    ? undefined
    : planMigration(set, observed, planOptions);
}
