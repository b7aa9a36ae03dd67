import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chunk } from './bundle.ts';
import { packageName } from './production-packages.ts';
import { sourceDigest } from './source-digest.ts';

export const buildRecordFile = 'build.json';

/** What `npm run check` and the module-graph test need to know about the files in dist; stored beside them. */
export interface BuildRecord {
  /** Of everything the bytes depend on. */
  readonly sources: string;
  readonly files: Readonly<Record<string, string>>;
  /** Chunk → the packages in it. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
}

export function buildRecordText(
  checkout: string,
  chunks: ReadonlyMap<string, Chunk>,
  files: ReadonlyMap<string, string>,
): string {
  const packages = [...chunks].map(([name, { packageFolders }]) => [name, packageFolders.map(packageName)] as const);
  const record: BuildRecord = {
    sources: sourceDigest(checkout),
    files: sorted([...files].map(([name, content]) => [name, digestOf(content)])),
    packages: sorted(packages.map(([name, names]) => [name, [...new Set(names)].sort()])),
  };
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/**
 * What is wrong with a checkout's dist as far as can be seen without building: other sources, other bytes. That the bytes
 * are those of the sources is proved by building again, which `npm test` does.
 */
export function distProblems(checkout: string): readonly string[] {
  const dist = join(checkout, 'dist');
  if (!existsSync(join(dist, buildRecordFile))) return ['dist is missing; `npm run build` builds it'];
  const record = readBuildRecord(dist);
  const names = readdirSync(dist).filter((name) => name !== buildRecordFile);
  const recorded = Object.entries(record.files);
  return [
    ...(record.sources === sourceDigest(checkout)
      ? []
      : ['dist was built from other sources; `npm run build` builds it']),
    ...names.filter((name) => !Object.hasOwn(record.files, name)).map((name) => `dist/${name} was not built`),
    ...recorded.filter(([name]) => !names.includes(name)).map(([name]) => `dist/${name} is missing`),
    ...recorded
      .filter(([name, digest]) => names.includes(name) && digestOf(readFileSync(join(dist, name))) !== digest)
      .map(([name]) => `dist/${name} is not what was built`),
  ];
}

export function readBuildRecord(dist: string): BuildRecord {
  return JSON.parse(readFileSync(join(dist, buildRecordFile), 'utf8'));
}

function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function sorted<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
