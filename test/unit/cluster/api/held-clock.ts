import type { Clock } from '../../../../src/cluster/api/clock.ts';

/** Time that moves only when a test moves it. */
export interface HeldClock extends Clock {
  /** Calls back what is due within `ms`, in order, and lets each do what it does at once. */
  advance(ms: number): Promise<void>;
  /** To the next moment somebody waits for. False when nobody waits. */
  advanceToNext(): Promise<boolean>;
}

export function heldClock(): HeldClock {
  let now = 0;
  let count = 0;
  const waiting = new Map<number, { readonly at: number; readonly call: () => void }>();
  const next = () => [...waiting].toSorted(([idA, a], [idB, b]) => a.at - b.at || idA - idB)[0];

  const advanceTo = async (end: number) => {
    for (let due = next(); due !== undefined && due[1].at <= end; due = next()) {
      const [id, { at, call }] = due;
      waiting.delete(id);
      now = Math.max(now, at);
      call();
      await settled();
    }
    now = end;
  };
  return {
    now: () => now,
    after: (ms, call) => {
      const id = ++count;
      waiting.set(id, { at: now + ms, call });
      return () => void waiting.delete(id);
    },
    advance: async (ms) => {
      await settled();
      await advanceTo(now + ms);
    },
    advanceToNext: async () => {
      await settled();
      const due = next();
      if (due === undefined) return false;
      await advanceTo(due[1].at);
      return true;
    },
  };
}

/** Everything that only waits for promises has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
