import * as v from 'valibot';
import type { Json } from '../values/index.ts';

function nameSchema(what: string) {
  return v.pipe(v.string(`expected ${what}`), v.nonEmpty(`expected ${what}`), v.description(what));
}

/** What may stand in a template for a value: a map with exactly one key. */
export const contractReference = v.pipe(
  v.strictObject({ contract: nameSchema('the name of a contract of the set') }),
  v.description('the address of a contract in the contract record, checksummed'),
);
export const peersReference = v.pipe(
  v.strictObject({ peers: nameSchema('the name of a role') }),
  v.description('the peer addresses of every client of a role, except the client itself'),
);
export const keyfileReference = v.pipe(
  v.strictObject({ keyfile: v.pipe(v.literal('path', 'expected { keyfile: path }'), v.description('always: path')) }),
  v.description("where the client's keyfile is mounted"),
);

export type TemplateReference =
  | { readonly kind: 'contract'; readonly name: string }
  | { readonly kind: 'peers'; readonly role: string }
  | { readonly kind: 'keyfile' };

type Path = readonly (string | number)[];

/** The reference a value of a template is, or nothing. */
export function templateReference(value: Json | undefined): TemplateReference | undefined {
  if (!isMap(value)) return undefined;
  const entries = Object.entries(value);
  const [key, name] = entries[0] ?? [];
  if (entries.length !== 1 || typeof name !== 'string') return undefined;
  switch (key) {
    case 'contract':
      return { kind: 'contract', name };
    case 'peers':
      return { kind: 'peers', role: name };
    case 'keyfile':
      return { kind: 'keyfile' };
    default:
      return undefined;
  }
}

/** Every reference in a template, and where it stands. */
export function referencesIn(
  template: Json | undefined,
  path: Path = [],
): { readonly path: Path; readonly reference: TemplateReference }[] {
  const reference = templateReference(template);
  if (reference) return [{ path, reference }];
  return childrenOf(template).flatMap(([key, child]) => referencesIn(child, [...path, key]));
}

/** Every text in a tree, and where it stands. */
export function textsIn(tree: Json | undefined, path: Path = []): { readonly path: Path; readonly text: string }[] {
  if (typeof tree === 'string') return [{ path, text: tree }];
  return childrenOf(tree).flatMap(([key, child]) => textsIn(child, [...path, key]));
}

export function isMap(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function childrenOf(value: Json | undefined): [string | number, Json | undefined][] {
  if (Array.isArray(value)) return value.map((item: Json, index) => [index, item]);
  return isMap(value) ? Object.entries(value) : [];
}
