import { type Address, type Hex, keccak256 } from '../../values/index.ts';
import type { ChainIdentity } from '../chain/chain.ts';
import type { Plan } from '../plan/plan-step.ts';
import type { ContractRecord, RecordedCall, RecordedContract } from './record.ts';

/** Where a step's transaction was mined. */
export interface StepResult {
  readonly transaction: Hex;
  readonly block: number;
}

export interface StepResults {
  result(nonce: number): StepResult | undefined;
  /** How the code of what was created is proved; undefined where nothing is known of it. */
  proof(address: Address): RecordedProof | undefined;
}

/** What a record says of a contract's code. In a plan it is `predicted`. */
export type RecordedProof = Pick<RecordedContract, 'codeHash' | 'proof' | 'method'>;

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
        ...(results.proof(step.address) ?? { codeHash: nothing, proof: 'predicted' }),
        block,
        transaction,
        arguments: [...step.arguments],
        libraries: { ...step.libraries },
        value: step.value.toString(),
        fingerprint: step.fingerprint,
        creationHash: step.creationHash,
        abiHash: step.abiHash,
      });
    }
  }
  // A record depends neither on the order in which it was made, nor on that of the set.
  contracts.sort((a, b) => (a.name < b.name ? -1 : 1));
  calls.sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
  return { version: 1, chain: { id: chain.id, genesisHash: chain.genesisHash }, deployer, contracts, calls };
}

function isBefore(a: RecordedCall, b: RecordedCall): boolean {
  const [keysOfA, keysOfB] = [a, b].map((call) => [
    call.contract,
    call.function,
    call.target,
    call.calldata,
    call.value,
    call.block ?? -1,
    call.transaction ?? '',
    call.predicate ?? '',
  ]);
  const at = keysOfA?.findIndex((key, index) => key !== keysOfB?.[index]) ?? -1;
  return at >= 0 && (keysOfA?.[at] ?? '') < (keysOfB?.[at] ?? '');
}
