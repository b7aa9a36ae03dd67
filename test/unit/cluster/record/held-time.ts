import type { Clock } from '../../../../src/cluster/api/clock.ts';

/** Time that stands still until a test moves it, for everybody who looks at it. */
export interface HeldTime extends Clock {
  /** Moves on, and wakes everybody on the way at the right time; each has come to rest before the next wakes. */
  advance(ms: number): Promise<void>;
  settle(): Promise<void>;
}

export function createHeldTime(turns = 6): HeldTime {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly call: () => void }>();
  const settle = async () => {
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    now: () => now,
    after: (ms, call) => {
      const timer = { at: now + Math.max(ms, 0), call };
      waiting.add(timer);
      return () => waiting.delete(timer);
    },
    settle,
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (;;) {
        const [next] = [...waiting].sort((a, b) => a.at - b.at);
        if (next === undefined || next.at > until) break;
        waiting.delete(next);
        now = Math.max(now, next.at);
        next.call();
        await settle();
      }
      now = until;
    },
  };
}
