import { canonicalJson, type Json } from '../../values/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';
import { type FieldPath, type FieldSet, fieldsAt, isMap, keysOf, memberOf } from './field-set.ts';

/** One value of a body that somebody can own as a whole. */
export interface BodyField {
  readonly path: FieldPath;
  readonly value: Json;
  /** In the set that the body was held against. */
  readonly isOwned: boolean;
}

/**
 * What of a body is in a set: every leaf of it, with its path. No schema is needed: what is a list with keys, a set or an
 * atomic value is read from the sets themselves. What asks for nothing (null, an empty list) is left out.
 * @param known every manager's fields of the live object: they tell the shape where `own` has nothing any more.
 */
export function fieldsOf(body: JsonObject, own: FieldSet, known: FieldSet): readonly BodyField[] {
  return Object.entries(ownableParts(body)).flatMap(([field, value]) => {
    const step = `f:${field}`;
    return walk(value ?? null, [step], own.children.get(step), known.children.get(step));
  });
}

/**
 * True when every leaf of a body is in these fields: what `fieldsOf` against them alone says of each, without a set and
 * paths being made of thousands of objects in which all is well.
 */
export function ownsWholeBody(body: JsonObject, fieldsV1: JsonObject): boolean {
  return Object.entries(ownableParts(body)).every(([field, value]) =>
    ownsAll(value ?? null, memberOf(fieldsV1, `f:${field}`)),
  );
}

function ownsAll(value: Json, node: Json | undefined): boolean {
  if (value === null || (Array.isArray(value) && value.length === 0)) return true;
  if (!isMap(node)) return false;
  const steps = Object.keys(node).filter((step) => step !== '.');
  if (steps.length === 0) return true;
  if (isMap(value)) {
    return Object.entries(value).every(
      ([key, child]) => child === undefined || ownsAll(child, memberOf(node, `f:${key}`)),
    );
  }
  if (!Array.isArray(value)) return '.' in node;
  return value.every((item: Json, index) => ownsAll(item, memberOf(node, stepToItem(item, index, steps))));
}

/** The value at a path of a body; `undefined` when there is none. */
export function valueAt(body: Json | undefined, path: FieldPath): Json | undefined {
  return path.reduce<Json | undefined>(valueBehind, body);
}

function walk(
  value: Json,
  path: FieldPath,
  own: FieldSet | undefined,
  known: FieldSet | undefined,
): readonly BodyField[] {
  if (value === null || (Array.isArray(value) && value.length === 0)) return [];
  const inner = stepsInto(value, own, known);
  if (inner === undefined) {
    const isOwned = isMap(value) && Object.keys(value).length === 0 ? own !== undefined : own?.isMember === true;
    return [{ path, value, isOwned }];
  }
  return inner.flatMap(([step, child]) => walk(child, [...path, step], fieldsAt(own, [step]), fieldsAt(known, [step])));
}

/** The steps from a value to what it holds; `undefined` when it is owned as a whole, or when no set has anything in it. */
function stepsInto(
  value: Json,
  own: FieldSet | undefined,
  known: FieldSet | undefined,
): readonly (readonly [string, Json])[] | undefined {
  const steps = [...(own?.children.keys() ?? []), ...(known?.children.keys() ?? [])];
  if (steps.length === 0) return undefined;
  if (isMap(value)) {
    const members = Object.entries(value).flatMap(([key, child]) =>
      child === undefined ? [] : [[`f:${key}`, child] as const],
    );
    return members.length === 0 ? undefined : members;
  }
  if (!Array.isArray(value)) return undefined;
  return value.map((item: Json, index) => [stepToItem(item, index, steps), item] as const);
}

function stepToItem(item: Json, index: number, steps: readonly string[]): string {
  const found = steps.find((step) => isItemAt(step, item, index));
  if (found !== undefined) return found;
  const keys = steps.map(keysOf).find((candidate) => candidate !== undefined);
  if (keys !== undefined) {
    const own = Object.keys(keys).map((key) => [key, keyOf(item, key) ?? null] as const);
    return `k:${canonicalJson(Object.fromEntries(own))}`;
  }
  return steps.some((step) => step.startsWith('v:')) ? `v:${canonicalJson(item)}` : `i:${index}`;
}

function isItemAt(step: string, item: Json, index: number): boolean {
  const keys = keysOf(step);
  if (keys !== undefined) return Object.entries(keys).every(([key, value]) => keyOf(item, key) === value);
  return step === `i:${index}` || step === `v:${canonicalJson(item)}`;
}

/** What the schema of Kubernetes fills in for a key that isn't written: the protocol of a port. */
const keyDefaults: { readonly [key: string]: Json } = { protocol: 'TCP', name: '' };

function keyOf(item: Json, key: string): Json | undefined {
  return isMap(item) ? (item[key] ?? keyDefaults[key]) : undefined;
}

function valueBehind(value: Json | undefined, step: string): Json | undefined {
  if (step.startsWith('f:')) return isMap(value) ? memberOf(value, step.slice(2)) : undefined;
  return Array.isArray(value) ? value.find((item: Json, index) => isItemAt(step, item, index)) : undefined;
}

/** Without what the server sets itself, or what names the object: no manager owns that. */
function ownableParts({
  apiVersion: _version,
  kind: _kind,
  status: _status,
  metadata,
  ...rest
}: JsonObject): JsonObject {
  if (!isMap(metadata)) return rest;
  const {
    name: _name,
    namespace: _namespace,
    creationTimestamp: _created,
    deletionTimestamp: _deleted,
    generation: _generation,
    managedFields: _managed,
    resourceVersion: _resource,
    selfLink: _link,
    uid: _uid,
    ...written
  } = metadata;
  return { metadata: written, ...rest };
}
