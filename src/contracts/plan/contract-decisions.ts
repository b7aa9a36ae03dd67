import type { Address, Hex } from '../../values/index.ts';
import { contractsOf, creationIdentity } from '../set/creation.ts';
import type { PreparedContract, PreparedSet } from '../set/prepared-set.ts';
import type { KnownContract, PlanObservation, PlanOptions } from './plan-step.ts';

/** What becomes of each contract of the set, before nonces and so the addresses of new ones are known. */
export interface ContractDecisions {
  /** By contract name; whatever is not here is created. */
  readonly kept: ReadonlyMap<string, KnownContract>;
  /** Of a kept contract. @throws Error for one that is created. */
  addressOf(name: string): Address;
  isKept(name: string): boolean;
  /** True when another contract of the chain could stand for it as well. */
  hasOther(name: string): boolean;
  /**
   * Contracts under names that the set no longer has, by the contract that is the same as each of them. Whether it is one of
   * them, renamed, or to be another, only the set can say (`was`): the plan is made as if it were one, and refused.
   */
  readonly unsaid: ReadonlyMap<string, readonly KnownContract[]>;
}

/**
 * A contract is kept when the chain has the code of one with its fingerprint. One that names or links a contract which is
 * created has another fingerprint, whatever address that gets.
 * @param excluded contracts of the chain that may not be kept.
 */
export function decideContracts(
  set: PreparedSet,
  observed: PlanObservation,
  excluded: ReadonlySet<Address>,
  { strict }: PlanOptions,
): ContractDecisions {
  const names = new Set(set.contracts.map(({ name }) => name));
  const knownNames = new Set(observed.contracts.map(({ recorded }) => recorded.name));
  const heirs = new Map(set.contracts.flatMap(({ name, was }) => (was === undefined ? [] : [[was, name] as const])));
  const unsaid = new Map<string, readonly KnownContract[]>();
  const byFingerprint = new Map<Hex, KnownContract[]>();
  for (const known of observed.contracts) {
    if (known.code !== 'recorded' || excluded.has(known.recorded.address)) continue;
    const others = byFingerprint.get(known.recorded.fingerprint);
    if (others === undefined) byFingerprint.set(known.recorded.fingerprint, [known]);
    else others.push(known);
  }
  const kept = new Map<string, KnownContract>();
  const taken = new Set<Address>();
  const choices = new Map<string, number>();
  const addressOf = (name: string): Address => {
    const known = kept.get(name);
    if (known === undefined) throw new Error(`${name} has no address yet`);
    return known.recorded.address;
  };

  const candidatesFor = (contract: PreparedContract): readonly KnownContract[] => {
    if (contractsOf(contract).some((name) => !kept.has(name))) return [];
    const { fingerprint, creationHash } = creationIdentity(contract, addressOf, observed.deployer);
    const candidates = (byFingerprint.get(fingerprint) ?? []).filter(
      ({ recorded }) => !strict || recorded.creationHash === creationHash,
    );
    const isFree = ({ recorded }: KnownContract): boolean => !taken.has(recorded.address);
    const own = candidates.filter((known) => known.recorded.name === contract.name && isFree(known));
    if (own.length > 0) return own;
    const { was } = contract;
    if (was !== undefined && !names.has(was) && knownNames.has(was)) {
      return candidates.filter((known) => known.recorded.name === was && isFree(known));
    }
    const gone = candidates.filter(({ recorded: { name } }) => !names.has(name) && !heirs.has(name));
    if (gone.length > 0) unsaid.set(contract.name, gone);
    return gone.filter(isFree);
  };

  for (const contract of set.contracts) {
    const candidates = candidatesFor(contract);
    const chosen = candidates.at(-1); // the latest: an unfinished run may have replaced what the record has
    if (chosen === undefined) continue;
    kept.set(contract.name, chosen);
    taken.add(chosen.recorded.address);
    choices.set(contract.name, candidates.length);
  }
  return {
    kept,
    addressOf,
    isKept: (name) => kept.has(name),
    hasOther: (name) => (choices.get(name) ?? 0) > 1,
    unsaid,
  };
}
