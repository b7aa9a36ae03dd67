import { fieldManager, type LiveObject, type ManagedFields } from '../kubernetes-object.ts';
import { type FieldPath, type FieldSet, fieldsAt, noFields, parseFieldSet, unionOf } from './field-set.ts';

/** Who wrote a field last, by the object's own books. */
export interface Owner {
  readonly manager: string;
  readonly operation: string;
  /** It wrote through `…/scale`, say. */
  readonly subresource: string | undefined;
  readonly time: string | undefined;
}

export interface OwnedFields {
  readonly entry: ManagedFields;
  readonly owner: Owner;
  readonly fields: FieldSet;
}

/** Every manager's fields of a live object, in the order of its books. Each is read only when it is looked at. */
export function ownedFields(live: LiveObject): readonly OwnedFields[] {
  return (live.metadata.managedFields ?? []).map((entry) => {
    let fields: FieldSet | undefined;
    return {
      entry,
      owner: {
        manager: entry.manager ?? '',
        operation: entry.operation ?? '',
        subresource: entry.subresource === '' ? undefined : entry.subresource,
        time: entry.time,
      },
      get fields() {
        fields ??= parseFieldSet(entry.fieldsV1);
        return fields;
      },
    };
  });
}

/** What our server-side apply wrote; `undefined` when this object was never applied by us. */
export function ourFields(owned: readonly OwnedFields[]): FieldSet | undefined {
  const own = owned.filter(({ owner }) => isOurs(owner));
  return own.length === 0 ? undefined : allFields(own);
}

/** Every field that anybody owns. */
export function allFields(owned: readonly OwnedFields[]): FieldSet {
  const [first = noFields, ...others] = owned.map(({ fields }) => fields);
  return others.reduce(unionOf, first);
}

export function isOurs({ manager, operation, subresource }: Owner): boolean {
  return manager === fieldManager && operation === 'Apply' && subresource === undefined;
}

/** Who owns what stands at a path, or something in it. Nobody: it is gone, or nobody noted it. */
export function ownersOf(owned: readonly OwnedFields[], path: FieldPath): readonly Owner[] {
  return owned.filter(({ fields }) => fieldsAt(fields, path) !== undefined).map(({ owner }) => owner);
}

/** For a person: `kubectl`, `kubectl (scale)`. */
export function describeOwner({ manager, subresource }: Pick<Owner, 'manager' | 'subresource'>): string {
  const name = manager === '' ? 'a manager without a name' : manager;
  return subresource === undefined ? name : `${name} (${subresource})`;
}
