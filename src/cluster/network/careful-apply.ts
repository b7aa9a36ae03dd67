import type { Log } from '../../report/index.ts';
import type { Cluster } from '../api/cluster-port.ts';
import { createOwnedApply, type OwnedApply } from '../ownership/owned-apply.ts';
import { keyOf, type ObjectKey } from '../record/recorded-owner.ts';

export interface CarefulApplyOptions {
  /** Managers that the user named: their fields may be taken. */
  readonly forcedManagers: readonly string[];
  /** Managers of client-side apply that left fields in an object: those become ours before it is applied. */
  readonly migrated: ReadonlyMap<ObjectKey, readonly string[]>;
  /** Is told whose fields are taken. */
  readonly log?: Log | undefined;
}

/** Server-side apply that takes fields from nobody but whom the plan found gone, or the user named. */
export function createCarefulApply(
  cluster: Cluster,
  { forcedManagers, migrated, log }: CarefulApplyOptions,
): OwnedApply {
  const isLeftBehind = (object: Parameters<OwnedApply['apply']>[0]): boolean => migrated.has(keyOf(object));
  return createOwnedApply({ cluster, takeFrom: forcedManagers, isLeftBehind, log });
}
