import { type Condition, isPodReady, type LivePod } from '../live-workload.ts';
import { containerSigns, logsOf } from './container-signs.ts';
import { hasEnded, isLeaving } from './progress.ts';
import { schedulingSign } from './scheduling-sign.ts';
import { containersOf, type Sight } from './sight.ts';
import { type Sign, signOf } from './sign.ts';
import { volumeSign } from './volume-sign.ts';
import { lastOf, lastWarnings, warningsAbout } from './warnings-about.ts';

/** Reasons of phase Failed that are not the pod's own fault: its controller makes another. */
const displacements = ['Evicted', 'Preempting', 'NodeLost'];

/** Everything that a pod of the new revision shows. None while it may simply be starting. */
export function podSigns(pod: LivePod, sight: Sight): readonly Sign[] {
  if (isPodReady(pod)) return containerSigns(pod, sight);
  const whole = displacedSign(pod, sight) ?? failedSign(pod, sight);
  if (whole !== undefined) return [whole];
  const cause = [volumeSign(pod, sight) ?? [], schedulingSign(pod, sight) ?? [], containerSigns(pod, sight)].flat();
  return cause.length > 0 ? cause : [nodeSign(pod, sight) ?? unreadySign(pod, sight) ?? []].flat();
}

/** Evicted, pre-empted, taken off a node that shuts down: what its containers ended with says nothing about the release. */
function displacedSign(pod: LivePod, { warnings }: Sight): Sign | undefined {
  const { reason = '', message = '' } = pod.status ?? {};
  const target = conditionOf(pod, 'DisruptionTarget');
  const isDisplaced = target?.status === 'True' || (hasEnded(pod) && displacements.includes(reason));
  if (!isDisplaced) return undefined;
  return signOf('displaced', {
    pod,
    reason: reason === '' ? (target?.reason ?? 'DisruptionTarget') : reason,
    message: message === '' ? (target?.message ?? '') : message,
    warnings: lastWarnings(warnings, pod.metadata.uid),
  });
}

function failedSign(pod: LivePod, { warnings }: Sight): Sign | undefined {
  const { phase, reason = 'Failed', message = '' } = pod.status ?? {};
  if (phase !== 'Failed') return undefined;
  const ended = containersOf(pod).find(({ status }) => (status.state?.terminated?.exitCode ?? 0) !== 0)?.status;
  return signOf('pod-failed', {
    pod,
    container: ended?.name,
    reason,
    message,
    exitCode: ended?.state?.terminated?.exitCode,
    logs: ended === undefined ? [] : logsOf(pod, ended),
    warnings: lastWarnings(warnings, pod.metadata.uid),
  });
}

/** Nodes can't be read with rights in one namespace only: what the node controller says about the pod is what there is. */
function nodeSign(pod: LivePod, { warnings, applied }: Sight): Sign | undefined {
  const last = warningsAbout(warnings, pod.metadata.uid, applied.writtenAtMs).at(-1);
  // Whatever a kubelet says later shows that the node is back.
  const said = last?.reason === 'NodeNotReady' ? last : undefined;
  const isLost = pod.status?.phase === 'Unknown' || pod.status?.reason === 'NodeLost';
  if (said === undefined && !isLost) return undefined;
  return signOf('node-lost', {
    pod,
    reason: said?.reason ?? pod.status?.reason ?? 'NodeLost',
    message: `${said?.message ?? pod.status?.message ?? ''} (node ${pod.spec?.nodeName ?? 'unknown'})`.trim(),
    warnings: lastWarnings(warnings, pod.metadata.uid),
  });
}

function unreadySign(pod: LivePod, { warnings }: Sight): Sign | undefined {
  if (pod.status?.phase !== 'Running') return undefined;
  const container = containersOf(pod).find(({ status, isInit }) => !isInit && status.ready !== true)?.status;
  const probe = lastOf(warningsAbout(warnings, pod.metadata.uid), ['Unhealthy', 'ProbeWarning']);
  const ready = conditionOf(pod, 'Ready');
  return signOf('never-ready', {
    pod,
    container: container?.name,
    reason: probe?.reason ?? ready?.reason ?? 'NotReady',
    message: probe?.message ?? ready?.message ?? '',
    logs: container === undefined ? [] : logsOf(pod, container),
    warnings: lastWarnings(warnings, pod.metadata.uid),
  });
}

/**
 * A pod that should be gone: past its own grace period and a minute more. Of whatever revision, so it never is a verdict
 * by itself; its successor of the same name can't start.
 * @param standsForMs how long it has been seen on its way out.
 */
export function terminatingSign(pod: LivePod, standsForMs: number, { warnings }: Sight): Sign | undefined {
  if (!isLeaving(pod) || standsForMs < terminatingGraceMs(pod)) return undefined;
  const { finalizers = [], deletionGracePeriodSeconds: seconds } = pod.metadata;
  const isNodeGone =
    conditionOf(pod, 'DisruptionTarget')?.reason === 'DeletionByTaintManager' ||
    lastOf(warningsAbout(warnings, pod.metadata.uid), ['NodeNotReady']) !== undefined;
  const node = `node ${pod.spec?.nodeName ?? 'unknown'}`;
  const why = finalizers.length > 0 ? `finalizers ${finalizers.join(', ')}` : `${node} has not ended it`;
  return signOf(isNodeGone && finalizers.length === 0 ? 'node-lost' : 'stuck-terminating', {
    pod,
    reason: 'Terminating',
    message: `still there ${Math.floor(standsForMs / 1000)} s after it was deleted with a grace period of ${seconds ?? 30} s: ${why}`,
    warnings: lastWarnings(warnings, pod.metadata.uid),
  });
}

/** How long a pod may be on its way out before it counts as stuck. */
export function terminatingGraceMs({ metadata, spec }: LivePod): number {
  const seconds = metadata.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? 30;
  return seconds * 1000 + 60_000;
}

function conditionOf({ status }: LivePod, type: string): Condition | undefined {
  return (status?.conditions ?? []).find((condition) => condition.type === type);
}
