import { eventTime, type LiveEvent } from '../live-workload.ts';

/** How many explain a failure. */
const warningsTold = 5;

/** Warnings about one object since a moment of the server's clock, oldest first, in an order that doesn't depend on theirs. */
export function warningsAbout(
  warnings: readonly LiveEvent[],
  uid: string | undefined,
  sinceMs = 0,
): readonly LiveEvent[] {
  if (uid === undefined) return [];
  return warnings
    .filter((event) => event.involvedObject?.uid === uid && (eventTime(event) ?? 0) >= sinceMs)
    .toSorted((a, b) => (eventTime(a) ?? 0) - (eventTime(b) ?? 0) || compare(orderOf(a), orderOf(b)));
}

export function lastWarnings(warnings: readonly LiveEvent[], uid: string | undefined): readonly LiveEvent[] {
  return warningsAbout(warnings, uid).slice(-warningsTold);
}

/** The newest with one of these reasons. */
export function lastOf(warnings: readonly LiveEvent[], reasons: readonly string[]): LiveEvent | undefined {
  return warnings.findLast(({ reason }) => reason !== undefined && reasons.includes(reason));
}

export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function orderOf({ metadata, reason = '', message = '' }: LiveEvent): string {
  return [reason, message, metadata.name, metadata.uid ?? ''].join('\n');
}
