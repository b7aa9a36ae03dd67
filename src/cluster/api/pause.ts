import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, or throws the signal's own reason. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}
