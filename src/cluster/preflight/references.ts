import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import { inParallel } from '../api/parallel.ts';
import { type LiveObject, objectPath, type WrittenKind } from '../kubernetes-object.ts';
import type { ExternalReference } from '../manifest/reference-check.ts';
import { mapIn } from './json-reading.ts';
import type { PreflightFinding } from './preflight-finding.ts';

const atOnce = 16;
const meaning: Partial<Record<WrittenKind, string>> = {
  ConfigMap: 'the pod would wait for it and not start',
  Secret: 'the pod would wait for it and not start',
  PersistentVolumeClaim: 'the pod would not be scheduled',
  ServiceAccount: 'no pod would be made',
  Service: "the pod's own name would lead nowhere, and no peer would find it",
};

/** A kubelet goes on without a login that isn't there: https://kubernetes.io/docs/concepts/containers/images/ */
const unreadMeaning = 'an image that asks for a login can not be pulled then';

/** What the namespace says about one name. */
type Found =
  | { readonly kind: 'missing' | 'not-allowed' }
  /** `keys` is undefined where they weren't looked at. */
  | { readonly kind: 'there'; readonly keys: ReadonlySet<string> | undefined };

/**
 * Whether each object that the manifests name and don't hold is in the namespace, with the keys that are asked for. Each
 * name is looked up once. A Secret is looked up without what it holds. What the credentials may not read is said, and not
 * taken as missing.
 */
export async function referenceFindings(
  cluster: Pick<Cluster, 'get'>,
  namespace: string,
  references: readonly ExternalReference[],
): Promise<readonly PreflightFinding[]> {
  const distinct = [...new Map(references.map((one) => [keyOf(one), one])).values()];
  const looked = await inParallel(distinct, atOnce, async (one) => {
    return [keyOf(one), await lookUp(cluster, namespace, one)] as const;
  });
  const answers = new Map(looked);
  const findings = references.flatMap((reference): readonly PreflightFinding[] => {
    const message = problemWith(reference, answers.get(keyOf(reference)), namespace);
    if (message === undefined) return [];
    return [{ severity: reference.isUnread ? 'warning' : 'error', ...reference.place, message }];
  });
  const unknown = distinct.filter((one) => answers.get(keyOf(one))?.kind === 'not-allowed');
  if (unknown.length === 0) return findings;
  const names = unknown.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  const message = `Not checked whether they are there, since the credentials of the kubeconfig may not read them: ${names}`;
  return [...findings, { severity: 'warning', message }];
}

function problemWith(
  { kind, name, keys, isUnread, from, advice }: ExternalReference,
  found: Found | undefined,
  namespace: string,
): string | undefined {
  if (found?.kind === 'missing') {
    const means = isUnread ? unreadMeaning : meaning[kind];
    const effect = means === undefined ? '' : `: ${means}`;
    return `${from} names the ${kind} ${name}, which is neither in the manifests nor in the namespace ${namespace}${effect}${advice}. Correct the name, write it into the manifests, or create it first.`;
  }
  const held = found?.kind === 'there' ? found.keys : undefined;
  const missing = held && keys.find((key) => !held.has(key));
  if (missing === undefined) return undefined;
  return `${from} asks for the key ${missing} of the ${kind} ${name}, which has no such key in the namespace ${namespace}: the pod would wait for it and not start. Correct the key, or add it first.`;
}

async function lookUp(
  cluster: Pick<Cluster, 'get'>,
  namespace: string,
  { kind, name }: ExternalReference,
): Promise<Found> {
  try {
    const metadataOnly = kind !== 'ConfigMap';
    const live = await cluster.get<LiveObject>(objectPath(kind, namespace, name), { metadataOnly });
    if (live === undefined) return { kind: 'missing' };
    const keys = ['data', 'binaryData'].flatMap((field) => Object.keys(mapIn(live, field)));
    return { kind: 'there', keys: metadataOnly ? undefined : new Set(keys) };
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 403) return { kind: 'not-allowed' };
    throw error;
  }
}

function keyOf({ kind, name }: ExternalReference): string {
  return `${kind}/${name}`;
}
