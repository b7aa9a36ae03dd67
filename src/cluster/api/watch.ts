import { excerpt, RemoteError } from '../../report/index.ts';
import type { LiveObject } from '../kubernetes-object.ts';
import { type Clock, systemClock, wait } from './clock.ts';
import { ApiRefusal, type Watch, type WatchOptions } from './cluster-port.ts';
import { createKnownObjects } from './known-objects.ts';
import { longestRetryAfterMs, pauseMs } from './retry-rule.ts';
import { StreamRefusal } from './stream.ts';
import type { Transport } from './transport.ts';
import { readWatch, type StreamEnd } from './watch-stream.ts';

export interface WatchPorts {
  readonly transport: Transport;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** A new WATCH is accepted or refused at once. */
const headTimeoutMs = 20_000;
const listTimeoutMs = 60_000;
/** An API server that has just started refuses what it will allow when it knows the roles again. */
const refusalGraceMs = 30_000;
/** A WATCH that lived this long worked, also when nothing happened in it. */
const provedMs = 5_000;
/** Nothing hangs on a first LIST yet: when the transport has given it up, who waits for it is told why. */
const firstListMs = 30_000;
/** So many WATCHes in a row that came to nothing from where the last one ended: perhaps there is no such place any more. */
const attemptsBeforeRelist = 5;
const firstPauseMs = 200;

/**
 * Follows all objects under a path: LIST, then WATCH from there, again and again. Once it has listed, it outlasts everything
 * but `close()` and a refusal: closed, reset and silent connections are taken up where they ended, a past that the server has forgotten
 * (410) is listed anew, a server that can't answer is asked again with growing pauses.
 */
export function startWatch<T extends LiveObject>(path: string, options: WatchOptions<T>, ports: WatchPorts): Watch {
  const { transport, clock = systemClock, random = Math.random } = ports;
  const closing = new AbortController();
  const signal = AbortSignal.any([ports.signal, closing.signal]);
  const known = createKnownObjects<T>(options);
  const keep = options.kept ?? ((object: T) => object);
  const selector = options.fieldSelector === undefined ? {} : { fieldSelector: options.fieldSelector };
  const synced = promised();

  let version: string | undefined;
  const startedAt = clock.now();
  let hasListed = false;
  // Of Events an API server keeps nothing in memory, and has no bookmarks for them.
  let bookmarks: 'awaited' | 'come' | 'none' = path.endsWith('/events') ? 'none' : 'awaited';
  let failures = 0;
  let refusedSince: number | undefined;

  const list = async (): Promise<void> => {
    // The first out of the server's memory, as everybody's. Later ones must not go back behind what was told.
    const query = hasListed ? selector : { ...selector, resourceVersion: '0' };
    const answer = await transport.request({ method: 'GET', path, query, signal, timeoutMs: listTimeoutMs });
    const { items, metadata } = readList<T>(path, answer.body);
    version = metadata.resourceVersion;
    known.replaceAll(items.map(keep));
    hasListed = true;
    synced.resolve();
  };

  const follow = async (from: string): Promise<StreamEnd> => {
    const ending = new AbortController();
    const timeoutSeconds = 300 + Math.floor(random() * 300);
    const answer = await transport.stream({
      path,
      query: {
        ...selector,
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: from,
        timeoutSeconds: String(timeoutSeconds),
      },
      signal: AbortSignal.any([signal, ending.signal]),
      timeoutMs: headTimeoutMs,
    });
    refusedSince = undefined;
    options.resumed?.();
    const begunAt = clock.now();
    try {
      const end = await readWatch<T>({
        answer,
        clock,
        stallMs: 75_000 + random() * 15_000,
        limitMs: (timeoutSeconds + 15) * 1000,
        hasBookmarks: () => bookmarks !== 'none',
        signal,
        abort: (reason) => ending.abort(reason),
        event: ({ type, object }) => {
          failures = 0;
          version = object.metadata.resourceVersion;
          if (type === 'BOOKMARK') bookmarks = 'come';
          else if (type === 'DELETED') known.remove(object);
          else known.put(keep(object));
        },
      });
      // A silence before the first one may also be that of a server which has none.
      if (end.kind === 'stalled' && bookmarks === 'awaited') bookmarks = 'none';
      return end;
    } finally {
      if (clock.now() - begunAt >= provedMs) failures = 0;
    }
  };

  /** What comes next, and after which pause. Throws what ends the watch. */
  const recover = async (failure: Failure): Promise<void> => {
    const { status, why, askedMs } = failure;
    options.interrupted?.(why);
    if (status !== undefined && isRefusal(status)) {
      refusedSince ??= clock.now();
      if (!hasListed || clock.now() - refusedSince >= refusalGraceMs) throw failure.error;
    }
    if (!hasListed && clock.now() - startedAt >= firstListMs) throw failure.error;
    failures++;
    if (status === 410 || (failure.isOfPlace && failures % attemptsBeforeRelist === 0)) version = undefined;
    // The first time at once: most connections that end can simply be made again.
    const isFirst = failures === 1 && askedMs === undefined;
    const patience = askedMs === undefined ? undefined : Math.min(askedMs, longestRetryAfterMs);
    await wait(clock, isFirst ? 0 : pauseMs(failures - 1, firstPauseMs, patience, random), signal);
  };

  const run = async (): Promise<never> => {
    for (;;) {
      let failure: Failure;
      try {
        if (version === undefined) await list();
        failure = failureOfEnd(path, await follow(version ?? ''));
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof RemoteError)) throw error;
        failure = failureOf(error);
      }
      await recover(failure);
    }
  };

  run().catch((error: unknown) => {
    synced.reject(error);
    if (!signal.aborted) options.refused?.(error instanceof Error ? error : new Error(String(error)));
  });
  return { synced: synced.promise, close: () => closing.abort(new Error(`${path} is followed no more`)) };
}

interface Failure {
  readonly error: Error;
  readonly why: string;
  readonly status: number | undefined;
  /** What the server asked us to wait. */
  readonly askedMs: number | undefined;
  /** It may come from where we wanted to begin: of a version that a restored server doesn't know it says 504, not 410. */
  readonly isOfPlace: boolean;
}

function failureOfEnd(path: string, end: StreamEnd): Failure {
  if (end.kind === 'error') {
    const { code = 500, message = 'no explanation', details } = end.status;
    const why = excerpt(message);
    const error = new ApiRefusal(`GET ${path}: ${why}`, code, 'Watch');
    const seconds = details?.retryAfterSeconds;
    const askedMs = seconds === undefined ? undefined : seconds * 1000;
    return { error, why, status: code, askedMs, isOfPlace: code >= 500 };
  }
  const why = end.kind === 'broken' ? end.what : endings[end.kind];
  const error = new RemoteError(`GET ${path}: ${why}`);
  return { error, why, status: undefined, askedMs: undefined, isOfPlace: end.kind === 'garbled' };
}

const endings = {
  closed: 'the API server ended the watch',
  stalled: 'nothing came for too long',
  garbled: 'what came was no event',
} as const;

function failureOf(error: RemoteError): Failure {
  const status = error instanceof ApiRefusal || error instanceof StreamRefusal ? error.status : undefined;
  const askedMs = error instanceof StreamRefusal ? error.retryAfterMs : undefined;
  return { error, why: error.message, status, askedMs, isOfPlace: status !== undefined && status >= 500 };
}

/** What asking again doesn't change. 401 isn't one here: the transport has read the credentials again by now. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 408, 409, 410, 425, 429].includes(status);
}

interface ReadList<T> {
  readonly items: readonly T[];
  readonly metadata: { readonly resourceVersion: string };
}

function readList<T>(path: string, body: string): ReadList<T> {
  let list: Partial<ReadList<T>> | null;
  try {
    list = JSON.parse(body);
  } catch {
    list = null;
  }
  if (typeof list?.metadata?.resourceVersion !== 'string') throw new RemoteError(`GET ${path}: answered no list`);
  return { items: list.items ?? [], metadata: list.metadata };
}

function promised() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Who doesn't wait for it learns it by `refused`.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
