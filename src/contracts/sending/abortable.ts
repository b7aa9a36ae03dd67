/** Stops waiting when the signal is aborted; what was begun may go on, and its end is then of no interest. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // First of all: nobody else hears of its failure, and a failure that nobody hears of ends the process.
  work.catch(() => {});
  signal.throwIfAborted();
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
