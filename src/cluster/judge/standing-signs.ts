import type { LivePod } from '../live-workload.ts';
import { gravityOf } from './failure-rules.ts';
import type { JudgeMemory } from './judge-memory.ts';
import { podSigns, terminatingSign } from './pod-signs.ts';
import { hasEnded, isLeaving, type Progress } from './progress.ts';
import type { Sight } from './sight.ts';
import type { Sign } from './sign.ts';
import { supersededSign } from './superseded.ts';
import { workloadSigns } from './workload-signs.ts';

/** A sign, since when it stands, and how long until it is a verdict (infinite where only a deadline makes it one). */
export interface StandingSign {
  readonly sign: Sign;
  readonly sinceMs: number;
  readonly leftMs: number;
}

/** All signs of a look, the one that will be a verdict first in front; of those that are, the gravest; of equal ones, by pod. */
export function standingSigns(
  sight: Sight,
  progress: Progress,
  memory: JudgeMemory,
  clockMs: number,
): readonly StandingSign[] {
  const signs = [
    supersededSign(sight, memory.wasSeen) ?? [],
    workloadSigns(sight, progress),
    progress.targets.filter((pod) => !isLeftOver(pod, sight, progress)).flatMap((pod) => podSigns(pod, sight)),
    progress.others.flatMap((pod) => leavingSign(pod, sight, memory, clockMs) ?? []),
  ].flat();
  return signs.map((sign) => standing(sign, memory, clockMs)).toSorted(byUrgency);
}

/** A Deployment keeps pods that failed beside those that replaced them; one from before our write says nothing about it. */
function isLeftOver(pod: LivePod, { applied, restartsBefore }: Sight, { isReady }: Progress): boolean {
  return hasEnded(pod) && (isReady || (applied.isWritten && restartsBefore.has(pod.metadata.uid ?? '')));
}

function leavingSign(pod: LivePod, sight: Sight, memory: JudgeMemory, clockMs: number): Sign | undefined {
  if (!isLeaving(pod)) return undefined;
  return terminatingSign(pod, clockMs - memory.since(`leaving ${pod.metadata.uid}`, clockMs), sight);
}

/**
 * Signs of one cause at one place are timed together: a pull that fails with one text and then another has failed since the
 * first. What an autoscaler said counts from when it was said.
 */
function standing(sign: Sign, memory: JudgeMemory, clockMs: number): StandingSign {
  const place = `${sign.pod?.uid ?? ''} ${sign.container ?? ''}`;
  const ofCause = memory.since(`${sign.cause} ${place}`, clockMs);
  const isSaidByAutoscaler = sign.rule === 'scaling-up' || sign.rule === 'no-scale-up';
  const sinceMs = isSaidByAutoscaler ? memory.since(`${sign.rule} ${place}`, clockMs) : ofCause;
  const leftMs = sign.graceMs === 'deadline' ? Number.POSITIVE_INFINITY : sinceMs + sign.graceMs - clockMs;
  return { sign, sinceMs, leftMs };
}

function byUrgency(a: StandingSign, b: StandingSign): number {
  const [left, right] = [Math.max(0, a.leftMs), Math.max(0, b.leftMs)];
  if (left !== right) return left < right ? -1 : 1;
  return gravityOf(a.sign.rule) - gravityOf(b.sign.rule);
}
