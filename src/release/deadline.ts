import { RemoteError } from '../report/index.ts';

/**
 * A signal that ends with the run's own, or after a time, whatever is being waited for then: also a node that never
 * finishes an answer.
 */
export function withDeadline(signal: AbortSignal, afterMs: number, message: string): AbortSignal {
  const late = new AbortController();
  setTimeout(() => late.abort(new RemoteError(message)), afterMs).unref();
  return AbortSignal.any([signal, late.signal]);
}
