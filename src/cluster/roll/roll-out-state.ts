import type { Settlement } from '../record/open-record.ts';
import type { Baseline } from './go-back-plan.ts';
import type { RollOutcome } from './roll-result.ts';

/**
 * The roll-out record in the cluster, as a roll-out drives it. Each step is awaited before what it announces: a run that is
 * killed can only have done what stands there.
 */
export interface RollOutState {
  /** Before the first write. @returns what is gone back to */
  beginForward(): Promise<Baseline>;
  /**
   * Before the first write of going back.
   * @param clients those that do; absent: all that were touched, and what they share
   */
  beginGoingBack(clients: readonly string[] | undefined): Promise<void>;
  /**
   * When nothing is under way any more. Not called where the run was stopped from outside (by a signal, by another run that
   * has the lock): then the record stays open, and the next run finishes it.
   */
  settle(settlement: Settlement & { readonly outcome: RollOutcome }): Promise<unknown>;
}
