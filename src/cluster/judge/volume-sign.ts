import type { LivePod } from '../live-workload.ts';
import type { ClaimState, Sight } from './sight.ts';
import { type Sign, signOf } from './sign.ts';
import { lastOf, lastWarnings, warningsAbout } from './warnings-about.ts';

/** The pod waits for a volume: none of its containers has begun, and the node or the claim says why. */
export function volumeSign(pod: LivePod, { warnings, claims = [] }: Sight): Sign | undefined {
  if (hasBegun(pod)) return undefined;
  const used = claimsOf(pod);
  const bound = claims
    .filter(({ name }) => used.includes(name))
    .toSorted((a, b) => used.indexOf(a.name) - used.indexOf(b.name));
  const about = lastWarnings(warnings, pod.metadata.uid);
  const lost = bound.find(({ phase }) => phase === 'Lost');
  if (lost !== undefined) return signOf('claim-lost', { pod, ...described(lost), warnings: about });
  const failed = lastOf(warningsAbout(warnings, pod.metadata.uid), ['FailedMount', 'FailedAttachVolume']);
  if (failed !== undefined) {
    return signOf('volume', { pod, reason: failed.reason ?? '', message: failed.message ?? '', warnings: about });
  }
  const pending = bound.find(({ phase, waitsForPod }) => phase === 'Pending' && !waitsForPod);
  return pending === undefined ? undefined : signOf('volume', { pod, ...described(pending), warnings: about });
}

/** The claims that a pod mounts. */
export function claimsOf({ spec }: LivePod): readonly string[] {
  return (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

function described({ name, phase }: ClaimState): { readonly reason: string; readonly message: string } {
  return { reason: `PersistentVolumeClaim${phase}`, message: `the claim ${name} is ${phase}` };
}

/** Volumes are mounted before any container is made, also before the first init container. */
function hasBegun({ status }: LivePod): boolean {
  const { initContainerStatuses = [], containerStatuses = [] } = status ?? {};
  return [...initContainerStatuses, ...containerStatuses].some(({ state, restartCount = 0 }) => {
    const waiting = state?.waiting?.reason;
    const isMade = waiting !== undefined && waiting !== 'ContainerCreating' && waiting !== 'PodInitializing';
    return restartCount > 0 || isMade || state?.running !== undefined || state?.terminated !== undefined;
  });
}
