import { type Log, RemoteError } from '../../report/index.ts';
import { labels, listPath } from '../kubernetes-object.ts';
import type { LivePod, LiveStatefulSet } from '../live-workload.ts';
import { ApiRefusal, type Cluster } from './cluster-port.ts';
import { pause } from './pause.ts';

/** The namespace's clients at one moment. */
export interface NamespaceSnapshot {
  readonly statefulSets: ReadonlyMap<string, LiveStatefulSet>;
  readonly pods: readonly LivePod[];
}

/** One view of the namespace for all clients that wait: two lists each half second, however many they are. */
export interface NamespaceView {
  /** A snapshot whose reading began after this call. */
  next(): Promise<NamespaceSnapshot>;
  /** Nobody waits any more: ends a reading that is under way, and the attempts to reach a server that is gone. */
  close(): void;
}

interface NamespaceViewOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly everyMs?: number;
}

/** A server that can't be reached for a while is waited for: each client's own deadline ends that. */
export function createNamespaceView(options: NamespaceViewOptions): NamespaceView {
  const { log, everyMs = 400 } = options;
  const closing = new AbortController();
  const signal = AbortSignal.any([options.signal, closing.signal]);
  let coming: Promise<NamespaceSnapshot> | undefined;
  const readWhenDue = async (): Promise<NamespaceSnapshot> => {
    for (;;) {
      await pause(everyMs, signal);
      // From here on it has begun: who asks later gets the one after.
      coming = undefined;
      try {
        return await read(options, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!isPassing(error)) throw error;
        log.warning(`The cluster can't be watched just now: ${error.message}`);
      }
    }
  };
  return {
    next: () => {
      coming ??= readWhenDue();
      return coming;
    },
    close: () => closing.abort(new Error('nobody waits for the cluster any more')),
  };
}

async function read({ cluster, namespace }: NamespaceViewOptions, signal: AbortSignal): Promise<NamespaceSnapshot> {
  const query = { labelSelector: labels.client };
  const [statefulSets, pods] = await Promise.all([
    cluster.list<LiveStatefulSet>(listPath('StatefulSet', namespace), query, { signal }),
    cluster.list<LivePod>(listPath('Pod', namespace), query, { signal }),
  ]);
  return { statefulSets: new Map(statefulSets.map((live) => [live.metadata.name, live])), pods };
}

/** No answer, or one that says it isn't able to just now; a refusal stays one. */
function isPassing(error: unknown): error is RemoteError {
  if (error instanceof ApiRefusal) return error.status >= 500 || error.status === 429;
  return error instanceof RemoteError;
}
