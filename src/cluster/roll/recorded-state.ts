import type { OpenRecord, TouchedOwner } from '../record/open-record.ts';
import type { BeginOptions, RollOutRecord } from '../record/roll-out-record.ts';
import type { Baseline } from './go-back-plan.ts';
import type { RollOutState } from './roll-out-state.ts';

/** The record as a roll-out drives it. */
export function recordedState(record: RollOutRecord, options: BeginOptions): RollOutState {
  let open: OpenRecord | undefined;
  const begun = (): OpenRecord => {
    if (open === undefined) throw new Error('the record was not begun');
    return open;
  };
  return {
    beginForward: async () => {
      open = await record.begin(options);
      const stoodBefore = (record.head?.baseline.clients ?? 0) > 0 || options.adopted.length > 0;
      return baselineOf(await open.touched(), record.unfinished !== undefined, !stoodBefore);
    },
    beginGoingBack: () => begun().goBack(),
    settle: (settlement) => begun().settle(settlement),
  };
}

/** The same for a going back that its run didn't end: taken over, and what it goes back to. */
export async function resumedState(
  record: RollOutRecord,
): Promise<{ readonly baseline: Baseline; readonly state: RollOutState }> {
  const open = await record.resume();
  const baseline = baselineOf(await open.touched(), true, false);
  return {
    baseline,
    state: {
      beginForward: async () => baseline,
      beginGoingBack: () => open.goBack(),
      settle: (settlement) => open.settle(settlement),
    },
  };
}

function baselineOf(touched: readonly TouchedOwner[], isInherited: boolean, isEmpty: boolean): Baseline {
  return { owners: new Map(touched.map((owner) => [owner.owner, owner])), isInherited, isEmpty };
}
