import type { Address, Hex } from '../../values/index.ts';
import type { AccountOverride, CallRequest, Chain } from '../chain/chain.ts';
import { transactionCount } from '../chain/reads.ts';
import { createAddress } from '../transaction/create-address.ts';
import type { MinedCreation } from './code-proof.ts';

const empty = { code: '0x', nonce: 0, balance: 0n, isStorageEmpty: true } as const;

/**
 * The creation alone, run again at its own address as if nothing were there yet, in the state after its block. A node runs
 * what is asked of a block as that block; only where it has forgotten the block's state it must be told on the newest one.
 */
export function creationAgain(
  deployer: Address,
  { address, nonce, data, value, gasLimit, block }: MinedCreation,
  newest?: { readonly timeSeconds: number | undefined; readonly children: readonly Address[] },
): CallRequest {
  const sender = { nonce, ...(value === 0n ? {} : { balance: value }) };
  return {
    from: deployer,
    data,
    value,
    gas: gasLimit,
    ...(newest === undefined ? { block } : { blockOverride: { number: block, timeSeconds: newest.timeSeconds } }),
    accounts: new Map<Address, AccountOverride>([
      [deployer, sender],
      ...[address, ...(newest?.children ?? [])].map((where): [Address, AccountOverride] => [where, empty]),
    ]),
  };
}

/** Without overrides: it comes out as if at the deployer's next address. */
export function creationElsewhere(deployer: Address, { data, value, gasLimit }: MinedCreation): CallRequest {
  return { from: deployer, data, value, gas: gasLimit };
}

/** What came out at another address, as it would have at its own: codes keep their address, and those of what they create. */
export function movedTo(code: Hex, from: Address, to: Address, children: number): Hex {
  const addresses: (readonly [Address, Address])[] = [[from, to]];
  for (let child = 1; child <= children; child++)
    addresses.push([createAddress(from, child), createAddress(to, child)]);
  return addresses.reduce(
    (moved, pair) => moved.replaceAll(...(pair.map((one) => one.slice(2).toLowerCase()) as [string, string])) as Hex,
    code,
  );
}

const mostChildren = 100;

/**
 * Every contract that each has created by CREATE, and what those have created: they are in the way of doing it again. What
 * stands where CREATE2 puts it can't be told so.
 */
export async function childrenOf(
  chain: Chain,
  parents: readonly Address[],
  signal: AbortSignal,
): Promise<readonly (readonly Address[])[]> {
  const found = parents.map((): Address[] => []);
  let generation = parents.map((one, of) => ({ one, of }));
  while (generation.length > 0) {
    const nonces = await chain.read(
      generation.map(({ one }) => transactionCount(one, 'latest')),
      signal,
    );
    const next = generation.flatMap(({ one, of }, index) =>
      Array.from({ length: Math.min(Math.max((nonces[index] ?? 1) - 1, 0), mostChildren) }, (_, child) => ({
        one: createAddress(one, child + 1),
        of,
      })),
    );
    generation = next.filter(({ of }) => (found[of]?.length ?? 0) < mostChildren);
    for (const { one, of } of generation) found[of]?.push(one);
  }
  return found;
}
