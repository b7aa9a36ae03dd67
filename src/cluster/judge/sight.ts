import { contentAnnotation, fieldManager, type JsonObject, type ManagedFields } from '../kubernetes-object.ts';
import type { ContainerStatus, LiveEvent, LivePod, LiveReplicaSet, LiveWorkload } from '../live-workload.ts';

/** What is judged: the workload as our write left it. Everything older says nothing about it. */
export interface Applied {
  readonly uid: string;
  readonly generation: number;
  /** Of the answer to our write: what a watch shows of an older one is not what was written. */
  readonly resourceVersion?: string | undefined;
  /** Our content annotation; undefined where the workload carries none. */
  readonly content: string | undefined;
  /** By the server's clock, milliseconds since 1970, whole seconds only. 0 when it doesn't say. */
  readonly writtenAtMs: number;
  /** Undefined where the number of replicas isn't ours: somebody scaled it, or it was never written. */
  readonly replicas: number | undefined;
  /** Its books then: what others have written since isn't in them. */
  readonly books: readonly ManagedFields[];
  /** False: nothing was written, it is proved as it stands. */
  readonly isWritten: boolean;
}

/** A claim that a pod waits for, as far as the caller may read claims. */
export interface ClaimState {
  readonly name: string;
  readonly phase: string;
  /** Its storage class binds only when a pod needs it (WaitForFirstConsumer): pending is no fault then. */
  readonly waitsForPod: boolean;
  /** The last warning about it, or else the last event: that there is no storage class is none to Kubernetes. */
  readonly said?: LiveEvent | undefined;
}

/** All that a verdict is made from. Times ending in `Ms` are on the caller's monotonic clock unless they say otherwise. */
export interface Sight {
  /** As the watch shows it; undefined where it shows none. */
  readonly workload: LiveWorkload | undefined;
  readonly applied: Applied;
  /** Its pods, of every revision. */
  readonly pods: readonly LivePod[];
  /** Of a Deployment; none otherwise. */
  readonly replicaSets: readonly LiveReplicaSet[];
  /** About the workload, its ReplicaSets and its pods. */
  readonly warnings: readonly LiveEvent[];
  /** Restarts of each container of each pod (by uid) when we wrote, or when the plan was made where nothing was written. */
  readonly restartsBefore: RestartCounts;
  /** TriggeredScaleUp and NotTriggerScaleUp events about its pods, and when they were read; asked for by the verdict. */
  readonly autoscaler?: { readonly events: readonly LiveEvent[]; readonly readMs: number } | undefined;
  /** Asked for by the verdict. */
  readonly claims?: readonly ClaimState[] | undefined;
  /** Restarts of a container that are no failure yet; 1 when absent. */
  readonly maxRestarts?: number | undefined;
  /** How long a ready client must stay so; by its readiness probes when absent. */
  readonly bakeMs?: number | undefined;
  readonly nowMs: number;
  /** Until when the watches heard the server; `nowMs` when absent. No sign grows older while nobody could see it go. */
  readonly heardMs?: number | undefined;
  /** The server's clock, milliseconds since 1970: lets a pod that has long been ready count as baked when nothing was written. */
  readonly serverNowMs?: number | undefined;
}

export type RestartCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What a sight is taken from: the namespace's watches. */
export interface SightSource {
  workload(kind: LiveWorkload['kind'], name: string): LiveWorkload | undefined;
  podsOf(uid: string): readonly LivePod[];
  replicaSetsOf(uid: string): readonly LiveReplicaSet[];
  warningsOf(uid: string): readonly LiveEvent[];
}

type Seen = 'workload' | 'pods' | 'replicaSets' | 'warnings';

/** One look at a client. */
export function takeSight(
  source: SightSource,
  { kind, name }: { readonly kind: LiveWorkload['kind']; readonly name: string },
  rest: Omit<Sight, Seen>,
): Sight {
  const { uid } = rest.applied;
  const pods = source.podsOf(uid);
  const replicaSets = kind === 'Deployment' ? source.replicaSetsOf(uid) : [];
  const uids = [uid, ...[...replicaSets, ...pods].flatMap(({ metadata }) => metadata.uid ?? [])];
  const warnings = uids.flatMap((each) => source.warningsOf(each));
  return { ...rest, workload: source.workload(kind, name), pods, replicaSets, warnings };
}

/**
 * @param live the answer to our write; where nothing was written, the workload as the plan saw it.
 */
export function appliedOf(live: LiveWorkload, isWritten: boolean): Applied {
  const { uid = '', generation = 0, resourceVersion, annotations, creationTimestamp } = live.metadata;
  const own = (live.metadata.managedFields ?? []).find(isOurs);
  const spec = own?.fieldsV1?.['f:spec'] as JsonObject | undefined;
  const writtenAtMs = Date.parse(own?.time ?? creationTimestamp ?? '');
  return {
    uid,
    generation,
    resourceVersion,
    content: annotations?.[contentAnnotation],
    writtenAtMs: Number.isNaN(writtenAtMs) ? 0 : writtenAtMs,
    replicas: spec?.['f:replicas'] === undefined ? undefined : (live.spec?.replicas ?? 1),
    books: live.metadata.managedFields ?? [],
    isWritten,
  };
}

export function isOurs({ manager, operation, subresource }: ManagedFields): boolean {
  return manager === fieldManager && operation === 'Apply' && (subresource === undefined || subresource === '');
}

/** The restarts of each container of each pod (by uid), as they are now. */
export function restartCounts(pods: readonly LivePod[]): RestartCounts {
  const countsOf = (pod: LivePod): ReadonlyMap<string, number> =>
    new Map(containersOf(pod).map(({ status }) => [status.name, status.restartCount ?? 0]));
  return new Map(pods.map((pod) => [pod.metadata.uid ?? '', countsOf(pod)]));
}

export function containersOf(pod: LivePod): readonly { readonly status: ContainerStatus; readonly isInit: boolean }[] {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [
    ...initContainerStatuses.map((status) => ({ status, isInit: true })),
    ...containerStatuses.map((status) => ({ status, isInit: false })),
  ];
}
