import { type Address, type Hex, parseAddress } from '../../values/index.ts';
import { type ChainRead, callOf } from '../chain/reads.ts';
import { executorCode } from '../simulation/executor.ts';
import { decodeSteps } from '../simulation/executor-steps.ts';
import type { MinedCreation } from './code-proof.ts';

/** The creations that one block has, in the order of their nonces. */
export type Replay = readonly [MinedCreation, ...MinedCreation[]];

/** A sender of its own: the deployer can't send while the executor's code lies over its account. */
const caller = parseAddress('0x00000000000000000000000000000000006b6470');

export function replaysOf(creations: readonly MinedCreation[]): readonly Replay[] {
  const byBlock = new Map<number, [MinedCreation, ...MinedCreation[]]>();
  for (const creation of [...creations].sort((a, b) => a.nonce - b.nonce)) {
    const sameBlock = byBlock.get(creation.block);
    if (sameBlock === undefined) byBlock.set(creation.block, [creation]);
    else sameBlock.push(creation);
  }
  return [...byBlock.values()];
}

/**
 * Does all of it again in one call, on the state before the block: each creation at its own address, after what those
 * before it have written, where nothing that its constructor creates is in its way yet. Gives the hash of each code, fewer
 * where it came no further, undefined where the node could not run it at all.
 * @param as which block it runs, with its time where that is known; undefined for a node that takes no such override.
 * Without them only a code that keeps the number or time of its block comes out different.
 */
export function replayRead(
  deployer: Address,
  creations: Replay,
  as: { readonly number: number; readonly timeSeconds: number | undefined } | undefined,
): ChainRead<readonly Hex[] | undefined> {
  const [{ block, nonce }] = creations;
  const steps = creations.map((creation, index) => ({
    ...creation,
    bumps: creation.nonce - (creations[index - 1]?.nonce ?? nonce - 1) - 1,
  }));
  const limits = creations.reduce((sum, { gasLimit }) => sum + gasLimit, 0n);
  const { method, params, parse } = callOf({
    from: caller,
    to: deployer,
    data: '0x',
    // A creation by a contract leaves it a 64th of what gas there is.
    gas: limits + limits / 32n + 1_000_000n,
    block: block - 1,
    ...(as && { blockOverride: as }),
    accounts: new Map([[deployer, { code: executorCode(steps), nonce }]]),
  });
  return {
    method,
    params,
    parse(answer) {
      const outcome = parse(answer);
      if (outcome.kind !== 'output') return undefined;
      return decodeSteps(outcome.data).flatMap(({ isSuccess, codeHash }) => (isSuccess ? [codeHash] : []));
    },
  };
}
