import type { Json } from '../../values/index.ts';
import { contentAnnotation, type JsonObject } from '../kubernetes-object.ts';
import { describePath, type FieldPath, isMap, memberOf } from '../ownership/field-set.ts';
import { type ObjectName, type Shown, showValue } from '../ownership/shown-value.ts';
import { diffLines, withContext } from './line-diff.ts';
import { pairItems } from './list-pairs.ts';

export interface DiffOptions {
  readonly object: ObjectName;
  readonly shown: Shown;
  /** The old body is the live object: what only it has is the server's and other managers', and no change of ours. */
  readonly isBeforeLive?: boolean;
  /** Most lines for one object. Default 40. */
  readonly limit?: number;
}

/**
 * What changes from one body to another, by path, a text of many lines by its lines; for logs that others read. What is
 * secret is only said to change. Deterministic: fields in the order of their names, items of lists as the new list has them.
 */
export function maskedDiff(
  before: JsonObject | undefined,
  after: JsonObject | undefined,
  { object, shown, isBeforeLive = false, limit = 40 }: DiffOptions,
): readonly string[] {
  const lines = [...changesIn(before, after, [], { object, shown, isBeforeLive })];
  if (lines.length <= limit) return lines;
  return [...lines.slice(0, limit - 1), `… and ${lines.length - limit + 1} more lines`];
}

type Context = Required<Pick<DiffOptions, 'object' | 'shown' | 'isBeforeLive'>>;

/** What the server sets, and our own sum over all that is shown anyway. */
const leftOut: ReadonlySet<string> = new Set([
  ...['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid'].map(
    (field) => `metadata.${field}`,
  ),
  'status',
  `metadata.annotations.${contentAnnotation}`,
  `spec.template.metadata.annotations.${contentAnnotation}`,
]);

function* changesIn(
  before: Json | undefined,
  after: Json | undefined,
  path: FieldPath,
  context: Context,
): Generator<string> {
  const { object, shown, isBeforeLive } = context;
  if (leftOut.has(describePath(path)) || isSame(before, after)) return;
  const name = shown.text(describePath(path));
  if (after === undefined) {
    if (!isBeforeLive) yield `- ${name}${shownAs(before, path, context)}`;
    return;
  }
  const isHidden = shown.isHidden(object, path);
  // A hidden map tells the names in it: which key of a Secret is new, and nothing more.
  if (isMap(after) && (before === undefined || isMap(before)) && (path.length < 2 || isMap(before) || isHidden)) {
    const inner = isMap(before) ? before : {};
    for (const field of [...new Set([...Object.keys(inner), ...Object.keys(after)])].sort())
      yield* changesIn(memberOf(inner, field), memberOf(after, field), [...path, `f:${field}`], context);
    return;
  }
  if (before === undefined) {
    yield* added(after, path, context);
    return;
  }
  if (isHidden) {
    yield `~ ${name}: changed (not shown)`;
    return;
  }
  const pairs = Array.isArray(before) && Array.isArray(after) ? pairItems(before, after) : undefined;
  if (pairs !== undefined) {
    for (const { step, old, young } of pairs) yield* changesIn(old, young, [...path, step], context);
    return;
  }
  if (typeof before === 'string' && typeof after === 'string' && isLong(before, after)) {
    yield `~ ${name}:`;
    for (const line of textDiff(before, after, shown)) yield `    ${line}`;
    return;
  }
  const [was, is] = [before, after].map((value) => showValue(shown, object, path, value));
  yield was === is ? `~ ${name}: changed in what is not shown` : `~ ${name}: ${was} → ${is}`;
}

function* added(value: Json, path: FieldPath, context: Context): Generator<string> {
  const name = context.shown.text(describePath(path));
  if (typeof value === 'string' && value.includes('\n') && !context.shown.isHidden(context.object, path)) {
    yield `+ ${name}:`;
    for (const line of linesOf(context.shown.text(value))) yield `    ${cut(`+ ${line}`)}`;
  } else yield `+ ${name}${shownAs(value, path, context)}`;
}

function shownAs(value: Json | undefined, path: FieldPath, { object, shown }: Context): string {
  return shown.isHidden(object, path) ? ' (not shown)' : `: ${showValue(shown, object, path, value ?? null)}`;
}

/**
 * Lines are told apart as they are and printed as they may be seen, so that a secret that changed shows as `***` twice; unless
 * masking changed the number of lines, then only what is seen is compared.
 */
function textDiff(before: string, after: string, shown: Shown): readonly string[] {
  const [was, is] = [linesOf(before), linesOf(after)];
  const [seenWas, seenIs] = [linesOf(shown.text(before)), linesOf(shown.text(after))];
  const isLineByLine = was.length === seenWas.length && is.length === seenIs.length;
  const lines = isLineByLine ? seenLines(diffLines(was, is), seenWas, seenIs) : diffLines(seenWas, seenIs);
  const text = withContext(lines, 2).map(cut);
  if (text.length > 0) return text;
  return [isSame(was, is) ? 'only the line break at its end changed' : 'changed in what is not shown'];
}

function seenLines(
  lines: ReturnType<typeof diffLines>,
  seenBefore: readonly string[],
  seenAfter: readonly string[],
): ReturnType<typeof diffLines> {
  let [i, j] = [0, 0];
  return lines.map(({ sign }) => {
    const text = (sign === '+' ? seenAfter[j] : seenBefore[i]) ?? '';
    if (sign !== '+') i++;
    if (sign !== '-') j++;
    return { sign, text };
  });
}

/** White space stays as it is: in a configuration it tells what belongs to what. */
function cut(line: string): string {
  return line.length <= 200 ? line : `${line.slice(0, 199).toWellFormed()}…`;
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

function isLong(...texts: readonly string[]): boolean {
  return texts.some((text) => text.includes('\n'));
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item: Json, at) => isSame(item, other[at]));
  if (!isMap(one) || !isMap(other)) return false;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) =>
    isSame(memberOf(one, key), memberOf(other, key)),
  );
}
