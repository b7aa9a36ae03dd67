import type { Address, Hex } from '../../values/index.ts';
import { codeHashReads, readCodeHashes } from '../sending/code-hashes.ts';
import { simulatesCreations } from '../simulation/simulate-v1.ts';
import type { Chain, ChainState } from './chain.ts';
import { balanceOf, blockHeader, chainId, codeAt, gasPrice, transactionCount } from './reads.ts';

/** The state that a plan is made from, read in one batch. */
export async function observe(
  chain: Chain,
  deployer: Address,
  contracts: readonly Address[],
  signal: AbortSignal,
): Promise<ChainState> {
  const wanted = [...new Set(contracts)];
  const [id, genesis, latest, price, nonce, pendingNonce, balance, deployerCode, hasSimulateV1, ...hashes] =
    await chain.read(
      [
        chainId(),
        blockHeader(0),
        blockHeader('latest'),
        gasPrice(),
        transactionCount(deployer, 'latest'),
        transactionCount(deployer, 'pending'),
        balanceOf(deployer),
        codeAt(deployer),
        simulatesCreations(),
        ...codeHashReads(wanted),
      ],
      signal,
    );
  // A node that can't look at them in a call is asked for the codes themselves.
  const seen = hashes.flatMap((part) => part ?? []);
  return {
    identity: { id, genesisHash: genesis.hash },
    block: { number: latest.number, timeSeconds: latest.timeSeconds, gasLimit: latest.gasLimit },
    baseFee: latest.baseFee,
    gasPrice: price,
    nonce,
    pendingNonce,
    balance,
    deployerCode,
    hasSimulateV1,
    codeHashes: seen.length < wanted.length ? await readCodeHashes(chain, wanted, signal) : hashesOf(wanted, seen),
  };
}

function hashesOf(addresses: readonly Address[], seen: readonly (Hex | undefined)[]): ReadonlyMap<Address, Hex> {
  return new Map(
    addresses.flatMap((address, index): [Address, Hex][] => {
      const hash = seen[index];
      return hash === undefined ? [] : [[address, hash]];
    }),
  );
}
