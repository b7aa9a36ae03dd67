import { readdir, readFile as readWhole, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { UserError } from '../report/index.ts';

/** Gives a file's text; rejects when there is none. Paths are as the user writes them, relative to the workspace. */
export type ReadFile = (path: string) => Promise<string>;

/** The names of the files in a folder, in order; `undefined` when the path leads to no folder. */
export type ListFolder = (path: string) => Promise<readonly string[] | undefined>;

/** Nothing a person writes by hand is larger. */
const maximumBytes = 4 * 1024 * 1024;

/** Reads files of a workspace, and only of it: neither `..` nor a symbolic link leads out. */
export function workspaceFiles(workspace: string): ReadFile {
  return async (path) => {
    const file = await pathIn(workspace, path);
    const status = await stat(file);
    if (!status.isFile()) throw new UserError('this is not a file');
    if (status.size > maximumBytes) throw new UserError(`the file is larger than ${maximumBytes / 1024 / 1024} MiB`);
    return await readWhole(file, 'utf8');
  };
}

/** Lists folders of a workspace, and only of it. */
export function workspaceFolders(workspace: string): ListFolder {
  return async (path) => {
    const folder = await pathIn(workspace, path).catch(() => undefined);
    if (folder === undefined || !(await stat(folder)).isDirectory()) return undefined;
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  };
}

async function pathIn(workspace: string, path: string): Promise<string> {
  const root = await realpath(workspace);
  const found = await realpath(resolve(root, path));
  const way = relative(root, found);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new UserError('the path leads out of the workspace');
  }
  return found;
}

/** Why a file couldn't be read, in a user's words. */
export function unreadable(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is not a file';
  return code === undefined ? "the file can't be read" : `the file can't be read (${code})`;
}
