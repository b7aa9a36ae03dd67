import type { Address, Hex } from '../values/index.ts';
import { encodeCall, selectorOf } from './abi/encode.ts';
import { contractsIn, resolveValue } from './abi/typed-value.ts';
import type { ContractDecisions } from './contract-decisions.ts';
import type { KnownCall, PlanObservation, PredicateRead } from './plan-step.ts';
import { contractsOfPredicate, describeUnmet, predicateHolds, readOf, resolvePredicate } from './predicate.ts';
import type { PreparedCall, PreparedSet } from './prepared-set.ts';

/** What becomes of a call; why it is made, or by what it is known to be done. */
export type CallDecision =
  | { readonly kind: 'call'; readonly reason: string }
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
  /** Predicates that were not asked yet; as long as there are some, the decisions are none. */
  readonly unread: readonly PredicateRead[];
}

/** A call of the set whose contracts are all kept, so that its bytes are known. */
interface Settled {
  readonly call: PreparedCall;
  readonly target: Address;
  readonly calldata: Hex;
  /** The known call that is exactly this one. */
  readonly known: KnownCall | undefined;
}

export function decideCalls(set: PreparedSet, contracts: ContractDecisions, observed: PlanObservation): CallDecisions {
  const pool = new KnownCalls(observed.calls);
  const isKept = (name: string): boolean => contracts.isKept(name);
  const settled = new Map<PreparedCall, Settled>();
  for (const call of set.calls) {
    if (![call.contract, ...call.arguments.flatMap(contractsIn)].every(isKept)) continue;
    const target = contracts.addressOf(call.contract);
    const values = call.arguments.map((value) => resolveValue(value, contracts.addressOf, observed.deployer));
    const calldata = encodeCall(call.entry, values);
    settled.set(call, { call, target, calldata, known: pool.take(target, calldata, call.value) });
  }
  const knownNames = new Set(observed.contracts.map(({ recorded }) => recorded.name));
  const of = new Map<PreparedCall, CallDecision>();
  const conflicts: OneShotConflict[] = [];
  const unread: PredicateRead[] = [];
  for (const call of set.calls) {
    const predicate = askPredicate(call, contracts, observed, unread);
    const decision = decide(call, settled.get(call), predicate, contracts, pool, knownNames);
    of.set(call, decision);
    if (decision.kind !== 'call' || !call.isOneShot || !isKept(call.contract)) continue;
    const why = alreadyMade(call, settled.get(call), contracts.addressOf(call.contract), predicate, pool);
    if (why !== undefined) conflicts.push({ call, target: contracts.addressOf(call.contract), why });
  }
  return { of, conflicts, unread };
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
  const isOther = settled !== undefined && pool.sameFunction(settled.target, call) !== undefined;
  return { kind: 'call', reason: isOther ? 'its arguments or its ether changed' : 'not called yet' };
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

function isMined({ recorded, isPending }: KnownCall): boolean {
  return !isPending && recorded.transaction !== undefined;
}

/** The calls that record and journal have: each stands for one call of the set. */
class KnownCalls {
  readonly #byCall: ReadonlyMap<string, KnownCall[]>;
  readonly #byTarget: ReadonlyMap<string, readonly KnownCall[]>;
  readonly #taken = new Set<KnownCall>();

  constructor(calls: readonly KnownCall[]) {
    this.#byCall = Map.groupBy(calls, ({ recorded: { target, calldata, value } }) => keyOf(target, calldata, value));
    this.#byTarget = Map.groupBy(calls, ({ recorded: { target } }) => target);
  }

  /** The known call that is exactly this one; one that was seen mined before one that only a predicate told of. */
  take(target: Address, calldata: Hex, value: bigint): KnownCall | undefined {
    const same =
      this.#byCall.get(keyOf(target, calldata, String(value)))?.filter((call) => !this.#taken.has(call)) ?? [];
    const known = same.find(isMined) ?? same[0];
    if (known !== undefined) this.#taken.add(known);
    return known;
  }

  /** A call of the same function that no call of the set is; what is only pending can still be kept from being mined. */
  sameFunction(target: Address, call: PreparedCall): KnownCall | undefined {
    const selector = selectorOf(call.entry);
    return this.#byTarget
      .get(target)
      ?.find((known) => !this.#taken.has(known) && !known.isPending && known.recorded.calldata.startsWith(selector));
  }
}

function keyOf(target: Address, calldata: Hex, value: string): string {
  return `${target} ${calldata} ${value}`;
}
