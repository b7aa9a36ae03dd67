import type { JudgeMemory } from './judge-memory.ts';
import type { Progress } from './progress.ts';
import type { Sight } from './sight.ts';
import type { Sign } from './sign.ts';
import type { StandingSign } from './standing-signs.ts';
import { claimsOf } from './volume-sign.ts';

/** An autoscaler looks every ten seconds: by then it has had its say. */
const autoscalerHasSpokenMs = 20_000;
/** Of a claim that waits nobody may have said why when it was read first. */
const claimsAgainMs = 30_000;
/** How long a verdict is held back for events that were asked for. */
const answerPatienceMs = 5_000;

/** What the caller should read before it is judged that no node takes a pod, or that its claim isn't bound. */
export interface OpenQuestions {
  readonly needsAutoscalerEvents: boolean;
  readonly needsClaims: boolean;
  /** Signs that are no verdict yet although their grace is over. */
  readonly held: ReadonlySet<Sign>;
  readonly againInMs: readonly number[];
}

/** The autoscaler is asked when it has had time to speak, and once more before the verdict: two requests at most. */
export function openQuestions(
  sight: Sight,
  { targets }: Progress,
  signs: readonly StandingSign[],
  memory: JudgeMemory,
  clockMs: number,
): OpenQuestions {
  const readMs = sight.autoscaler?.readMs ?? Number.NEGATIVE_INFINITY;
  const asked = signs
    .filter(({ sign }) => sign.cause === 'unschedulable')
    .map(({ sign, sinceMs, leftMs }) => {
      const endsMs = clockMs + leftMs;
      if (leftMs <= 0 && readMs < endsMs) {
        const heldMs =
          answerPatienceMs + memory.firstTime(`last word ${sign.rule} ${sign.pod?.uid}`, clockMs) - clockMs;
        return { sign, isAsked: true, isHeld: heldMs > 0, againInMs: heldMs };
      }
      const leftToSpeakMs = autoscalerHasSpokenMs - (clockMs - sinceMs);
      const isAsked = sight.autoscaler === undefined && leftToSpeakMs <= 0;
      return { sign, isAsked, isHeld: false, againInMs: leftToSpeakMs };
    });
  const unbound = signs.filter(({ sign }) => sign.cause === 'unschedulable' || sign.cause === 'volume');
  const waiting = new Set(unbound.map(({ sign }) => sign.pod?.uid));
  const mount = targets.filter(({ metadata }) => waiting.has(metadata.uid)).flatMap(claimsOf);
  const isUnsaid = (sight.claims ?? []).some(({ phase, waitsForPod, said }) => {
    return phase === 'Pending' && !waitsForPod && said === undefined;
  });
  const mayAskClaims = mount.length > 0 && (sight.claims === undefined || isUnsaid);
  const areClaimsDue = mayAskClaims && memory.isDue('claims', claimsAgainMs, clockMs);
  return {
    needsAutoscalerEvents: asked.some(({ isAsked }) => isAsked),
    needsClaims: areClaimsDue,
    held: new Set(asked.filter(({ isHeld }) => isHeld).map(({ sign }) => sign)),
    againInMs: asked.map(({ againInMs }) => againInMs).filter((ms) => ms > 0),
  };
}
