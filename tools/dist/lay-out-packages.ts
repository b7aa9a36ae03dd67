import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { productionPackages } from './production-packages.ts';

/**
 * Packages whose modules do nothing when they are only imported, though their manifests don't say so. Told that, the
 * bundler leaves out what nobody uses; without it, `@actions/core`'s unused OIDC helper brings undici into every action
 * and costs each of them 40 ms at start.
 */
const withoutSideEffects = [/^@actions\//, /^@kubernetes\//, /^undici$/];

/**
 * Copies the packages that may go into `dist` below `build/`, where the manifests can be changed and where every path is
 * relative to the same folder on every machine: the bundler names chunks and modules after those paths.
 */
export function layOutPackages(root: string, buildFolder: string): void {
  const stamp = join(buildFolder, 'node_modules/.laid-out');
  const packages = productionPackages(root).filter(({ name }) => !name.startsWith('@types/'));
  const wanted = JSON.stringify(packages);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  rmSync(join(buildFolder, 'node_modules'), { recursive: true, force: true });
  for (const { folder, name } of packages) {
    const target = join(buildFolder, folder);
    if (!existsSync(join(root, folder))) continue; // an optional package for another platform
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, folder), target, { recursive: true, dereference: true, filter: isBundled });
    if (withoutSideEffects.some((pattern) => pattern.test(name))) declareNoSideEffects(target);
  }
  writeFileSync(stamp, wanted);
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
