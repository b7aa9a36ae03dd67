import { kindsInOrder, type WantedObject } from '../kubernetes-object.ts';

/** `Kind/name`: one object of the namespace. */
export type ObjectKey = `${string}/${string}`;

/** What belongs to no client alone: no client is called so. */
export const sharedOwner = '';

/** What was applied for one client, or for all (`sharedOwner`), so that it can be applied again. */
export interface RecordedOwner {
  readonly owner: string;
  readonly role: string;
  /** In the order of writing; a Secret's data too. */
  readonly bodies: readonly WantedObject[];
  /** Those that are named by what they hold, and never changed: a newer one stands beside the older. */
  readonly contentNamed: readonly ObjectKey[];
  /** Those that were there before the first roll-out: copied from the live object, not written by us. */
  readonly adopted: readonly ObjectKey[];
  /** A release left this standing, and none of them was ever proved: it is nothing to go back to. */
  readonly neverProved?: true;
}

/** True for what may be gone back to. */
export function isGood(version: RecordedOwner | undefined): version is RecordedOwner {
  return version !== undefined && version.neverProved !== true;
}

/** What is written for a network, as far as the record needs to know it. */
export interface RecordedNetwork {
  readonly shared: readonly WantedObject[];
  readonly clients: readonly {
    readonly client: string;
    readonly role: string;
    readonly immutable: readonly WantedObject[];
    readonly beside: readonly WantedObject[];
    readonly workload: WantedObject;
  }[];
}

export function keyOf({ kind, metadata }: Pick<WantedObject, 'kind' | 'metadata'>): ObjectKey {
  return `${kind}/${metadata.name}`;
}

/** The kind and the name behind a key. */
export function partsOf(key: ObjectKey): { readonly kind: string; readonly name: string } {
  const slash = key.indexOf('/');
  return { kind: key.slice(0, slash), name: key.slice(slash + 1) };
}

export function keysOf(owner: RecordedOwner | undefined): readonly ObjectKey[] {
  return (owner?.bodies ?? []).map(keyOf);
}

/** What is recorded of the objects that are going to be written. */
export function ownersOf({ shared, clients }: RecordedNetwork): readonly RecordedOwner[] {
  const ofClients = clients.map(
    ({ client, role, immutable, beside, workload }): RecordedOwner => ({
      owner: client,
      role,
      bodies: [...immutable, ...beside, workload],
      contentNamed: immutable.map(keyOf),
      adopted: [],
    }),
  );
  if (shared.length === 0) return ofClients;
  return [{ owner: sharedOwner, role: '', bodies: shared, contentNamed: [], adopted: [] }, ...ofClients];
}

/**
 * One owner's objects, and what only others had of it: all that may stand when a run was broken off between its writes.
 * Where several have a body, the first one's counts.
 */
export function joined(
  first: RecordedOwner | undefined,
  ...others: readonly (RecordedOwner | undefined)[]
): RecordedOwner | undefined {
  let whole = first;
  for (const other of others) {
    if (other === undefined) continue;
    if (whole === undefined) {
      whole = other;
      continue;
    }
    const known = new Set(keysOf(whole));
    const isNew = (key: ObjectKey) => !known.has(key);
    whole = {
      ...whole,
      bodies: inOrderOfWriting([...whole.bodies, ...other.bodies.filter((body) => isNew(keyOf(body)))]),
      contentNamed: [...whole.contentNamed, ...other.contentNamed.filter(isNew)],
      adopted: [...whole.adopted, ...other.adopted.filter(isNew)],
    };
  }
  return whole;
}

/** What an object stands on is written before it. */
export function inOrderOfWriting(bodies: readonly WantedObject[]): readonly WantedObject[] {
  return [...bodies].sort((a, b) => kindsInOrder.indexOf(a.kind) - kindsInOrder.indexOf(b.kind));
}
