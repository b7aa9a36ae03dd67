import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type ParseContext, type Parser, Rejected } from './parser.ts';

/** A file or folder that exists in the workspace; symbolic links are followed first, and must not lead out of it. */
export const existingPath: Parser<string> = {
  accepts: 'the path of a file or folder that exists in the workspace',
  parse: (value, context) => contained(resolvePath(value, context), context),
};

/** A path in the workspace at which a file may be written; its folders need not exist yet. */
export const outputPath: Parser<string> = {
  accepts: 'a path in the workspace',
  parse: (value, context) => contained(resolveExistingPart(resolvePath(value, context, 'unchecked')), context),
};

function resolvePath(
  value: string,
  { workspace }: ParseContext,
  existence: 'required' | 'unchecked' = 'required',
): string {
  if (value.includes('\0')) throw new Rejected('a path with a NUL character');
  // On Linux a backslash is a letter, so `..\x` would be a file of that name: nobody means that.
  if (sep === '/' && value.includes('\\')) throw new Rejected('a path with a backslash');
  if (/[\r\n]/.test(value)) throw new Rejected('several lines');
  const path = resolve(workspace, value);
  if (existence === 'unchecked') return path;
  try {
    return realpathSync(path);
  } catch {
    throw new Rejected('a path at which nothing is');
  }
}

/** Follows the links of the part that exists, so that a linked folder can't lead a new file out of the workspace. */
function resolveExistingPart(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(resolveExistingPart(parent), basename(path));
  }
}

function contained(path: string, { workspace }: ParseContext): string {
  const way = relative(realpathSync(workspace), path);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
    throw new Rejected('a path that leads out of the workspace');
  return path;
}
