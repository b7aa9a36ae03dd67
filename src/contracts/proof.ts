import { RemoteError } from '../report/index.ts';
import { type Address, type Hex, keccak256 } from '../values/index.ts';
import type { AccountOverride, CallAnswer, CallRequest, Chain } from './chain/chain.ts';
import { blockHeader, callOf, codeAt, transactionCount } from './chain/reads.ts';
import { createAddress } from './create-address.ts';

/** A mined creation whose code is to be proved. */
export interface MinedCreation {
  readonly contract: string;
  readonly address: Address;
  readonly nonce: number;
  /** Creation code and arguments, as they were sent. */
  readonly data: Hex;
  readonly gasLimit: bigint;
  readonly block: number;
}

/**
 * Proves each contract's code byte for byte, immutables included: the creation code is run again as if at its own
 * nonce, block and time, at an address that is still empty, and must give what the chain has there.
 * @returns the proved code hashes by address.
 * @throws RemoteError that names every contract whose code is another.
 */
export async function proveCreations(
  chain: Chain,
  deployer: Address,
  creations: readonly MinedCreation[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Address, Hex>> {
  if (creations.length === 0) return new Map();
  const blocks = [...new Set(creations.map(({ block }) => block))];
  const [times, codes] = await Promise.all([
    chain.read(blocks.map(blockHeader), signal),
    chain.read(
      creations.map(({ address }) => codeAt(address)),
      signal,
    ),
  ]);
  const run = (creation: MinedCreation, alsoEmpty: readonly Address[]): CallRequest =>
    creationAgain(deployer, creation, times[blocks.indexOf(creation.block)]?.timeSeconds ?? 0, alsoEmpty);
  const answers = [
    ...(await chain.read(
      creations.map((creation) => callOf(run(creation, []))),
      signal,
    )),
  ];
  for (const [index, creation] of creations.entries()) {
    if (answers[index]?.kind === 'output') continue;
    // Its constructor may create contracts itself, which collide with those that it has created.
    const children = await createdBy(chain, creation, signal);
    if (children.length > 0) answers.splice(index, 1, ...(await chain.read([callOf(run(creation, children))], signal)));
  }
  const proved = new Map<Address, Hex>();
  const failures: string[] = [];
  for (const [index, { contract, address }] of creations.entries()) {
    const answer = answers[index];
    const code = codes[index] ?? '0x';
    if (answer?.kind === 'output' && code !== '0x' && answer.data === code) proved.set(address, keccak256(code));
    else failures.push(`${contract} at ${address}: ${describeDifference(answer, code)}`);
  }
  if (failures.length > 0) {
    throw new RemoteError(`the code on the chain is not proved, so nothing may use it:\n${failures.join('\n')}`);
  }
  return proved;
}

function creationAgain(
  deployer: Address,
  { address, nonce, data, gasLimit, block }: MinedCreation,
  timeSeconds: number,
  alsoEmpty: readonly Address[],
): CallRequest {
  const empty = { code: '0x', nonce: 0, isStorageEmpty: true } as const;
  return {
    from: deployer,
    data,
    gas: gasLimit,
    block,
    blockOverride: { number: block, timeSeconds },
    accounts: new Map<Address, AccountOverride>([
      [deployer, { nonce }],
      ...[address, ...alsoEmpty].map((where): [Address, AccountOverride] => [where, empty]),
    ]),
  };
}

const mostChildren = 100;

/** Every contract that the contract had created by the end of its block, and what those had created. */
async function createdBy(
  chain: Chain,
  { address, block }: MinedCreation,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  const found: Address[] = [];
  for (let generation = [address]; generation.length > 0 && found.length < mostChildren; ) {
    const nonces = await chain.read(
      generation.map((parent) => transactionCount(parent, block)),
      signal,
    );
    generation = generation.flatMap((parent, index) =>
      Array.from({ length: Math.min(Math.max((nonces[index] ?? 1) - 1, 0), mostChildren) }, (_, child) =>
        createAddress(parent, child + 1),
      ),
    );
    found.push(...generation);
  }
  return found;
}

function describeDifference(answer: CallAnswer | undefined, code: Hex): string {
  if (code === '0x') return 'there is no code';
  if (answer?.kind !== 'output') return `its creation code could not be run again (${answer?.message ?? 'no answer'})`;
  const [expected, seen] = [answer.data, code].map((hex) => hex.length / 2 - 1);
  if (expected !== seen) return `expected ${expected} bytes of code, the chain has ${seen}`;
  let at = 2;
  while (answer.data.startsWith(code.slice(at, at + 2), at)) at += 2;
  return `expected other code of the same length; the first difference is at byte ${at / 2 - 1}`;
}
