import type { CallAnswer } from '../chain/chain.ts';
import { blockHeaderIfThere } from '../chain/reads.ts';
import type { BlockMark } from '../journal/journal.ts';
import type { SendingStep } from '../plan/forecast.ts';
import type { CodeProof } from '../proof/code-proof.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import type { ChainWait } from './chain-wait.ts';
import { predicateReads } from './check-predicates.ts';
import { proveGuessed, type ToProve } from './prove-mined.ts';
import type { SeenBlock } from './slot.ts';

/** What is to be looked at when all of a layer is mined. */
export interface ToCheck {
  readonly creations: readonly Omit<ToProve, 'block'>[];
  readonly steps: readonly SendingStep[];
  /** Blocks of earlier layers, where they are to be looked at again. */
  readonly earlier: readonly BlockMark[];
}

export interface Checked {
  /** All of them exact. */
  readonly proofs: readonly CodeProof[];
  readonly predicates: readonly CallAnswer[];
  /** The blocks that the chain was seen to have, all at once. */
  readonly blocks: readonly BlockMark[];
}

/**
 * A check that is begun while the receipts are on their way, on the guess that everything came in the block in which the
 * last nonce was seen used. It is worth something only when the guess was right and all of it is exact.
 */
export interface EarlyCheck {
  readonly block: BlockMark;
  /** Undefined when everything has to be looked at again. */
  take(): Promise<Checked | undefined>;
  drop(): void;
}

export function checkEarly(wait: ChainWait, set: PreparedSet, block: SeenBlock, what: ToCheck): EarlyCheck {
  const dropped = new AbortController();
  const quiet = { ...wait, signal: AbortSignal.any([wait.signal, dropped.signal]) };
  const creations = what.creations.map((creation) => ({ ...creation, block: block.number }));
  const times = new Map([[block.number, block.timeSeconds]]);
  const checking = Promise.all([
    creations.length === 0 ? [] : proveGuessed(quiet, set, creations, times),
    look(quiet, block, what),
  ]).catch(() => undefined);
  return {
    block,
    async take() {
      const [proofs, seen] = (await checking) ?? [];
      if (proofs === undefined || seen === undefined) return undefined;
      return proofs.every(({ verdict }) => verdict === 'exact') ? { proofs, ...seen } : undefined;
    },
    drop: () => dropped.abort(new Error('not needed any more')),
  };
}

/** All of it in one batch. */
async function look(
  { chain, deployer, signal }: ChainWait,
  block: BlockMark,
  { steps, earlier }: ToCheck,
): Promise<Omit<Checked, 'proofs'>> {
  const ofPredicates = predicateReads(steps, deployer);
  const answers: readonly unknown[] = await chain.read(
    [...ofPredicates, ...earlier.map(({ number }) => blockHeaderIfThere(number))],
    signal,
  );
  const headers = answers.slice(ofPredicates.length) as readonly (BlockMark | undefined)[];
  return {
    predicates: answers.slice(0, ofPredicates.length) as readonly CallAnswer[],
    blocks: [block, ...headers.flatMap((header) => (header === undefined ? [] : [header]))],
  };
}
