import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'terser';
import { bundle, type Chunk } from './bundle.ts';
import { commandLine, dispatcherSource, entryModules, stubSource } from './entries.ts';
import { layOutPackages } from './lay-out-packages.ts';
import { thirdPartyNotices } from './notices.ts';
import { packageName } from './production-packages.ts';
import { sourceDigest } from './source-digest.ts';

/**
 * `npm run build`: tsc writes JavaScript into build/, ncc bundles it, third-party chunks are minified, dist/ is replaced.
 * Same sources, same bytes, wherever the checkout lies.
 */
const root = join(import.meta.dirname, '../..');
const startedAt = performance.now();
const files = await build(root);
replaceDist(join(root, 'dist'), files);
const bytes = [...files.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(`dist: ${files.size} files, ${(bytes / 1e6).toFixed(2)} MB, built in ${seconds} s`);

async function build(checkout: string): Promise<ReadonlyMap<string, string>> {
  const buildFolder = join(checkout, 'build');
  layOutPackages(checkout, buildFolder);
  compile(checkout, buildFolder);
  const entries = entryModules(checkout);
  writeFileSync(join(buildFolder, 'dispatcher.js'), dispatcherSource(entries));
  const chunks = await bundle(buildFolder, 'dispatcher.js');

  const written = new Map<string, string>();
  for (const [name, chunk] of chunks) written.set(name, await shipped(name, chunk));
  for (const name of entries.keys()) written.set(`${name}.js`, stubSource(name));
  const folders = [...new Set([...chunks.values()].flatMap((chunk) => chunk.packageFolders))].sort();
  written.set('THIRD_PARTY_NOTICES.txt', thirdPartyNotices(checkout, folders));
  written.set('package.json', '{ "type": "module" }\n');
  written.set('build.json', `${JSON.stringify(buildRecord(checkout, chunks), undefined, 2)}\n`);
  return written;
}

function compile(checkout: string, buildFolder: string): void {
  for (const folder of ['src', 'actions']) rmSync(join(buildFolder, folder), { recursive: true, force: true });
  writeFileSync(join(buildFolder, 'package.json'), '{ "type": "module" }\n');
  const tsc = join(checkout, 'node_modules/typescript', readBin(join(checkout, 'node_modules/typescript'), 'tsc'));
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: checkout, stdio: 'inherit' });
}

function readBin(folder: string, name: string): string {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).bin[name];
}

/** Our own code stays readable; names of classes are kept because packages compare and print them. */
async function shipped(name: string, { code, packageFolders }: Chunk): Promise<string> {
  if (packageFolders.length === 0) return code;
  const result = await minify(code, { module: true, ecma: 2020, keep_classnames: true, format: { comments: false } });
  if (result.code === undefined) throw new Error(`${name}: terser gave nothing`);
  return `${result.code}\n`;
}

/** What a reader, `npm run check` and the module-graph test need to know about these files. */
function buildRecord(checkout: string, chunks: ReadonlyMap<string, Chunk>): object {
  const packages = [...chunks].map(([name, chunk]) => [name, [...new Set(chunk.packageFolders.map(packageName))]]);
  return { sources: sourceDigest(checkout), packages: Object.fromEntries(packages.sort()) };
}

function replaceDist(dist: string, content: ReadonlyMap<string, string>): void {
  const fresh = `${dist}.fresh`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  for (const [name, text] of content) writeFileSync(join(fresh, name), text);
  chmodSync(join(fresh, `${commandLine}.js`), 0o755);
  if (existsSync(dist)) rmSync(dist, { recursive: true });
  renameSync(fresh, dist);
}
