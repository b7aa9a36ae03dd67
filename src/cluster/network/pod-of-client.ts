import type { Cluster } from '../api/cluster-port.ts';
import { labels, listPath, type WorkloadKind } from '../kubernetes-object.ts';
import { isPodReady, type LivePod } from '../live-workload.ts';

/**
 * The name of a client's pod: a StatefulSet's is known, a Deployment's pod has another one each time and is looked for by the
 * client's label.
 * @returns `undefined` where there is none now
 */
export async function podOfClient(
  cluster: Pick<Cluster, 'list'>,
  namespace: string,
  client: string,
  { kind, name }: { readonly kind: WorkloadKind; readonly name: string },
): Promise<string | undefined> {
  if (kind === 'StatefulSet') return `${name}-0`;
  const found = await cluster.list<LivePod>(listPath('Pod', namespace), {
    labelSelector: `${labels.client}=${client}`,
  });
  const pods = found.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return (pods.find(isPodReady) ?? pods[0])?.metadata.name;
}
