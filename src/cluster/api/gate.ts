/** Lets so many work at a time; the others wait their turn, what is urgent before everything else. */
export type Gate = <T>(work: () => Promise<T>, signal: AbortSignal, isUrgent?: boolean) => Promise<T>;

/** The API server shares its seats among all who ask (priority and fairness): more at once only wait there. */
export function createGate(places: number): Gate {
  let free = places;
  const urgent = new Set<() => void>();
  const others = new Set<() => void>();

  const enter = async (signal: AbortSignal, waiting: Set<() => void>): Promise<void> => {
    signal.throwIfAborted();
    if (free > 0) {
      free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const takeTurn = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        waiting.delete(takeTurn);
        reject(signal.reason);
      };
      waiting.add(takeTurn);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  };

  const leave = () => {
    for (const waiting of [urgent, others]) {
      const [next] = waiting;
      if (next === undefined) continue;
      waiting.delete(next);
      return next();
    }
    free++;
  };

  return async (work, signal, isUrgent = false) => {
    await enter(signal, isUrgent ? urgent : others);
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
