import type { ClientReport, RollOutcome } from '../cluster/index.ts';
import { createAttachment } from '../report/index.ts';

/** What a plan would do about one client; nothing is known of its pods then. */
export interface PlannedClient {
  readonly client: string;
  /** Empty for one that is to be removed: only the clients file says roles. */
  readonly role: string;
  readonly result: 'create' | 'update' | 'prove' | 'unchanged' | 'remove';
}

/** What is known of a roll-out, also of a red one. */
export interface RollReport {
  readonly outcome: RollOutcome;
  readonly changed: boolean;
  /** Requests that wrote to the cluster. */
  readonly writes: number;
  readonly updated: number;
  readonly unchanged: number;
  /** What became of each, or in a plan would. */
  readonly clients: readonly (ClientReport | PlannedClient)[];
}

/** Attached to the error that ends a red roll-out. */
export const failedRoll = createAttachment<RollReport>();

/** What is told of a run that was stopped before it came to the clients: nothing of them is known, and nothing was written. */
export function tellStopped(error: unknown, signal: AbortSignal): void {
  if (!signal.aborted || failedRoll.of(error) !== undefined) return;
  failedRoll.attach(error, { outcome: 'cancelled', changed: false, writes: 0, updated: 0, unchanged: 0, clients: [] });
}
