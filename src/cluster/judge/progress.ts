import type { LiveObject } from '../kubernetes-object.ts';
import type { LivePod } from '../live-workload.ts';
import { compare } from './warnings-about.ts';

/** How far a workload has come with the generation that was applied. */
export interface Progress {
  /** Undefined while the controller has not seen the generation: its status speaks of an older one. */
  readonly revision: string | undefined;
  /** Pods of that revision that are to stay; the only ones by which a client can fail. */
  readonly targets: readonly LivePod[];
  /** Pods of other revisions, and pods on their way out. */
  readonly others: readonly LivePod[];
  /** Pods that should be there and aren't, of whatever revision. */
  readonly missingPods: number;
  /** The rule of its kind holds. */
  readonly isReady: boolean;
  /** What it waits for, in words; empty when it is ready. */
  readonly awaited: string;
}

/** Which pods are the new ones can't be told yet. */
export function unseen(pods: readonly LivePod[], wanted: number): Progress {
  return {
    revision: undefined,
    targets: [],
    others: pods,
    missingPods: Math.max(0, wanted - pods.length),
    isReady: false,
    awaited: 'the controller sees what was written',
  };
}

export function isOwnedBy(object: LiveObject, uid: string | undefined): boolean {
  return uid !== undefined && (object.metadata.ownerReferences ?? []).some((owner) => owner.uid === uid);
}

export function isLeaving({ metadata }: LivePod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** Its containers ended for good: it holds nothing any more, and its controller makes another. */
export function hasEnded({ status }: LivePod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}

export function byName(a: LiveObject, b: LiveObject): number {
  return compare(a.metadata.name, b.metadata.name) || compare(a.metadata.uid ?? '', b.metadata.uid ?? '');
}
