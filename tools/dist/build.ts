import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minify } from 'terser';
import { buildRecordFile, buildRecordText } from './build-record.ts';
import { bundle, type Chunk } from './bundle.ts';
import { commandLine, dispatcherSource, entryModules, stubSource } from './entries.ts';
import { layOutPackages } from './lay-out-packages.ts';
import { thirdPartyNotices } from './notices.ts';
import { sourceDigest } from './source-digest.ts';

/**
 * `npm run build`: tsc writes JavaScript, ncc bundles it, third-party chunks are minified, dist/ is replaced.
 * Same sources, same bytes, wherever the checkout lies.
 */
const root = join(import.meta.dirname, '../..');
const startedAt = performance.now();
const sources = sourceDigest(root);
const files = await build(root);
if (sourceDigest(root) !== sources) throw new Error('the sources changed while dist was built; build again');
replaceDist(join(root, 'dist'), files);
const bytes = [...files.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(`dist: ${files.size} files, ${(bytes / 1e6).toFixed(2)} MB, built in ${seconds} s`);

async function build(checkout: string): Promise<ReadonlyMap<string, string>> {
  // Outside of the checkout, so that an import can't find a package that is there for development only.
  const buildFolder = realpathSync(mkdtempSync(join(tmpdir(), 'keep-deploy-build-')));
  try {
    layOutPackages(checkout, buildFolder);
    compile(checkout, buildFolder);
    const entries = entryModules(checkout);
    writeFileSync(join(buildFolder, 'dispatcher.js'), dispatcherSource(entries));
    const chunks = await bundle(buildFolder, 'dispatcher.js');
    return await distFiles(checkout, [...entries.keys()], chunks);
  } finally {
    rmSync(buildFolder, { recursive: true, force: true });
  }
}

function compile(checkout: string, buildFolder: string): void {
  // No module of ours does anything by being imported, but for the entries, which import() always runs.
  writeFileSync(join(buildFolder, 'package.json'), '{ "type": "module", "sideEffects": false }\n');
  const tsc = join(checkout, 'node_modules/typescript', readBin(join(checkout, 'node_modules/typescript'), 'tsc'));
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', buildFolder];
  execFileSync(process.execPath, args, { cwd: checkout, stdio: 'inherit' });
}

async function distFiles(
  checkout: string,
  entries: readonly string[],
  chunks: ReadonlyMap<string, Chunk>,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const [name, chunk] of chunks) files.set(name, await shipped(name, chunk));
  for (const name of entries) files.set(`${name}.js`, stubSource(name));
  const folders = [...new Set([...chunks.values()].flatMap((chunk) => chunk.packageFolders))].sort();
  files.set('THIRD_PARTY_NOTICES.txt', thirdPartyNotices(checkout, folders));
  files.set('package.json', '{ "type": "module" }\n');
  files.set(buildRecordFile, buildRecordText(checkout, chunks, files));
  return files;
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

function replaceDist(dist: string, content: ReadonlyMap<string, string>): void {
  const fresh = `${dist}.fresh`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  for (const [name, text] of content) writeFileSync(join(fresh, name), text);
  chmodSync(join(fresh, `${commandLine}.js`), 0o755);
  if (existsSync(dist)) rmSync(dist, { recursive: true });
  renameSync(fresh, dist);
}
