import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readFile, realpath, rename, unlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../report/index.ts';

/**
 * Writes a configuration where only its owner can read it when it is a secret (0600). A reader sees the old file or the
 * new one, never half of one: the text goes to a new file beside it, which then takes the name. No symbolic link is
 * followed out of the workspace, and none is written through. `file` is relative to the workspace.
 */
export async function writeConfiguration(
  file: string,
  text: string,
  { isSecret, workspace }: { readonly isSecret: boolean; readonly workspace: string },
): Promise<'written' | 'unchanged'> {
  const mode = isSecret ? 0o600 : 0o644;
  const target = await safeTarget(file, workspace);
  if (await isAlready(target, text, isSecret)) return 'unchanged';
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  const handle = await open(
    temporary,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    mode,
  );
  try {
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  return 'written';
}

/** The file's real path, its folder made. Checked before anything is made, folder by folder. */
async function safeTarget(file: string, workspace: string): Promise<string> {
  const root = await realpath(workspace);
  const wanted = resolve(root, file);
  if (!isInside(root, wanted)) throw new UserError(`${file} lies outside of the workspace: give a path inside it`);
  let folder = root;
  for (const part of relative(root, dirname(wanted)).split(sep).filter(Boolean)) {
    const next = join(folder, part);
    await mkdir(next, { mode: 0o755 }).catch(ignoreExisting);
    folder = await realpath(next);
    if (folder !== root && !isInside(root, folder)) {
      throw new UserError(`${file} leads out of the workspace through the symbolic link ${relative(root, next)}`);
    }
  }
  const target = join(folder, basename(wanted));
  const existing = await lstat(target).catch(() => undefined);
  if (existing && !existing.isFile()) {
    const kind = existing.isSymbolicLink() ? 'a symbolic link' : 'not a file';
    throw new UserError(`${file} can't be written: something else of this name is there, and it is ${kind}`);
  }
  return target;
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function isAlready(target: string, text: string, isSecret: boolean): Promise<boolean> {
  const status = await lstat(target).catch(() => undefined);
  if (status === undefined) return false;
  const isOpenToOthers = (status.mode & 0o077) !== 0;
  return !(isSecret && isOpenToOthers) && (await readFile(target, 'utf8')) === text;
}
