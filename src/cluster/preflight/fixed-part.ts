import { canonicalJson, type Json } from '../../values/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';
import { isMap } from '../manifest/manifest-values.ts';
import { quantityOf } from './quantity.ts';

/** One difference in a part that can't be changed: where, what stands and what is wanted. */
export interface FixedDifference {
  readonly path: string;
  /** As JSON, short; `nothing` where nothing stands; absent where it is not to be shown. */
  readonly live?: string;
  readonly wanted?: string;
}

/**
 * Differences between two values as the API server sees them: absent, null and empty are the same, and `1024Mi` is `1Gi`.
 * The first ones name the smallest part that differs.
 */
export function differences(path: string, live: unknown, wanted: unknown): readonly FixedDifference[] {
  const [one, other] = [bare(live), bare(wanted)];
  if (isMap(one) && isMap(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
    return keys.flatMap((key) => differences(`${path}${stepOf(key)}`, one[key], other[key]));
  }
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((entry, index) => differences(`${path}[${index}]`, entry, (other as readonly Json[])[index]));
  }
  return isSame(one, other) ? [] : [{ path, live: show(one), wanted: show(other) }];
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const [left, right] = [quantityOf(one), quantityOf(other)];
  if (left !== undefined && right !== undefined) return left === right;
  return write(one) === write(other);
}

/** Without what means nothing. */
function bare(value: unknown): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : value.map((entry) => bare(entry) ?? null);
  }
  if (!isMap(value)) return value as Json;
  const members = Object.entries(value).flatMap(([key, entry]) => {
    const kept = bare(entry);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return members.length === 0 ? undefined : (Object.fromEntries(members) as JsonObject as Json);
}

function stepOf(key: string): string {
  return /^[A-Za-z][\w-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = write(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** Fractions are no business of a canonical form, and may stand in a manifest nevertheless. */
function write(value: Json): string {
  try {
    return canonicalJson(value);
  } catch {
    return JSON.stringify(value);
  }
}
