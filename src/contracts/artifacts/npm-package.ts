import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Problem } from '../../report/index.ts';
import type { ContractSet } from '../set-schema.ts';
import type { Artifact } from './artifact.ts';
import { placeholderNames, readTruffleArtifact } from './truffle.ts';

/** Where a set's compiled contracts come from. Another source gives the same; the engine doesn't know which. */
export interface ArtifactSource {
  /** Undefined when there is no such artifact. @throws RangeError when there is one that can't be read. */
  read(name: string): Promise<Artifact | undefined>;
  /** For messages. */
  readonly description: string;
}

/** Opens the npm package that a set names, installed in a `node_modules` at or above the set's folder. */
export async function openNpmPackage(
  wanted: ContractSet['artifacts'],
  setFolder: string,
): Promise<{ readonly source: ArtifactSource } | { readonly problem: Problem }> {
  const spec = `${wanted.package}@${wanted.version}`;
  const folder = await findPackage(wanted.package, resolve(setFolder));
  const problem = (message: string, ...path: string[]) => ({ problem: { path: ['artifacts', ...path], message } });
  if (folder === undefined) {
    return problem(
      `${wanted.package} is not installed in a node_modules at or above this file: npm install --save-exact ${spec}`,
      'package',
    );
  }
  const installed = await readVersion(folder);
  if (installed !== wanted.version) {
    return problem(
      `${wanted.package} is installed in version ${installed}, this file wants ${wanted.version}: npm install --save-exact ${spec}`,
      'version',
    );
  }
  const artifactFolder = resolve(folder, wanted.folder);
  if (!`${artifactFolder}/`.startsWith(`${folder}/`))
    return problem('the folder must lie inside the package', 'folder');
  if (!(await isFolder(artifactFolder))) return problem(`${spec} has no folder ${wanted.folder}`, 'folder');
  const libraryNames = placeholderNames(await listSources(folder));
  return {
    source: {
      description: `${spec}, folder ${wanted.folder}`,
      async read(name) {
        const text = await readText(join(artifactFolder, `${name}.json`));
        return text === undefined ? undefined : readTruffleArtifact(text, libraryNames);
      },
    },
  };
}

async function findPackage(name: string, start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (await isFolder(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

async function readVersion(folder: string): Promise<string> {
  const text = await readText(join(folder, 'package.json'));
  try {
    const { version } = JSON.parse(text ?? '') as { version?: unknown };
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** Paths of the Solidity files that the package carries, relative to it. */
async function listSources(folder: string): Promise<readonly string[]> {
  if (!(await isFolder(join(folder, 'contracts')))) return [];
  const names = await readdir(join(folder, 'contracts'), { recursive: true });
  return names.filter((name) => name.endsWith('.sol')).map((name) => `contracts/${name.replaceAll('\\', '/')}`);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
