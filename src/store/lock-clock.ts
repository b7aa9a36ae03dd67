import { setTimeout as delay } from 'node:timers/promises';

/** Time as a lock needs it. */
export interface LockClock {
  /** Only differences mean something; no step of the machine's clock shows in them. */
  elapsedMs(): number;
  /** The time of day. */
  unixMs(): number;
  /** Rejects when the signal is aborted. Only a sleep that `isWaitedFor` keeps the process alive. */
  sleep(durationMs: number, signal: AbortSignal, isWaitedFor: boolean): Promise<void>;
}

export const systemLockClock: LockClock = {
  elapsedMs: () => performance.now(),
  unixMs: () => Date.now(),
  async sleep(durationMs, signal, isWaitedFor) {
    await delay(durationMs, undefined, { signal, ref: isWaitedFor });
  },
};
