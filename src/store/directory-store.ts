import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, realpath, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { excerpt, RemoteError } from '../report/index.ts';
import { checkObjectName } from './object-name.ts';
import type { ListRange, Store } from './store.ts';

/** What follows an object's name in the name of the folder that holds its later generations. */
const laterGenerations = '~';
const incoming = '~incoming';

/**
 * A folder as store. Generation 1 of an object is the file of its name; generation n is `NAME~/n`, and the greatest
 * counts. A generation is written whole under another name and then linked to its own, which the file system does only if
 * nothing is there: so compare-and-swap holds between processes without a lock that a killed process could leave behind.
 * (Removing old generations would break it: a writer could then link a number that was already taken.)
 */
export function openDirectoryStore(folder: string, signal: AbortSignal): Store {
  const generationFile = (name: string, generation: number) =>
    generation === 1 ? join(folder, name) : join(folder, `${name}${laterGenerations}`, String(generation));
  const guarded = <T>(action: string, name: string, work: () => Promise<T>) =>
    describeErrors(`${action} ${name} in ${folder}`, signal, work);

  async function currentGeneration(name: string): Promise<number> {
    const later = await orUndefined(readdir(join(folder, `${name}${laterGenerations}`)), 'ENOENT');
    return Math.max(1, ...(later ?? []).map(Number).filter(Number.isSafeInteger));
  }

  async function read(name: string) {
    const generation = await currentGeneration(name);
    const file = generationFile(name, generation);
    const path = await orUndefined(realpath(file), 'ENOENT');
    if (path === undefined) return undefined;
    await refuseOutside(folder, path);
    return { bytes: new Uint8Array(await readFile(path)), generation: String(generation) };
  }

  /** False when the generation is already there. */
  async function write(name: string, generation: number, bytes: Uint8Array): Promise<boolean> {
    const file = generationFile(name, generation);
    await makeFolder(join(folder, incoming));
    await makeFolder(dirname(file));
    await refuseOutside(folder, await realpath(dirname(file)));
    const draft = join(folder, incoming, randomUUID());
    try {
      await writeDurably(draft, bytes);
      await link(draft, file);
      await syncFolder(dirname(file));
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    } finally {
      await orUndefined(unlink(draft), 'ENOENT');
    }
  }

  return {
    location: `file:${folder}`,
    read: (name) => guarded('read', name, () => read(checkObjectName(name))),
    create: (name, bytes) =>
      guarded('create', name, async () => ((await write(checkObjectName(name), 1, bytes)) ? 'created' : 'exists')),
    replace: (name, bytes, generation) =>
      guarded('replace', name, async () => {
        const seen = await read(checkObjectName(name));
        if (seen?.generation !== generation) return 'changed';
        return (await write(name, Number(generation) + 1, bytes)) ? 'replaced' : 'changed';
      }),
    list: (prefix, { from = '', limit }: ListRange = {}) =>
      guarded('list', prefix, async () => {
        const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
        if (start !== '') checkObjectName(start.slice(0, -1));
        const names = await filesBelow(join(folder, start));
        return names
          .map((name) => `${start}${name}`)
          .filter((name) => name.startsWith(prefix) && name >= from)
          .sort()
          .slice(0, limit);
      }),
    under: (limits) => openDirectoryStore(folder, limits.signal),
  };
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await orUndefined(readdir(folder, { withFileTypes: true, recursive: true }), 'ENOENT');
  return (entries ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !name.includes(laterGenerations));
}

/** A symbolic link in the folder must not lead a write or a read elsewhere. */
async function refuseOutside(folder: string, path: string): Promise<void> {
  const way = relative(await realpath(folder), path);
  if (way === '..' || way.startsWith(`..${sep}`)) throw new RemoteError('a symbolic link in the store leads out of it');
}

/** Makes a folder that is still there after a power cut: each new one is entered durably in the one above. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT') throw error;
    await makeFolder(dirname(folder));
    return makeFolder(folder);
  }
  await syncFolder(dirname(folder));
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o644);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function describeErrors<T>(what: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined && !(error instanceof RemoteError)) throw error;
    const hint = code === 'EPERM' || code === 'ENOTSUP' ? ' (the file system must know hard links)' : '';
    throw new RemoteError(`could not ${what}: ${excerpt((error as Error).message)}${hint}`, { cause: error });
  }
}

async function orUndefined<T>(work: Promise<T>, code: string): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === code) return undefined;
    throw error;
  }
}

/** The system's word for what went wrong; our own errors have none. */
function codeOf(error: unknown): string | undefined {
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  return typeof code === 'string' && syscall !== undefined ? code : undefined;
}
