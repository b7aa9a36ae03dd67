import { isPodReady, type LivePod, type LiveStatefulSet } from '../live-workload.ts';
import { byName, isLeaving, isOwnedBy, type Progress, unseen } from './progress.ts';

/**
 * Judged by the label `controller-revision-hash` of its pods: counts in the status don't say whose pods they count, and
 * `currentRevision` never becomes the new one with OnDelete or a partition. So the rule is the same with
 * MaxUnavailableStatefulSet on and off. Pods below the partition are not part of this roll.
 * @param generation the one that our write was answered with.
 */
export function statefulSetProgress(live: LiveStatefulSet, allPods: readonly LivePod[], generation: number): Progress {
  const pods = allPods.filter((pod) => isOwnedBy(pod, live.metadata.uid)).toSorted(byName);
  const { observedGeneration, updateRevision, availableReplicas = 0 } = live.status ?? {};
  const { first, firstNew, end } = ordinalsOf(live);
  if (observedGeneration === undefined || observedGeneration < generation || updateRevision === undefined) {
    return unseen(pods, end - first);
  }
  const isTarget = (pod: LivePod) => isOfRevision(pod, updateRevision) && !isLeaving(pod);
  const targets = pods.filter(isTarget);
  const there = new Set(pods.map(ordinalOf));
  const readyNow = new Set(targets.filter(isPodReady).map(ordinalOf));
  const missingPods = range(first, end).filter((ordinal) => !there.has(ordinal)).length;
  const unready = range(firstNew, end).filter((ordinal) => !readyNow.has(ordinal));
  const surplus = pods.filter((pod) => ordinalOf(pod) < first || ordinalOf(pod) >= end);
  const isAvailable =
    (live.spec?.minReadySeconds ?? 0) === 0 || availableReplicas >= pods.filter((pod) => isPodReady(pod)).length;
  const awaited = [
    ...unready.map((ordinal) => `pod ${live.metadata.name}-${ordinal} of the new revision is ready`).slice(0, 3),
    ...surplus.map(({ metadata }) => `pod ${metadata.name}, one too many, is gone`).slice(0, 3),
    ...(isAvailable ? [] : [`its pods are ready for ${live.spec?.minReadySeconds} s (minReadySeconds)`]),
  ];
  return {
    revision: updateRevision,
    targets,
    others: pods.filter((pod) => !isTarget(pod)),
    missingPods,
    isReady: awaited.length === 0,
    awaited: awaited.join(', '),
  };
}

/** The ordinals of a StatefulSet's pods: `first` to below `end`; from `firstNew` on they are to be of the new revision. */
export function ordinalsOf({ spec }: LiveStatefulSet): {
  readonly first: number;
  readonly firstNew: number;
  readonly end: number;
} {
  const first = spec?.ordinals?.start ?? 0;
  const end = first + (spec?.replicas ?? 1);
  // OnDelete has none: the API server refuses one.
  const partition = spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  return { first, firstNew: Math.min(first + partition, end), end };
}

export function ordinalOf({ metadata }: LivePod): number {
  const digits = /-(\d+)$/.exec(metadata.name)?.[1];
  return digits === undefined ? -1 : Number(digits);
}

export function isOfRevision({ metadata }: LivePod, revision: string): boolean {
  return metadata.labels?.['controller-revision-hash'] === revision;
}

function range(from: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - from) }, (_, index) => from + index);
}
