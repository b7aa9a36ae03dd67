import {
  type AssumedParts,
  allowedFor,
  assumedParts,
  type Cluster,
  composeNetwork,
  type Intent,
  type NetworkObjects,
  workloadIdentity,
} from '../cluster/index.ts';
import type { WantedRelease } from './wanted-release.ts';

type ComposedParts = Pick<WantedRelease, 'manifest' | 'images' | 'clients'>;

/** Everything that is to be written. Without the key, what is secret is taken to be what the cluster has. */
export async function composeObjects(
  parts: ComposedParts,
  cluster: Cluster,
  namespace: string,
  key: string | undefined,
): Promise<NetworkObjects> {
  const unknown = parts.clients.filter(({ configuration }) => key === undefined || configuration.text === undefined);
  const workloads = new Map(unknown.map(({ name }) => [name, workloadIdentity(parts.manifest, name)]));
  const assumed = await allowedFor(intentOf('plan', parts, namespace, key), cluster, namespace, () =>
    assumedParts(cluster, namespace, workloads),
  );
  return composeUnseen(parts, namespace, key, assumed);
}

/** For what reading lacks: what is to be written, as far as it is known without the cluster. */
export function intentOf(
  access: Intent['access'],
  parts: ComposedParts,
  namespace: string,
  key: string | undefined,
): Intent {
  return { access, wanted: () => composeUnseen(parts, namespace, key, new Map()) };
}

function composeUnseen(
  { manifest, images, clients }: ComposedParts,
  namespace: string,
  digestKey: string | undefined,
  assumed: ReadonlyMap<string, AssumedParts>,
): NetworkObjects {
  return composeNetwork(manifest, clients, { namespace, digestKey, images, assumed });
}
