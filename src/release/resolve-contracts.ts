import { type ContractRecord, parseContractRecord } from '../contracts/index.ts';
import { type Environment, requireParts } from '../environment/index.ts';
import type { Store } from '../store/index.ts';
import type { Digest } from '../values/index.ts';
import { type MigrateOptions, migrateEnvironment } from './migrate-contracts.ts';
import type { ReleasePorts, StepInputs } from './ports.ts';
import { fetchDocument } from './store-layout.ts';

/** A plan takes no lock and sends nothing. */
const planOptions: MigrateOptions = {
  timeoutMs: 120_000,
  lockTimeoutMs: 0,
  breakLock: false,
  strict: false,
  approvedPlan: undefined,
  newChain: false,
  allowMainnet: false,
};

/** The contracts that a step goes by. */
export interface ResolvedContracts {
  readonly record: ContractRecord;
  /** Absent when the record is only predicted, in a plan that would change contracts. */
  readonly digest: Digest | undefined;
}

/** How a step learns of its contracts. */
export interface ContractsChoice {
  /** Of a stored record. Absent in a plan that would change the contracts. */
  readonly contracts: Digest | undefined;
  /** What a plan made earlier in the same step leads to, so that it isn't made twice. */
  readonly predicted?: ContractRecord | undefined;
}

/** What a step needs of its environment to learn of its contracts: one without a stored record plans them. */
export function planningNeeds({ contracts, predicted }: ContractsChoice): readonly 'contracts'[] {
  return contracts === undefined && predicted === undefined ? ['contracts'] : [];
}

/** The stored record that the input names; in a plan without one, what a migration would lead to. */
export async function resolveContracts(
  environment: Environment<'chain'>,
  store: Store,
  inputs: StepInputs & ContractsChoice,
  ports: ReleasePorts,
): Promise<ResolvedContracts> {
  if (inputs.contracts !== undefined) {
    const text = await fetchDocument(store, 'contract-records', inputs.contracts);
    return { record: parseContractRecord(text), digest: inputs.contracts };
  }
  if (inputs.predicted !== undefined) return { record: inputs.predicted, digest: undefined };
  requireParts(environment, ['chain', 'contracts']);
  const planned = await migrateEnvironment(environment, store, { mode: 'plan', ...planOptions }, ports);
  return { record: planned.record, digest: planned.contracts };
}
