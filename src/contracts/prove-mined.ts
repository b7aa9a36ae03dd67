import type { Address } from '../values/index.ts';
import type { RecordedProof } from './build-record.ts';
import type { ChainWait } from './chain-wait.ts';
import type { PreparedSet } from './prepared-set.ts';
import type { CodeProof, MinedCreation } from './proof/code-proof.ts';
import { expectedCode } from './proof/expected-code.ts';
import { proveCreations } from './proof/prove-creations.ts';
import { describeProofs, recordedProofs } from './proof/recorded-proofs.ts';

export type ToProve = Omit<MinedCreation, 'expected'> & { readonly libraries: Readonly<Record<string, Address>> };

/**
 * Proves what was mined, and says what is used though its proof is less than exact.
 * @param different what becomes of a contract whose code is another: a run that has just created it stops; the next one
 * leaves it out, and so creates it anew with what names it, because nothing else would ever get it out of the journal.
 * @throws RemoteError that names every contract whose code may not be used.
 */
export async function proveMined(
  wait: ChainWait,
  set: PreparedSet,
  creations: readonly ToProve[],
  different: 'stop' | 'leave-out',
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
  const isLeftOut = ({ verdict }: CodeProof) => different === 'leave-out' && verdict === 'different';
  for (const { contract, address, detail } of proofs.filter(isLeftOut)) {
    wait.log.warning(`${contract} at ${address}, created by an unfinished run, is not used: ${detail}`);
  }
  const kept = proofs.filter((proof) => !isLeftOut(proof));
  const usable = recordedProofs(kept, (contract) => prepared.get(contract)?.allowsUnproved === true);
  for (const line of describeProofs(kept)) wait.log.warning(line);
  const exact = proofs.filter(({ verdict }) => verdict === 'exact').length;
  if (exact > 0) wait.log.info(`The code of ${exact} contracts is proved byte for byte`);
  return usable;
}
