/**
 * A signal that ends with the run's own, or after a time, whatever is being waited for then: also a node that never
 * finishes an answer.
 */
export function withDeadline(signal: AbortSignal, afterMs: number, reason: () => Error): AbortSignal {
  const late = new AbortController();
  setTimeout(() => late.abort(reason()), afterMs).unref();
  return AbortSignal.any([signal, late.signal]);
}
