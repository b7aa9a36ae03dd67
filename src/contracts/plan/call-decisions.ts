import type { Problem } from '../../report/index.ts';
import type { Address } from '../../values/index.ts';
import { encodeCall } from '../abi/encode.ts';
import { contractsIn, resolveValue } from '../abi/typed-value.ts';
import { CallOrder } from '../set/call-order.ts';
import { contractsOfPredicate, describeUnmet, predicateHolds, readOf, resolvePredicate } from '../set/predicate.ts';
import type { PreparedCall, PreparedSet } from '../set/prepared-set.ts';
import { describeChangedCall } from './changed-call.ts';
import type { ContractDecisions } from './contract-decisions.ts';
import { isMined, KnownCalls, type WantedCall } from './known-calls.ts';
import type { KnownCall, PlanObservation, PredicateRead } from './plan-step.ts';

/** What becomes of a call; why it is made, or by what it is known to be done. */
export type CallDecision =
  | { readonly kind: 'call'; readonly reason: string; readonly behind?: string }
  | { readonly kind: 'skip'; readonly reason: string; readonly known: KnownCall | undefined };

/** A one-shot call that was made already, and is wanted otherwise now. */
export interface OneShotConflict {
  readonly call: PreparedCall;
  /** Where its contract stands. */
  readonly target: Address;
  readonly why: string;
}

export interface CallDecisions {
  readonly of: ReadonlyMap<PreparedCall, CallDecision>;
  readonly conflicts: readonly OneShotConflict[];
  /** Calls that would have to be repeated for the order of the set, and must not be without a word of the user. */
  readonly refusals: readonly Problem[];
  /** Predicates that were not asked yet; as long as there are some, the decisions are none. */
  readonly unread: readonly PredicateRead[];
}

/** With the known call that is exactly this one. */
interface Settled extends WantedCall {
  readonly known: KnownCall | undefined;
}

export function decideCalls(set: PreparedSet, contracts: ContractDecisions, observed: PlanObservation): CallDecisions {
  const pool = new KnownCalls(observed.calls);
  const isKept = (name: string): boolean => contracts.isKept(name);
  const wanted = set.calls.flatMap((call): readonly WantedCall[] => {
    if (![call.contract, ...call.arguments.flatMap(contractsIn)].every(isKept)) return [];
    const values = call.arguments.map((value) => resolveValue(value, contracts.addressOf, observed.deployer));
    return [{ call, target: contracts.addressOf(call.contract), calldata: encodeCall(call.entry, values) }];
  });
  const assigned = pool.assign(wanted);
  const settled = new Map(wanted.map((one) => [one.call, { ...one, known: assigned.get(one.call) }]));
  const order = new CallOrder(observed.lostCalls ?? [], observed.calls, pool.unwanted());
  const knownNames = new Set(observed.contracts.map(({ recorded }) => recorded.name));
  const of = new Map<PreparedCall, CallDecision>();
  const conflicts: OneShotConflict[] = [];
  const refusals: Problem[] = [];
  const unread: PredicateRead[] = [];
  for (const call of set.calls) {
    const predicate = askPredicate(call, contracts, observed, unread);
    const { now, overtaken } = inOrder(call, settled.get(call), order, pool);
    const decision: CallDecision =
      overtaken === undefined
        ? decide(call, now, predicate, contracts, pool, knownNames)
        : {
            kind: 'call',
            reason: `it was made before ${overtaken.first}, which stands before it in the set`,
            behind: overtaken.first,
          };
    of.set(call, decision);
    if (!isKept(call.contract)) continue;
    const target = contracts.addressOf(call.contract);
    if (decision.kind === 'call') order.add(call, target, Number.POSITIVE_INFINITY);
    else order.add(call, target, decision.known?.nonce ?? -1);
    if (overtaken?.known.isPending === true) continue;
    if (overtaken !== undefined && !call.isOneShot) {
      if (call.value > 0n) refusals.push(refusalToPayTwice(call, overtaken));
      continue;
    }
    if (decision.kind !== 'call' || !call.isOneShot) continue;
    const why =
      overtaken === undefined
        ? alreadyMade(call, now, target, predicate, pool)
        : `it was made${inTransaction(overtaken.known)} before ${overtaken.first}, which stands before it in the set`;
    if (why !== undefined) conflicts.push({ call, target, why });
  }
  return { of, conflicts, refusals, unread };
}

interface Overtaken {
  /** The call that has to come first, as messages call it. */
  readonly first: string;
  readonly known: KnownCall;
}

/** A call is known to be done only when it was made in its place of the order, or when a predicate says it. */
function inOrder(
  call: PreparedCall,
  settled: Settled | undefined,
  order: CallOrder,
  pool: KnownCalls,
): { readonly now: Settled | undefined; readonly overtaken?: Overtaken } {
  if (settled?.known === undefined || call.until !== undefined) return { now: settled };
  const first = order.overtaken(settled.target, settled.known);
  if (first === undefined) return { now: settled };
  const known = pool.takeOther(settled, (other) => order.overtaken(settled.target, other) === undefined);
  if (known !== undefined) return { now: { ...settled, known } };
  return { now: settled, overtaken: { first: titleInSet(first), known: settled.known } };
}

/** Two calls of a set can be of one function. */
function titleInSet({ contract, entry, path }: PreparedCall): string {
  const index = path?.at(-1);
  return `${contract}.${entry.name}${typeof index === 'number' ? ` (call ${index + 1} of the set)` : ''}`;
}

/** One that isn't declared as one-shot may be repeated, but paying twice is nobody's wish. */
function refusalToPayTwice(call: PreparedCall, { first, known }: Overtaken): Problem {
  const title = `${call.contract}.${call.entry.name}`;
  return {
    path: call.path ?? [],
    message: `the call ${title} was made${inTransaction(known)} before ${first}, which stands before it in the set: to be repeated behind it, it would send its ether twice. Where their order doesn't matter, let ${title} stand before ${first} in the set; else say with "until" when it is done`,
  };
}

type PredicateAnswer = { readonly kind: 'none' | 'true' } | { readonly kind: 'false'; readonly why: string };

function askPredicate(
  { until }: PreparedCall,
  contracts: ContractDecisions,
  { deployer, predicates }: PlanObservation,
  unread: PredicateRead[],
): PredicateAnswer {
  if (until === undefined) return { kind: 'none' };
  const created = contractsOfPredicate(until).find((name) => !contracts.isKept(name));
  if (created !== undefined) return { kind: 'false', why: `${until.text} can't be true yet: ${created} changes` };
  const resolved = resolvePredicate(until, contracts.addressOf, deployer);
  const read = readOf(resolved);
  if (!predicates.has(read.key)) {
    unread.push(read);
    return { kind: 'false', why: '' };
  }
  const answer = predicates.get(read.key);
  return predicateHolds(resolved, answer) ? { kind: 'true' } : { kind: 'false', why: describeUnmet(resolved, answer) };
}

function decide(
  call: PreparedCall,
  settled: Settled | undefined,
  predicate: PredicateAnswer,
  contracts: ContractDecisions,
  pool: KnownCalls,
  knownNames: ReadonlySet<string>,
): CallDecision {
  const known = settled?.known;
  if (predicate.kind === 'true') {
    // What is only logged did not make it true: sent again, it would be done twice.
    const done = known?.isPending === true ? undefined : known;
    return { kind: 'skip', reason: `${call.until?.text} is true on the chain`, known: done };
  }
  if (known !== undefined && (known.isPending || (predicate.kind === 'none' && isMined(known)))) {
    return { kind: 'skip', reason: reasonToSkip(known), known };
  }
  const changed = [call.contract, ...call.arguments.flatMap(contractsIn)].find((name) => !contracts.isKept(name));
  if (changed !== undefined) return { kind: 'call', reason: reasonOfChange(call, changed, knownNames) };
  if (predicate.kind === 'false') return { kind: 'call', reason: predicate.why };
  const other = settled && pool.sameFunction(settled.target, call);
  const reason = other ? describeChangedCall(call, settled.calldata, other.recorded) : 'not called yet';
  return { kind: 'call', reason };
}

function reasonToSkip({ source, isPending }: KnownCall): string {
  if (isPending) return 'logged by an unfinished run, not mined yet';
  return source === 'record' ? 'done' : 'done by an unfinished run';
}

function reasonOfChange(call: PreparedCall, changed: string, knownNames: ReadonlySet<string>): string {
  if (!knownNames.has(call.contract)) return 'not called yet';
  if (changed === call.contract) return `${changed} changes`;
  const index = call.arguments.findIndex((value) => contractsIn(value).includes(changed));
  const name = call.entry.inputs?.[index]?.name;
  return `argument ${index}${name ? ` (${name})` : ''} names ${changed}, which ${knownNames.has(changed) ? 'changes' : 'is new'}`;
}

/** Why a one-shot call can't be made again on a contract that is kept; undefined when it never was. */
function alreadyMade(
  call: PreparedCall,
  settled: Settled | undefined,
  target: Address,
  predicate: PredicateAnswer,
  pool: KnownCalls,
): string | undefined {
  const made = settled?.known;
  if (made !== undefined && predicate.kind === 'false') {
    return `it was made${inTransaction(made)}, but ${predicate.why}`;
  }
  const other = pool.sameFunction(target, call);
  return other === undefined ? undefined : `it was made with other arguments${inTransaction(other)}`;
}

function inTransaction({ recorded }: KnownCall): string {
  return recorded.transaction === undefined ? '' : ` in transaction ${recorded.transaction}`;
}
