import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

export interface InstalledPackage {
  readonly folder: string;
  readonly version: string;
}

/** Finds a package in a `node_modules` at or above a folder, as Node would. */
export async function findPackage(name: string, start: string): Promise<InstalledPackage | undefined> {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (await isFolder(candidate)) return { folder: candidate, version: await readVersion(candidate) };
    if (folder === dirname(folder)) return undefined;
  }
}

async function readVersion(folder: string): Promise<string> {
  try {
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
