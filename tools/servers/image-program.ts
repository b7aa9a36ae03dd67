import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binariesFolder, type Progress } from './binaries.ts';
import { holdBuildLock } from './build-lock.ts';
import { buildPrograms } from './go-build.ts';
import { findGo } from './go-toolchain.ts';

const LINKER_FLAGS = '-s -w';

/**
 * Builds the Go program in `source` (static, as an image needs it) and returns its file. It is kept under the hash of its
 * sources, so that a second call, also from another checkout, builds nothing.
 */
export async function buildImageProgram(name: string, source: string, progress: Progress): Promise<string> {
  const folder = join(binariesFolder(), `${name}-${await hashSources(source)}`);
  const file = join(folder, name);
  if (existsSync(file)) return file;
  mkdirSync(dirname(folder), { recursive: true });
  const release = await holdBuildLock(`${folder}.lock`, () => progress(`${name}: another process builds it, waiting`));
  const draft = mkdtempSync(`${folder}.building-`);
  try {
    if (existsSync(file)) return file;
    progress(`${name}: building`);
    const build = { name, module: source, programs: { [name]: '.' }, linkerFlags: LINKER_FLAGS, folder: draft };
    await buildPrograms(build, (doing) => progress(`${name}: ${doing}`));
    renameSync(draft, folder);
    return file;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    release();
  }
}

async function hashSources(folder: string): Promise<string> {
  const names = readdirSync(folder).filter((name) => /\.go$|^go\.(mod|sum)$/.test(name) && !name.endsWith('_test.go'));
  const sources = names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  return createHash('sha256')
    .update(JSON.stringify([sources, LINKER_FLAGS, await findGo()]))
    .digest('hex')
    .slice(0, 20);
}
