import type { LivePod } from '../live-workload.ts';
import type { RuleName } from './failure-rules.ts';
import type { Sight } from './sight.ts';
import { type Sign, signOf } from './sign.ts';
import { lastOf, lastWarnings, warningsAbout } from './warnings-about.ts';

/** The scheduler waits for a claim, not for room on a node. */
const waitsForClaim = /unbound immediate PersistentVolumeClaims|persistentvolumeclaim .* not found/i;
/** What an autoscaler says about a pod that no node takes: normal events, which no watch of warnings shows. */
export const autoscalerReasons = ['TriggeredScaleUp', 'NotTriggerScaleUp'] as const;

/** No node takes the pod, in the scheduler's words; how long that may be is for the autoscaler to say, where there is one. */
export function schedulingSign(pod: LivePod, { warnings, autoscaler }: Sight): Sign | undefined {
  const scheduled = (pod.status?.conditions ?? []).find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status !== 'False' || scheduled.reason !== 'Unschedulable') return undefined;
  const { message = '' } = scheduled;
  const said = lastOf(warningsAbout(autoscaler?.events ?? [], pod.metadata.uid), autoscalerReasons);
  const rule = waitsForClaim.test(message) ? 'volume' : ruleBy(said?.reason);
  return signOf(rule, {
    pod,
    reason: scheduled.reason,
    message: said === undefined ? message : `${message} (${said.reason}: ${said.message ?? ''})`,
    warnings: lastWarnings(warnings, pod.metadata.uid),
  });
}

function ruleBy(reason: string | undefined): RuleName {
  switch (reason) {
    case 'TriggeredScaleUp':
      return 'scaling-up';
    case 'NotTriggerScaleUp':
      return 'no-scale-up';
    default:
      return 'unschedulable';
  }
}
