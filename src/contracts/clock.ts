import { setTimeout as delay } from 'node:timers/promises';

/** Time as a port, so that tests can hold it. */
export interface Clock {
  /** Milliseconds; only differences mean something. */
  now(): number;
  /** The time of day, as blocks carry it. */
  unixSeconds(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  unixSeconds: () => Math.floor(Date.now() / 1000),
  async sleep(durationMs, signal) {
    signal.throwIfAborted();
    try {
      await delay(durationMs, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};
