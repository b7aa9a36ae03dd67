import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import { type LiveObject, objectPath, type WantedObject } from '../kubernetes-object.ts';
import type { LivePod } from '../live-workload.ts';
import { keyOf, type ObjectKey } from '../record/recorded-owner.ts';

/** What going forward and back need of the cluster. `apply` is server-side apply as our manager, forced only where the user named the loser. */
export type RollCluster = Pick<Cluster, 'apply' | 'get' | 'list' | 'remove' | 'logs' | 'serverNow'>;

/** One object that we wrote, or may have written: an answer can get lost on its way. */
export interface Touch {
  readonly object: WantedObject;
  /** Absent when no answer came. */
  readonly answer?: LiveObject | undefined;
}

/** Writes for one client, counting requests, and remembers what it touched. */
export interface Writer {
  apply(object: WantedObject): Promise<LiveObject>;
  /** Side by side; when one fails, the others came to their end too. */
  applyAll(objects: readonly WantedObject[]): Promise<void>;
  /** Exactly the object of this uid. */
  remove(path: string, uid: string): Promise<void>;
  removePod(pod: LivePod, namespace: string): Promise<void>;
  readonly writes: number;
  readonly podsRemoved: number;
  readonly touched: ReadonlyMap<ObjectKey, Touch>;
}

export function createWriter(cluster: RollCluster): Writer {
  const touched = new Map<ObjectKey, Touch>();
  let writes = 0;
  let podsRemoved = 0;
  const removeAt = async (path: string, uid: string): Promise<boolean> => {
    writes++;
    return (await cluster.remove(path, uid)) === 'removed';
  };
  const apply = async (object: WantedObject): Promise<LiveObject> => {
    const key = keyOf(object);
    // Noted before: whatever comes back, it may have been written.
    touched.set(key, { object });
    writes++;
    try {
      const answer = await cluster.apply<LiveObject>(object);
      touched.set(key, { object, answer });
      return answer;
    } catch (error) {
      if (error instanceof ApiRefusal && error.status < 500) touched.delete(key);
      throw error;
    }
  };
  return {
    apply,
    applyAll: async (objects) => {
      const results = await Promise.allSettled(objects.map(apply));
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    },
    remove: async (path, uid) => void (await removeAt(path, uid)),
    removePod: async ({ metadata }, namespace) => {
      if (metadata.uid === undefined) return;
      const isOurs = await removeAt(objectPath('Pod', namespace, metadata.name), metadata.uid);
      if (isOurs) podsRemoved++;
    },
    get writes() {
      return writes;
    },
    get podsRemoved() {
      return podsRemoved;
    },
    touched,
  };
}
