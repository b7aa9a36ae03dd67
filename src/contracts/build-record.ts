import { type Address, type Hex, keccak256 } from '../values/index.ts';
import type { ChainIdentity } from './chain/chain.ts';
import type { Plan } from './plan-step.ts';
import type { ContractRecord, RecordedCall, RecordedContract } from './record.ts';

/** Where a step's transaction was mined. */
export interface StepResult {
  readonly transaction: Hex;
  readonly block: number;
}

export interface StepResults {
  codeHash(address: Address): Hex | undefined;
  result(nonce: number): StepResult | undefined;
  /** False in a plan: what is not on the chain yet is marked as predicted. */
  readonly isProved: boolean;
}

const nothing = keccak256('0x');

/** The record that a plan leaves, from what its steps have come to. */
export function buildRecord(plan: Plan, chain: ChainIdentity, deployer: Address, results: StepResults): ContractRecord {
  const contracts: RecordedContract[] = [];
  const calls: RecordedCall[] = [];
  for (const step of plan.steps) {
    const { transaction, block } = ('nonce' in step ? results.result(step.nonce) : undefined) ?? {
      transaction: nothing,
      block: 0,
    };
    if (step.kind === 'keep') contracts.push(step.known);
    else if (step.kind === 'skip') calls.push(step.known);
    else if (step.kind === 'call') {
      const { contract, target, calldata } = step;
      calls.push({
        contract,
        function: step.function,
        target,
        calldata,
        value: step.value.toString(),
        ...(step.until === undefined ? {} : { predicate: step.until.text }),
        transaction,
        block,
      });
    } else {
      contracts.push({
        name: step.contract,
        address: step.address,
        codeHash: results.codeHash(step.address) ?? nothing,
        block,
        transaction,
        arguments: [...step.arguments],
        libraries: { ...step.libraries },
        value: step.value.toString(),
        fingerprint: step.fingerprint,
        creationHash: step.creationHash,
        abiHash: step.abiHash,
        proof: results.isProved ? 'exact' : 'predicted',
      });
    }
  }
  // By name, so that a record doesn't depend on the order in which its contracts were created.
  contracts.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { version: 1, chain: { id: chain.id, genesisHash: chain.genesisHash }, deployer, contracts, calls };
}
