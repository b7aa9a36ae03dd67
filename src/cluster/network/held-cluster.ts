import type { Cluster } from '../api/cluster-port.ts';
import type { OwnedApply } from '../ownership/owned-apply.ts';
import type { ClusterLease } from '../record/lease.ts';
import type { RollCluster } from '../roll/writer.ts';
import { endingWith } from './stopped-run.ts';

/** The cluster for who has the lock: without it nothing is written, nor once the run is stopped. */
export function heldCluster(
  cluster: Cluster,
  lease: Pick<ClusterLease, 'requireHeld'>,
  { apply }: Pick<OwnedApply, 'apply'>,
  stopped: AbortSignal,
): RollCluster {
  return endingWith(stopped, {
    ...cluster,
    apply: async (object) => {
      lease.requireHeld();
      return apply(object);
    },
    remove: async (path, uid) => {
      lease.requireHeld();
      return cluster.remove(path, uid);
    },
  });
}
