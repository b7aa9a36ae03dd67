import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import type { NamespaceStore } from '../api/namespace-store.ts';
import { type JsonObject, type LiveObject, listPath, type PodMaker, podMakers } from '../kubernetes-object.ts';
import type { Condition, LivePod } from '../live-workload.ts';
import { referencesIn } from '../manifest/references.ts';
import type { ObjectKey } from '../record/recorded-owner.ts';

/** What is named, and by whom: `CronJob backup`. */
export type Named = ReadonlyMap<ObjectKey, string>;

/** Anything that may name other objects. */
export interface Naming {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** A pod that runs or is going to, and the workload that has it; `of` is absent where something else made it. */
export interface StandingPod extends LivePod {
  readonly kind: 'Pod';
  readonly of: ObjectKey | undefined;
}

/** What makes pods and isn't followed. */
export interface PodMakers {
  readonly objects: readonly Naming[];
  /** Of these kinds nobody could look whether there are any. */
  readonly unreadable: readonly PodMaker[];
}

/** Who comes first is told. */
export function namedBy(objects: readonly Naming[]): Named {
  const named = new Map<ObjectKey, string>();
  for (const object of objects) {
    for (const { kind, name } of referencesIn(object as unknown as JsonObject)) {
      const key: ObjectKey = `${kind}/${name}`;
      if (!named.has(key)) named.set(key, `${object.kind} ${object.metadata.name}`);
    }
  }
  return named;
}

/** Every pod that needs what it names: one that has ended, or is ending, doesn't. */
export function standingPods(store: Pick<NamespaceStore, 'workloads' | 'podsOf' | 'pods'>): readonly StandingPod[] {
  const workloadOf = new Map(
    store.workloads().flatMap(({ kind, metadata: { name, uid = '' } }) => {
      const key: ObjectKey = `${kind}/${name}`;
      return store.podsOf(uid).map((pod) => [pod.metadata.uid, key] as const);
    }),
  );
  return store
    .pods()
    .filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && !hasEnded(status?.phase))
    .map((pod) => ({ ...pod, kind: 'Pod', of: workloadOf.get(pod.metadata.uid) }));
}

function hasEnded(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** What may make pods although none runs now. */
export async function listPodMakers(cluster: Pick<Cluster, 'list'>, namespace: string): Promise<PodMakers> {
  const lists = await Promise.all(podMakers.map((kind) => listOne(kind, cluster, namespace)));
  return {
    objects: lists.flatMap((list) => (Array.isArray(list) ? list : [])),
    unreadable: podMakers.filter((_, at) => lists[at] === 'unreadable'),
  };
}

async function listOne(
  kind: PodMaker,
  cluster: Pick<Cluster, 'list'>,
  namespace: string,
): Promise<readonly Naming[] | 'unreadable'> {
  try {
    const found = await cluster.list<LiveObject>(listPath(kind, namespace));
    // Items of a list don't say what they are.
    return found.filter((one) => !isOver(one)).map((one) => ({ ...one, kind }));
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 403) return 'unreadable';
    throw error;
  }
}

/** A Job that came to its end makes no pod any more, and stands for as long as its history is kept. */
function isOver(object: LiveObject): boolean {
  const { conditions = [] } =
    (object as { readonly status?: { readonly conditions?: readonly Condition[] } }).status ?? {};
  return conditions.some(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True');
}
