import type { Cluster } from '../api/cluster-port.ts';
import { listPath, type WorkloadKind } from '../kubernetes-object.ts';
import type { LiveStatefulSet } from '../live-workload.ts';
import { type AssumedParts, secretsAnnotation } from './client-objects.ts';
import { volumeNames } from './pod-template-check.ts';

/**
 * What live workloads say of their secret parts: what a plan without the digest key goes by. One list of each kind, which is
 * what a plan may do in any case.
 * @param workloads by client.
 */
export async function assumedParts(
  cluster: Pick<Cluster, 'list'>,
  namespace: string,
  workloads: ReadonlyMap<string, { readonly kind: WorkloadKind; readonly name: string }>,
): Promise<ReadonlyMap<string, AssumedParts>> {
  const kinds = [...new Set([...workloads.values()].map(({ kind }) => kind))];
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      const found = await cluster.list<LiveStatefulSet>(listPath(kind, namespace), {}, { isFromMemory: true });
      return [kind, new Map(found.map((live) => [live.metadata.name, live]))] as const;
    }),
  );
  const live = new Map(lists);
  return new Map([...workloads].map(([client, { kind, name }]) => [client, partsOf(live.get(kind)?.get(name))]));
}

function partsOf(live: LiveStatefulSet | undefined): AssumedParts {
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
