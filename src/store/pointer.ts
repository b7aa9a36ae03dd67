import { RemoteError } from '../report/index.ts';
import { canonicalJson, type Digest, parseDigest } from '../values/index.ts';
import type { Store } from './store.ts';

/** A small object that names another by its digest, and moves. */
export interface Pointer {
  readonly target: Digest;
  readonly generation: string;
}

export async function readPointer(store: Store, name: string): Promise<Pointer | undefined> {
  const found = await store.read(name);
  if (found === undefined) return undefined;
  try {
    return {
      target: parseDigest(JSON.parse(new TextDecoder().decode(found.bytes)).target),
      generation: found.generation,
    };
  } catch (cause) {
    throw new RemoteError(`${name} in ${store.location} is no pointer: expected {"target":"sha256:…"}`, { cause });
  }
}

/**
 * Moves a pointer that is still as it was seen (`undefined`: was not there). `unchanged` when it already names the
 * target, whoever moved it; `conflict` when another run moved it elsewhere meanwhile.
 */
export async function movePointer(
  store: Store,
  name: string,
  target: Digest,
  seen: Pointer | undefined,
): Promise<'moved' | 'unchanged' | 'conflict'> {
  const isStill = async () => (await readPointer(store, name))?.target === target;
  if (seen?.target === target) return (await isStill()) ? 'unchanged' : 'conflict';
  const bytes = new TextEncoder().encode(canonicalJson({ target }));
  const outcome =
    seen === undefined ? await store.create(name, bytes) : await store.replace(name, bytes, seen.generation);
  if (outcome === 'created' || outcome === 'replaced') return 'moved';
  return (await isStill()) ? 'unchanged' : 'conflict';
}
