import { canonicalJson, type Json } from '../../values/index.ts';
import { contentAnnotation, type JsonObject, type LiveObject, type WantedObject } from '../kubernetes-object.ts';
import { fieldsOf, valueAt } from '../ownership/body-fields.ts';
import { migrationOf } from '../ownership/client-side-apply.ts';
import { type Drift, driftOf, holdsValuesOf, isAppliedByUs } from '../ownership/drift.ts';
import { isMap } from '../ownership/field-set.ts';
import { allFields, ourFields, ownedFields } from '../ownership/owners-of.ts';
import type { Shown } from '../ownership/shown-value.ts';

/** What is known of a live object. `unseen`: nobody looked; what the record says is believed. */
export type Sighting = LiveObject | 'absent' | 'unseen';

/** What is to be done about one object. */
export interface ObjectStep {
  readonly object: WantedObject;
  readonly action: 'create' | 'update' | 'unchanged';
  /** For a person. */
  readonly reason: string;
  /** What a diff begins with: the body last applied, or of what was never applied by us the live object. */
  readonly before: { readonly body: JsonObject; readonly isLive: boolean } | undefined;
  readonly drift: readonly Drift[];
  /** Managers of client-side apply whose fields become ours before it is applied. */
  readonly migrated: readonly string[];
  /** True where it stands just as wanted, and only its books have to be put right. */
  readonly isBooksOnly?: boolean;
}

/**
 * What one object needs, from what is seen of it and what was applied last. Pure.
 * @param applied the body that stands by the record; absent where the record can't tell (a run was broken off at it).
 */
export function planObject(
  object: WantedObject,
  live: Sighting,
  applied: WantedObject | undefined,
  shown: Shown,
): ObjectStep {
  const step = (action: ObjectStep['action'], reason: string, more: Partial<ObjectStep> = {}): ObjectStep => ({
    object,
    action,
    reason,
    before: applied && { body: applied, isLive: false },
    drift: [],
    migrated: [],
    ...more,
  });
  if (live === 'unseen') {
    if (applied === undefined) return step('create', 'it is not in the roll-out record');
    return isSameBody(applied, object) ? step('unchanged', 'as recorded') : step('update', 'it changed');
  }
  if (live === 'absent') {
    return step('create', applied === undefined ? 'it is new' : removed, { before: undefined });
  }
  const migrated = migrationOf(live)?.managers ?? [];
  const before = applied === undefined ? { before: { body: live as unknown as JsonObject, isLive: true } } : {};
  if (!isAppliedByUs(live)) {
    const reason =
      applied === undefined ? 'it was not written by keep-deploy: it is taken over' : 'it was written anew';
    return step('update', reason, { ...before, migrated });
  }
  if (!isContentOf(live, object, applied)) {
    const drift = applied === undefined ? [] : driftOf(live, applied, shown);
    return step('update', 'it changed', { ...before, drift, migrated });
  }
  const drift = driftOf(live, object, shown);
  if (drift.length > 0) {
    const isBooksOnly = holdsValuesOf(live, object);
    return step('update', driftReason(drift), { ...before, drift, migrated, ...(isBooksOnly && { isBooksOnly }) });
  }
  if (migrated.length > 0)
    return step('update', `${migrated.join(' and ')} left fields in it`, { ...before, migrated });
  return step('unchanged', 'as wanted', before);
}

/**
 * What an object needs that is named by what it holds, and never changes: that it is there says everything.
 * @param isMounted a pod that is proved has it, which is as good as having looked.
 */
export function planImmutable(
  object: WantedObject,
  live: Sighting,
  applied: WantedObject | undefined,
  isMounted: boolean,
): ObjectStep {
  const step = { object, before: undefined, drift: [], migrated: [] };
  if (live === 'unseen' ? applied !== undefined || isMounted : live !== 'absent') {
    return { ...step, action: 'unchanged', reason: live === 'unseen' ? 'as recorded, or mounted' : 'it is there' };
  }
  return { ...step, action: 'create', reason: live === 'absent' && applied !== undefined ? removed : 'it is new' };
}

const removed = 'somebody removed it';

/** In a plan without the digest key what is wanted carries no sum of ours: then the one that was applied says nothing. */
function isSameBody(applied: WantedObject, object: WantedObject): boolean {
  const isSummed = contentIn(object.metadata) !== undefined;
  return canonicalJson(isSummed ? applied : withoutSum(applied)) === canonicalJson(object);
}

function withoutSum(object: WantedObject): WantedObject {
  const { annotations, ...metadata } = object.metadata;
  if (!isMap(annotations)) return object;
  const { [contentAnnotation]: _sum, ...others } = annotations;
  const isEmpty = Object.keys(others).length === 0;
  return { ...object, metadata: isEmpty ? metadata : { ...metadata, annotations: others } };
}

/**
 * True when what was applied to the live object last is this body. Its own annotation is the best witness: a run that was
 * broken off may have written more than the record says. What carries none is known by the record, or by its values.
 */
function isContentOf(live: LiveObject, object: WantedObject, applied: WantedObject | undefined): boolean {
  const wanted = contentIn(object.metadata);
  if (wanted !== undefined) return contentIn(live.metadata) === wanted;
  if (applied !== undefined) return isSameBody(applied, object);
  const owned = ownedFields(live);
  const all = allFields(owned);
  return fieldsOf(object, ourFields(owned) ?? all, all).every(({ path, value }) => {
    const now = valueAt(live as unknown as JsonObject, path);
    const isPresence = isMap(value) && Object.keys(value).length === 0;
    return now !== undefined && (isPresence || canonicalJson(now) === canonicalJson(value));
  });
}

function contentIn({ annotations }: WantedObject['metadata'] | LiveObject['metadata']): Json | undefined {
  return isMap(annotations) ? annotations[contentAnnotation] : undefined;
}

/** For a person: `kubectl (scale) changed spec.replicas`. */
export function driftReason(drift: readonly Drift[]): string {
  const managers = [...new Set(drift.flatMap((one) => one.managers))];
  const who = managers.length === 0 ? 'somebody' : managers.join(' and ');
  return `${who} changed ${drift.length === 1 ? drift[0]?.path : `${drift.length} fields of it`}`;
}
