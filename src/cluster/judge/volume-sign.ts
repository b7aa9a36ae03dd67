import type { LivePod } from '../live-workload.ts';
import type { ClaimState, Sight } from './sight.ts';
import { type Sign, signOf } from './sign.ts';
import { lastOf, lastWarnings, warningsAbout } from './warnings-about.ts';

/** The pod waits for a volume: none of its containers has begun, and the node or the claim says why. */
export function volumeSign(pod: LivePod, { warnings, claims = [] }: Sight): Sign | undefined {
  if (hasVolumes(pod)) return undefined;
  const used = claimsOf(pod);
  const mine = used.flatMap((claim) => claims.find(({ name }) => name === claim) ?? []);
  const about = lastWarnings(warnings, pod.metadata.uid);
  const lost = mine.find(({ phase }) => phase === 'Lost');
  if (lost !== undefined) return signOf('claim-lost', { pod, ...described(lost), warnings: about });
  const failed = lastOf(warningsAbout(warnings, pod.metadata.uid), ['FailedMount', 'FailedAttachVolume']);
  if (failed !== undefined) {
    return signOf('volume', { pod, reason: failed.reason ?? '', message: failed.message ?? '', warnings: about });
  }
  // A pod that has a node had its claims bound, whatever was read before.
  const isScheduled = pod.spec?.nodeName !== undefined;
  const pending = isScheduled ? undefined : mine.find(({ phase, waitsForPod }) => phase === 'Pending' && !waitsForPod);
  return pending === undefined ? undefined : signOf('volume', { pod, ...described(pending), warnings: about });
}

/** The claims that a pod mounts. */
export function claimsOf({ spec }: LivePod): readonly string[] {
  return (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

function described({ name, phase, said }: ClaimState): { readonly reason: string; readonly message: string } {
  const why = said === undefined ? '' : ` (${said.reason ?? ''}: ${said.message ?? ''})`;
  return { reason: `PersistentVolumeClaim${phase}`, message: `the claim ${name} is ${phase}${why}` };
}

/**
 * Volumes are mounted before the pod's sandbox is made, and that before any container; while an image is pulled a container
 * still says ContainerCreating, and an event of a mount that failed once is still there.
 */
function hasVolumes({ status }: LivePod): boolean {
  const hasSandbox = (status?.conditions ?? []).some(
    (each) => each.type === 'PodReadyToStartContainers' && each.status === 'True',
  );
  const { initContainerStatuses = [], containerStatuses = [] } = status ?? {};
  const hasBegun = [...initContainerStatuses, ...containerStatuses].some(({ state, restartCount = 0 }) => {
    const waiting = state?.waiting?.reason;
    const isMade = waiting !== undefined && waiting !== 'ContainerCreating' && waiting !== 'PodInitializing';
    return restartCount > 0 || isMade || state?.running !== undefined || state?.terminated !== undefined;
  });
  return hasSandbox || hasBegun;
}
