import { counted } from '../../report/index.ts';
import type { Address } from '../../values/index.ts';
import type { RecordedProof } from '../journal/build-record.ts';
import type { CodeProof, MinedCreation } from '../proof/code-proof.ts';
import { expectedCode } from '../proof/expected-code.ts';
import { proveByReplay, proveCreations } from '../proof/prove-creations.ts';
import { describeProofs, recordedProofs } from '../proof/recorded-proofs.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import type { ChainWait } from './chain-wait.ts';

export type ToProve = Omit<MinedCreation, 'expected'> & { readonly libraries: Readonly<Record<string, Address>> };

/**
 * Proves what was mined, and says what is used though its proof is less than exact.
 * @param early what was proved already.
 * @throws RemoteError that names every contract whose code may not be used.
 */
export async function proveMined(
  wait: ChainWait,
  set: PreparedSet,
  creations: readonly ToProve[],
  early?: readonly CodeProof[],
): Promise<ReadonlyMap<Address, RecordedProof>> {
  if (creations.length === 0) return new Map();
  return usableOf(wait, set, early ?? (await proveAll(wait, set, creations)));
}

export interface ProvedLog {
  readonly usable: ReadonlyMap<Address, RecordedProof>;
  /** What the chain has instead of the others. */
  readonly lost: ReadonlyMap<Address, 'none' | 'other'>;
}

/**
 * The same for what an unfinished run has created. Other code is left out, and so created anew with what names it: the run
 * that created it has stopped, and nothing else would ever get it out of the journal.
 * @param creations all of them, because a block is run again as a whole; only the wanted are judged.
 */
export async function proveLogged(
  wait: ChainWait,
  set: PreparedSet,
  creations: readonly ToProve[],
  isWanted: (address: Address) => boolean,
): Promise<ProvedLog> {
  if (!creations.some(({ address }) => isWanted(address))) return { usable: new Map(), lost: new Map() };
  const proofs = (await proveAll(wait, set, creations)).filter(({ address }) => isWanted(address));
  const lost = proofs.filter(({ verdict }) => verdict === 'different');
  for (const { contract, address, detail } of lost) {
    wait.log.warning(`${contract} at ${address}, created by an unfinished run, is not used: ${detail}`);
  }
  const others = proofs.filter((proof) => !lost.includes(proof));
  return {
    usable: usableOf(wait, set, others),
    lost: new Map(lost.map(({ address, codeHash }) => [address, codeHash === undefined ? 'none' : 'other'])),
  };
}

/** What the chain has of each of them; nothing is judged yet. */
export function proveAll(
  wait: ChainWait,
  set: PreparedSet,
  creations: readonly ToProve[],
): Promise<readonly CodeProof[]> {
  return proveCreations(wait, expecting(set, creations));
}

/**
 * The same for what is only guessed to be in these blocks, as far as one request goes.
 * @param times of the blocks, in seconds.
 */
export function proveGuessed(
  wait: ChainWait,
  set: PreparedSet,
  creations: readonly ToProve[],
  times: ReadonlyMap<number, number>,
): Promise<readonly CodeProof[]> {
  return proveByReplay(wait, expecting(set, creations), times);
}

function expecting(set: PreparedSet, creations: readonly ToProve[]): readonly MinedCreation[] {
  const prepared = new Map(set.contracts.map((contract) => [contract.name, contract]));
  return creations.map((creation) => {
    const contract = prepared.get(creation.contract);
    return { ...creation, expected: contract && expectedCode(contract, creation.libraries) };
  });
}

function usableOf({ log }: ChainWait, set: PreparedSet, proofs: readonly CodeProof[]) {
  const allowed = new Set(set.contracts.filter(({ allowsUnproved }) => allowsUnproved).map(({ name }) => name));
  const usable = recordedProofs(proofs, (contract) => allowed.has(contract));
  for (const line of describeProofs(proofs)) log.warning(line);
  const exact = proofs.filter(({ verdict }) => verdict === 'exact').length;
  if (exact > 0) log.info(`The code of ${counted(exact, 'contract')} is proved byte for byte`);
  return usable;
}
