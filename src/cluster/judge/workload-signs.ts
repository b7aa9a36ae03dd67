import type { Condition, LiveDeployment } from '../live-workload.ts';
import { conditionOf, newestReplicaSet } from './deployment-progress.ts';
import { isLeaving, type Progress } from './progress.ts';
import type { Sight } from './sight.ts';
import { type Sign, signOf } from './sign.ts';
import { lastWarnings, warningsAbout } from './warnings-about.ts';

/** The API server's own race, tried again at once: https://github.com/kubernetes/kubernetes/issues/67761 */
const isRace = /object has been modified/i;
/** It will be refused again, however often it is tried. */
const isRefusal = /forbidden|exceeded quota|denied|limitrange|is invalid|invalid value/i;
/**
 * A webhook or server that is out of order says nothing about the pod; nor does an API server that has just started and
 * doesn't know yet what its own controllers may do ("User … cannot create resource …").
 */
const isOutOfOrder =
  /failed calling webhook|internal error occurred|context deadline exceeded|connection refused|etcdserver|cannot create resource/i;

/** What the workload itself shows. */
export function workloadSigns(sight: Sight, progress: Progress): readonly Sign[] {
  const { workload } = sight;
  if (workload === undefined || workload.metadata.uid !== sight.applied.uid) return [];
  const deployment = workload.kind === 'Deployment' ? deploymentSigns(workload, sight, progress) : [];
  return [...deployment, ...[notCreatedSign(sight, progress) ?? []].flat()];
}

function deploymentSigns(live: LiveDeployment, sight: Sight, progress: Progress): readonly Sign[] {
  // Also of a paused one the controller says whether it stands as it is to stand: then nothing has to be rolled.
  const isSeen = (live.status?.observedGeneration ?? -1) >= sight.applied.generation;
  if (!isSeen || progress.isReady) return [];
  const warnings = lastWarnings(sight.warnings, live.metadata.uid);
  if (live.spec?.paused === true) {
    return [signOf('paused', { reason: 'Paused', message: 'spec.paused is true: nothing of it is rolled', warnings })];
  }
  const progressing = conditionOf(live, 'Progressing');
  if (progress.revision === undefined || !isOfOurWrite(progressing, live, sight)) return [];
  if (progressing?.status !== 'False' || progressing.reason !== 'ProgressDeadlineExceeded') return [];
  return [signOf('progress-deadline', { reason: progressing.reason, message: progressing.message ?? '', warnings })];
}

/**
 * A Deployment that timed out before our write keeps saying so until it moves. Times are whole seconds, so that what it said
 * of another ReplicaSet a moment before may bear the time of our write: it names the one that it speaks of.
 */
function isOfOurWrite(progressing: Condition | undefined, live: LiveDeployment, sight: Sight): boolean {
  const { lastUpdateTime, message = '' } = progressing ?? {};
  const newest = newestReplicaSet(live, sight.replicaSets);
  const isNamed = newest !== undefined && message.includes(`"${newest.metadata.name}"`);
  return isNamed && Date.parse(lastUpdateTime ?? '') >= sight.applied.writtenAtMs;
}

/** Pods, or the ReplicaSet that is to make them, can't be created. Only what was said since our write. */
function notCreatedSign(sight: Sight, progress: Progress): Sign | undefined {
  const { workload, applied, replicaSets, warnings, pods } = sight;
  if (workload === undefined) return undefined;
  const isDeployment = workload.kind === 'Deployment';
  const newest = isDeployment ? newestReplicaSet(workload, replicaSets) : undefined;
  const isUnseenDeployment = isDeployment && progress.revision === undefined;
  if (progress.missingPods === 0 && !isUnseenDeployment) return undefined;
  // What an old pod holds is free only when it is gone.
  if (pods.some(isLeaving)) return undefined;
  const reasons = isUnseenDeployment ? ['ReplicaSetCreateError'] : ['FailedCreate', 'ReplicaSetCreateError'];
  const uids = [workload.metadata.uid, newest?.metadata.uid];
  const said = uids
    .flatMap((uid) => warningsAbout(warnings, uid, applied.writtenAtMs))
    .filter(({ reason = '', message = '' }) => reasons.includes(reason) && !isRace.test(message))
    .at(-1);
  const failure = isDeployment && !isUnseenDeployment ? replicaFailureOf(workload, applied.writtenAtMs) : undefined;
  const { reason, message = '' } = said ?? failure ?? {};
  if (reason === undefined) return undefined;
  const rule = isRefusal.test(message) && !isOutOfOrder.test(message) ? 'not-created' : 'not-created-yet';
  const about = [...lastWarnings(warnings, workload.metadata.uid), ...lastWarnings(warnings, newest?.metadata.uid)];
  return signOf(rule, { reason, message, warnings: about });
}

function replicaFailureOf(live: LiveDeployment, sinceMs: number) {
  const failure = conditionOf(live, 'ReplicaFailure');
  const isNew = Date.parse(failure?.lastUpdateTime ?? failure?.lastTransitionTime ?? '') >= sinceMs;
  return failure?.status === 'True' && isNew && !isRace.test(failure.message ?? '') ? failure : undefined;
}
