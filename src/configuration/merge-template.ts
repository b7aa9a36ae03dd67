import type { Json } from '../values/index.ts';
import { isMap, templateReference } from './template-reference.ts';

type Path = readonly (string | number)[];

/** A client's own part over the shared template: maps are merged, everything else (lists and references too) is replaced. */
export function mergeTemplate(template: Json | undefined, own: Json | undefined): Json | undefined {
  if (own === undefined) return template;
  if (!isBranch(template) || !isBranch(own)) return own;
  const keys = new Set([...Object.keys(template), ...Object.keys(own)]);
  return Object.fromEntries([...keys].map((key) => [key, mergeTemplate(memberOf(template, key), memberOf(own, key))]));
}

/** Whether the merged value at a path was written in the client's own part. */
export function isOwnValue(own: Json | undefined, path: Path): boolean {
  let value = own;
  for (const step of path) {
    if (value === undefined) return false;
    if (!isBranch(value)) return true;
    value = memberOf(value, String(step));
  }
  return value !== undefined && !isBranch(value);
}

/** How many steps of a path a tree has. */
export function knownDepth(tree: Json | undefined, path: Path): number {
  let value = tree;
  for (const [depth, step] of path.entries()) {
    value = isBranch(value) ? memberOf(value, String(step)) : undefined;
    if (value === undefined) return depth;
  }
  return path.length;
}

function isBranch(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return isMap(value) && templateReference(value) === undefined;
}

function memberOf(map: { readonly [key: string]: Json | undefined }, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
