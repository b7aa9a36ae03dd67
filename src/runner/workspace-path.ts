import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { describeSeen, excerpt, secretLook } from '../report/index.ts';
import { type ParseContext, type Parser, Rejected } from './parser.ts';

/** A file that exists in the workspace; symbolic links are followed first, and must not lead out of it. */
export const existingFile: Parser<string> = {
  accepts: 'the path of a file that exists in the workspace',
  parse(value, context) {
    const path = realPath(resolvePath(value, context));
    if (path === undefined) throw new Rejected(`${nameOf(value)}, where nothing is`);
    if (!statSync(contained(path, context)).isFile()) throw new Rejected(`${nameOf(value)}, which is not a file`);
    return path;
  },
};

/** A folder in the workspace, which need not exist yet. */
export const outputFolder: Parser<string> = {
  accepts: 'the path of a folder in the workspace, which need not exist yet',
  parse(value, context) {
    const path = contained(resolveExistingPart(resolvePath(value, context)), context);
    if (!canBeFolder(path))
      throw new Rejected(`${nameOf(value)}, which is or leads through something that is no folder`);
    return path;
  },
};

function resolvePath(value: string, { workspace }: ParseContext): string {
  if (value.includes('\0')) throw new Rejected('a path with a NUL character');
  // On Linux a backslash is a letter, so `..\x` would be a file of that name: nobody means that.
  if (sep === '/' && value.includes('\\')) throw new Rejected('a path with a backslash');
  if (/[\r\n]/.test(value)) throw new Rejected('several lines');
  return resolve(workspace, value);
}

/** A path may be repeated, unless it isn't one but a secret at the wrong place. */
function nameOf(value: string): string {
  return secretLook(value) === undefined ? JSON.stringify(excerpt(value)) : describeSeen(value);
}

/** True when the nearest thing that exists on the way is a folder. */
function canBeFolder(path: string): boolean {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found === undefined ? canBeFolder(dirname(path)) : found.isDirectory();
  } catch {
    return false; // on the way is a file
  }
}

/** Follows the links of the part that exists, so that a linked folder can't lead a new file out of the workspace. */
function resolveExistingPart(path: string): string {
  const parent = dirname(path);
  return realPath(path) ?? (parent === path ? path : join(resolveExistingPart(parent), basename(path)));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function contained(path: string, { workspace }: ParseContext): string {
  const way = relative(realpathSync(workspace), path);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
    throw new Rejected('a path that leads out of the workspace');
  return path;
}
