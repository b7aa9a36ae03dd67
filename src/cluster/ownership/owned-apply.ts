import type { Log } from '../../report/index.ts';
import { ApiRefusal, type Cluster, UnclearOutcome } from '../api/cluster-port.ts';
import { type LiveObject, objectPath, type WantedObject } from '../kubernetes-object.ts';
import { valueAt } from './body-fields.ts';
import { type Migration, migrationOf } from './client-side-apply.ts';
import { type Conflict, conflictsIn, describeConflict, fieldsIn, mayForce } from './conflicts.ts';
import { type FieldPath, fieldsAt } from './field-set.ts';

export interface OwnedApplyOptions {
  readonly cluster: Pick<Cluster, 'apply' | 'get' | 'patch'>;
  /** Managers whose fields the user lets us take. */
  readonly takeFrom: readonly string[];
  /** True for an object of which it is known that client-side apply left fields in it: they become ours first. */
  readonly isLeftBehind?: ((object: WantedObject) => boolean) | undefined;
  /** Is told whose fields are taken. */
  readonly log?: Log | undefined;
}

/** Server-side apply that respects who owns what. */
export interface OwnedApply {
  /** @throws ApiRefusal 409 when somebody who was not named owns a field that we want another value in. */
  apply<T extends LiveObject>(object: WantedObject): Promise<T>;
  /** The same question to a server that writes nothing: what `apply` could mend is no conflict. */
  tryToApply(object: WantedObject): Promise<LiveObject>;
}

/** How often it is begun anew when somebody else writes in between. */
const attempts = 5;

/** Takes over what client-side apply left, and by force what managers have whom the user named; nobody else's fields. */
export function createOwnedApply({ cluster, takeFrom, isLeftBehind, log }: OwnedApplyOptions): OwnedApply {
  // The books and the version say all: what a Secret holds stays where it is.
  const read = (object: WantedObject) => cluster.get(pathOf(object), { metadataOnly: true });

  const migrate = async (object: WantedObject, { patch, managers }: Migration): Promise<void> => {
    await cluster.patch(pathOf(object), patch);
    log?.info(`${nameOf(object)}: fields that ${managers.join(' and ')} left become keep-deploy's`);
  };

  const migrateLive = (object: WantedObject): Promise<boolean> =>
    retried(async () => {
      const live = await read(object);
      const migration = live && migrationOf(live);
      if (migration === undefined) return false;
      await migrate(object, migration);
      return true;
    });

  /** Looked at, asked without force and taken at one and the same version, so that nobody loses who came in between. */
  const take = <T extends LiveObject>(object: WantedObject): Promise<T> =>
    retried(async () => {
      const live = await read(object);
      const asSeen = live === undefined ? object : atVersionOf(object, live);
      try {
        return await cluster.apply<T>(asSeen);
      } catch (error) {
        const conflicts = conflictsOf(error);
        if (live === undefined || !mayForce(conflicts, takeFrom)) throw error;
        const answer = await cluster.apply<T>(asSeen, { isForced: true });
        log?.info(`${nameOf(object)}: took, as it was asked to: ${conflicts.map(describeConflict).join(', ')}`);
        return answer;
      }
    });

  const applyOnce = async <T extends LiveObject>(object: WantedObject): Promise<T> => {
    try {
      return await cluster.apply<T>(object);
    } catch (error) {
      const conflicts = conflictsOf(error);
      if (conflicts.length === 0) throw error;
      if (!(await migrateLive(object)) && !mayForce(conflicts, takeFrom)) throw error;
      return await take<T>(object);
    }
  };

  /**
   * A dry run can't move fields before it asks. What is refused only for fields that will be moved, and that the object
   * doesn't have (what Kubernetes filled in beside an update strategy, say), is gone by then.
   */
  const withoutWhatGoes = async (object: WantedObject, error: unknown): Promise<LiveObject> => {
    const fields = error instanceof ApiRefusal && error.status === 422 ? fieldsIn(error.body) : [];
    const live = fields.length === 0 ? undefined : await read(object);
    const moved = live && migrationOf(live)?.moved;
    const goes = (path: FieldPath) => fieldsAt(moved, path) !== undefined && valueAt(object, path) === undefined;
    if (live === undefined || !fields.every(goes)) throw error;
    return live;
  };

  const ask = (object: WantedObject, isForced: boolean): Promise<LiveObject> =>
    cluster
      .apply<LiveObject>(object, { dryRun: true, isForced })
      .catch((error: unknown) => withoutWhatGoes(object, error));

  return {
    apply: async <T extends LiveObject>(object: WantedObject) => {
      if (isLeftBehind?.(object) === true) await migrateLive(object);
      const answer = await applyOnce<T>(object);
      // Seen only now: without it what leaves our body later would stay in the cluster.
      if (migrationOf(answer) === undefined || !(await migrateLive(object))) return answer;
      return await applyOnce<T>(object);
    },

    tryToApply: async (object) => {
      try {
        return await ask(object, false);
      } catch (error) {
        const conflicts = conflictsOf(error);
        if (conflicts.length === 0) throw error;
        const live = mayForce(conflicts, takeFrom) ? undefined : await read(object);
        const left = live === undefined ? [] : migratedWhole(live);
        if (!mayForce(conflicts, [...takeFrom, ...left])) throw error;
        return await ask(object, true);
      }
    },
  };
}

/** Of `before-first-apply` only a part becomes ours: what conflicts may be in the rest. */
function migratedWhole(live: LiveObject): readonly string[] {
  return (migrationOf(live)?.managers ?? []).filter((manager) => manager !== 'before-first-apply');
}

function conflictsOf(error: unknown): readonly Conflict[] {
  return error instanceof ApiRefusal && error.status === 409 ? conflictsIn(error.body) : [];
}

/**
 * Begun anew with a fresh look when the version that was looked at is past, or an answer got lost: what is written names its
 * version, so that it is never done twice. Never after a conflict of owners.
 */
async function retried<T>(once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      const isStale = error instanceof ApiRefusal && error.status === 409 && conflictsOf(error).length === 0;
      if (!(isStale || error instanceof UnclearOutcome) || attempt >= attempts) throw error;
    }
  }
}

function atVersionOf(object: WantedObject, { metadata: { resourceVersion } }: LiveObject): WantedObject {
  return resourceVersion === undefined ? object : { ...object, metadata: { ...object.metadata, resourceVersion } };
}

function pathOf({ kind, metadata: { name, namespace } }: WantedObject): string {
  return objectPath(kind, namespace, name);
}

function nameOf({ kind, metadata }: WantedObject): string {
  return `${kind} ${metadata.name}`;
}
