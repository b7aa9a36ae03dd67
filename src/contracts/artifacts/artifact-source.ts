import { join, resolve } from 'node:path';
import type { Problem } from '../../report/index.ts';
import type { SourceEntry } from '../set/set-schema.ts';
import { type ArtifactFolder, openArtifactFolder } from './artifact-folder.ts';
import { findPackage } from './npm-package.ts';

/** One place that a set takes its artifacts from. */
export interface ArtifactSource {
  /** For messages. */
  readonly description: string;
  /** What `from` may say to mean this source. */
  readonly aliases: readonly string[];
  readonly artifacts: ArtifactFolder;
  /** Where it lies. */
  readonly folder: string;
  readonly npm: NpmOrigin | undefined;
}

/** The package that a source is a folder of. */
export interface NpmOrigin {
  readonly name: string;
  readonly folder: string;
  /** All of the package, opened when it is asked for first. */
  whole(): Promise<ArtifactFolder | undefined>;
}

type Opened =
  | { readonly source: ArtifactSource; readonly problem?: never }
  | { readonly problem: Problem; readonly source?: never };

/** Opens a source of a set; `path` is where the set's file names it. */
export async function openArtifactSource(
  entry: SourceEntry,
  setFolder: string,
  path: readonly (string | number)[],
): Promise<Opened> {
  return entry.package === undefined
    ? openFolder(entry.folder ?? '.', setFolder, path)
    : openPackage(entry.package, entry.version ?? '', entry.folder ?? 'artifacts', setFolder, path);
}

async function openFolder(named: string, setFolder: string, path: readonly (string | number)[]): Promise<Opened> {
  const folder = resolve(setFolder, named);
  const artifacts = await openArtifactFolder(folder);
  if (artifacts === undefined) {
    const message = `there is no folder ${named} beside this file: compile the contracts first`;
    return { problem: { path: [...path, 'folder'], message } };
  }
  return { source: { description: named, aliases: [named], artifacts, folder, npm: undefined } };
}

async function openPackage(
  name: string,
  version: string,
  named: string,
  setFolder: string,
  path: readonly (string | number)[],
): Promise<Opened> {
  const problem = (key: string, message: string) => ({ problem: { path: [...path, key], message } });
  const spec = `${name}@${version}`;
  const installed = await findPackage(name, setFolder);
  if (installed === undefined) {
    return problem(
      'package',
      `${name} is not installed in a node_modules at or above this file: npm install --save-exact ${spec}`,
    );
  }
  // What follows a plus says of which commit it was built, and npm's own index leaves it out.
  if (installed.version.replace(/\+.*/, '') !== version) {
    return problem(
      'version',
      `${name} is installed in version ${installed.version}, this file wants ${version}: npm install --save-exact ${spec}`,
    );
  }
  const folder = join(installed.folder, named);
  if (!`${folder}/`.startsWith(`${installed.folder}/`)) {
    return problem('folder', 'the folder must lie inside the package');
  }
  const artifacts = await openArtifactFolder(folder);
  if (artifacts === undefined) return problem('folder', `${spec} has no folder ${named}`);
  return {
    source: {
      description: folder === installed.folder ? spec : `${spec}, folder ${named}`,
      aliases: [name, `${name}/${named}`, named],
      artifacts,
      folder,
      npm: { name, folder: installed.folder, whole: once(() => openArtifactFolder(installed.folder)) },
    },
  };
}

function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
}
