import type { Cluster } from '../api/cluster-port.ts';
import type { LiveObject } from '../kubernetes-object.ts';

/** The same cluster, where a list of everything of a kind is asked for once: a small change has few requests. */
export function rememberLists(cluster: Cluster): Cluster {
  const known = new Map<string, Promise<readonly LiveObject[]>>();
  return {
    ...cluster,
    list: <T extends LiveObject>(...[path, query = {}, options]: Parameters<Cluster['list']>) => {
      if (Object.keys(query).length > 0) return cluster.list<T>(path, query, options);
      const reading = known.get(path) ?? cluster.list<T>(path, query, options);
      known.set(path, reading);
      return reading as Promise<readonly T[]>;
    },
  };
}
