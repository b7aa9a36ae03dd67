import type { Bake } from './bake.ts';

/**
 * What a judge remembers between two looks at one client in one roll: since when its signs stand. Made anew for each
 * generation that is judged. All times on the caller's monotonic clock, milliseconds.
 */
export interface JudgeMemory {
  /** Since when the mark stands; since now when it wasn't there at the last look. */
  since(mark: string, clockMs: number): number;
  /** Ends a look: what was not there any more is forgotten, and begins anew if it comes back. */
  endLook(): void;
  /** When something was asked for first; now, if never. Never forgotten. */
  firstTime(what: string, clockMs: number): number;
  /** True the first time, and again when `everyMs` have passed since it last was. */
  isDue(what: string, everyMs: number, clockMs: number): boolean;
  /** The watch has shown the workload that is judged. */
  wasSeen: boolean;
  bake: Bake | undefined;
}

export function createJudgeMemory(): JudgeMemory {
  let standing = new Map<string, number>();
  let atThisLook = new Map<string, number>();
  const firstTimes = new Map<string, number>();
  const lastDone = new Map<string, number>();
  return {
    since: (mark, clockMs) => {
      const since = atThisLook.get(mark) ?? standing.get(mark) ?? clockMs;
      atThisLook.set(mark, since);
      return since;
    },
    endLook: () => {
      standing = atThisLook;
      atThisLook = new Map();
    },
    firstTime: (what, clockMs) => {
      const first = firstTimes.get(what) ?? clockMs;
      firstTimes.set(what, first);
      return first;
    },
    isDue: (what, everyMs, clockMs) => {
      const last = lastDone.get(what);
      if (last !== undefined && clockMs - last < everyMs) return false;
      lastDone.set(what, clockMs);
      return true;
    },
    wasSeen: false,
    bake: undefined,
  };
}
