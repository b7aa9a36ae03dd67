import type { GenericSchema } from 'valibot';
import { checkAgainst, type Problem } from '../report/index.ts';
import type { Json } from '../values/index.ts';
import type { Path, SourceFile } from './yaml-document.ts';

/** A document in which mistyped keys have the names that were meant. Paths are those of the corrected document. */
export interface CorrectedDocument {
  readonly source: SourceFile;
  readonly raw: Json | undefined;
  /** The mistyped keys. */
  readonly mistyped: readonly Problem[];
  /** Every other mistake of the form. */
  readonly problems: readonly Problem[];
}

/**
 * Takes a mistyped key for what it was meant to be, so that what stands below it is checked all the same, and nothing is
 * said to be missing that is only misspelt.
 */
export function withMeantKeys(source: SourceFile, schema: GenericSchema, written: Json | undefined): CorrectedDocument {
  const asIs = checkAgainst(schema, written).problems ?? [];
  if (asIs.every(({ meant }) => meant === undefined)) return { source, raw: written, mistyped: [], problems: asIs };
  const raw = structuredClone(written);
  const mistyped: Problem[] = [];
  /** The path of a corrected key → the key as it is written. */
  const spelt = new Map<string, string>();
  for (let problems = asIs; ; problems = checkAgainst(schema, raw).problems ?? []) {
    const before = mistyped.length;
    for (const { path, message, meant } of problems) {
      const parent = meant === undefined ? undefined : valueAt(raw, path.slice(0, -1));
      const key = String(path.at(-1));
      if (meant === undefined || !isMap(parent) || Object.hasOwn(parent, meant)) continue;
      parent[meant] = parent[key];
      delete parent[key];
      const corrected = [...path.slice(0, -1), meant];
      spelt.set(JSON.stringify(corrected), key);
      mistyped.push({ path: corrected, message });
    }
    if (mistyped.length > before) continue;
    const asWritten = (path: Path): Path =>
      path.map((step, index) => spelt.get(JSON.stringify(path.slice(0, index + 1))) ?? step);
    const corrected: SourceFile = {
      ...source,
      locate: (path, index) => source.locate(asWritten(path), index),
      isCertain: (path) => source.isCertain(asWritten(path)),
    };
    return { source: corrected, raw, mistyped, problems };
  }
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, step) => (node !== null && typeof node === 'object' ? (node as Record<string, unknown>)[step] : undefined),
    root,
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
