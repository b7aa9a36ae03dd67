import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import { type LiveObject, objectPath, type WantedObject } from '../kubernetes-object.ts';
import { migrationOf } from '../ownership/client-side-apply.ts';
import { conflictsIn, mayForce } from '../ownership/conflicts.ts';
import { keyOf, type ObjectKey } from '../record/recorded-owner.ts';

export interface CarefulApplyOptions {
  /** Managers that the user named: their fields may be taken. */
  readonly forcedManagers: readonly string[];
  /** Managers of client-side apply that left fields in an object: those become ours before it is applied. */
  readonly migrated: ReadonlyMap<ObjectKey, readonly string[]>;
}

export interface CarefulApply {
  apply<T extends LiveObject>(object: WantedObject): Promise<T>;
  /** What `apply` would be answered; writes nothing. */
  tryToApply(object: WantedObject): Promise<LiveObject>;
}

/** Each time somebody else writes in between, it is looked at anew. */
const attempts = 5;

/**
 * Server-side apply that takes fields from nobody but whom the user named: a conflict with anybody else is the answer, as the
 * API server gave it.
 */
export function createCarefulApply(cluster: Cluster, options: CarefulApplyOptions): CarefulApply {
  const { forcedManagers, migrated } = options;

  async function applied<T extends LiveObject>(
    object: WantedObject,
    losers: readonly string[],
    dryRun: boolean,
  ): Promise<T> {
    try {
      return await cluster.apply<T>(object, { dryRun });
    } catch (error) {
      if (!mayTake(error, losers)) throw error;
    }
    const path = objectPath(object.kind, object.metadata.namespace, object.metadata.name);
    for (let attempt = 1; ; attempt++) {
      const live = await cluster.get<LiveObject>(path, { metadataOnly: true });
      const resourceVersion = live?.metadata.resourceVersion;
      if (resourceVersion === undefined) return cluster.apply<T>(object, { dryRun });
      // With the version that was looked at: force would take from whoever came in between too.
      const looked = { ...object, metadata: { ...object.metadata, resourceVersion } };
      try {
        return await cluster.apply<T>(looked, { dryRun: true }).then(
          () => cluster.apply<T>(looked, { dryRun }),
          (error: unknown) => {
            if (!mayTake(error, losers)) throw error;
            return cluster.apply<T>(looked, { dryRun, isForced: true });
          },
        );
      } catch (error) {
        const isLate = error instanceof ApiRefusal && error.status === 409 && conflictsIn(error.body).length === 0;
        if (!isLate || attempt >= attempts) throw error;
      }
    }
  }

  async function migrate(object: WantedObject): Promise<void> {
    const path = objectPath(object.kind, object.metadata.namespace, object.metadata.name);
    for (let attempt = 1; ; attempt++) {
      const live = await cluster.get<LiveObject>(path);
      const migration = live && migrationOf(live);
      if (migration === undefined) return;
      try {
        await cluster.patch(path, migration.patch);
        return;
      } catch (error) {
        if (!(error instanceof ApiRefusal && error.status === 409) || attempt >= attempts) throw error;
      }
    }
  }

  return {
    apply: async (object) => {
      if (migrated.has(keyOf(object))) await migrate(object);
      return applied(object, forcedManagers, false);
    },
    // Their fields would be ours by then.
    tryToApply: (object) => applied(object, [...forcedManagers, ...(migrated.get(keyOf(object)) ?? [])], true),
  };
}

function mayTake(error: unknown, losers: readonly string[]): boolean {
  return error instanceof ApiRefusal && error.status === 409 && mayForce(conflictsIn(error.body), losers);
}
