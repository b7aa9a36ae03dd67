import { describeSeen } from '../../report/index.ts';
import type { Json } from '../../values/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';

/** The way from an object's root to a value in it: keys and indexes. */
export type ManifestPath = readonly (string | number)[];

/** Takes one mistake of an object down. */
export type Say = (path: ManifestPath, message: string) => void;

/** A selector that a pod template's labels don't have selects nothing. */
export function checkSelected(at: ManifestPath, selector: unknown, podLabels: JsonObject, say: Say): void {
  if (!isMap(selector)) return;
  for (const [label, value] of Object.entries(selector)) {
    if (podLabels[label] === value) continue;
    const seen = podLabels[label] === undefined ? 'absent' : describeSeen(podLabels[label]);
    say([...at, label], `selects nothing: the pod template's label ${label} is ${seen}, not ${describeSeen(value)}`);
  }
}

/**
 * Unquoted, `0x…` and `yes` are no text: Kubernetes refuses them far from where they were written, or worse, takes them.
 * @param isShown false where the values are secret.
 */
export function checkTexts(at: ManifestPath, value: unknown, say: Say, isShown = true): void {
  if (value === undefined || value === null) return;
  if (!isMap(value)) {
    say(at, `expected a map, found ${isShown ? describeSeen(value) : 'something else'}`);
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'string') continue;
    say([...at, key], `expected text, found ${isShown ? describeSeen(entry) : 'something else'}: put it in quotes`);
  }
}

export function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The map under a key, or an empty one. */
export function mapAt(object: JsonObject | undefined, ...keys: readonly string[]): JsonObject {
  const value = valueAt(object, keys);
  return isMap(value) ? value : {};
}

/** The list under a key, or an empty one. */
export function listAt(object: JsonObject | undefined, ...keys: readonly string[]): readonly Json[] {
  const value = valueAt(object, keys);
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** What stands at a path; `undefined` where the path leads nowhere. */
export function valueAt(root: unknown, path: ManifestPath): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as { readonly [step: string]: unknown })[step] : undefined,
    root,
  );
}

/** The map without some of its keys. */
export function without(object: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
