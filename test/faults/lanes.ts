/** Trials side by side, whichever suites they belong to, in the order in which they came. */
export interface Lanes {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Until nothing waits for a lane any more. */
  drained(): Promise<void>;
}

export function openLanes(count: number): Lanes {
  const waiting: (() => void)[] = [];
  let watchers: (() => void)[] = [];
  let free = count;
  const next = (): void => {
    waiting.shift()?.();
    if (waiting.length > 0) return;
    for (const watcher of watchers) watcher();
    watchers = [];
  };
  return {
    async run(work) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        if (waiting.length === 0) free++;
        next();
      }
    },
    async drained() {
      if (waiting.length > 0) await new Promise<void>((resolve) => watchers.push(resolve));
    },
  };
}
