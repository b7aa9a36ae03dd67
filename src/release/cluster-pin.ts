import { type Cluster, type ClusterIdentity, checkPin, type Intent, identifyFor } from '../cluster/index.ts';
import type { Environment } from '../environment/index.ts';
import { RemoteError, UserError } from '../report/index.ts';
import type { Store } from '../store/index.ts';
import { canonicalJson, type Json } from '../values/index.ts';
import type { Mode } from './ports.ts';
import { clusterPinName } from './store-layout.ts';

export interface PinOptions {
  readonly repin: boolean;
  readonly mode: Mode;
  /** Where somebody has asked the cluster who it is already. */
  readonly identity?: ClusterIdentity | undefined;
  /** What the run is going to do, where nobody has asked: told where asking is forbidden. */
  readonly intent?: Intent | undefined;
}

/** Nothing is known yet of what is looked at. */
const looking: Intent = { access: 'plan', wanted: () => ({ shared: [], clients: [] }) };

/**
 * Makes sure that this is the cluster of the first release, before anything is written to it; the first release records
 * it.
 * @returns what to warn of: that another cluster is accepted. A release asks more than once and says it once.
 * @throws UserError when it is another one, unless `repin`.
 */
export async function requirePinnedCluster(
  environment: Environment<'cluster'>,
  cluster: Cluster,
  store: Store,
  { repin, mode, identity, intent = looking }: PinOptions,
): Promise<string | undefined> {
  const name = clusterPinName(environment.name);
  const seen = identity ?? (await identifyFor(intent, cluster, environment.cluster.namespace));
  const stored = await store.read(name);
  const pinned = stored && parseIdentity(stored.bytes, name, store);
  const { outcome, changes } = checkPin(pinned, environment.cluster, seen, { repin });
  if (outcome === 'same') return undefined;
  const warning = outcome === 'repinned' ? `Another cluster than before is accepted: ${changes.join('; ')}` : undefined;
  if (mode === 'plan') return warning;
  const bytes = new TextEncoder().encode(canonicalJson(seen as unknown as Json));
  const written = stored ? await store.replace(name, bytes, stored.generation) : await store.create(name, bytes);
  if (written === 'changed' || written === 'exists') {
    throw new UserError(
      `another run has just recorded a cluster for ${environment.name}; nothing was written to the cluster. Run this one again.`,
    );
  }
  return warning;
}

function parseIdentity(bytes: Uint8Array, name: string, store: Store): ClusterIdentity {
  const value = JSON.parse(new TextDecoder().decode(bytes)) as Partial<ClusterIdentity>;
  const { context, certificateAuthority, namespaceUid } = value;
  if (typeof context !== 'string' || typeof namespaceUid !== 'string') {
    throw new RemoteError(`${name} in ${store.location} does not name a cluster`);
  }
  return { context, certificateAuthority, namespaceUid };
}
