import { isPodReady, type LivePod, type LiveStatefulSet } from '../live-workload.ts';

/** What a one-replica StatefulSet has to show for one generation of its specification. */
export type Readiness =
  | { readonly kind: 'ready'; readonly pod: LivePod; readonly revision: string }
  /** The controller has seen the generation; its pod is not ready yet, or not there. */
  | {
      readonly kind: 'starting';
      readonly pod: LivePod | undefined;
      readonly revision: string;
      readonly old: readonly LivePod[];
    }
  /** The controller has not seen the generation: its status speaks of an older one. */
  | { readonly kind: 'unseen' };

/**
 * Judged on the pod of the update revision only: counts in the status don't say whose pods they count, and a pod of the
 * old revision can be ready while the new one can't start.
 * @param generation the one that our write was answered with.
 */
export function readinessOf(statefulSet: LiveStatefulSet, pods: readonly LivePod[], generation: number): Readiness {
  const { observedGeneration, updateRevision } = statefulSet.status ?? {};
  if (observedGeneration === undefined || observedGeneration < generation || updateRevision === undefined)
    return { kind: 'unseen' };
  const isNew = ({ metadata }: LivePod) => metadata.labels?.['controller-revision-hash'] === updateRevision;
  const pod = pods.find((candidate) => isNew(candidate) && candidate.metadata.deletionTimestamp === undefined);
  if (pod !== undefined && isPodReady(pod)) return { kind: 'ready', pod, revision: updateRevision };
  return { kind: 'starting', pod, revision: updateRevision, old: pods.filter((candidate) => !isNew(candidate)) };
}
