import type { Cluster } from '../api/cluster-port.ts';
import type { OwnedApply } from '../ownership/owned-apply.ts';
import type { ClusterLease } from '../record/lease.ts';
import type { RollCluster } from '../roll/writer.ts';

/** The cluster for who has the lock: without it nothing is written. */
export function heldCluster(
  cluster: Cluster,
  lease: Pick<ClusterLease, 'requireHeld'>,
  { apply }: Pick<OwnedApply, 'apply'>,
): RollCluster {
  return {
    ...cluster,
    apply: async (object) => {
      lease.requireHeld();
      return apply(object);
    },
    remove: async (path, uid) => {
      lease.requireHeld();
      return cluster.remove(path, uid);
    },
  };
}
