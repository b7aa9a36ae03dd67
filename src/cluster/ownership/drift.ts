import { canonicalJson, type Json } from '../../values/index.ts';
import type { JsonObject, LiveObject, WantedObject } from '../kubernetes-object.ts';
import { type BodyField, fieldsOf, ownsWholeBody, valueAt } from './body-fields.ts';
import { describePath, isMap } from './field-set.ts';
import { allFields, describeOwner, isOurs, type OwnedFields, ourFields, ownedFields, ownersOf } from './owners-of.ts';
import { notShown, type Shown, showValue } from './shown-value.ts';

/** A field of ours that somebody else has changed or taken away since we applied it. */
export interface Drift {
  /** As Kubernetes writes it in a conflict: `spec.template.spec.containers[name="client"].image`. */
  readonly path: string;
  /** What stands there now, masked, on one line; absent when nothing does. */
  readonly live: string | undefined;
  /** Who has it now. None: it was removed, and who removed it is not in the object's books. */
  readonly managers: readonly string[];
}

/** True when the object was applied by us at least once, and its books still say so. */
export function isAppliedByUs(live: LiveObject): boolean {
  return ownedFields(live).some(({ owner }) => isOurs(owner));
}

/**
 * Which fields of a body are no longer ours in the live object. The API server takes a field out of our entry when another
 * manager writes another value or removes it, and only then: what controllers fill in, and values that only look
 * different (`0.5` and `500m`), are no drift.
 * @param body what we applied last, or want just as it was applied.
 */
export function driftOf(live: LiveObject, body: WantedObject, shown: Shown): readonly Drift[] {
  const owned = ownedFields(live);
  // Mostly nothing has drifted, and then nobody else's books need to be read.
  const [ours, ...more] = owned.filter(({ owner }) => isOurs(owner));
  if (ours !== undefined && more.length === 0 && ownsWholeBody(body, ours.entry.fieldsV1 ?? {})) return [];
  const own = ourFields(owned);
  if (own === undefined) {
    const others = owned.filter(({ owner }) => owner.subresource === undefined);
    return [{ path: 'metadata.managedFields', live: undefined, managers: names(others.map(({ owner }) => owner)) }];
  }
  const others = owned.filter(({ owner }) => !isOurs(owner));
  const object = { kind: body.kind, name: body.metadata.name };
  return fieldsOf(body, own, allFields(owned))
    .map((field) => ({ ...field, now: valueAt(live as unknown as JsonObject, field.path) }))
    .filter((field) => !field.isOwned && !isPresence(field))
    .map(({ path, now }) => {
      const managers = names(ownersOf(others, path));
      // Owned and not seen: of a Secret only the books were read.
      const unseen = managers.length > 0 ? notShown : undefined;
      const live = now === undefined ? unseen : showValue(shown, object, path, now);
      return { path: describePath(path), live, managers };
    });
}

/** True when what others have taken of a body holds its values all the same: somebody wrote the same, or wrote it back. */
export function holdsValuesOf(live: LiveObject, body: WantedObject): boolean {
  const owned = ownedFields(live);
  const own = ourFields(owned);
  if (own === undefined) return false;
  return fieldsOf(body, own, allFields(owned)).every((field) => {
    const now = valueAt(live as unknown as JsonObject, field.path);
    if (field.isOwned || isPresence({ ...field, now })) return true;
    return now !== undefined && canonicalJson(now) === canonicalJson(field.value);
  });
}

/** For a person: `spec.replicas is 3 now, by kubectl (scale)`. */
export function describeDrift({ path, live, managers }: Drift): string {
  if (path === 'metadata.managedFields') return `its books no longer name keep-deploy${by(managers)}`;
  if (live === undefined) return `${path} was removed`;
  return `${path} ${live === notShown ? `was changed (${notShown})` : `is ${live} now`}${by(managers)}`;
}

/** `emptyDir: {}` wants only that it is there: what others put into it is theirs. */
function isPresence({ value, now }: BodyField & { readonly now: Json | undefined }): boolean {
  return isMap(value) && Object.keys(value).length === 0 && now !== undefined;
}

function names(owners: readonly OwnedFields['owner'][]): readonly string[] {
  return [...new Set(owners.map(describeOwner))];
}

function by(managers: readonly string[]): string {
  return managers.length === 0 ? '' : `, by ${managers.join(' and ')}`;
}
