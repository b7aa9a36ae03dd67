import { isPodReady, type LivePod, type LiveStatefulSet } from '../live-workload.ts';
import { hasEnded, isLeaving, type Progress } from './progress.ts';
import { isOfRevision, ordinalOf, ordinalsOf } from './stateful-set-progress.ts';

/**
 * Broken pods of another revision that the controller waits for before it makes the new ones: with OrderedReady always
 * (https://github.com/kubernetes/kubernetes/issues/67250), with MaxUnavailableStatefulSet also with Parallel (the controller
 * counts every pod that isn't available). The caller gives the controller its own time first.
 * None below the partition: those would come back as they are. None while a pod of the new revision is on its way: that is
 * what the controller waits for then.
 */
export function podsInTheWay(live: LiveStatefulSet, progress: Progress): readonly LivePod[] {
  if (progress.targets.some((pod) => !isPodReady(pod))) return [];
  const broken = replaceable(live, progress).filter((pod) => !isPodReady(pod) && !hasEnded(pod));
  return isOnDelete(live) ? oneAtATime(broken, progress) : broken;
}

/**
 * With OnDelete nobody else replaces pods: the next one of an older revision, the highest first, when all the others are
 * there and ready.
 */
export function podToReplace(live: LiveStatefulSet, progress: Progress): LivePod | undefined {
  if (!isOnDelete(live) || progress.missingPods > 0) return undefined;
  const old = replaceable(live, progress);
  const areOthersReady = [...progress.targets, ...old].every(isPodReady);
  return areOthersReady ? oneAtATime(old, progress)[0] : undefined;
}

function isOnDelete({ spec }: LiveStatefulSet): boolean {
  return spec?.updateStrategy?.type === 'OnDelete';
}

/** Pods of older revisions whose place is to be taken by a new one, highest ordinal first. */
function replaceable(live: LiveStatefulSet, { revision, others }: Progress): readonly LivePod[] {
  if (revision === undefined) return [];
  const { firstNew, end } = ordinalsOf(live);
  return others
    .filter((pod) => !isLeaving(pod) && !isOfRevision(pod, revision))
    .filter((pod) => ordinalOf(pod) >= firstNew && ordinalOf(pod) < end)
    .toSorted((a, b) => ordinalOf(b) - ordinalOf(a));
}

function oneAtATime(pods: readonly LivePod[], { others }: Progress): readonly LivePod[] {
  return others.some(isLeaving) ? [] : pods.slice(0, 1);
}
