import type { Cluster } from '../api/cluster-port.ts';
import { objectPath, type WorkloadKind } from '../kubernetes-object.ts';
import type { LiveStatefulSet } from '../live-workload.ts';
import { type AssumedParts, secretsAnnotation } from './client-objects.ts';
import { volumeNames } from './pod-template-check.ts';

/** What a live workload says of its secret parts: what a plan without the digest key goes by. */
export async function assumedParts(
  cluster: Pick<Cluster, 'get'>,
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
