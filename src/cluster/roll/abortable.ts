import { type Clock, wait } from '../api/clock.ts';

/** Waits, and is over early when the signal is aborted. */
export function pauseOrAbort(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return wait(clock, ms, signal).catch(() => undefined);
}

/** Over when the promise is, or when the signal is aborted; what fails because of that is no failure. */
export async function orAborted(waiting: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
  });
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await Promise.race([waiting, aborted]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
