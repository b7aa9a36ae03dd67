import type { RecordHead } from './record-head.ts';

type Before = Pick<RecordHead, 'mixture' | 'releaseBefore'>;

/**
 * Of which releases what stands is, where some owners went to the new one and others are as before.
 * @param release the new one
 * @param back the owners that are as before
 */
export function mixtureOf(release: string, back: readonly string[], before: Before): RecordHead['mixture'] {
  const older = Map.groupBy(back, (owner) => releaseOf(owner, before));
  const others = [...older].flatMap(([one, owners]) =>
    one === undefined || one === release ? [] : [{ release: one, owners }],
  );
  return [{ release, owners: [] }, ...others];
}

/** The releases that the baseline is of, as far as that is known: none where nothing, or only what no release made, stood. */
export function releasesBefore(head: RecordHead | undefined): readonly string[] {
  if (head === undefined) return [];
  const one = head.state === 'settled' ? head.releaseStanding : head.releaseBefore;
  return one === undefined ? (head.mixture ?? []).map(({ release }) => release) : [one];
}

function releaseOf(owner: string, { mixture: [newest, ...others] = [], releaseBefore }: Before): string | undefined {
  return (others.find(({ owners }) => owners.includes(owner)) ?? newest)?.release ?? releaseBefore;
}
