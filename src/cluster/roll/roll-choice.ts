import { sharedOwner } from '../record/recorded-owner.ts';
import { chooseGoingBack } from './failure-policy.ts';
import type { Baseline, Touches } from './go-back-plan.ts';
import type { Forward } from './go-forward.ts';
import type { Run } from './roll-network.ts';

/** What goes back. */
export interface Chosen {
  readonly baseline: Baseline;
  readonly clients: readonly string[];
  /** The whole roll-out, with what all clients share. */
  readonly isWhole: boolean;
  /** What was written for a client by this run, or by a killed one. */
  readonly touchesOf: (client: string) => Touches;
}

/** True when it came to its end, and everything is proved. */
export function isComplete({ ends, stop, shared }: Forward): boolean {
  return stop === undefined && shared.failure === undefined && [...ends.values()].every(({ end }) => end === 'proved');
}

/** True when something failed. That somebody else changed a client meanwhile is no failure of ours. */
export function isFailed({ ends, shared, failedWaves, isWholeFailed }: Forward): boolean {
  const isClientFailed = [...ends.values()].some(({ end }) => end === 'failed');
  return isClientFailed || shared.failure !== undefined || failedWaves.size > 0 || isWholeFailed;
}

/** What is to go back after a failure; `undefined` when nothing is. */
export function chooseBack(
  { task, options, baseline, canGoBack, inherited, strays }: Run,
  forward: Forward,
): Chosen | undefined {
  if (baseline === undefined || !canGoBack || !isFailed(forward)) return undefined;
  const touchesOf = (client: string): Touches =>
    new Map([...(inherited.get(client) ?? []), ...(forward.ends.get(client)?.touched ?? [])]);
  const touched = [...task.steps, ...strays].flatMap(({ client }) => {
    const isClientFailed = forward.ends.get(client)?.end === 'failed';
    // A run before may have written what a client's workload stands on, and not come to the workload: all are looked after.
    const mayBeTouched = baseline.isUnsure(client) || isClientFailed || touchesOf(client).size > 0;
    // Who isn't in the record stands as before: there is nothing to go back to.
    if (!baseline.owners.has(client) || !mayBeTouched) return [];
    return [{ client, wave: forward.waveOf.get(client) ?? '', isFailed: isClientFailed }];
  });
  const { clients, isWhole } = chooseGoingBack(options.policy, touched, forward.failedWaves, forward.isWholeFailed);
  const isSharedTouched = isWhole && (forward.shared.touched.size > 0 || baseline.isUnsure(sharedOwner));
  if (clients.length === 0 && !isSharedTouched) return undefined;
  return { baseline, clients, isWhole, touchesOf };
}
