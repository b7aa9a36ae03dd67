import type { Address } from '../../values/index.ts';
import type { CallRequest } from '../chain/chain.ts';
import { balanceOf, blockHeaderIfThere, callOf, ifTold } from '../chain/reads.ts';
import type { MinedCreation } from './code-proof.ts';
import { creationAgain } from './creation-call.ts';
import { addOutput, type Evidence } from './evidence.ts';
import type { ProofPorts } from './prove-creations.ts';

/** What is told of the moment of a creation, besides its block. */
interface Moment {
  readonly balance: bigint;
  readonly gasPrice: bigint;
  readonly timeSeconds: number | undefined;
}

/**
 * Where other code came out than the chain has: once more with the gas price and the deployer's ether of that moment, as
 * far as they can be told, and once in the state before the block with other ether and gas. What differs between the runs
 * is what the constructor keeps of them; only what none of it changes can be called wrong.
 */
export async function runVaried(
  { chain, deployer, signal }: ProofPorts,
  differing: readonly Evidence[],
  times: ReadonlyMap<number, number>,
): Promise<void> {
  if (differing.length === 0) return;
  const blocks = [...new Set(differing.map(({ creation }) => creation.block))];
  const [headers, balances] = await Promise.all([
    chain.read(
      blocks.map((block) => ifTold(blockHeaderIfThere(block))),
      signal,
    ),
    chain.read(
      blocks.map((block) => ifTold(balanceOf(deployer, block - 1))),
      signal,
    ),
  ]);
  const runs = differing.map(({ creation }) => {
    const at = blocks.indexOf(creation.block);
    const [header, balance] = [headers[at], balances[at]];
    const moment: Moment = {
      // Only the first transaction of a block finds all of it there: of another this is a guess, and proves nothing else.
      balance: balance ?? creation.value,
      gasPrice: creation.gasPrice ?? (header?.baseFee ?? 0n) + 1n,
      timeSeconds: times.get(creation.block) ?? header?.timeSeconds,
    };
    return [callOf(asItWas(deployer, creation, moment)), callOf(asItWasNot(deployer, creation, moment))] as const;
  });
  const answers = await chain.read(runs.flat(), signal);
  for (const [index, evidence] of differing.entries()) {
    const [was, wasNot] = [answers[index * 2], answers[index * 2 + 1]];
    if (was?.kind === 'output' && evidence.creation.gasPrice !== undefined) addOutput(evidence, 'creation', was.data);
    if (was?.kind === 'output' && wasNot?.kind === 'output') evidence.variants.push(was.data, wasNot.data);
  }
}

function asItWas(deployer: Address, creation: MinedCreation, { balance, gasPrice }: Moment): CallRequest {
  return { ...creationAgain(deployer, creation), gasPrice, accounts: owning(deployer, creation, balance) };
}

const otherEther = 123_456_789n;
const otherGas = 4321n;

function asItWasNot(deployer: Address, creation: MinedCreation, { timeSeconds }: Moment): CallRequest {
  const { block, value, gasLimit } = creation;
  return {
    ...creationAgain(deployer, creation),
    gas: gasLimit + otherGas,
    block: block - 1,
    blockOverride: { number: block, timeSeconds },
    accounts: owning(deployer, creation, value + otherEther),
  };
}

function owning(deployer: Address, creation: MinedCreation, balance: bigint): NonNullable<CallRequest['accounts']> {
  const { accounts = new Map() } = creationAgain(deployer, creation);
  return new Map([...accounts, [deployer, { ...accounts.get(deployer), balance }]]);
}
