import { RemoteError } from '../../report/index.ts';
import type { Address } from '../../values/index.ts';
import type { RecordedProof } from '../journal/build-record.ts';
import type { CodeProof } from './code-proof.ts';

/**
 * Lets only those contracts through that may be used: proved, or unproved where the set allows it by name. What is
 * different on the chain is never allowed.
 * @returns what the record says of each, by its address.
 * @throws RemoteError that names every other one.
 */
export function recordedProofs(
  proofs: readonly CodeProof[],
  allowsUnproved: (contract: string) => boolean,
): ReadonlyMap<Address, RecordedProof> {
  const usable = new Map<Address, RecordedProof>();
  const failures: string[] = [];
  for (const { contract, address, codeHash, verdict, method, detail } of proofs) {
    if (codeHash !== undefined && verdict !== 'different' && (verdict !== 'unproved' || allowsUnproved(contract))) {
      usable.set(address, { codeHash, proof: verdict, ...(method && { method }) });
    } else failures.push(`${contract} at ${address}: ${detail}${verdict === 'unproved' ? advice(contract) : ''}`);
  }
  if (failures.length === 0) return usable;
  throw new RemoteError(`the code on the chain is not proved, so nothing may use it:\n${failures.join('\n')}`);
}

const advice = (contract: string): string =>
  `. A node that takes state overrides in eth_call may prove more, but not of a constructor that leaves what its block or its payer had; allow-unproved: true at ${contract} in the contract set uses it as it is`;

/** What to say of proofs that are not exact, in a line each. */
export function describeProofs(proofs: readonly CodeProof[]): readonly string[] {
  return proofs.flatMap(({ contract, address, verdict, detail }) =>
    verdict === 'exact' ? [] : [`${contract} at ${address} is used though its code is ${verdict}: ${detail}`],
  );
}
