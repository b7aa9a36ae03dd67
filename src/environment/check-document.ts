import type { GenericSchema, InferOutput } from 'valibot';
import { checkAgainst, type Finding, type Problem } from '../report/index.ts';
import type { Json } from '../values/index.ts';
import { withMeantKeys } from './meant-keys.ts';
import type { Path, SourceFile } from './yaml-document.ts';

/** One file as it was written and as it was understood. */
export interface CheckedDocument<T> {
  readonly source: SourceFile;
  /** With mistyped keys as they were meant. */
  readonly raw: Json | undefined;
  /** What of `raw` has not the form it must have. */
  readonly problems: readonly Problem[];
  /** Absent when anything is wrong with it. */
  readonly value: T | undefined;
  /** The value, or what is left of it without its mistakes: other mistakes are looked for in it. */
  readonly readable: T | undefined;
  /** Whether only single values were left out of `readable`, and not what they stood in. */
  readonly isNearlyWhole: boolean;
  readonly findings: readonly Finding[];
}

/** Checks a file that holds one YAML document. */
export function checkDocument<const S extends GenericSchema>(
  written: SourceFile,
  schema: S,
): CheckedDocument<InferOutput<S>> {
  const { source, raw, mistyped, problems } = withMeantKeys(written, schema, written.documents[0]);
  const unread = { source, raw, problems, value: undefined, readable: undefined, isNearlyWhole: false };
  if (source.documents.length !== 1) {
    if (source.findings.length > 0) return { ...unread, findings: source.findings };
    const second = source.documents.length > 1 ? source.locate([], 1) : source.locate([]);
    const seen = source.documents.length > 1 ? 'a second one begins here' : 'the file is empty';
    return { ...unread, findings: [{ ...second, message: `expected one YAML document: ${seen}` }] };
  }
  const { value } = problems.length === 0 ? checkAgainst(schema, raw) : {};
  const certain = [...mistyped, ...problems].filter(({ path }) => source.isCertain(path));
  const findings = [...source.findings, ...withoutThese(toFindings(source, certain), source.findings)];
  if (!source.isCertain([])) return { ...unread, findings };
  if (value !== undefined) {
    const whole = findings.length === 0 ? value : undefined;
    return { ...unread, value: whole, readable: value, isNearlyWhole: true, findings };
  }
  return { ...unread, ...withoutMistakes(schema, raw, problems), findings };
}

/** Leaves out what is wrong, then what can't be without it, until the rest is right. */
function withoutMistakes<const S extends GenericSchema>(
  schema: S,
  raw: Json | undefined,
  mistakes: readonly Problem[],
) {
  const rest = structuredClone(raw);
  let problems = mistakes;
  let isNearlyWhole = true;
  for (;;) {
    for (const { path } of problems) {
      const gap = remove(rest, path);
      if (gap.length === 0) return {};
      isNearlyWhole &&= gap.length === path.length;
    }
    const { value, problems: left } = checkAgainst(schema, rest);
    if (left === undefined) return { readable: value, isNearlyWhole };
    problems = left;
  }
}

/** Takes the value, or the nearest parent that exists, out of its map; of a list all goes. Returns the way to it. */
function remove(root: Json | undefined, path: Path): Path {
  let node: unknown = root;
  let last: { readonly map: Record<string, unknown>; readonly depth: number } | undefined;
  for (const [index, step] of path.entries()) {
    if (node === null || typeof node !== 'object' || Array.isArray(node) || !Object.hasOwn(node, step)) break;
    last = { map: node as Record<string, unknown>, depth: index + 1 };
    node = last.map[step];
  }
  if (last === undefined) return [];
  const gap = path.slice(0, last.depth);
  delete last.map[String(gap.at(-1))];
  return gap;
}

function placeKey({ file, line, column }: Finding): string {
  return [file, line, column].join(':');
}

export function toFindings(source: SourceFile, problems: readonly Problem[]): Finding[] {
  return problems.map(({ path, message }) => ({ ...source.locate(path), message }));
}

/** Each place is told of once: what others say of it goes before. */
export function withoutThese(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  const places = new Set(others.map(placeKey));
  return findings.filter((finding) => !places.has(placeKey(finding)));
}
