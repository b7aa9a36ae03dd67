import type { Stage } from './stage.ts';

/** A trial that never came to its fault: nothing was tried. */
export class Unreached extends Error {}

/** One story with an end that is right or wrong. It throws what was wrong. */
export interface Trial {
  readonly name: string;
  run(stage: Stage): Promise<void>;
}

/** Trials that belong together. What they are may have to be found out first, by a recorded run. */
export interface Suite {
  readonly name: string;
  prepare(stage: Stage): Promise<readonly Trial[]>;
  /** Those that only the others have shown to be needed; asked for when they have ended. */
  followUp?(isSample: boolean): readonly Trial[];
  /** Begins when all others have ended. */
  readonly isLast?: boolean;
  /** How many of them a sample has. */
  readonly sampleSize: number;
}

/** Numbers that look random and are the same each time. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many of them, spread by chance, in their order. */
export function sample<T>(items: readonly T[], size: number, random: () => number): readonly T[] {
  const drawn = items.map((item, index) => ({ item, index, lot: random() })).sort((a, b) => a.lot - b.lot);
  return drawn
    .slice(0, size)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item);
}
