import type { Address, Hex } from '../../values/index.ts';
import { readBelieved } from '../chain/believe-miss.ts';
import type { Chain } from '../chain/chain.ts';
import { codeAt } from '../chain/reads.ts';
import type { Clock } from '../clock.ts';
import { codeHashReads, hashOf } from '../sending/code-hashes.ts';
import type { CodeProof, MinedCreation } from './code-proof.ts';
import { type Evidence, isOpen, judge, openEvidence } from './evidence.ts';
import { type Replay, replayRead, replaysOf } from './replay.ts';
import { runAtItsBlock, runElsewhere } from './run-again.ts';
import { runVaried } from './run-varied.ts';

export interface ProofPorts {
  readonly chain: Chain;
  readonly deployer: Address;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Proves each contract's code byte for byte, immutables included: its creation code is run again and must give what the
 * chain has. There are several ways, each only for what those before could not prove, so that whatever a node lacks there
 * is an answer. An equal code is proved whichever way it came about; only what is said of another depends on the way.
 * @param times of the blocks, in seconds, as far as they are known already.
 */
export async function proveCreations(
  ports: ProofPorts,
  creations: readonly MinedCreation[],
  times: ReadonlyMap<number, number> = new Map(),
): Promise<readonly CodeProof[]> {
  const all = creations.map(openEvidence);
  await replay(ports, all, times);
  await runAtItsBlock(ports, all.filter(isOpen));
  await runVaried(
    ports,
    all.filter(({ proved, outputs }) => proved === undefined && outputs.length > 0),
    times,
  );
  await runElsewhere(ports, all.filter(isOpen), times);
  return all.map(judge);
}

/**
 * The first of these ways alone, which is one request: for a guess at the blocks, where all that follows would be wasted if
 * the guess is wrong.
 */
export async function proveByReplay(
  ports: ProofPorts,
  creations: readonly MinedCreation[],
  times: ReadonlyMap<number, number>,
): Promise<readonly CodeProof[]> {
  const all = creations.map(openEvidence);
  await replay(ports, all, times);
  return all.map(judge);
}

/** All blocks and all hashes in one batch. */
async function replay(ports: ProofPorts, all: readonly Evidence[], times: ReadonlyMap<number, number>): Promise<void> {
  const { chain, deployer, signal } = ports;
  const replays = replaysOf(all.map(({ creation }) => creation));
  const hashReads = codeHashReads(all.map(({ creation }) => creation.address));
  const asBlock = (creations: Replay) => {
    const [{ block }] = creations;
    return replayRead(deployer, creations, { number: block, timeSeconds: times.get(block) });
  };
  const answers = await chain.read([...hashReads, ...replays.map(asBlock)], signal);
  const hashes = answers.slice(0, hashReads.length);
  await noteHashes(ports, all, hashes.includes(undefined) ? [] : hashes.flatMap((part) => part ?? []));
  const refused = replays.filter((_, index) => answers[hashReads.length + index] === undefined);
  const plain = await chain.read(
    refused.map((creations) => replayRead(deployer, creations, undefined)),
    signal,
  );
  const byCreation = new Map(all.map((evidence) => [evidence.creation, evidence]));
  for (const [index, creations] of replays.entries()) {
    const replayed = answers[hashReads.length + index] ?? plain[refused.indexOf(creations)] ?? [];
    for (const [at, creation] of creations.entries()) {
      const evidence = byCreation.get(creation);
      if (evidence?.codeHash === undefined || replayed[at] !== evidence.codeHash) continue;
      evidence.proved = { method: 'replay', verdict: 'exact' };
    }
  }
}

/** That there is no code at all is not believed of one answer: a node may be a block behind. */
async function noteHashes(
  { chain, clock, signal }: ProofPorts,
  all: readonly Evidence[],
  hashes: readonly (Hex | undefined)[],
): Promise<void> {
  for (const [index, evidence] of all.entries()) evidence.codeHash = hashes[index];
  const missing = all.filter(({ codeHash }) => codeHash === undefined);
  const codes = await readBelieved(
    { chain, clock, signal },
    missing.map(({ creation }) => codeAt(creation.address)),
    (code) => code === '0x',
  );
  for (const [index, evidence] of missing.entries()) evidence.codeHash = hashOf(codes[index] ?? '0x');
}
