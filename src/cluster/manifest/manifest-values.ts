import type { JsonObject } from '../kubernetes-object.ts';

/** Where in a manifest: index of the document, then keys and indexes. */
export type ManifestPath = readonly (string | number)[];

/** Takes one mistake down. */
export type Say = (path: ManifestPath, message: string) => void;

export function checkSelected(at: ManifestPath, selector: unknown, podLabels: JsonObject, say: Say): void {
  if (!isObject(selector)) return;
  for (const [label, value] of Object.entries(selector)) {
    if (podLabels[label] !== value) {
      say(
        [...at, label],
        `selects nothing: the pod template's label ${label} is ${podLabels[label] === undefined ? 'absent' : show(podLabels[label])}, not ${show(value)}`,
      );
    }
  }
}

/** Unquoted, `0x…` and `yes` are no text: Kubernetes refuses them far from where they were written. */
export function checkTexts(at: ManifestPath, value: unknown, say: Say): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) {
    say(at, `expected a map, found ${show(value)}`);
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== 'string') say([...at, key], `expected text, found ${show(entry)}: put it in quotes`);
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : JSON.stringify(value);
}
