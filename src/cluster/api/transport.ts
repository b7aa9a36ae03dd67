import { type Log, RemoteError } from '../../report/index.ts';
import { type Clock, systemClock, wait } from './clock.ts';
import { UnclearOutcome } from './cluster-port.ts';
import { ConnectionFailure } from './connections.ts';
import type { Credentials, CredentialsSource } from './credentials.ts';
import { readAnswer, wireRequest } from './exchange.ts';
import { createGate } from './gate.ts';
import { refusalOf } from './refusal.ts';
import { longestRetryAfterMs, type Outcome, pauseMs, verdictOf } from './retry-rule.ts';
import { createServerClock } from './server-clock.ts';
import { createStreams, type OpenStream } from './stream.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly accept?: string;
  readonly body?: { readonly type: string; readonly text: string };
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  /** Doing it twice is the same as doing it once. Every GET is; any other request only when this says so. */
  readonly isRepeatable?: boolean;
  /** A pod's own answer isn't the API server's: it is handed on as it is, and asked for once. */
  readonly isForPod?: boolean;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

export interface Transport {
  /**
   * @throws ApiRefusal when the API server says no, UnclearOutcome when a request that must not be made twice may have
   * been done, RemoteError when nobody answers.
   */
  request(request: ApiRequest): Promise<ApiAnswer>;
  /** One GET that is asked once and whose answer doesn't end. @throws StreamRefusal, RemoteError. */
  readonly stream: OpenStream;
  serverNow(): Date | undefined;
  /** What is being asked, and what was said to it last, for whoever stops waiting: `GET /x: answered 500`. */
  unanswered(): readonly string[];
}

interface TransportOptions {
  readonly credentials: CredentialsSource;
  readonly log: Log;
  readonly clock?: Clock;
  /** First pause before a repetition; the next ones double. */
  readonly pauseMs?: number;
}

/** Against a server that was never heard: most likely a mistake, which should show soon. */
const attemptsAtFirst = 5;
/** Against one that has answered: about a minute, in which it may be restarted, however long each attempt takes. */
const attemptsLater = 16;
const patienceMs = 75_000;
/** An API server that has just started doesn't know its roles yet, and refuses for half a second what it allows. */
const startingMs = 15_000;
const defaultTimeoutMs = 15_000;
const atATime = 16;

/**
 * Requests to the API server over few shared connections. client-node's own way opens a connection for each request, has
 * no time limit, repeats nothing and drops fields its schema doesn't know.
 */
export function createTransport(options: TransportOptions): Transport {
  const { credentials, log, clock = systemClock, pauseMs: firstPauseMs = 200 } = options;
  const gate = createGate(atATime);
  const serverClock = createServerClock();
  const open = new Map<ApiRequest, string>();
  let hasAnswered = false;
  let losses: { readonly of: object; readonly count: number } | undefined;
  let lostAt = Number.NEGATIVE_INFINITY;

  /** A connection that ended may be a server that was started anew. */
  const noteLosses = ({ requests }: Credentials, hasFailed: boolean) => {
    const count = requests.losses();
    if (hasFailed || (losses?.of === requests && losses.count !== count)) lostAt = clock.now();
    losses = { of: requests, count };
  };

  const exchange = async (used: Credentials, asked: ApiRequest): Promise<Outcome> => {
    const { signal } = asked;
    const timeoutMs = asked.timeoutMs ?? defaultTimeoutMs;
    const timeout = AbortSignal.timeout(timeoutMs);
    const lane = used.requests.lane();
    try {
      const answer = await lane.send(wireRequest(used, { ...asked, signal: AbortSignal.any([signal, timeout]) }));
      // A pod's answer carries the pod's own date.
      if (asked.isForPod !== true) serverClock.note(answer.headers['date']);
      return await readAnswer(answer, used);
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted) {
        // The pod may be slow; that says nothing about the connection to the API server.
        if (asked.isForPod !== true) lane.abandon();
        return { kind: 'failed', what: `no answer within ${timeoutMs} ms`, wasSent: 'maybe', isPassing: true };
      }
      if (!(error instanceof ConnectionFailure)) throw error;
      const { message, wasSent, isPassing } = error;
      return { kind: 'failed', what: message, wasSent, isPassing };
    }
  };

  const request = async (asked: ApiRequest): Promise<ApiAnswer> => {
    open.set(asked, 'no answer yet');
    try {
      return await untilAnswered(asked);
    } finally {
      open.delete(asked);
    }
  };

  const untilAnswered = async (asked: ApiRequest): Promise<ApiAnswer> => {
    const { signal } = asked;
    const name = nameOf(asked);
    const begunAt = clock.now();
    let isRenewed = false;
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const used = await credentials.current();
      const outcome = await gate(() => exchange(used, asked), signal, isOfLock(asked));
      noteLosses(used, outcome.kind === 'failed');
      if (outcome.kind === 'answered') {
        const { status, body } = outcome;
        if (isAnswer(asked, status)) {
          hasAnswered = true;
          return { status, body };
        }
        if (status === 401 && !isRenewed) {
          isRenewed = true;
          await credentials.renew(used);
          continue;
        }
      }
      const attempts = hasAnswered ? attemptsLater : attemptsAtFirst;
      const isStarting = hasAnswered && clock.now() - lostAt < startingMs;
      const verdict = verdictOf(outcome, isRepeatable(asked), isStarting);
      if (verdict === 'unclear') throw new UnclearOutcome(`${name}: ${said(outcome)}; it may have been done or not`);
      const askedMs = outcome.kind === 'answered' ? outcome.retryAfterMs : undefined;
      const isOver = attempt >= attempts || clock.now() - begunAt > patienceMs || (askedMs ?? 0) > longestRetryAfterMs;
      if (verdict === 'final' || isOver || asked.isForPod === true) throw failureOf(name, outcome);
      open.set(asked, said(outcome));
      const line = `${name}: ${said(outcome)}; attempt ${attempt + 1} of ${attempts} follows`;
      // While a server restarts, each request under way would repeat this a dozen times.
      if (attempt < 3) log.info(line);
      else log.debug(line);
      await wait(clock, pauseMs(attempt, firstPauseMs, askedMs), signal);
    }
  };

  return {
    request,
    stream: createStreams({ credentials, clock, serverClock }),
    serverNow: serverClock.now,
    unanswered: () => [...open].map(([asked, last]) => `${nameOf(asked)}: ${last}`),
  };
}

function nameOf({ method, path }: ApiRequest): string {
  return `${method} ${path}`;
}

/** A lock that waited behind the writes of a thousand clients would run out meanwhile. */
function isOfLock({ path }: ApiRequest): boolean {
  return path.startsWith('/apis/coordination.k8s.io/');
}

function isAnswer({ isForPod }: ApiRequest, status: number): boolean {
  return status < 300 || (isForPod === true && status !== 401 && status !== 403);
}

function isRepeatable({ method, isRepeatable: isSaid, isForPod }: ApiRequest): boolean {
  return isForPod === true || method === 'GET' || isSaid === true;
}

function said(outcome: Outcome): string {
  return outcome.kind === 'answered' ? `answered ${outcome.status}` : outcome.what;
}

function failureOf(name: string, outcome: Outcome): RemoteError {
  if (outcome.kind === 'answered') return refusalOf(name, outcome.status, outcome.body);
  return new RemoteError(`${name}: ${outcome.what}`);
}
