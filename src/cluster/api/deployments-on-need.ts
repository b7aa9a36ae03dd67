import { type LiveObject, listPath } from '../kubernetes-object.ts';
import type { Cluster, Watch, WatchOptions } from './cluster-port.ts';

export interface DeploymentsOnNeed {
  readonly cluster: Pick<Cluster, 'watch'>;
  /** Resolves when Deployments and their ReplicaSets are followed; they are from here on. */
  follow(): Promise<void>;
}

/**
 * A network of StatefulSets needs neither of both: Deployments are listed once, and followed only where the namespace has
 * one or somebody says that one may come. That is three requests less of the few that a small change takes.
 */
export function deploymentsOnNeed(cluster: Pick<Cluster, 'list' | 'watch'>, namespace: string): DeploymentsOnNeed {
  const [deployments, replicaSets] = [listPath('Deployment', namespace), listPath('ReplicaSet', namespace)];
  const starts: (() => Promise<void>)[] = [];
  const closing = new AbortController();
  let looking: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  const follow = () => {
    following ??= Promise.all(starts.map((start) => start())).then(() => {});
    return following;
  };
  const look = async () => {
    closing.signal.throwIfAborted();
    const query = { isFromMemory: true, signal: closing.signal };
    const found = await cluster.list<LiveObject>(deployments, {}, query);
    if (found.length > 0) await follow();
  };
  return {
    follow,
    cluster: {
      watch: <T extends LiveObject>(path: string, options: WatchOptions<T>): Watch => {
        if (path !== deployments && path !== replicaSets) return cluster.watch(path, options);
        let watch: Watch | undefined;
        starts.push(() => {
          watch = closing.signal.aborted ? undefined : cluster.watch(path, options);
          return watch?.synced ?? Promise.resolve();
        });
        // Not before both are known.
        looking ??= Promise.resolve().then(look);
        const synced = looking.then(
          () => {
            // There is nothing that could be missed.
            if (watch === undefined) options.resumed?.();
          },
          (error: Error) => {
            if (watch === undefined && !closing.signal.aborted) options.refused?.(error);
            throw error;
          },
        );
        synced.catch(() => {});
        const close = () => {
          closing.abort(new Error('nobody looks any more'));
          watch?.close();
        };
        return { synced, close };
      },
    },
  };
}
