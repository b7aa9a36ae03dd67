import { RemoteError } from '../../report/index.ts';
import type { Clock } from './clock.ts';
import { ConnectionFailure } from './connections.ts';
import type { CredentialsSource } from './credentials.ts';
import { readAnswer, wireRequest } from './exchange.ts';
import { refusalOf } from './refusal.ts';
import type { ServerClock } from './server-clock.ts';

export interface StreamRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Until the head of the answer is there. */
  readonly timeoutMs: number;
}

/** An answer that goes on until somebody ends it. */
export interface StreamAnswer {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** When something last came over the connections that this answer shares with others, by the transport's clock. */
  lastHeard(): number;
  /** They are silent: later requests get new ones. */
  abandon(): void;
}

export type OpenStream = (request: StreamRequest) => Promise<StreamAnswer>;

/** The head of a stream was a refusal. */
export class StreamRefusal extends RemoteError {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(refusal: RemoteError & { readonly status: number }, retryAfter: number | undefined) {
    super(refusal.message, { cause: refusal });
    this.status = refusal.status;
    this.retryAfterMs = retryAfter;
  }
}

interface StreamOptions {
  readonly credentials: CredentialsSource;
  readonly clock: Clock;
  readonly serverClock: ServerClock;
}

/** Answers that don't end, over connections of their own. Nothing is asked twice here: who follows knows from where. */
export function createStreams({ credentials, clock, serverClock }: StreamOptions): OpenStream {
  const heard = new WeakMap<object, number>();
  return async ({ path, query, signal: ofStream, timeoutMs }: StreamRequest): Promise<StreamAnswer> => {
    const name = `GET ${path}`;
    const silent = new AbortController();
    const signal = AbortSignal.any([ofStream, silent.signal]);
    const used = await credentials.current();
    const lane = used.watches.lane();
    const takeBack = clock.after(timeoutMs, () => silent.abort(new Error('silent')));
    try {
      const answer = await lane.send(wireRequest(used, { method: 'GET', path, query, signal }));
      serverClock.note(answer.headers['date']);
      heard.set(lane, clock.now());
      if (answer.status !== 200) {
        const { status, body, retryAfterMs: askedMs } = await readAnswer(answer, used);
        if (status === 401) await credentials.renew(used);
        throw new StreamRefusal(refusalOf(name, status, body), askedMs);
      }
      const chunks = noting(answer.body, name, signal, () => void heard.set(lane, clock.now()));
      return { chunks, lastHeard: () => heard.get(lane) ?? 0, abandon: lane.abandon };
    } catch (error) {
      ofStream.throwIfAborted();
      if (silent.signal.aborted) {
        lane.abandon();
        throw new RemoteError(`${name}: no answer within ${timeoutMs} ms`);
      }
      if (error instanceof ConnectionFailure) throw new RemoteError(`${name}: ${error.message}`);
      throw error;
    } finally {
      takeBack();
    }
  };
}

async function* noting(
  body: AsyncIterable<Uint8Array>,
  name: string,
  signal: AbortSignal,
  hear: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      hear();
      yield chunk;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ConnectionFailure) throw new RemoteError(`${name}: ${error.message}`);
    throw error;
  }
}
