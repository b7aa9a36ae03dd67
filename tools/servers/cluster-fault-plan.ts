import { isRequest, type NamedRequest, type RequestFilter } from './api-request.ts';

/** What the API server, or something before it, says instead of an answer. */
export interface Refusal {
  readonly status: number;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
}

/** What breaks a stream off, once so many lines (events of a watch) have come through. */
export type Break =
  /** An orderly end, as at the server's own time limit. */
  | 'end'
  /** An orderly end in the middle of the next line. */
  | 'truncate'
  /** The connection is reset. */
  | 'reset'
  /** Nothing more comes on this stream; others on the connection live on. */
  | 'stall'
  /** Nothing more comes through the connection, and it stays open. */
  | 'half-open'
  /** An ERROR event with a Status of this code, then an orderly end: 410 when the resource version is too old. */
  | { readonly errorEvent: number };

export type ClusterFault =
  | ({ readonly type: 'answer-instead' } & Refusal)
  | ({ readonly type: 'answer-after-it-landed' } & Refusal)
  | { readonly type: 'reset-before' }
  | { readonly type: 'reset-after-it-landed' }
  /** The request goes nowhere and is never answered; other streams on the connection live on. */
  | { readonly type: 'stall' }
  /** As stall, and nothing else comes through the connection either. */
  | { readonly type: 'half-open' }
  | { readonly type: 'break'; readonly how: Break; readonly afterLines: number };

export interface ClusterFaultRule {
  readonly fault: ClusterFault;
  readonly match: RequestFilter;
  /** The first matching request it strikes, from 1. */
  readonly nth?: number;
  /** How many matching requests in a row it strikes. */
  readonly times?: number;
}

/** Tells a test whether its fault struck: one that never did proves nothing. */
export interface PlannedClusterFault {
  strikes(): number;
  /** Resolves at the first strike. */
  readonly struck: Promise<void>;
}

/** A request that is kept at the door. */
export interface HeldRequest {
  /** Resolves when it has come. */
  readonly arrived: Promise<NamedRequest>;
  /**
   * Lets it go to the API server, whether or not somebody still waits for the answer, and resolves with the status; or drops
   * it, unanswered.
   */
  release(how: 'forward' | 'drop'): Promise<number | undefined>;
}

export interface Hold {
  /** Resolves when the request may go; false drops it. */
  readonly mayGo: Promise<boolean>;
  arrive(request: NamedRequest): void;
  landed(status: number | undefined): void;
}

interface Entry<T> {
  readonly match: RequestFilter;
  readonly nth: number;
  readonly times: number;
  readonly what: T;
  seen: number;
  struck: number;
}

export class ClusterFaultPlan {
  #faults: Entry<{ readonly fault: ClusterFault; readonly tell: () => void }>[] = [];
  #holds: Entry<Hold>[] = [];

  add({ fault, match, nth = 1, times = 1 }: ClusterFaultRule): PlannedClusterFault {
    const { promise: struck, resolve: tell } = Promise.withResolvers<void>();
    const entry = { match, nth, times, what: { fault, tell }, seen: 0, struck: 0 };
    this.#faults.push(entry);
    return { strikes: () => entry.struck, struck };
  }

  hold(match: RequestFilter, nth = 1): HeldRequest {
    const arrival = Promise.withResolvers<NamedRequest>();
    const going = Promise.withResolvers<boolean>();
    const landing = Promise.withResolvers<number | undefined>();
    const what = { mayGo: going.promise, arrive: arrival.resolve, landed: landing.resolve };
    this.#holds.push({ match, nth, times: 1, what, seen: 0, struck: 0 });
    return {
      arrived: arrival.promise,
      release: (how) => {
        going.resolve(how === 'forward');
        return landing.promise;
      },
    };
  }

  clear(): void {
    this.#faults = [];
    this.#holds = [];
  }

  nextHold(request: NamedRequest): Hold | undefined {
    return next(this.#holds, request);
  }

  nextFault(request: NamedRequest): ClusterFault | undefined {
    const found = next(this.#faults, request);
    found?.tell();
    return found?.fault;
  }
}

/** Every entry counts what it matches; the first whose turn it is strikes. */
function next<T>(entries: readonly Entry<T>[], request: NamedRequest): T | undefined {
  let found: T | undefined;
  for (const entry of entries) {
    if (!isRequest(request, entry.match)) continue;
    entry.seen++;
    if (found !== undefined || entry.seen < entry.nth || entry.seen >= entry.nth + entry.times) continue;
    entry.struck++;
    found = entry.what;
  }
  return found;
}
