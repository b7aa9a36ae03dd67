import type { Json } from '../../values/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';

/**
 * Fields of one object, as `managedFields` names them (fieldsV1): a tree whose steps are `f:NAME` (a field), `k:{…}` (the
 * item of a list with these keys), `v:…` (an item of a set) and `i:N` (an item by its place); `.` is the node itself.
 */
export interface FieldSet {
  /** The value as a whole: a scalar, an atomic list or map, an empty one, or that an item is there. */
  readonly isMember: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

/** Steps from the object itself, each as fieldsV1 writes it. */
export type FieldPath = readonly string[];

export const noFields: FieldSet = { isMember: false, children: new Map() };

/** Reads `fieldsV1`; nothing at all is an empty set. */
export function parseFieldSet(fieldsV1: JsonObject | undefined): FieldSet {
  return fieldsV1 === undefined ? noFields : { isMember: false, children: childrenOf(fieldsV1) };
}

/** The same set as `fieldsV1` writes it. */
export function formatFieldSet(set: FieldSet): JsonObject {
  const children = [...set.children].map(([step, child]): [string, JsonObject] => [step, formatFieldSet(child)]);
  return Object.fromEntries(set.isMember && children.length > 0 ? [['.', {}], ...children] : children);
}

/** Every field of either. */
export function unionOf(one: FieldSet, other: FieldSet): FieldSet {
  const children = new Map(one.children);
  for (const [step, child] of other.children) {
    const known = children.get(step);
    children.set(step, known === undefined ? child : unionOf(known, child));
  }
  return { isMember: one.isMember || other.isMember, children };
}

/** What is left of a set without these fields; a node that held nothing else goes with them. */
export function without(set: FieldSet, paths: readonly FieldPath[]): FieldSet {
  return paths.reduce((rest, path) => withoutOne(rest, path) ?? noFields, set);
}

/** The set of exactly these fields. */
export function setOf(paths: readonly FieldPath[]): FieldSet {
  return paths.map(([...path]) => path.reduceRight<FieldSet>(inside, leaf)).reduce(unionOf, noFields);
}

/** The part of a set behind a step or a path; `undefined` when nothing there is in it. */
export function fieldsAt(set: FieldSet | undefined, path: FieldPath): FieldSet | undefined {
  return path.reduce<FieldSet | undefined>((node, step) => node?.children.get(step), set);
}

/** A path as Kubernetes itself writes it in a conflict, without the leading dot: `spec.containers[name="client"].image`. */
export function describePath(path: FieldPath): string {
  return path.map(describeStep).join('').replace(/^\./, '');
}

/** The keys of a step `k:{…}`; `undefined` for any other step. */
export function keysOf(step: string): JsonObject | undefined {
  if (!step.startsWith('k:')) return undefined;
  if (!readKeys.has(step)) {
    if (readKeys.size >= 1000) readKeys.clear();
    const value = readJson(step.slice(2));
    readKeys.set(step, isMap(value) ? value : undefined);
  }
  return readKeys.get(step);
}

/** The same few (a container's name, a port) stand in the books of every client, and each is asked for many times. */
const readKeys = new Map<string, JsonObject | undefined>();

export function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of a map; what every object inherits (`constructor`) is none, and may be a key in a ConfigMap. */
export function memberOf(map: JsonObject, field: string): Json | undefined {
  return Object.hasOwn(map, field) ? map[field] : undefined;
}

const leaf: FieldSet = { isMember: true, children: new Map() };

function inside(child: FieldSet, step: string): FieldSet {
  return { isMember: false, children: new Map([[step, child]]) };
}

function childrenOf(node: JsonObject): ReadonlyMap<string, FieldSet> {
  return new Map(
    Object.entries(node)
      .filter(([step]) => step !== '.')
      .map(([step, value]) => {
        const child = isMap(value) ? value : {};
        const children = childrenOf(child);
        return [step, { isMember: '.' in child || children.size === 0, children }];
      }),
  );
}

function withoutOne(set: FieldSet, [step, ...rest]: FieldPath): FieldSet | undefined {
  if (step === undefined) return set.children.size === 0 ? undefined : { ...set, isMember: false };
  const child = set.children.get(step);
  if (child === undefined) return set;
  const children = new Map(set.children);
  const left = withoutOne(child, rest);
  if (left === undefined) children.delete(step);
  else children.set(step, left);
  return children.size === 0 && !set.isMember ? undefined : { ...set, children };
}

function describeStep(step: string): string {
  const [kind, text] = [step.slice(0, 2), step.slice(2)];
  if (kind === 'f:') return `.${text}`;
  const keys = keysOf(step);
  if (keys === undefined) return kind === 'v:' ? `[=${text}]` : `[${text}]`;
  return `[${Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',')}]`;
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
