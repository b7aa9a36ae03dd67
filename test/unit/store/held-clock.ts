import type { LockClock } from '../../../src/store/index.ts';

interface Sleeper {
  readonly wakesAt: number;
  wake(): void;
}

/** Time that stands still until a test moves it. */
export interface HeldClock {
  /** As a machine sees it whose clock differs by so much. */
  seenBy(skewMs?: number): LockClock;
  elapsedMs(): number;
  /** Moves on, and wakes everybody on the way at the right time; each has come to rest before the next wakes. */
  advance(durationMs: number): Promise<void>;
  /** Moves on while everybody is paused. */
  jump(durationMs: number): void;
  /** Who sleeps now. */
  sleepers(): number;
  /** Waits until everybody has come to rest. */
  settle(): Promise<void>;
}

const start = Date.UTC(2026, 10, 21, 12);

export function createHeldClock(settle: () => Promise<void>): HeldClock {
  let elapsed = 0;
  const sleeping = new Set<Sleeper>();
  const sleep = (durationMs: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        sleeping.delete(sleeper);
        reject(signal.reason);
      };
      const sleeper: Sleeper = {
        wakesAt: elapsed + Math.max(durationMs, 0),
        wake() {
          sleeping.delete(sleeper);
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      sleeping.add(sleeper);
    });
  return {
    seenBy: (skewMs = 0) => ({ elapsedMs: () => elapsed, unixMs: () => start + skewMs + Math.floor(elapsed), sleep }),
    elapsedMs: () => elapsed,
    async advance(durationMs) {
      const until = elapsed + durationMs;
      await settle();
      for (;;) {
        const next = [...sleeping].reduce<Sleeper | undefined>(
          (first, sleeper) => (first === undefined || sleeper.wakesAt < first.wakesAt ? sleeper : first),
          undefined,
        );
        if (next === undefined || next.wakesAt > until) break;
        elapsed = Math.max(elapsed, next.wakesAt);
        next.wake();
        await settle();
      }
      elapsed = until;
    },
    jump(durationMs) {
      elapsed += durationMs;
    },
    sleepers: () => sleeping.size,
    settle,
  };
}
