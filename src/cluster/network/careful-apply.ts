import type { Log } from '../../report/index.ts';
import type { Cluster } from '../api/cluster-port.ts';
import { createOwnedApply, type OwnedApply } from '../ownership/owned-apply.ts';
import { keyOf } from '../record/recorded-owner.ts';
import type { ObjectStep } from '../roll/object-step.ts';

export interface CarefulApplyOptions {
  /** Managers that the user named: their fields may be taken. */
  readonly forcedManagers: readonly string[];
  /** Is told whose fields are taken. */
  readonly log?: Log | undefined;
}

/**
 * Server-side apply that takes fields from nobody but whom the plan found gone (managers of client-side apply, whose fields
 * become ours first), or the user named.
 */
export function createCarefulApply(
  cluster: Cluster,
  steps: readonly ObjectStep[],
  { forcedManagers, log }: CarefulApplyOptions,
): OwnedApply {
  const left = new Set(steps.filter(({ migrated }) => migrated.length > 0).map(({ object }) => keyOf(object)));
  return createOwnedApply({
    cluster,
    takeFrom: forcedManagers,
    isLeftBehind: (object) => left.has(keyOf(object)),
    log,
  });
}
