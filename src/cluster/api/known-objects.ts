import type { LiveObject } from '../kubernetes-object.ts';

/** What a watch has told so far, so that a new list can be told as changes. */
export interface KnownObjects<T> {
  put(object: T): void;
  remove(object: T): void;
  /** This is all there is now. */
  replaceAll(objects: readonly T[]): void;
}

interface Listener<T> {
  changed(object: T): void;
  deleted(object: T): void;
}

/** Within one namespace and kind a name is a key; another uid under it is another object. */
export function createKnownObjects<T extends LiveObject>({ changed, deleted }: Listener<T>): KnownObjects<T> {
  const known = new Map<string, T>();
  const put = (object: T) => {
    const before = known.get(object.metadata.name);
    if (before !== undefined && before.metadata.uid !== object.metadata.uid) deleted(before);
    known.set(object.metadata.name, object);
    if (before?.metadata.uid === object.metadata.uid && isSame(before, object)) return;
    changed(object);
  };
  return {
    put,
    remove: (object) => {
      // A delete that is told again after a reconnect, when there is a successor by now, is not the successor's.
      const before = known.get(object.metadata.name);
      if (before === undefined || before.metadata.uid !== object.metadata.uid) return;
      known.delete(object.metadata.name);
      deleted(object);
    },
    replaceAll: (objects) => {
      const names = new Set(objects.map(({ metadata }) => metadata.name));
      for (const [name, object] of known) {
        if (names.has(name)) continue;
        known.delete(name);
        deleted(object);
      }
      for (const object of objects) put(object);
    },
  };
}

function isSame(a: LiveObject | undefined, b: LiveObject): boolean {
  return a?.metadata.resourceVersion !== undefined && a.metadata.resourceVersion === b.metadata.resourceVersion;
}
