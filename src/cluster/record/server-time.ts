import type { Clock } from '../api/clock.ts';

/** The API server's time, and by how much it may be further on than it is told here. It is never told too far on. */
export interface ServerTime {
  /** Makes a request. Its answer tells the time; the shorter it took, the better. */
  ask<T>(request: () => Promise<T>): Promise<T>;
  /** `undefined` before any answer has told the time. */
  now(): { readonly unixMs: number; readonly lagMs: number } | undefined;
}

/** An answer's `Date` has whole seconds. */
const granularityMs = 1000;
/** Two clocks drift: a poorer look that is newer counts more after a while. */
const keptForMs = 300_000;

/**
 * The `Date` of an answer was true somewhere between question and answer, so what it tells lags by no more than the whole
 * took, and the second that it is cut to.
 */
export function createServerTime(clock: Clock, serverNow: () => Date | undefined): ServerTime {
  let best: { readonly offset: number; readonly lagMs: number; readonly at: number } | undefined;
  const look = (askedAt: number): void => {
    const at = clock.now();
    const date = serverNow();
    if (date === undefined) return;
    const lagMs = granularityMs + at - askedAt;
    if (best === undefined || lagMs <= best.lagMs || at - best.at > keptForMs) {
      best = { offset: date.getTime() - at, lagMs, at };
    }
  };
  return {
    async ask(request) {
      const askedAt = clock.now();
      const answer = await request();
      look(askedAt);
      return answer;
    },
    now: () => best && { unixMs: clock.now() + best.offset, lagMs: best.lagMs },
  };
}
