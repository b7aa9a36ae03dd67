import { RemoteError } from '../../report/index.ts';
import type { LiveObject } from '../kubernetes-object.ts';
import type { Clock } from './clock.ts';
import { createLineSplitter } from './line-splitter.ts';
import type { StreamAnswer } from './stream.ts';

/** One line of a WATCH. https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: T }
  | { readonly type: 'ERROR'; readonly object: StatusObject };

export interface StatusObject {
  readonly code?: number;
  readonly message?: string;
  readonly details?: { readonly retryAfterSeconds?: number };
}

/** How the reading of one WATCH ended. */
export type StreamEnd =
  /** In order: the API server ends each one after `timeoutSeconds`. */
  | { readonly kind: 'closed' }
  /** Nothing came for too long: the connection is dead although nobody said so. */
  | { readonly kind: 'stalled' }
  | { readonly kind: 'broken'; readonly what: string }
  /** What came was no event. */
  | { readonly kind: 'garbled' }
  | { readonly kind: 'error'; readonly status: StatusObject };

interface ReadOptions<T> {
  readonly answer: StreamAnswer;
  readonly clock: Clock;
  /** Silence of this length is suspicious. */
  readonly stallMs: number;
  /** The server would long have ended it. */
  readonly limitMs: number;
  /**
   * True when this watch is to be told bookmarks, about one a minute: then its own silence is enough. Otherwise all that
   * shares the connection must be silent.
   */
  hasBookmarks(): boolean;
  event(event: Exclude<WatchEvent<T>, { type: 'ERROR' }>): void;
  /** Ends the connection. */
  abort(reason: Error): void;
  readonly signal: AbortSignal;
}

/** Reads one WATCH until it ends, whoever ends it. Throws only the signal's reason. */
export async function readWatch<T extends LiveObject>(options: ReadOptions<T>): Promise<StreamEnd> {
  const { answer, clock, stallMs, limitMs, signal } = options;
  const splitter = createLineSplitter();
  const begunAt = clock.now();
  let heardAt = begunAt;
  let isStalled = false;
  let takeBack = () => {};

  const checkLater = (ms: number) => {
    takeBack = clock.after(ms, () => {
      const silentSince = options.hasBookmarks() ? heardAt : Math.max(heardAt, answer.lastHeard());
      const leftMs = Math.min(silentSince + stallMs, begunAt + limitMs) - clock.now();
      if (leftMs > 0) return checkLater(leftMs);
      isStalled = true;
      answer.abandon();
      options.abort(new Error('silent'));
    });
  };
  checkLater(stallMs);

  try {
    for await (const chunk of answer.chunks) {
      heardAt = clock.now();
      for (const line of splitter.push(chunk)) {
        if (line.trim() === '') continue;
        const event = readEvent<T>(line);
        if (event === undefined) return { kind: 'garbled' };
        if (event.type === 'ERROR') return { kind: 'error', status: event.object };
        options.event(event);
      }
    }
    return { kind: 'closed' };
  } catch (error) {
    signal.throwIfAborted();
    if (isStalled) return { kind: 'stalled' };
    if (error instanceof RangeError) return { kind: 'garbled' };
    if (error instanceof RemoteError) return { kind: 'broken', what: error.message };
    throw error;
  } finally {
    takeBack();
  }
}

/** What is no event: half a line, or what a proxy says when it breaks off. */
function readEvent<T extends LiveObject>(line: string): WatchEvent<T> | undefined {
  let value: {
    readonly type?: unknown;
    readonly object?: { readonly metadata?: { readonly resourceVersion?: unknown } };
  };
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value?.object !== 'object' || value.object === null) return undefined;
  if (value.type === 'ERROR') return value as WatchEvent<T>;
  const isKnown = ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'].includes(String(value.type));
  return isKnown && typeof value.object.metadata?.resourceVersion === 'string' ? (value as WatchEvent<T>) : undefined;
}
