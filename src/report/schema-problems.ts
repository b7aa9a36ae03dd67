import type { BaseIssue, GenericSchema, InferOutput } from 'valibot';
import type { Problem } from './errors.ts';
import { nearestName } from './nearest-name.ts';
import { describeSeen } from './seen-value.ts';

/** A value that fits its schema, or every reason why it doesn't. */
export type Checked<T> =
  | { readonly value: T; readonly problems?: never }
  | { readonly problems: readonly Problem[]; readonly value?: never };

type Path = readonly (string | number)[];

/** The parts of valibot's schemas that tell what may stand below a value. */
interface Shape {
  readonly type: string;
  readonly entries?: { readonly [key: string]: Shape };
  readonly value?: Shape;
  readonly item?: Shape;
  readonly wrapped?: Shape;
  readonly options?: readonly Shape[];
  readonly getter?: (input: unknown) => Shape;
  readonly pipe?: readonly { readonly kind: string; readonly type: string; readonly description?: string }[];
}

/**
 * Checks a value and says each mistake in one sentence: what was expected, what was seen. A schema's own messages begin
 * with "expected"; they are completed with what was seen, unless they speak of `$NAME`: what stands where a secret
 * belongs is never repeated. (valibot is not imported here, only its schemas' shape is known.)
 */
export function checkAgainst<const S extends GenericSchema>(schema: S, value: unknown): Checked<InferOutput<S>> {
  const root = unwrapped(schema as unknown as Shape);
  const passed = overlooked(root, value, []);
  const { issues, value: output } = schema['~run']({ value }, {});
  if (issues === undefined && passed.length === 0) return { value: output as InferOutput<S> };
  const isBelow = ({ path }: Problem) =>
    passed.some((other) => other.path.every((step, index) => path[index] === step));
  const problems = (issues ?? []).flatMap((issue) => problemsOf(root, issue));
  return { problems: [...passed, ...problems.filter((problem) => !isBelow(problem))] };
}

/** What valibot lets pass: a list for a map whose keys are all optional, and names it drops because of JavaScript's own. */
function overlooked(shape: Shape, value: unknown, path: Path): Problem[] {
  if (value === null || typeof value !== 'object') return [];
  if (shape.options) {
    const option = nearestOption(shape.options, value);
    return option ? overlooked(option, value, path) : [];
  }
  if (Array.isArray(value) && (shape.entries || shape.value))
    return [{ path, message: 'expected a map, found a list' }];
  return Object.entries(value).flatMap(([key, child]) => {
    const childPath = [...path, Array.isArray(value) ? Number(key) : key];
    if (shape.value && droppedNames.has(key))
      return [{ path: childPath, message: `the name "${key}" can't be used: choose another` }];
    const below = shapeBelow(shape, key);
    return below ? overlooked(below, child, childPath) : [];
  });
}

const droppedNames = new Set(['__proto__', 'prototype', 'constructor']);

function shapeBelow(shape: Shape, key: string | number): Shape | undefined {
  const entry = shape.entries && Object.hasOwn(shape.entries, key) ? shape.entries[key] : undefined;
  const below = entry ?? shape.value ?? shape.item;
  return below && unwrapped(below);
}

function problemsOf(root: Shape, issue: BaseIssue<unknown>): Problem[] {
  const path = (issue.path ?? []).map((item) => item.key as string | number);
  const parent = issue.path?.at(-1)?.input;
  if (issue.type === 'strict_object' && issue.expected === 'never') return unknownKeys(root, path.slice(0, -1), parent);
  const shape = shapeAt(root, path, issue);
  if (issue.type === 'strict_object' && issue.expected?.startsWith('"'))
    return [{ path, message: missingKey(path.at(-1), shape) }];
  if (issue.type === 'union' || issue.type === 'variant') {
    const option = nearestOption(shape?.options ?? [], issue.input);
    const inner = option && checkAgainst(option as unknown as GenericSchema, issue.input).problems;
    if (inner) return inner.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
  }
  return [{ path, message: mistake(issue, shape) }];
}

function mistake(issue: BaseIssue<unknown>, shape: Shape | undefined): string {
  const hasOwnWords = !issue.message.startsWith('Invalid ');
  const expected = hasOwnWords ? issue.message : typeMistake(issue.expected, describe(shape));
  if (!expected.startsWith('expected')) return expected;
  if (expected.includes('$NAME') && typeof issue.input === 'string') return `${expected}; what was found is not shown`;
  const advice = issue.input === null && mayBeEmpty(shape) ? ': write {}' : '';
  return `${expected}, found ${describeSeen(issue.input)}${advice}`;
}

/** True for a map that needs no key. */
function mayBeEmpty(shape: Shape | undefined): boolean {
  return shape?.entries !== undefined && Object.values(shape.entries).every(({ type }) => type === 'optional');
}

function typeMistake(expected: string | null, description: string | undefined): string {
  return description === undefined ? `expected ${inWords(expected)}` : `expected ${inWords(expected)} (${description})`;
}

function missingKey(key: string | number | undefined, shape: Shape | undefined): string {
  const description = describe(shape);
  return description === undefined ? `the key "${key}" is missing` : `the key "${key}" is missing: ${description}`;
}

function unknownKeys(root: Shape, path: Path, parent: unknown): Problem[] {
  const known = Object.keys(shapeAt(root, path, { input: parent })?.entries ?? {});
  const present = Object.keys(parent as object);
  return present
    .filter((key) => !known.includes(key))
    .map((key) => {
      const nearest = nearestName(
        key,
        known.filter((name) => !present.includes(name)),
      );
      const advice = nearest === undefined ? `expected one of ${known.join(', ')}` : `did you mean "${nearest}"?`;
      const problem = { path: [...path, key], message: `unknown key ${describeSeen(key)}: ${advice}` };
      return nearest === undefined ? problem : { ...problem, meant: nearest };
    });
}

/** The schema of what stands at a path. Where a schema has options, the one that fits the value's keys is followed. */
function shapeAt(
  root: Shape,
  path: Path,
  at: { readonly input: unknown; readonly path?: BaseIssue<unknown>['path'] },
): Shape | undefined {
  let shape: Shape | undefined = unwrapped(root);
  for (const [index, key] of path.entries()) {
    if (shape?.options) shape = nearestOption(shape.options, at.path?.[index]?.input);
    shape = shape && shapeBelow(shape, key);
  }
  return shape?.options && shape.entries === undefined && at.path === undefined
    ? nearestOption(shape.options, at.input)
    : shape;
}

function unwrapped(shape: Shape): Shape {
  if (shape.wrapped) return unwrapped(shape.wrapped);
  return shape.type === 'lazy' && shape.getter ? unwrapped(shape.getter(undefined)) : shape;
}

function nearestOption(options: readonly Shape[], value: unknown): Shape | undefined {
  const all = options.map(unwrapped).flatMap((option) => option.options?.map(unwrapped) ?? [option]);
  if (Array.isArray(value)) return all.find((option) => option.item);
  if (value === null || typeof value !== 'object') return undefined;
  const shared = (option: Shape) =>
    Object.keys(value).filter((key) => option.entries && Object.hasOwn(option.entries, key)).length;
  return all.filter((option) => shared(option) > 0).sort((a, b) => shared(b) - shared(a))[0];
}

function describe(shape: Shape | undefined): string | undefined {
  return shape?.pipe?.findLast((item) => item.kind === 'metadata' && item.type === 'description')?.description;
}

function inWords(expected: string | null): string {
  const words: { readonly [type: string]: string } = {
    string: 'a text',
    number: 'a number',
    boolean: 'true or false',
    Object: 'a map',
    Array: 'a list',
  };
  const parts = (expected ?? 'something else').replace(/^\((.*)\)$/, '$1').split(' | ');
  return [...new Set(parts.map((part) => words[part] ?? part))].join(' or ');
}
