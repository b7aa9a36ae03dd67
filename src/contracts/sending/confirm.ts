import { RemoteError } from '../../report/index.ts';
import type { Hex } from '../../values/index.ts';
import { blockHeaderIfThere } from '../chain/reads.ts';
import type { BlockMark } from '../journal/journal.ts';
import { PlanAgain } from '../plan/plan-again.ts';
import { type ChainWait, watchBlocks } from './chain-wait.ts';

/** With how many blocks a transaction counts as done, or what its block has to be. */
export type Confirmations = number | 'safe' | 'finalized';

/** About how far a block that is `safe` or `finalized` lies back. */
const commonDistance = 64;

/**
 * Waits, once for all of them, until these blocks have the wanted confirmations, and looks whether they are still the same.
 * @param seen blocks that were just looked at, all of them when everything was mined.
 * @returns the last of them.
 * @throws PlanAgain when the chain was reorganised.
 */
export async function confirmBlocks(
  wait: ChainWait,
  blocks: readonly BlockMark[],
  confirmations: Confirmations,
  seen: readonly BlockMark[] = [],
): Promise<BlockMark | undefined> {
  const marks = eachOnce(blocks);
  const last = marks.reduce<BlockMark | undefined>(
    (high, mark) => (high && high.number > mark.number ? high : mark),
    undefined,
  );
  if (last === undefined) return undefined;
  if (confirmations === 1 && marks.every(({ hash }) => seen.some((block) => block.hash === hash))) return last;
  const watch = watchBlocks(wait);
  for (;;) {
    const { newest, answers: found } = await watch.look(marks.map(({ number }) => blockHeaderIfThere(number)));
    const latest = newest.number;
    for (const [index, header] of found.entries()) {
      if (header !== undefined) requireSame(marks[index], header.hash);
    }
    const isThere = found.every((header) => header !== undefined);
    const reached =
      typeof confirmations === 'number' ? latest - confirmations + 1 : await taggedBlock(wait, confirmations);
    if (isThere && reached !== undefined && reached >= last.number) return last;
    watch.note(latest, () =>
      typeof confirmations === 'number'
        ? `${Math.max(latest - last.number + 1, 0)} of ${confirmations} confirmations`
        : `block ${last.number} is not ${confirmations} yet (the last that is: ${reached ?? 'none'})`,
    );
    const wanted = last.number + (typeof confirmations === 'number' ? confirmations - 1 : commonDistance);
    await watch.sleep(isThere ? Math.max(wanted - latest, 1) : 0);
  }
}

export function eachOnce(blocks: readonly BlockMark[]): readonly BlockMark[] {
  return [...new Map(blocks.map((mark) => [`${mark.number} ${mark.hash}`, mark])).values()];
}

/** @throws PlanAgain when the chain no longer has these blocks. */
export async function requireSameBlocks({ chain, signal }: ChainWait, marks: readonly BlockMark[]): Promise<void> {
  const each = eachOnce(marks);
  const found = await chain.read(
    each.map(({ number }) => blockHeaderIfThere(number)),
    signal,
  );
  for (const [index, header] of found.entries()) requireSame(each[index], header?.hash);
}

function requireSame(mark: BlockMark | undefined, hash: Hex | undefined): void {
  if (hash === mark?.hash) return;
  throw new PlanAgain(
    `block ${mark?.number}, which had transactions of this run, is ${hash === undefined ? 'gone' : 'another one now'}: the chain was reorganised`,
  );
}

/** Undefined while there is none: nodes say so with an error. */
async function taggedBlock({ chain, signal }: ChainWait, tag: 'safe' | 'finalized'): Promise<number | undefined> {
  try {
    const [header] = await chain.read([blockHeaderIfThere(tag)], signal);
    return header?.number;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RemoteError) return undefined;
    throw error;
  }
}
