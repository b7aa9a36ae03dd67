import type { Clock } from './clock.ts';

/** Who waits for news, by what about. */
export interface Waiters {
  /** Resolves at the next `wake` of this key, or after `withinMs`. */
  wait(key: string, withinMs: number): Promise<void>;
  wake(key: string): void;
  /** Nothing more will come: all who wait, and all who come, are told why. */
  end(reason: Error): void;
}

interface Waiter {
  wake(): void;
  fail(reason: Error): void;
}

export function createWaiters(clock: Clock): Waiters {
  const waiting = new Map<string, Set<Waiter>>();
  let ended: Error | undefined;

  const take = (key: string): readonly Waiter[] => {
    const all = [...(waiting.get(key) ?? [])];
    waiting.delete(key);
    return all;
  };

  return {
    wait: (key, withinMs) =>
      new Promise<void>((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        const mine: Waiter = {
          wake: () => {
            takeBack();
            resolve();
          },
          fail: (reason) => {
            takeBack();
            reject(reason);
          },
        };
        const takeBack = clock.after(Math.max(0, withinMs), () => {
          const others = waiting.get(key);
          others?.delete(mine);
          if (others?.size === 0) waiting.delete(key);
          resolve();
        });
        waiting.set(key, (waiting.get(key) ?? new Set()).add(mine));
      }),
    wake: (key) => {
      for (const waiter of take(key)) waiter.wake();
    },
    end: (reason) => {
      ended ??= reason;
      for (const key of [...waiting.keys()]) for (const waiter of take(key)) waiter.fail(ended);
    },
  };
}
