import fc from 'fast-check';
import type { JsonObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { Json } from '../../../../src/values/index.ts';

/** A value together with what server-side apply books for it: a stand-in for the API server's schema and its merge library. */
export interface Applied {
  readonly value: Json;
  readonly fields: JsonObject;
}

const name = fc.constantFrom('a', 'b.c/d', 'image', 'name', '.', 'zero');
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const leaf = (value: Json): Applied => ({ value, fields: {} });

/** Scalars, atomic lists and maps, maps, sets and lists with keys, nested. Nothing empty: that books nothing of its own. */
export const anyApplied: fc.Arbitrary<Applied> = fc.letrec<{ value: Applied; map: Applied }>((tie) => ({
  map: fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4 }).map((entries) => ({
    value: Object.fromEntries(Object.entries(entries).map(([key, { value }]) => [key, value])),
    fields: Object.fromEntries(Object.entries(entries).map(([key, { fields }]) => [`f:${key}`, fields])),
  })),
  value: fc.oneof(
    { maxDepth: 4 },
    scalar.map(leaf),
    // An atomic list, and an atomic map: owned as a whole.
    fc.array(scalar, { minLength: 1, maxLength: 3 }).map(leaf),
    fc.dictionary(name, scalar, { minKeys: 1, maxKeys: 3 }).map(leaf),
    fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }).map((items) => ({
      value: items,
      fields: Object.fromEntries(items.map((item) => [`v:${JSON.stringify(item)}`, {}])),
    })),
    tie('map'),
    fc
      .uniqueArray(fc.record({ key: fc.integer({ min: 0, max: 9 }), item: tie('map') }), {
        selector: ({ key }) => key,
        minLength: 1,
        maxLength: 3,
      })
      .map((items) => ({
        value: items.map(({ key, item }) => ({ ...(item.value as JsonObject), containerPort: key })),
        fields: Object.fromEntries(
          items.map(({ key, item }) => [
            // The protocol isn't written, and the server's default for it is part of the key.
            `k:${JSON.stringify({ containerPort: key, protocol: 'TCP' })}`,
            { '.': {}, ...item.fields, 'f:containerPort': {} },
          ]),
        ),
      })),
  ),
})).map;

/** Every leaf of `fieldsV1`, as a path. */
export function leavesOf(fields: JsonObject, path: readonly string[] = []): readonly (readonly string[])[] {
  const entries = Object.entries(fields).filter(([step]) => step !== '.');
  if (entries.length === 0) return path.length === 0 ? [] : [path];
  return entries.flatMap(([step, child]) => leavesOf(child as JsonObject, [...path, step]));
}
