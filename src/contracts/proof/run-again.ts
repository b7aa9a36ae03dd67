import { blockHeaderIfThere, callOf, codeAt, transactionCount } from '../chain/reads.ts';
import { createAddress } from '../transaction/create-address.ts';
import { childrenOf, creationAgain, creationElsewhere, movedTo } from './creation-call.ts';
import { addOutput, type Evidence } from './evidence.ts';
import type { ProofPorts } from './prove-creations.ts';

/** Each creation alone in the state after its block, in one batch with the codes to compare with. */
export async function runAtItsBlock({ chain, deployer, signal }: ProofPorts, open: readonly Evidence[]): Promise<void> {
  const answers = await chain.read(
    [
      ...open.map(({ creation }) => codeAt(creation.address)),
      ...open.map(({ creation }) => callOf(creationAgain(deployer, creation))),
    ],
    signal,
  );
  for (const [index, evidence] of open.entries()) {
    const [code, answer] = [answers[index], answers[open.length + index]];
    if (typeof code !== 'string' || typeof answer !== 'object') continue;
    evidence.code = code;
    if (answer.kind === 'output') addOutput(evidence, 'creation', answer.data);
    else evidence.failure = answer.message;
  }
}

/**
 * For those that could not be run there: the constructor's own creations are in its way, or the node has forgotten the
 * block, or takes no overrides. In the newest state, with all of that out of the way; and as if it were created now.
 */
export async function runElsewhere(
  ports: ProofPorts,
  open: readonly Evidence[],
  times: ReadonlyMap<number, number>,
): Promise<void> {
  const { chain, deployer, signal } = ports;
  if (open.length === 0) return;
  const unknown = [...new Set(open.map(({ creation }) => creation.block))].filter((block) => !times.has(block));
  const [nonce, ...headers] = await chain.read(
    [transactionCount(deployer, 'latest'), ...unknown.map(blockHeaderIfThere)],
    signal,
  );
  const next = createAddress(deployer, nonce);
  const timeOf = (block: number) => times.get(block) ?? headers[unknown.indexOf(block)]?.timeSeconds;
  const parents = open.map(({ creation }) => creation.address);
  const children = await childrenOf(chain, parents, signal);
  const answers = await chain.read(
    open.flatMap(({ creation }, index) => {
      const newest = { timeSeconds: timeOf(creation.block), children: children[index] ?? [] };
      return [callOf(creationAgain(deployer, creation, newest)), callOf(creationElsewhere(deployer, creation))];
    }),
    signal,
  );
  for (const [index, evidence] of open.entries()) {
    const [inPlace, elsewhere] = [answers[index * 2], answers[index * 2 + 1]];
    if (inPlace?.kind === 'output') addOutput(evidence, 'creation', inPlace.data);
    // What came out in its own place and block says more than what came out now.
    if (inPlace?.kind === 'output' || elsewhere?.kind !== 'output') continue;
    const count = children[index]?.length ?? 0;
    addOutput(evidence, 'elsewhere', movedTo(elsewhere.data, next, evidence.creation.address, count));
  }
}
