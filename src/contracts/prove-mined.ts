import type { Address } from '../values/index.ts';
import type { RecordedProof } from './build-record.ts';
import type { ChainWait } from './chain-wait.ts';
import type { PreparedSet } from './prepared-set.ts';
import type { MinedCreation } from './proof/code-proof.ts';
import { expectedCode } from './proof/expected-code.ts';
import { proveCreations } from './proof/prove-creations.ts';
import { describeProofs, recordedProofs } from './proof/recorded-proofs.ts';

export type ToProve = Omit<MinedCreation, 'expected'> & { readonly libraries: Readonly<Record<string, Address>> };

/**
 * Proves what was mined, and says what is used though its proof is less than exact.
 * @throws RemoteError that names every contract whose code may not be used.
 */
export async function proveMined(
  wait: ChainWait,
  set: PreparedSet,
  creations: readonly ToProve[],
): Promise<ReadonlyMap<Address, RecordedProof>> {
  if (creations.length === 0) return new Map();
  const prepared = new Map(set.contracts.map((contract) => [contract.name, contract]));
  const proofs = await proveCreations(
    wait,
    creations.map((creation) => {
      const contract = prepared.get(creation.contract);
      return { ...creation, expected: contract && expectedCode(contract, creation.libraries) };
    }),
  );
  const usable = recordedProofs(proofs, (contract) => prepared.get(contract)?.allowsUnproved === true);
  for (const line of describeProofs(proofs)) wait.log.warning(line);
  const exact = proofs.filter(({ verdict }) => verdict === 'exact').length;
  if (exact > 0) wait.log.info(`The code of ${exact} contracts is proved byte for byte`);
  return usable;
}
