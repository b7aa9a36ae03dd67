import type { LiveObject } from '../kubernetes-object.ts';

/** Objects by what they belong to. */
export interface OwnerIndex<T> {
  put(object: T): void;
  remove(object: T): void;
  of(owner: string): readonly T[];
  all(): readonly T[];
  /** What the object of this uid belongs to, as long as it is here. */
  ownerOf(uid: string): string | undefined;
}

/** @param belongsTo uid of the owner. What belongs to nobody is forgotten. */
export function createOwnerIndex<T extends LiveObject>(belongsTo: (object: T) => string | undefined): OwnerIndex<T> {
  const ownerByUid = new Map<string, string>();
  const byOwner = new Map<string, Map<string, T>>();

  const forget = (uid: string) => {
    const owner = ownerByUid.get(uid);
    if (owner === undefined) return;
    ownerByUid.delete(uid);
    const siblings = byOwner.get(owner);
    siblings?.delete(uid);
    if (siblings?.size === 0) byOwner.delete(owner);
  };

  return {
    put: (object) => {
      const uid = object.metadata.uid ?? '';
      const owner = belongsTo(object);
      // It may have been orphaned or adopted.
      if (ownerByUid.get(uid) !== owner) forget(uid);
      if (owner === undefined) return;
      ownerByUid.set(uid, owner);
      const siblings = byOwner.get(owner) ?? new Map<string, T>();
      byOwner.set(owner, siblings.set(uid, object));
    },
    remove: (object) => forget(object.metadata.uid ?? ''),
    all: () => [...byOwner.values()].flatMap((siblings) => [...siblings.values()]),
    of: (owner) => [...(byOwner.get(owner)?.values() ?? [])],
    ownerOf: (uid) => ownerByUid.get(uid),
  };
}

/** The controller that made it, by uid. */
export function controllerOf({ metadata }: LiveObject): string | undefined {
  const owners = metadata.ownerReferences ?? [];
  return (owners.find(({ controller }) => controller === true) ?? owners[0])?.uid;
}
