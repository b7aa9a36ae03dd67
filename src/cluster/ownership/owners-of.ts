import { fieldManager, type LiveObject, type ManagedFields } from '../kubernetes-object.ts';
import { type FieldPath, type FieldSet, isLeaf, noFields, parseFieldSet, unionOf } from './field-set.ts';

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

/** Every manager's fields of a live object, in the order of its books. */
export function ownedFields(live: LiveObject): readonly OwnedFields[] {
  return (live.metadata.managedFields ?? []).map((entry) => ({
    entry,
    owner: {
      manager: entry.manager ?? '',
      operation: entry.operation ?? '',
      subresource: entry.subresource === '' ? undefined : entry.subresource,
      time: entry.time,
    },
    fields: parseFieldSet(entry.fieldsV1),
  }));
}

/** What our server-side apply wrote; `undefined` when this object was never applied by us. */
export function ourFields(owned: readonly OwnedFields[]): FieldSet | undefined {
  const own = owned.filter(({ owner }) => isOurs(owner));
  return own.length === 0 ? undefined : own.map(({ fields }) => fields).reduce(unionOf, noFields);
}

/** Every field that anybody owns. */
export function allFields(owned: readonly OwnedFields[]): FieldSet {
  return owned.map(({ fields }) => fields).reduce(unionOf, noFields);
}

export function isOurs({ manager, operation, subresource }: Owner): boolean {
  return manager === fieldManager && operation === 'Apply' && subresource === undefined;
}

/** Who owns what stands at a path: it itself or something in it; else what it lies in, as a whole. Nobody: it is gone. */
export function ownersOf(owned: readonly OwnedFields[], path: FieldPath): readonly Owner[] {
  const holds = owned.map(({ owner, fields }) => ({ owner, hold: holdOn(fields, path) }));
  const exact = holds.filter(({ hold }) => hold === 'exact');
  return (exact.length > 0 ? exact : holds.filter(({ hold }) => hold === 'around')).map(({ owner }) => owner);
}

/** For a person: `kubectl`, `kubectl (scale)`. */
export function describeOwner({ manager, subresource }: Pick<Owner, 'manager' | 'subresource'>): string {
  const name = manager === '' ? 'a manager without a name' : manager;
  return subresource === undefined ? name : `${name} (${subresource})`;
}

function holdOn(fields: FieldSet, path: FieldPath): 'exact' | 'around' | undefined {
  let node: FieldSet = fields;
  for (const step of path) {
    const next = node.children.get(step);
    if (next === undefined) return isLeaf(node) ? 'around' : undefined;
    node = next;
  }
  return 'exact';
}
