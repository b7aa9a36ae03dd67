import type { ClientObjects } from '../manifest/client-objects.ts';
import { keyOf, type ObjectKey } from '../record/recorded-owner.ts';
import { leavesPodsToUs } from './left-to-us.ts';

/**
 * What a roll-out does about one client. `prove`: everything is written already (by a run that was stopped), but it was
 * not proved: waited for, not written. `unchanged`: proved when the plan was made, and looked at once more.
 */
export type StepAction = 'create' | 'update' | 'prove' | 'unchanged';

export interface RollStep {
  readonly client: string;
  readonly role: string;
  readonly action: StepAction;
  /** For a person. */
  readonly reason?: string | undefined;
  readonly wanted: Pick<ClientObjects, 'immutable' | 'beside' | 'workload' | 'content'>;
  /** Keys of the objects that stand as wanted already: they are not written again. */
  readonly standing: ReadonlySet<ObjectKey>;
}

/** True for a step that writes. */
export function isChange({ action }: Pick<RollStep, 'action'>): boolean {
  return action === 'create' || action === 'update';
}

/** True for a step that takes a running client away for a while: its workload changes, or its pod is ours to replace. */
export function isRestart({ action, wanted: { workload }, standing }: RollStep): boolean {
  if (action !== 'update' && action !== 'prove') return false;
  return leavesPodsToUs(workload) || (action === 'update' && !standing.has(keyOf(workload)));
}
