/** How long one client has been waited for, and how long each sign has stood. */
export interface Patience {
  /** Of `ms` since the beginning. */
  leftMs(ms: number): number;
  /** True when the sign is there again and was first seen at least `ms` ago. */
  standsFor(sign: string, ms: number): boolean;
  /** True at most once in `ms`. */
  isDue(what: string, ms: number): boolean;
}

export function createPatience(now: () => number = () => performance.now()): Patience {
  const begunAt = now();
  const firstSeen = new Map<string, number>();
  const lastDone = new Map<string, number>();
  return {
    leftMs: (ms) => begunAt + ms - now(),
    standsFor: (sign, ms) => {
      const since = firstSeen.get(sign) ?? now();
      firstSeen.set(sign, since);
      return now() - since >= ms;
    },
    isDue: (what, ms) => {
      const last = lastDone.get(what);
      if (last !== undefined && now() - last < ms) return false;
      lastDone.set(what, now());
      return true;
    },
  };
}
