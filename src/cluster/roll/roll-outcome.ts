import type { Standing } from '../record/open-record.ts';
import { isAllBack, type WentBack } from './go-back.ts';
import type { Forward } from './go-forward.ts';
import type { Pruned } from './prune.ts';
import { type Chosen, isFailed } from './roll-choice.ts';
import { nothingToGoBackTo, whyNotBack } from './roll-failure.ts';
import type { Run } from './roll-network.ts';
import { reportOf, type Story } from './roll-report.ts';
import type { ClientResult, RollOutcome, RollResult } from './roll-result.ts';
import { settleRun } from './settle-run.ts';
import { someOf } from './some-of.ts';
import { isStoppedOnWay, outcomeOf, type WayBack } from './way-back.ts';

interface Course {
  readonly forwardMs: number;
  readonly goingBackMs: number | undefined;
  /** From outside, before it was complete. */
  readonly isStopped: boolean;
  readonly pruned: Pruned;
}

/** What became of a run; the record is settled by it, unless the run was stopped from outside: then the next one finishes it. */
export async function endOf(
  run: Run,
  forward: Forward,
  chosen: Chosen | undefined,
  way: WayBack | undefined,
  course: Course,
): Promise<RollResult> {
  const went = way?.kind === 'went' ? way.went : undefined;
  const isStoppedBack = way !== undefined && isStoppedOnWay(way, run.signal);
  const goingBack = new Set(chosen?.clients);
  const staying = new Set(chosen?.stay);
  const strays = run.strays.filter(({ client }) => goingBack.has(client));
  const stories = [...run.task.steps, ...strays].map((step): Story => {
    const { client } = step;
    const isChosen = goingBack.has(client);
    return {
      step,
      wave: forward.waveOf.get(client),
      forward: forward.ends.get(client),
      isChosen,
      back: went?.ends.get(client),
      isStoppedBack,
      notBack: isChosen ? whyNotBack(way, isStoppedBack) : staying.has(client) ? nothingToGoBackTo : undefined,
      touched: chosen?.touchesOf(client) ?? forward.ends.get(client)?.touched ?? new Map(),
      isUnsure: run.inherited.has(client),
    };
  });
  const isStopped = course.isStopped || isStoppedBack;
  const clients = stories.map(reportOf);
  const { outcome, why } = isStopped
    ? stoppedEnd(run.options)
    : ended(
        run,
        forward,
        way,
        clients.map(({ result }) => result),
        course.pruned,
      );
  const writes = sumOf([forward.shared, ...(went?.shared ?? []), ...clients, course.pruned]);
  const result: RollResult = {
    outcome,
    clients,
    writes,
    isChanged: writes > 0,
    why: [...forward.why, ...why],
    forwardMs: course.forwardMs,
    goingBackMs: course.goingBackMs,
  };
  if (isStopped || run.baseline === undefined) return result;
  const others = run.strays.filter((stray) => !strays.includes(stray) && course.pruned.kept.has(stray.client));
  return settleRun(
    result,
    stories,
    sharedStanding(forward, chosen, went),
    new Map(others.map(({ client }) => [client, 'baseline-and-rest'])),
    course.pruned,
    run.options.state,
  );
}

export function stoppedEnd(options: { readonly lockLost: AbortSignal }): {
  readonly outcome: RollOutcome;
  readonly why: readonly string[];
} {
  return options.lockLost.aborted
    ? {
        outcome: 'locked',
        // The reason says whether it is another's, was deleted, or could not be renewed in time.
        why: [reasonOf(options.lockLost)],
      }
    : { outcome: 'cancelled', why: ['the run was stopped: nothing more was written; the next run finishes it'] };
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : 'the lock was lost: nothing more was written';
}

function ended(
  run: Run,
  forward: Forward,
  way: WayBack | undefined,
  results: readonly ClientResult[],
  pruned: Pruned,
): { readonly outcome: RollOutcome; readonly why: readonly string[] } {
  if (way !== undefined && way.kind !== 'stopped') {
    const failed = [...forward.ends].filter(([, { end }]) => end === 'failed').map(([client]) => client);
    const cause = failed.length > 0 ? [`failed going forward: ${someOf(failed)}`] : [];
    const { outcome, why } = outcomeOf(way);
    return { outcome, why: [...cause, ...why] };
  }
  if (isFailed(forward)) {
    const { baseline } = run;
    if (baseline?.isEmpty !== true) return { outcome: 'failed-halted', why: [] };
    const isFirst = [...baseline.owners.values()].every(({ before }) => before === undefined);
    const whose = isFirst ? 'this is the first release' : 'no release was ever proved here';
    const why = `${whose}: there is nothing to go back to, and everything is left as it is`;
    return { outcome: 'failed-halted', why: [why] };
  }
  if (results.includes('superseded')) return { outcome: 'superseded', why: [] };
  const isUnchanged =
    results.every((result) => result === 'unchanged') && forward.shared.touched.size + pruned.writes === 0;
  return { outcome: isUnchanged ? 'unchanged' : 'deployed', why: [] };
}

function sharedStanding(forward: Forward, chosen: Chosen | undefined, went: WentBack | undefined): Standing {
  if (went !== undefined && went.shared.length > 0) return sharedStandingAfter(went);
  const isLeft = chosen?.isWhole === true && chosen.isAny && went === undefined;
  return forward.shared.failure === undefined && !isLeft ? 'wanted' : 'baseline-and-rest';
}

/** Of the objects that all clients share, when they were to go back. */
export function sharedStandingAfter(went: WentBack): Standing {
  return isAllBack(went) && went.shared.every(({ end }) => end === 'back') ? 'baseline' : 'baseline-and-rest';
}

export function sumOf(parts: readonly { readonly writes: number }[]): number {
  return parts.reduce((sum, { writes }) => sum + writes, 0);
}
