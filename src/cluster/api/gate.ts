/** Lets so many work at a time; the others wait their turn. */
export type Gate = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** The API server shares its seats among all who ask (priority and fairness): more at once only wait there. */
export function createGate(places: number): Gate {
  let free = places;
  const waiting = new Set<() => void>();

  const enter = async (signal: AbortSignal): Promise<void> => {
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
    const [next] = waiting;
    if (next === undefined) {
      free++;
      return;
    }
    waiting.delete(next);
    next();
  };

  return async (work, signal) => {
    await enter(signal);
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
