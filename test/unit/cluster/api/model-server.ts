import type { Clock } from '../../../../src/cluster/api/clock.ts';
import { refusalOf } from '../../../../src/cluster/api/refusal.ts';
import { type StreamAnswer, StreamRefusal, type StreamRequest } from '../../../../src/cluster/api/stream.ts';
import type { ApiAnswer, ApiRequest, Transport } from '../../../../src/cluster/api/transport.ts';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import { RemoteError } from '../../../../src/report/index.ts';

/** What goes wrong with one LIST or WATCH. */
export type Fault =
  | { readonly kind: 'refused'; readonly status: number; readonly retryAfterMs?: number }
  | { readonly kind: 'unreachable' }
  /** A WATCH that ends in order before anything came. */
  | { readonly kind: 'closed' }
  /** A WATCH that is accepted, and of which nothing is heard any more. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'error-event'; readonly code: number }
  | { readonly kind: 'garbled' }
  /** The connection is reset after so many bytes. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** The connection is closed after so many bytes, as if that were the end. */
  | { readonly kind: 'truncated'; readonly afterBytes: number }
  /** Nothing is wrong but that the chunks end anywhere. */
  | { readonly kind: 'chopped'; readonly bytes: number };

export interface ModelServer extends Transport {
  put(name: string): void;
  remove(name: string): void;
  /** Forgets what happened before now: who asks for it gets 410. */
  compact(): void;
  /** To every watch, or to the one that was begun as this one, from 0. */
  bookmark(watch?: number): void;
  /** From now on nothing comes through to the watch that was begun as this one. */
  mute(watch: number): void;
  /** For the next request of that kind, in turn. */
  fault(on: 'list' | 'watch', fault: Fault): void;
  heal(): void;
  /** Name → resourceVersion. */
  state(): Readonly<Record<string, string>>;
  readonly asked: {
    readonly on: 'list' | 'watch';
    readonly query: Readonly<Record<string, string>>;
    readonly at: number;
  }[];
}

interface OpenWatch {
  send(line: string): void;
  mute(): void;
}

/** As the API server keeps one kind in one namespace: objects, a history of changes, watches from any point of it. */
export function createModelServer(clock: Clock): ModelServer {
  let version = 100;
  let oldest = 100;
  const objects = new Map<string, LiveObject>();
  const history: { readonly version: number; readonly line: string }[] = [];
  const watches = new Set<OpenWatch>();
  const begun: OpenWatch[] = [];
  // All watches share one connection.
  let heardAt = clock.now();
  const faults: { list: Fault[]; watch: Fault[] } = { list: [], watch: [] };
  const asked: ModelServer['asked'] = [];
  let uids = 0;

  const happen = (type: string, object: LiveObject) => {
    const line = `${JSON.stringify({ type, object })}\n`;
    history.push({ version, line });
    for (const watch of watches) watch.send(line);
  };
  const stamped = (name: string, uid: string | undefined): LiveObject => ({
    metadata: {
      ...{ name, uid: uid ?? `uid-${++uids}`, resourceVersion: String(++version) },
      annotations: { text: 'Größe, 大きさ, 🗝️' },
    },
  });

  const request = async ({ query = {}, signal }: ApiRequest): Promise<ApiAnswer> => {
    signal.throwIfAborted();
    asked.push({ on: 'list', query, at: clock.now() });
    const fault = faults.list.shift();
    if (fault?.kind === 'refused') throw refusalOf('GET /list', fault.status, '');
    if (fault !== undefined) throw new RemoteError('GET /list: connection refused');
    const list = { items: [...objects.values()], metadata: { resourceVersion: String(version) } };
    return { status: 200, body: JSON.stringify(list) };
  };

  const stream = async ({ query, signal }: StreamRequest): Promise<StreamAnswer> => {
    signal.throwIfAborted();
    asked.push({ on: 'watch', query, at: clock.now() });
    const fault = faults.watch.shift();
    if (fault?.kind === 'refused') {
      throw new StreamRefusal(refusalOf('GET /watch', fault.status, ''), fault.retryAfterMs);
    }
    if (fault?.kind === 'unreachable') throw new RemoteError('GET /watch: connection refused');
    const from = Number(query['resourceVersion']);
    if (from < oldest) throw new StreamRefusal(refusalOf('GET /watch', 410, ''), undefined);
    const pipe = createPipe(signal, fault);
    let isMute = false;
    heardAt = clock.now();
    const watch: OpenWatch = {
      send: (line) => {
        if (!isMute && pipe.write(Buffer.from(line))) heardAt = clock.now();
      },
      mute: () => {
        isMute = true;
      },
    };
    begun.push(watch);
    if (fault?.kind === 'closed') pipe.end();
    if (fault?.kind === 'garbled') watch.send('<html>\n');
    if (fault?.kind === 'error-event') {
      watch.send(
        `${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: fault.code, message: 'as told' } })}\n`,
      );
    }
    for (const { version: at, line } of history) if (at > from) watch.send(line);
    watches.add(watch);
    pipe.ended.then(() => watches.delete(watch));
    return { chunks: pipe.chunks, lastHeard: () => heardAt, abandon: () => {} };
  };

  return {
    request,
    stream,
    asked,
    serverNow: () => undefined,
    unanswered: () => [],
    put: (name) => {
      const before = objects.get(name);
      const object = stamped(name, before?.metadata.uid);
      objects.set(name, object);
      happen(before === undefined ? 'ADDED' : 'MODIFIED', object);
    },
    remove: (name) => {
      const before = objects.get(name);
      if (before === undefined) return;
      objects.delete(name);
      happen('DELETED', stamped(name, before.metadata.uid));
    },
    compact: () => {
      oldest = version;
    },
    bookmark: (only) => {
      const line = `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: String(version) } } })}\n`;
      for (const watch of watches) if (only === undefined || begun[only] === watch) watch.send(line);
    },
    mute: (watch) => begun[watch]?.mute(),
    fault: (on, fault) => void faults[on].push(fault),
    heal: () => {
      faults.list = [];
      faults.watch = [];
    },
    state: () =>
      Object.fromEntries([...objects].map(([name, { metadata }]) => [name, metadata.resourceVersion ?? '']).toSorted()),
  };
}

/** The bytes of one answer on their way, and what befalls them there. */
function createPipe(signal: AbortSignal, fault: Fault | undefined) {
  const arrived: Uint8Array[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let failure: unknown;
  let isEnded = false;
  let written = 0;
  let notify = () => {};
  const finish = (error?: unknown) => {
    failure ??= error;
    isEnded = true;
    end();
    notify();
  };
  signal.addEventListener('abort', () => finish(signal.reason), { once: true });
  const limit = fault?.kind === 'reset' || fault?.kind === 'truncated' ? fault.afterBytes : Number.POSITIVE_INFINITY;
  const size = fault?.kind === 'chopped' ? fault.bytes : Number.POSITIVE_INFINITY;

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        signal.throwIfAborted();
        const next = arrived.shift();
        if (next !== undefined) yield next;
        else if (isEnded) {
          if (failure !== undefined) throw failure;
          return;
        } else {
          await new Promise<void>((resolve) => {
            notify = resolve;
          });
        }
      }
    } finally {
      finish();
    }
  }
  return {
    ended,
    end: () => finish(),
    chunks: chunks(),
    /** False when nothing of it arrives. */
    write: (bytes: Uint8Array): boolean => {
      if (isEnded || fault?.kind === 'silent') return false;
      const rest = bytes.subarray(0, Math.max(0, limit - written));
      written += bytes.length;
      for (let start = 0; start < rest.length; start += size) arrived.push(rest.subarray(start, start + size));
      notify();
      if (written > limit)
        finish(fault?.kind === 'reset' ? new RemoteError('GET /watch: connection reset') : undefined);
      return rest.length > 0;
    },
  };
}
