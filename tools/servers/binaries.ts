import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BinarySet, type BinarySetName, binarySets } from './binary-table.ts';
import { holdBuildLock } from './build-lock.ts';
import { buildPrograms } from './go-build.ts';
import { findGo } from './go-toolchain.ts';

export type { BinarySetName } from './binary-table.ts';
export type Progress = (line: string) => void;

/**
 * Builds what is missing, one set after the other (one Go build fills all cores by itself), and returns where each
 * program is. What is there already costs nothing: the folder is named after everything that went into it.
 */
export async function ensureBinaries(
  names: readonly BinarySetName[],
  progress: Progress,
): Promise<Readonly<Record<string, string>>> {
  const sets = await Promise.all(names.map(locate));
  const missing = sets.filter((set) => !existsSync(set.folder));
  if (missing.length > 0) {
    const seconds = missing.reduce((sum, { set }) => sum + set.usuallySeconds, 0);
    const list = missing.map(({ name }) => name).join(', ');
    progress(`Building the real servers once: ${list}. This usually takes about ${sayTime(seconds)} on two cores;`);
    progress(`they are kept in ${binariesFolder()} and used by every checkout.`);
  }
  for (const [index, located] of missing.entries()) {
    await buildOnce(located, `${located.name} (${index + 1} of ${missing.length})`, progress);
  }
  const files = sets.flatMap(({ set, folder }) => Object.keys(set.programs).map((name) => [name, join(folder, name)]));
  return Object.fromEntries(files);
}

/** Where one program is; built first if somebody starts a server without having called ensureBinaries. */
export async function findProgram(set: BinarySetName, program: string = set): Promise<string> {
  const file = (await ensureBinaries([set], (line) => console.error(line)))[program];
  if (file === undefined) throw new Error(`${set} has no program ${program}`);
  return file;
}

interface LocatedSet {
  readonly name: BinarySetName;
  readonly set: BinarySet;
  readonly module: string;
  readonly linkerFlags: string;
  readonly folder: string;
}

export function binariesFolder(): string {
  return join(cacheFolder(), 'bin');
}

/** Where everything that is made once for every clone is kept. */
export function cacheFolder(): string {
  const { KEEP_DEPLOY_CACHE, XDG_CACHE_HOME } = process.env;
  return KEEP_DEPLOY_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'keep-deploy');
}

async function locate(name: BinarySetName): Promise<LocatedSet> {
  const set: BinarySet = binarySets[name];
  const module = join(import.meta.dirname, '..', 'go', name);
  const [mod, sum] = ['go.mod', 'go.sum'].map((file) => readFileSync(join(module, file), 'utf8'));
  const linkerFlags = linkerFlagsFor(set, mod ?? '');
  const go = await findGo();
  const hash = createHash('sha256')
    .update(JSON.stringify([mod, sum, set.programs, linkerFlags, go]))
    .digest('hex');
  return { name, set, module, linkerFlags, folder: join(binariesFolder(), `${name}-${hash.slice(0, 20)}`) };
}

function linkerFlagsFor({ versionOf, linkerFlags = [] }: BinarySet, mod: string): string {
  const words = mod.split(/\s+/);
  const version = versionOf && words[words.indexOf(versionOf.module, words.indexOf('require')) + 1];
  if (versionOf && !version?.startsWith('v')) throw new Error(`tools/go does not require ${versionOf.module}`);
  const settings = Object.entries(versionOf?.variables(version ?? '') ?? {});
  return ['-s', '-w', ...linkerFlags, ...settings.map(([name, value]) => `-X ${name}=${value}`)].join(' ');
}

async function buildOnce(located: LocatedSet, title: string, progress: Progress): Promise<void> {
  const { set, folder } = located;
  mkdirSync(dirname(folder), { recursive: true });
  const release = await holdBuildLock(`${folder}.lock`, () => progress(`${title}: another process builds it, waiting`));
  const draft = mkdtempSync(`${folder}.building-`);
  try {
    if (existsSync(folder)) return;
    removeOldDrafts(dirname(folder));
    const started = Date.now();
    const elapsed = () => sayTime(Math.round((Date.now() - started) / 1000));
    const usually = sayTime(set.usuallySeconds);
    progress(`${title}: building, usually ${usually}`);
    await buildPrograms({ ...located, programs: set.programs, folder: draft }, (doing) => {
      progress(`${title}: ${doing}, ${elapsed()} so far of usually ${usually}`);
    });
    // The final name appears only with every program in it.
    renameSync(draft, folder);
    progress(`${title}: built in ${elapsed()}`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    release();
  }
}

/** A build killed in the middle leaves its draft; a day later nobody works on it any more. */
function removeOldDrafts(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => entry.includes('.building-'))) {
    const changed = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - changed > 24 * 60 * 60 * 1000) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function sayTime(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
