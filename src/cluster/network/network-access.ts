import type { Cluster } from '../api/cluster-port.ts';
import { type ClusterIdentity, identifyCluster } from '../api/identity.ts';
import type { NetworkObjects } from '../manifest/client-objects.ts';
import { accessToLook, type NeededAccess, neededAccess } from '../preflight/needed-access.ts';
import { allowedToRead } from '../preflight/refused-reading.ts';
import { besideKinds } from './network-findings.ts';

/**
 * What a run needs of which nothing could be read, so that nobody knows what stands: to apply, as much as a first release of
 * these objects; a plan looks only.
 */
export function unplannedAccess(
  { shared, clients }: NetworkObjects,
  namespace: string,
  access: 'apply' | 'plan',
): readonly NeededAccess[] {
  const all = [...shared, ...clients.flatMap(({ immutable, beside, workload }) => [...immutable, ...beside, workload])];
  const plan = { namespace, besideKinds: besideKinds({ shared, clients }), prunes: [] };
  if (access === 'plan') return accessToLook({ ...plan, writes: [] });
  const writes = all.map(({ kind, metadata: { name } }) => ({ kind, name, isNew: true }));
  return neededAccess({ ...plan, writes });
}

/** Who is going to do what, so that everything these credentials lack for it can be told at once. */
export interface Intent {
  readonly access: 'apply' | 'plan';
  /** What is to be written, as far as it is known without asking the cluster; asked for only where something is refused. */
  readonly wanted: () => NetworkObjects;
}

/** Reads which cluster this is. @throws UserError, where it is forbidden with everything else that is missing */
export function identifyFor(intent: Intent, cluster: Cluster, namespace: string): Promise<ClusterIdentity> {
  return allowedFor(intent, cluster, namespace, () => identifyCluster(cluster, namespace));
}

/** What was read; where it is forbidden, everything that is missing is told instead. */
export function allowedFor<T>(
  { access, wanted }: Intent,
  cluster: Pick<Cluster, 'review'>,
  namespace: string,
  read: () => Promise<T>,
): Promise<T> {
  return allowedToRead(read, { cluster, namespace, needed: () => unplannedAccess(wanted(), namespace, access) });
}
