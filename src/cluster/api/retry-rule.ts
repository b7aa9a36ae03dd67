import { isFinal } from './refusal.ts';

/** What became of one attempt. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: string;
      /** What the answer asks for; `undefined` when it doesn't. */
      readonly retryAfterMs: number | undefined;
    }
  | {
      readonly kind: 'failed';
      readonly what: string;
      readonly wasSent: 'no' | 'maybe';
      readonly isPassing: boolean;
    };

/** `unclear`: it may have been done, so that doing it again could do it twice. */
export type Verdict = 'repeat' | 'unclear' | 'final';

/** Answers that say nothing about whether the request was done. */
const unclearStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/**
 * Whether a request that came to nothing is made again. One that may be repeated is, whenever that can help; any other
 * one only when it surely was not done.
 * @param isStarting the server may just have been started: it then refuses (403) what it allows in a moment.
 */
export function verdictOf(outcome: Outcome, isRepeatable: boolean, isStarting = false): Verdict {
  if (outcome.kind === 'failed') {
    if (!outcome.isPassing) return 'final';
    return outcome.wasSent === 'no' || isRepeatable ? 'repeat' : 'unclear';
  }
  if (wasTurnedAway(outcome) || (isStarting && outcome.status === 403)) return 'repeat';
  if (!unclearStatuses.has(outcome.status) || isFinal(outcome.status, outcome.body)) return 'final';
  return isRepeatable ? 'repeat' : 'unclear';
}

/** Refused before anything was done with it. */
function wasTurnedAway({ status, body, retryAfterMs }: Extract<Outcome, { kind: 'answered' }>): boolean {
  if (status === 429) return true;
  if (status === 503) return retryAfterMs !== undefined;
  // An API server that has just started and whose admission doesn't know the namespaces yet: no matter of permissions.
  return status === 403 && body.includes('not yet ready to handle request');
}

/** A `Retry-After` in either of its forms; the date is compared with the answer's own, so that our clock doesn't matter. */
export function retryAfterMs(header: string | undefined, date: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  if (Number.isNaN(until)) return undefined;
  const from = date === undefined ? Number.NaN : Date.parse(date);
  return Math.max(0, until - (Number.isNaN(from) ? Date.now() : from));
}

/** Longer than this nobody waits: the refusal is told instead. */
export const longestRetryAfterMs = 60_000;
const longestPauseMs = 5_000;

/**
 * The pause before another attempt: never shorter than the answer asked for, and different for each who waits.
 * @param failures in a row, from 1.
 */
export function pauseMs(
  failures: number,
  firstMs: number,
  askedMs: number | undefined,
  random: () => number = Math.random,
): number {
  if (askedMs !== undefined) return askedMs + random() * Math.max(askedMs / 4, firstMs);
  return Math.min(firstMs * 2 ** (failures - 1), longestPauseMs) * (0.5 + random());
}
