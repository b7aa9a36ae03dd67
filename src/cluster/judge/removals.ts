import type { LivePod } from '../live-workload.ts';
import type { JudgeMemory } from './judge-memory.ts';
import { podsInTheWay, podToReplace } from './pods-in-the-way.ts';
import type { Progress } from './progress.ts';
import type { Sight } from './sight.ts';

/** A pod that the caller must delete (by its uid), or the roll stands still. */
export interface Removal {
  readonly pod: LivePod;
  /** `in-the-way`: broken, and the controller waits for it. `on-delete`: the strategy leaves replacing it to us. */
  readonly why: 'in-the-way' | 'on-delete';
}

/** The controller's own time to replace a broken pod. */
const inTheWayGraceMs = 1_000;
/** After this long a removal that wasn't seen is asked for again. */
const repeatMs = 5_000;

/** The pods to delete now, and when there may be more. */
export function removalsOf(
  { workload, applied }: Sight,
  progress: Progress,
  memory: JudgeMemory,
  clockMs: number,
): { readonly now: readonly Removal[]; readonly againInMs: readonly number[] } {
  if (workload?.kind !== 'StatefulSet' || workload.metadata.uid !== applied.uid) return { now: [], againInMs: [] };
  const standing = podsInTheWay(workload, progress).map((pod) => {
    const leftMs = inTheWayGraceMs + memory.since(`in the way ${pod.metadata.uid}`, clockMs) - clockMs;
    return { pod, why: 'in-the-way' as const, leftMs };
  });
  const next = podToReplace(workload, progress);
  const all = [...standing, ...(next === undefined ? [] : [{ pod: next, why: 'on-delete' as const, leftMs: 0 }])];
  const now = all
    .filter(({ leftMs }) => leftMs <= 0)
    .filter(({ pod }) => memory.isDue(`removal of ${pod.metadata.uid}`, repeatMs, clockMs))
    .map(({ pod, why }) => ({ pod, why }));
  return { now, againInMs: all.map(({ leftMs }) => (leftMs > 0 ? leftMs : repeatMs)) };
}
