import { RemoteError } from '../../report/index.ts';
import type { Standing } from '../record/open-record.ts';
import { sharedOwner } from '../record/recorded-owner.ts';
import type { Pruned } from './prune.ts';
import type { RollOutState } from './roll-out-state.ts';
import { resultOf, type Story, standingOf } from './roll-report.ts';
import type { ClientResult, RollResult } from './roll-result.ts';

/** Left standing without a proof: what was written of it may be anything. */
const unprovedResults: ReadonlySet<ClientResult> = new Set([
  'failed-halted',
  'rollback-failed',
  'superseded',
  'cancelled',
]);

/**
 * Says in the record how the run ended and what stands now. A record that can't be settled is told in the result: the next
 * run finds it open, and finishes it.
 * @param others what a run before left of clients that this one didn't look after.
 */
export async function settleRun(
  result: RollResult,
  stories: readonly Story[],
  shared: Standing,
  others: ReadonlyMap<string, Standing>,
  { kept, left }: Pick<Pruned, 'kept' | 'left'>,
  state: Pick<RollOutState, 'settle'>,
): Promise<RollResult> {
  const standings = new Map<string, Standing>([
    ...stories.map((story) => [story.step.client, standingOf(story)] as const),
    ...others,
    [sharedOwner, shared],
  ]);
  try {
    await state.settle({
      outcome: result.outcome,
      standing: (owner) => {
        const standing = standings.get(owner);
        // Who is no longer wanted stands as before until it is pruned.
        if (standing === undefined) return kept.has(owner) ? 'baseline-and-rest' : 'wanted';
        return standing === 'wanted' && kept.has(owner) ? 'wanted-and-rest' : standing;
      },
      unproved: [
        ...(shared === 'wanted' || shared === 'baseline' ? [] : [sharedOwner]),
        ...stories.filter(isLeftUnproved).map(({ step }) => step.client),
        ...others.keys(),
      ],
      left,
      notProved: stories
        .filter((story) => standingOf(story) === 'wanted-and-rest' && story.forward?.end !== 'proved')
        .map(({ step }) => step.client),
    });
    return result;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return { ...result, notSettled: error.message };
  }
}

function isLeftUnproved(story: Story): boolean {
  const result = resultOf(story);
  return unprovedResults.has(result) || (result === 'not-started' && story.isUnsure);
}
