import { UserError } from '../../report/index.ts';
import type { Digest } from '../../values/index.ts';
import type { LiveObject } from '../kubernetes-object.ts';
import type { ClusterSettings } from '../settings.ts';
import type { Cluster } from './cluster-port.ts';

/** What makes a cluster this one and no other, kept from the first release on. */
export interface ClusterIdentity {
  readonly context: string;
  /** Absent when the kubeconfig names no CA bundle, or says not to check. */
  readonly certificateAuthority?: Digest | undefined;
  readonly namespaceUid: string;
}

interface LiveNamespace extends LiveObject {
  readonly status?: { readonly phase?: string };
}

/**
 * Reads the namespace, so that a wrong cluster, or a namespace that is missing or on its way out, shows before anything else is asked.
 * @throws UserError
 */
export async function identifyCluster(cluster: Cluster, namespace: string): Promise<ClusterIdentity> {
  const found = await cluster.get<LiveNamespace>(`/api/v1/namespaces/${encodeURIComponent(namespace)}`);
  const { context, certificateAuthority } = cluster.endpoint;
  if (found?.metadata.uid === undefined) {
    throw new UserError(
      `The cluster of context ${context} has no namespace ${namespace}: create it, or correct cluster.namespace.`,
    );
  }
  if (found.metadata.deletionTimestamp !== undefined || found.status?.phase === 'Terminating') {
    throw new UserError(
      `The namespace ${namespace} is being deleted, with everything in it: wait until it is gone and create it again, or correct cluster.namespace.`,
    );
  }
  return { context, certificateAuthority, namespaceUid: found.metadata.uid };
}

export interface PinVerdict {
  /** `first`: nothing was pinned; `same`: as pinned; `repinned`: another one, accepted by `repin`. */
  readonly outcome: 'first' | 'same' | 'repinned';
  /** One line for each part that differs from what was pinned: old and new. */
  readonly changes: readonly string[];
}

const parts = [
  { key: 'context', name: 'context', setting: 'context' },
  { key: 'certificateAuthority', name: "API server's CA bundle", setting: 'certificate-authority' },
  { key: 'namespaceUid', name: 'namespace UID', setting: 'namespace-uid' },
] as const;

/**
 * Compares the cluster seen with the one of the first release and with what keep-deploy.yml says. `repin` accepts a
 * rebuilt cluster; what stands in the file only the file can change.
 * @throws UserError that names old and new.
 */
export function checkPin(
  pinned: ClusterIdentity | undefined,
  settings: ClusterSettings,
  seen: ClusterIdentity,
  { repin }: { readonly repin: boolean },
): PinVerdict {
  const contradictions = parts
    .filter(({ key, setting }) => settings[setting] !== undefined && settings[setting] !== seen[key])
    .map(
      ({ key, name, setting }) =>
        `cluster.${setting} is ${settings[setting]}, but the ${name} of the kubeconfig's cluster is ${seen[key] ?? 'absent'}`,
    );
  if (contradictions.length > 0) {
    throw new UserError(
      `This is not the cluster that keep-deploy.yml names: ${contradictions.join('; ')}. Nothing was written. Log in to the right cluster, or correct the file.`,
    );
  }
  if (pinned === undefined) return { outcome: 'first', changes: [] };
  const changes = parts
    .filter(({ key }) => pinned[key] !== seen[key])
    .map(({ key, name }) => `${name}: was ${pinned[key] ?? 'absent'}, is ${seen[key] ?? 'absent'}`);
  if (changes.length === 0) return { outcome: 'same', changes };
  if (repin) return { outcome: 'repinned', changes };
  throw new UserError(
    `This is not the cluster of the earlier releases: ${changes.join('; ')}. Nothing was written. Log in to the right cluster; if this one was rebuilt, run once with repin: true.`,
  );
}
