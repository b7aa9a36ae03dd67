import { RemoteError, UserError } from '../report/index.ts';
import { type Digest, digestOf } from '../values/index.ts';
import type { Store } from './store.ts';

/** Stores bytes under their digest. The same bytes again write nothing. */
export async function putContent(
  store: Store,
  folder: string,
  bytes: Uint8Array,
): Promise<{ readonly digest: Digest; readonly isNew: boolean }> {
  const digest = digestOf(bytes);
  const isNew = (await store.create(contentName(folder, digest), bytes)) === 'created';
  if (!isNew) await readContent(store, folder, digest);
  return { digest, isNew };
}

/** @throws UserError when nothing has that digest; RemoteError when what is stored under it has another. */
export async function readContent(store: Store, folder: string, digest: Digest): Promise<Uint8Array> {
  const name = contentName(folder, digest);
  const found = await store.read(name);
  if (found === undefined) throw new UserError(`the store ${store.location} has no ${name}`);
  const actual = digestOf(found.bytes);
  if (actual !== digest)
    throw new RemoteError(`${name} in ${store.location} is damaged: its content's digest is ${actual}`);
  return found.bytes;
}

export function contentName(folder: string, digest: Digest): string {
  return `${folder}/${digest.slice('sha256:'.length)}.json`;
}
