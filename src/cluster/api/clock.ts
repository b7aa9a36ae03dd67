/** Time as a port, so that tests can hold it. */
export interface Clock {
  /** Milliseconds; only differences mean something. */
  now(): number;
  /** Calls back once, unless what it returns is called before; at once for a moment that is past. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock = clockOf(startTimer);
/** A clock whose waiting keeps no process alive. */
export const idleSystemClock = clockOf((ms, call) => startTimer(ms, call).unref());

function clockOf(start: typeof startTimer): Clock {
  return {
    now: () => performance.now(),
    after: (ms, call) => {
      const timer = start(ms, call);
      return () => clearTimeout(timer);
    },
  };
}

function startTimer(ms: number, call: () => void): NodeJS.Timeout {
  return setTimeout(call, Math.max(0, ms));
}

/** Waits, or throws the signal's own reason. */
export function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const takeBack = clock.after(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    const stop = () => {
      takeBack();
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
