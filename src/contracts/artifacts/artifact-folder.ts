import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { CompiledContract } from './compiled-contract.ts';
import { readBareHex } from './formats/bare-hex.ts';
import { noJson, readCompiledContracts } from './recognise.ts';

/** What a folder has under a name: a contract, or a file that can't be read and why. */
export type Found = { readonly file: string } & (
  | { readonly compiled: CompiledContract; readonly problem?: never }
  | { readonly problem: string; readonly compiled?: never }
);

/** The artifacts below a folder, found by name and read only when asked for: packages have hundreds. */
export interface ArtifactFolder {
  find(name: string): readonly Found[];
  /** Every contract of every file that can be read. Slow. */
  all(): readonly Found[];
  /** What may hold anything, because it can't be read. Slow. */
  unreadable(): readonly Found[];
  /** Files of this name in a folder called `cache`, which is left out. */
  inCache(name: string): Promise<readonly string[]>;
  /** Names of the files, which are nearly always those of the contracts. */
  names(): readonly string[];
}

const cannotRead = "it can't be read";

const skippedFolders = new Set(['node_modules', '.git', 'build-info', 'solcInputs']);
/** Of Foundry and Hardhat, beside their artifacts; deeper down it is a folder of somebody's Solidity. */
const cacheFolder = 'cache';

/** Opens a folder, or one file of solc's with many contracts. Undefined when there is nothing at this path. */
export async function openArtifactFolder(path: string): Promise<ArtifactFolder | undefined> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) return undefined;
  if (status.isDirectory()) return createFolder(path, await listFiles(path), []);
  const name = posix.basename(path);
  return createFolder(posix.dirname(path), [], [name]);
}

function createFolder(folder: string, files: readonly string[], given: readonly string[]): ArtifactFolder {
  const byName = groupByName(files);
  const known = new Set(files);
  const read = remembered((file: string) => readFound(folder, file, known));
  let contained: readonly Found[] | undefined;
  const all = () => [...files.filter((file) => !file.endsWith('.abi')), ...given].flatMap(read);
  return {
    async inCache(name) {
      const left = await listFiles(folder, cacheFolder).catch(() => []);
      return groupByName(left).get(name) ?? [];
    },
    unreadable: () => all().filter(({ problem }) => problem === noJson || problem?.startsWith(cannotRead)),
    names: () => [...byName.keys()],
    find(name) {
      const named = (byName.get(name) ?? []).flatMap(read);
      // What has only its file's name for a name may be called by all of it.
      const found = named.filter(
        ({ compiled, file }) => compiled === undefined || compiled.name === name || isBare(file),
      );
      if (found.some(({ compiled }) => compiled !== undefined)) return found;
      contained ??= [...given, ...findContainers(folder, files)].flatMap(read);
      const isMeant = ({ compiled, problem }: Found) =>
        compiled?.name === name || (problem !== undefined && given.length > 0);
      return [...found, ...contained.filter(isMeant)];
    },
    all,
  };
}

async function listFiles(folder: string, below = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const lists = await Promise.all(
    entries.map(async (entry) => {
      const path = posix.join(below, entry.name);
      if (entry.isDirectory())
        return skippedFolders.has(entry.name) || path === cacheFolder ? [] : listFiles(folder, path);
      return /\.(?:json|bin|hex|abi)$/.test(entry.name) ? [path] : [];
    }),
  );
  // The file system's own order is not always the same.
  return lists.flat().sort();
}

/** By the contract's name: Foundry adds the compiler's version to it, solc's JavaScript program puts the path before it. */
function groupByName(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    for (const name of namesOf(file)) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [file]);
      // Of one contract's bare files the one with the code stands for all.
      else if (!group.some((other) => withoutEnding(other) === withoutEnding(file) && !file.endsWith('.json')))
        group.push(file);
    }
  }
  return groups;
}

function namesOf(file: string): readonly string[] {
  const name = baseNameOf(file);
  const solcjs = /\.(?:bin|abi)$/.test(file) ? /_sol_(.+)$/.exec(name)?.[1] : undefined;
  return solcjs === undefined ? [name] : [name, solcjs];
}

function isBare(file: string): boolean {
  return /\.(?:bin|hex|abi)$/.test(file);
}

function baseNameOf(file: string): string {
  return withoutEnding(posix.basename(file)).replace(/\.\d+\.\d+\.\d+$/, '');
}

function withoutEnding(file: string): string {
  return file.replace(/\.[a-z]+$/, '');
}

function readFound(folder: string, file: string, files: ReadonlySet<string>): readonly Found[] {
  try {
    const contracts = isBare(file)
      ? [readBare(folder, file, files)]
      : readCompiledContracts(file, baseNameOf(file), readText(join(folder, file)));
    return contracts.map((compiled) => ({
      file,
      compiled: { ...compiled, source: compiled.source ?? sourceOf(file) },
    }));
  } catch (error) {
    if (error instanceof RangeError) return [{ file, problem: error.message }];
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return [{ file, problem: `${cannotRead} (${code})` }];
  }
}

function readBare(folder: string, file: string, files: ReadonlySet<string>): CompiledContract {
  const [bin, hex, abi] = ['bin', 'hex', 'abi'].map((ending) => {
    const beside = `${withoutEnding(file)}.${ending}`;
    return beside === file || files.has(beside) ? readText(join(folder, beside)) : undefined;
  });
  return readBareHex(namesOf(file).at(-1) ?? '', bin ?? hex, abi);
}

/** For a thousand small files in a row, waiting for each takes many times longer than reading it. */
function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Foundry and Hardhat name the folder of an artifact after its Solidity file. */
function sourceOf(file: string): string | undefined {
  const folder = posix.dirname(file);
  return folder.endsWith('.sol') ? folder : undefined;
}

/** Files with many contracts are named after none of them; they begin with what only they begin with. */
function findContainers(folder: string, files: readonly string[]): readonly string[] {
  return files.filter(
    (file) =>
      file.endsWith('.json') && /^\s*\{\s*"(?:contracts|errors|sources|version)"/.test(readStart(join(folder, file))),
  );
}

/** The first few words of a file, none of one that is not there or can't be read. */
export function readStart(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const start = Buffer.alloc(256);
    return start.toString('utf8', 0, readSync(file, start));
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function remembered<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
