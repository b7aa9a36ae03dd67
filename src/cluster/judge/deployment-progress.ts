import type { LiveObject } from '../kubernetes-object.ts';
import {
  type Condition,
  isPodReady,
  type LiveDeployment,
  type LivePod,
  type LiveReplicaSet,
} from '../live-workload.ts';
import { byName, hasEnded, isLeaving, isOwnedBy, type Progress, unseen } from './progress.ts';

/**
 * The newest ReplicaSet is the one of the Deployment's own revision: a template that comes back takes up its old ReplicaSet
 * again, so neither name nor age tells. No pod of an older one may be left, also not on its way out: it may run under the
 * same account.
 * @param generation the one that our write was answered with.
 */
export function deploymentProgress(
  live: LiveDeployment,
  allReplicaSets: readonly LiveReplicaSet[],
  allPods: readonly LivePod[],
  generation: number,
): Progress {
  const wanted = live.spec?.replicas ?? 1;
  const replicaSets = allReplicaSets.filter((each) => isOwnedBy(each, live.metadata.uid));
  const pods = allPods
    .filter((pod) => replicaSets.some(({ metadata }) => isOwnedBy(pod, metadata.uid)))
    .toSorted(byName);
  const newest = newestReplicaSet(live, replicaSets);
  if ((live.status?.observedGeneration ?? -1) < generation || newest === undefined) return unseen(pods, wanted);

  const isNew = (pod: LivePod) => isOwnedBy(pod, newest.metadata.uid);
  const targets = pods.filter((pod) => isNew(pod) && !isLeaving(pod));
  const old = pods.filter((pod) => !isNew(pod) && !hasEnded(pod));
  const ready = targets.filter(isPodReady).length;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = live.status ?? {};
  const areCounted = updatedReplicas >= wanted && replicas <= updatedReplicas && availableReplicas >= wanted;
  const awaited = [
    ...(ready < wanted ? [`all ${wanted} pods of the new revision are ready (${ready} now)`] : []),
    ...old.map(({ metadata }) => `pod ${metadata.name} of an older revision is gone`).slice(0, 3),
    ...(areCounted && conditionOf(live, 'Available')?.status === 'True' ? [] : ['the controller finds it available']),
  ];
  return {
    revision: newest.metadata.labels?.['pod-template-hash'] ?? newest.metadata.name,
    targets,
    others: pods.filter((pod) => !targets.includes(pod)),
    missingPods: Math.max(0, (newest.spec?.replicas ?? 0) - targets.filter((pod) => !hasEnded(pod)).length),
    isReady: awaited.length === 0,
    awaited: awaited.join(', '),
  };
}

/** The ReplicaSet of the Deployment's own revision; undefined while the controller hasn't made it, or isn't seen to have. */
export function newestReplicaSet(
  live: LiveDeployment,
  replicaSets: readonly LiveReplicaSet[],
): LiveReplicaSet | undefined {
  const revision = revisionOf(live);
  if (revision === undefined) return undefined;
  return replicaSets.find((each) => isOwnedBy(each, live.metadata.uid) && revisionOf(each) === revision);
}

export function conditionOf(live: LiveDeployment, type: string): Condition | undefined {
  return (live.status?.conditions ?? []).find((condition) => condition.type === type);
}

function revisionOf({ metadata }: LiveObject): string | undefined {
  return metadata.annotations?.['deployment.kubernetes.io/revision'];
}
