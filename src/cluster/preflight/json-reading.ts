import type { JsonObject } from '../kubernetes-object.ts';
import { isMap, valueAt } from '../manifest/manifest-values.ts';

/** The map under the keys, in whatever this is; an empty one where there is none. */
export function mapIn(value: unknown, ...keys: readonly string[]): JsonObject {
  const found = valueAt(value, keys);
  return isMap(found) ? found : {};
}

/** The list under the keys; an empty one where there is none. */
export function listIn(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = valueAt(value, keys);
  return Array.isArray(found) ? found : [];
}

/** The text under the keys; undefined where there is none, or an empty one. */
export function textIn(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = valueAt(value, keys);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
