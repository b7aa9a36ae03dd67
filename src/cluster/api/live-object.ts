import { isWorkloadKind, type LiveObject, objectPath, type WrittenKind } from '../kubernetes-object.ts';
import type { Cluster } from './cluster-port.ts';
import type { NamespaceStore } from './namespace-store.ts';

/** Where an object is looked up. */
export interface LookPorts {
  readonly cluster: Pick<Cluster, 'get'>;
  readonly store: Pick<NamespaceStore, 'workload'>;
  readonly namespace: string;
}

/**
 * One object as it stands: a workload by the watches, which costs no request, any other by the API server's word.
 * @throws ApiRefusal 403 where these credentials may not look
 */
export async function liveObject(
  { kind, name }: { readonly kind: WrittenKind; readonly name: string },
  { cluster, store, namespace }: LookPorts,
  options: { readonly metadataOnly?: boolean } = {},
): Promise<LiveObject | undefined> {
  if (isWorkloadKind(kind)) return store.workload(kind, name);
  return cluster.get<LiveObject>(objectPath(kind, namespace, name), options);
}
