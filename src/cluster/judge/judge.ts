import { isPodReady, type LivePod } from '../live-workload.ts';
import { type Bake, bakeOf, bakeTime } from './bake.ts';
import type { JudgeMemory } from './judge-memory.ts';
import { openQuestions } from './open-questions.ts';
import type { Progress } from './progress.ts';
import { removalsOf } from './removals.ts';
import type { Sight } from './sight.ts';
import { type Sign, signOf } from './sign.ts';
import { standingSigns } from './standing-signs.ts';
import type { Verdict } from './verdict.ts';
import { lastWarnings } from './warnings-about.ts';
import { progressOf } from './workload-progress.ts';

export type { Removal } from './removals.ts';
export type { Verdict } from './verdict.ts';

/** A caller that was told nothing looks again after this long, whatever happens. */
const longestLookMs = 60_000;

/**
 * The verdict on one client, by the table of `failureRules` and the readiness rule of its kind. Pure but for the memory, and
 * the same whatever the order of pods and events. One memory for each client and generation.
 */
export function judge(sight: Sight, memory: JudgeMemory): Verdict {
  const clockMs = Math.min(sight.nowMs, sight.heardMs ?? sight.nowMs);
  const { progress, signs } = look(sight, memory, clockMs);
  const asked = openQuestions(sight, progress, signs, memory, clockMs);
  const removal = removalsOf(sight, progress, memory, clockMs);
  const over = signs.find(({ leftMs, sign }) => leftMs <= 0 && !asked.held.has(sign));
  const bake = progress.isReady ? bakeOf(memory.bake, readyOf(progress), sight, clockMs) : undefined;
  // Whatever is ready again later has to be watched from then on.
  memory.bake = bake ?? (memory.wasSeen ? { mark: 'not ready', sinceMs: clockMs } : undefined);
  memory.endLook();

  if (over !== undefined) return { kind: 'failed', sign: over.sign };
  const leftMs = signs.map((each) => each.leftMs).filter((left) => left > 0);
  if (bake !== undefined && progress.revision !== undefined) {
    return provedOrBaking(sight, { ...progress, revision: progress.revision }, bake, clockMs, leftMs);
  }
  return {
    kind: 'waiting',
    sign: signs[0]?.sign,
    awaited: progress.awaited,
    againInMs: soonest([...leftMs, ...asked.againInMs, ...removal.againInMs]),
    remove: removal.now,
    needsAutoscalerEvents: asked.needsAutoscalerEvents,
    needsClaims: asked.needsClaims,
  };
}

/**
 * The sign that a deadline makes a verdict: what was about to become one, or what the client waited for.
 * @param within in words, as in `not ready within …`: whose deadline it was and how long.
 */
export function outOfTime(sight: Sight, memory: JudgeMemory, within: string): Sign {
  const clockMs = Math.min(sight.nowMs, sight.heardMs ?? sight.nowMs);
  const { progress, signs } = look(sight, memory, clockMs);
  memory.endLook();
  const first = signs[0]?.sign;
  if (first !== undefined) return { ...first, within };
  const pod = progress.targets[0];
  const message = progress.isReady ? 'it was ready, but not for long enough' : `it waited until ${progress.awaited}`;
  const warnings = lastWarnings(sight.warnings, pod?.metadata.uid ?? sight.applied.uid);
  return { ...signOf('nothing-seen', { pod, reason: 'DeadlineExceeded', message, warnings }), within };
}

function look(sight: Sight, memory: JudgeMemory, clockMs: number) {
  const progress = progressOf(sight);
  const signs = standingSigns(sight, progress, memory, clockMs);
  if (sight.workload?.metadata.uid === sight.applied.uid) memory.wasSeen = true;
  return { progress, signs };
}

function provedOrBaking(
  sight: Sight,
  { targets, revision }: Progress & { readonly revision: string },
  { sinceMs }: Bake,
  clockMs: number,
  leftMs: readonly number[],
): Verdict {
  const { workload } = sight;
  // Without pods there is nothing to watch.
  const pods = readyOf({ targets });
  const time = workload === undefined ? undefined : bakeTime(workload, pods, sight);
  const isUnprobed = time?.isUnprobed ?? true;
  const forMs = pods.length === 0 ? 0 : (time?.forMs ?? 0);
  const bakedMs = clockMs - sinceMs;
  if (bakedMs >= forMs) return { kind: 'proved', pods, revision, isUnprobed, bakedMs: forMs };
  return { kind: 'baking', sinceMs, forMs, isUnprobed, againInMs: soonest([forMs - bakedMs, ...leftMs]) };
}

/** A Deployment's evicted pods stay beside their replacements. */
function readyOf({ targets }: Pick<Progress, 'targets'>): readonly LivePod[] {
  return targets.filter(isPodReady);
}

function soonest(timesMs: readonly number[]): number {
  return Math.max(1, Math.ceil(Math.min(longestLookMs, ...timesMs)));
}
