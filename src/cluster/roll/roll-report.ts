import { isWorkloadKind } from '../kubernetes-object.ts';
import type { Standing } from '../record/open-record.ts';
import { partsOf } from '../record/recorded-owner.ts';
import type { BackEnd } from './go-back-one.ts';
import type { Touches } from './go-back-plan.ts';
import { sumOfRestarts } from './live-client.ts';
import type { RollFailure } from './roll-failure.ts';
import type { ForwardEnd } from './roll-one.ts';
import type { ClientReport, ClientResult } from './roll-result.ts';
import type { RollStep } from './roll-step.ts';

/** All that happened to one client in a run. */
export interface Story {
  readonly step: Pick<RollStep, 'client' | 'role' | 'action'>;
  readonly wave?: string | undefined;
  readonly forward?: ForwardEnd | undefined;
  /** It was to go back. */
  readonly isChosen: boolean;
  readonly back?: BackEnd | undefined;
  /** The run was stopped on its way back: what was to go back and didn't is the next run's. */
  readonly isStoppedBack: boolean;
  /** Why it could not even begin to go back, or has nothing to go back to. */
  readonly notBack?: RollFailure | undefined;
  /** What was written for it by this run, or by a killed one. */
  readonly touched: Touches;
  /** Runs before may have written for it what the record doesn't say. */
  readonly isUnsure: boolean;
}

export function reportOf(story: Story): ClientReport {
  const { step, wave, forward, back, notBack } = story;
  const last = back?.end === 'back' ? back : forward;
  return {
    client: step.client,
    role: step.role,
    wave,
    result: resultOf(story),
    revision: last?.revision,
    pods: (last?.pods ?? []).map(({ metadata }) => metadata.name),
    restartsBefore: forward?.restartsBefore ?? 0,
    restartsAfter: back?.end === 'back' ? sumOfRestarts(back.pods) : (forward?.restartsAfter ?? 0),
    writes: (forward?.writes ?? 0) + (back?.writes ?? 0),
    podsRemoved: (forward?.podsRemoved ?? 0) + (back?.podsRemoved ?? 0),
    provedAfterMs: forward?.end === 'proved' ? forward.tookMs : undefined,
    backAfterMs: back?.end === 'back' ? back.tookMs : undefined,
    failure: forward?.failure,
    goingBackFailure: back === undefined || back.end === 'broken-off' ? notBack : back.failure,
  };
}

export function resultOf({ step, forward, isChosen, back, isStoppedBack }: Story): ClientResult {
  switch (back?.end) {
    case 'back':
      return forward?.end === 'failed' ? 'failed-rolled-back' : 'rolled-back';
    case 'failed':
      return 'rollback-failed';
    case 'superseded':
      return 'superseded';
    case 'broken-off':
      return 'cancelled';
    case undefined:
      break;
  }
  if (isChosen) return isStoppedBack ? 'cancelled' : 'rollback-failed';
  switch (forward?.end) {
    case 'proved':
      return step.action === 'unchanged' ? 'unchanged' : 'deployed';
    case 'failed':
      return 'failed-halted';
    case 'superseded':
      return 'superseded';
    case 'broken-off':
      return 'cancelled';
    case undefined:
      return 'not-started';
  }
}

/** Which bodies stand for a client when the run is over: what the next one goes back to. */
export function standingOf(story: Story): Standing {
  const { forward, back, touched, isUnsure } = story;
  switch (resultOf(story)) {
    case 'unchanged':
    case 'deployed':
      return 'wanted';
    case 'rolled-back':
    case 'failed-rolled-back':
      return 'baseline';
    case 'not-started':
      return isUnsure ? 'baseline-and-rest' : 'baseline';
    case 'rollback-failed':
      // Where it was to go back to is still where it is to go back to.
      return 'baseline-and-rest';
    default: {
      if (back !== undefined && hasWorkload(back.touched)) return 'baseline-and-rest';
      return hasWorkload(touched) || forward?.end === 'superseded' ? 'wanted-and-rest' : 'baseline-and-rest';
    }
  }
}

/** True where the workload was written, or may have been. */
function hasWorkload(touched: Touches): boolean {
  return [...touched.keys()].some((key) => isWorkloadKind(partsOf(key).kind));
}
