import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { productionPackages } from './production-packages.ts';

const bundlerFolder = 'node_modules/@vercel/ncc';

/**
 * Packages whose modules do nothing when they are only imported, though their manifests don't say so. Told that, the
 * bundler leaves out what nobody uses; without it, `@actions/core`'s unused OIDC helper brings undici into every action
 * and costs each of them 40 ms at start.
 */
const withoutSideEffects = [/^@actions\//, /^@kubernetes\//, /^undici$/];

/**
 * Copies the bundler and the packages that may go into `dist` into the build folder, where the manifests can be changed
 * and where every path is relative to the same folder on every machine: the bundler names chunks and modules after those
 * paths, its own included.
 */
export function layOutPackages(root: string, buildFolder: string): void {
  for (const { folder, name } of productionPackages(root)) {
    if (name.startsWith('@types/') || !existsSync(join(root, folder))) continue; // optional ones of other platforms
    const target = join(buildFolder, folder);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, folder), target, { recursive: true, dereference: true, filter: isBundled });
    if (withoutSideEffects.some((pattern) => pattern.test(name))) declareNoSideEffects(target);
  }
  cpSync(join(root, bundlerFolder), join(buildFolder, bundlerFolder), { recursive: true, dereference: true });
}

function isBundled(path: string): boolean {
  if (statSync(path).isDirectory()) return basename(path) !== 'node_modules'; // nested ones are locked entries of their own
  return (
    ['.js', '.mjs', '.cjs', '.json'].includes(extname(path)) || /^(licen[cs]e|notice|copying)/i.test(basename(path))
  );
}

function declareNoSideEffects(folder: string): void {
  const file = join(folder, 'package.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), sideEffects: false }));
}
