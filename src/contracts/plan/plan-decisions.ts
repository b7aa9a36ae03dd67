import type { Address } from '../../values/index.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import { type CallDecisions, decideCalls, type OneShotConflict } from './call-decisions.ts';
import { type ContractDecisions, decideContracts } from './contract-decisions.ts';
import type { PlanObservation, PlanOptions } from './plan-step.ts';

/** Everything that is decided before nonces are given. */
export interface Decisions {
  readonly contracts: ContractDecisions;
  readonly calls: CallDecisions;
  /** Contracts of the chain that are given up for a one-shot call, and why. */
  readonly excluded: ReadonlyMap<Address, string>;
  /** One-shot calls that can't be made, and whose contract may not be created anew. */
  readonly conflicts: readonly OneShotConflict[];
}

/** Creating a contract anew for a one-shot call can bring the next one about: decided until nothing more follows. */
export function decide(set: PreparedSet, observed: PlanObservation, options: PlanOptions): Decisions {
  const excluded = new Map<Address, string>();
  const mayBeCreatedAnew = new Map(set.contracts.map(({ name, allowsRedeploy }) => [name, allowsRedeploy]));
  for (;;) {
    const givenUp = new Set(excluded.keys());
    const contracts = decideContracts(set, observed, givenUp, options);
    const calls = decideCalls(set, contracts, observed);
    const isSolvable = ({ call: { contract } }: OneShotConflict): boolean =>
      contracts.hasOther(contract) || mayBeCreatedAnew.get(contract) === true;
    const solvable = calls.unread.length > 0 ? [] : calls.conflicts.filter(isSolvable);
    if (solvable.length === 0) {
      return { contracts, calls, excluded, conflicts: calls.conflicts.filter((conflict) => !isSolvable(conflict)) };
    }
    for (const { call, target, why } of solvable) {
      if (givenUp.has(target)) throw new Error(`${call.contract} at ${target} was given up, and is kept all the same`);
      excluded.set(target, `its one-shot call ${call.entry.name} changed: ${why}, and it allows to be redeployed`);
    }
  }
}
