import { sharedOwner } from '../record/recorded-owner.ts';
import { chooseGoingBack } from './failure-policy.ts';
import type { Baseline, Touches } from './go-back-plan.ts';
import type { Forward } from './go-forward.ts';
import type { Run } from './roll-network.ts';

/** What goes back. */
export interface Chosen {
  readonly baseline: Baseline;
  readonly clients: readonly string[];
  /** Clients that would go back, and have nothing to go back to: of what stood before nothing was ever proved. */
  readonly stay: readonly string[];
  /** False: nothing goes back. */
  readonly isAny: boolean;
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

/** What is to go back after a failure; `undefined` when nothing was touched, or nothing may. */
export function chooseBack(
  { task, options, baseline, canGoBack, inherited, strays }: Run,
  forward: Forward,
): Chosen | undefined {
  if (baseline === undefined || !canGoBack || !isFailed(forward)) return undefined;
  const touchesOf = (client: string): Touches =>
    new Map([...(inherited.get(client) ?? []), ...(forward.ends.get(client)?.touched ?? [])]);
  const hasGood = (client: string) => baseline.owners.get(client)?.before?.neverProved !== true;
  const touched = [...task.steps, ...strays].flatMap(({ client }) => {
    const isClientFailed = forward.ends.get(client)?.end === 'failed';
    const isTouched = isClientFailed || touchesOf(client).size > 0;
    // A run before may have written what a client's workload stands on, and not come to the workload: all are looked after.
    const mayBeTouched = isTouched || (baseline.isUnsure(client) && hasGood(client));
    // Who isn't in the record stands as before: there is nothing to go back to.
    if (!baseline.owners.has(client) || !mayBeTouched) return [];
    return [{ client, wave: forward.waveOf.get(client) ?? '', isFailed: isClientFailed }];
  });
  const chosen = chooseGoingBack(options.policy, touched, forward.failedWaves, forward.isWholeFailed);
  const { isWhole } = chosen;
  const clients = chosen.clients.filter(hasGood);
  const stay = chosen.clients.filter((client) => !hasGood(client));
  const isSharedTouched = isWhole && (forward.shared.touched.size > 0 || baseline.isUnsure(sharedOwner));
  return { baseline, clients, stay, isAny: clients.length > 0 || isSharedTouched, isWhole, touchesOf };
}
