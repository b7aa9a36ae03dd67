import type { Chain, ChainIdentity } from '../chain/chain.ts';
import { observe } from '../chain/observe.ts';
import type { ContractRecord } from '../journal/record.ts';

/** What a check found at one address. */
export interface CodeFinding {
  readonly contract: string;
  readonly message: string;
}

/** Reads the code at every address of the record again; an empty list means that all of it is on this chain now. */
export async function checkCode(
  chain: Chain,
  record: ContractRecord,
  signal: AbortSignal,
): Promise<readonly CodeFinding[]> {
  const state = await observe(
    chain,
    record.deployer,
    record.contracts.map(({ address }) => address),
    signal,
  );
  const wrongChain = describeWrongChain(state.identity, record.chain);
  if (wrongChain !== undefined) return [{ contract: '', message: wrongChain }];
  return record.contracts.flatMap(({ name, address, codeHash }) => {
    const hash = state.codeHashes.get(address);
    if (hash === undefined) return [{ contract: name, message: `${name}: there is no code at ${address}` }];
    return hash === codeHash
      ? []
      : [{ contract: name, message: `${name}: the code at ${address} is not the recorded one` }];
  });
}

/** Why a chain is not the one that a record speaks of. */
export function describeWrongChain(seen: ChainIdentity, recorded: ChainIdentity): string | undefined {
  if (seen.id !== recorded.id) return `the chain's id is ${seen.id}, the contract record is of chain ${recorded.id}`;
  if (seen.genesisHash !== recorded.genesisHash) {
    return `the chain has another first block (${seen.genesisHash}) than the contract record's (${recorded.genesisHash}): it was reset, or it is another chain with the same id`;
  }
  return undefined;
}
