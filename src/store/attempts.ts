import { setTimeout as wait } from 'node:timers/promises';
import { excerpt, type Log } from '../report/index.ts';

export interface AttemptOptions {
  /** What is tried, as in "read NAME". */
  readonly what: string;
  readonly attempts: number;
  readonly attemptDeadlineMs: number;
  readonly isWorthAnother: (error: unknown) => boolean;
  readonly signal: AbortSignal;
  readonly log: Pick<Log, 'info'> | undefined;
}

/** The other side took longer than an attempt may. It may still do what was asked. */
export class AttemptTimeout extends Error {
  override readonly name = 'AttemptTimeout';
}

/** Tries again with growing pauses of random length, only after the errors that are listed. */
export async function withAttempts<T>(options: AttemptOptions, attempt: (number: number) => Promise<T>): Promise<T> {
  const { what, attempts, attemptDeadlineMs, isWorthAnother, signal, log } = options;
  for (let number = 1; ; number += 1) {
    signal.throwIfAborted();
    try {
      return await within(attemptDeadlineMs, signal, attempt(number));
    } catch (error) {
      if (signal.aborted || number >= attempts || !(error instanceof AttemptTimeout || isWorthAnother(error)))
        throw error;
      log?.info(`${what}: attempt ${number} of ${attempts} failed (${excerpt(String(error), 200)}); trying again`);
      const pauseMs = 200 * 2 ** (number - 1) * (0.5 + Math.random());
      await wait(pauseMs, undefined, { signal });
    }
  }
}

/** The client's requests know no signal: an aborted or late one is left behind, and its answer ignored. */
async function within<T>(deadlineMs: number, signal: AbortSignal, work: Promise<T>): Promise<T> {
  work.catch(() => {});
  let onAbort = () => {};
  let timer: NodeJS.Timeout | undefined;
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    timer = setTimeout(() => reject(new AttemptTimeout(`no answer within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
