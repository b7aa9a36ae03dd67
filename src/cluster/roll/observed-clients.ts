import type { Cluster } from '../api/cluster-port.ts';
import { inParallel } from '../api/parallel.ts';
import {
  contentAnnotation,
  type LiveObject,
  labels,
  listPath,
  objectPath,
  type WorkloadKind,
} from '../kubernetes-object.ts';
import type { LivePod, LiveStatefulSet } from '../live-workload.ts';
import { type AssumedParts, type ClientObjects, secretsAnnotation } from '../manifest/client-objects.ts';
import { volumeNames } from '../manifest/pod-template-check.ts';

/** What stands in the cluster for one client. */
export interface ObservedClient {
  readonly statefulSet: LiveStatefulSet | undefined;
  readonly service: LiveObject | undefined;
  /** Pods that this StatefulSet made, of every revision. */
  readonly pods: readonly LivePod[];
  /** Names of wanted immutable objects that are not there. Looked up only where the rest is as wanted. */
  readonly missing: readonly string[];
}

const selectOurs = { labelSelector: labels.client };

/** Reads everything a plan needs: three lists, and one read by name for each immutable object (Secrets are never listed). */
export async function observeClients(
  cluster: Cluster,
  namespace: string,
  wanted: readonly ClientObjects[],
): Promise<ReadonlyMap<string, ObservedClient>> {
  const [statefulSets, services, pods] = await Promise.all([
    cluster.list<LiveStatefulSet>(listPath('StatefulSet', namespace)),
    cluster.list<LiveObject>(listPath('Service', namespace)),
    cluster.list<LivePod>(listPath('Pod', namespace), selectOurs),
  ]);
  const statefulSetOf = byName(statefulSets);
  const serviceOf = byName(services);
  const observed = await inParallel(wanted, 16, async (client): Promise<readonly [string, ObservedClient]> => {
    const statefulSet = statefulSetOf.get(client.client);
    const service = serviceOf.get(client.client);
    const isWritten = hasContent(statefulSet, client) && hasContent(service, client);
    const missing = isWritten ? await missingOf(cluster, namespace, client) : [];
    return [client.client, { statefulSet, service, pods: podsOf(statefulSet, pods), missing }];
  });
  return new Map(observed);
}

/** True when the object is what we last wrote of exactly this content. */
export function hasContent(object: LiveObject | undefined, { content }: Pick<ClientObjects, 'content'>): boolean {
  return object?.metadata.annotations?.[contentAnnotation] === content;
}

/** A pod belongs to the StatefulSet of this uid, not to an earlier one of the same name. */
export function podsOf(statefulSet: LiveObject | undefined, pods: readonly LivePod[]): readonly LivePod[] {
  const uid = statefulSet?.metadata.uid;
  if (uid === undefined) return [];
  return pods.filter(({ metadata }) => (metadata.ownerReferences ?? []).some((owner) => owner.uid === uid));
}

/** What a live workload says of its secret parts: what a plan without the digest key goes by. */
export async function assumedParts(
  cluster: Cluster,
  namespace: string,
  { kind, name }: { readonly kind: WorkloadKind; readonly name: string },
): Promise<AssumedParts> {
  const live = await cluster.get<LiveStatefulSet>(objectPath(kind, namespace, name));
  const volumes = live?.spec?.template?.spec?.volumes ?? [];
  const nameOf = (volume: string): string | undefined => {
    const found = volumes.find(({ name }) => name === volume);
    return found?.secret?.secretName ?? found?.configMap?.name;
  };
  return {
    configuration: nameOf(volumeNames.configuration),
    keyfile: nameOf(volumeNames.keyfile),
    secrets: live?.metadata.annotations?.[secretsAnnotation],
  };
}

async function missingOf(cluster: Cluster, namespace: string, client: ClientObjects): Promise<readonly string[]> {
  const found = await Promise.all(
    client.immutable.map(async ({ kind, metadata: { name } }) => {
      const live = await cluster.get<LiveObject>(objectPath(kind, namespace, name), { metadataOnly: true });
      return live === undefined ? [`${kind} ${name}`] : [];
    }),
  );
  return found.flat();
}

function byName<T extends LiveObject>(objects: readonly T[]): ReadonlyMap<string, T> {
  return new Map(objects.map((object) => [object.metadata.name, object]));
}
