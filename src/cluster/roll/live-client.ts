import { isWorkloadKind, type WantedObject, type WorkloadKind } from '../kubernetes-object.ts';
import { isPodReady, type LivePod, restartsOf } from '../live-workload.ts';
import type { RollStore } from './roll-ports.ts';

interface Workload {
  readonly kind: WorkloadKind;
  readonly name: string;
}

export function workloadOf({ kind, metadata }: WantedObject): Workload {
  if (!isWorkloadKind(kind)) throw new Error(`${kind} ${metadata.name} is no workload`);
  return { kind, name: metadata.name };
}

/** The pods that are there for a workload now, of every revision. */
export function podsOfWorkload({ kind, name }: Workload, store: RollStore): readonly LivePod[] {
  const uid = store.workload(kind, name)?.metadata.uid;
  return uid === undefined ? [] : store.podsOf(uid);
}

/** True when all of a workload's pods are there and ready: then taking one away takes something from the network. */
export function isServing(workload: Workload, store: RollStore): boolean {
  const live = store.workload(workload.kind, workload.name);
  if (live === undefined) return false;
  const ready = podsOfWorkload(workload, store).filter(isPodReady).length;
  return ready > 0 && ready >= (live.spec?.replicas ?? 1);
}

export function sumOfRestarts(pods: readonly LivePod[]): number {
  return pods.reduce((sum, pod) => sum + restartsOf(pod), 0);
}
