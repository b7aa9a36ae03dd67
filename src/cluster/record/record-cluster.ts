import type { Cluster } from '../api/cluster-port.ts';

/**
 * What the record and the lock ask of the cluster: writes with a precondition, which server-side apply has not. Whose answer
 * gets lost, of that write nobody knows whether it landed; who asked finds out by reading.
 */
export type RecordCluster = Pick<Cluster, 'get' | 'create' | 'replace' | 'remove'>;
