import type { Address } from '../../values/index.ts';
import type { Chain, ChainState } from './chain.ts';
import { balanceOf, blockHeader, chainId, codeAt, gasPrice, transactionCount } from './reads.ts';

/** The state that a plan is made from, read in one batch. */
export async function observe(
  chain: Chain,
  deployer: Address,
  codesOf: readonly Address[],
  signal: AbortSignal,
): Promise<ChainState> {
  const [id, genesis, latest, price, nonce, pendingNonce, balance, ...codes] = await chain.read(
    [
      chainId(),
      blockHeader(0),
      blockHeader('latest'),
      gasPrice(),
      transactionCount(deployer, 'latest'),
      transactionCount(deployer, 'pending'),
      balanceOf(deployer),
      ...codesOf.map(codeAt),
    ],
    signal,
  );
  return {
    identity: { id, genesisHash: genesis.hash },
    block: { number: latest.number, timeSeconds: latest.timeSeconds, gasLimit: latest.gasLimit },
    baseFee: latest.baseFee,
    gasPrice: price,
    nonce,
    pendingNonce,
    balance,
    codes: new Map(codesOf.map((where, index) => [where, codes[index] ?? '0x'])),
  };
}
