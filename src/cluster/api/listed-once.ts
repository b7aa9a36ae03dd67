import type { LiveObject } from '../kubernetes-object.ts';
import type { Cluster, WatchOptions } from './cluster-port.ts';

/** A watch that looks once and then is still: a plan needs no more, and who may only look may not watch. */
export function listedOnce(cluster: Pick<Cluster, 'list'>): Pick<Cluster, 'watch'> {
  return {
    watch: <T extends LiveObject>(path: string, options: WatchOptions<T>) => {
      const closing = new AbortController();
      const { fieldSelector, kept = (object: T) => object, changed, resumed, refused } = options;
      const query = fieldSelector === undefined ? {} : { fieldSelector };
      const synced = cluster.list<T>(path, query, { isFromMemory: true, signal: closing.signal }).then(
        (objects) => {
          for (const object of objects) changed(kept(object));
          resumed?.();
        },
        (error: Error) => {
          refused?.(error);
          throw error;
        },
      );
      synced.catch(() => {});
      return { synced, close: () => closing.abort(new Error('nobody looks any more')) };
    },
  };
}
