import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ProductionPackage {
  /** As npm would look for it: `node_modules/ethers/node_modules/ws`. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>>;
}

/** What `dist` can contain: the locked packages that are not there for development only, ordered by folder. */
export function productionPackages(root: string): readonly ProductionPackage[] {
  return locked(root, (entry) => entry.dev !== true);
}

/** The locked versions of the programs that write `dist`: another one writes other bytes. */
export function buildTools(root: string): readonly ProductionPackage[] {
  const tools = new Set(['typescript', '@vercel/ncc', 'terser']);
  return locked(root, () => true).filter(({ folder, name }) => tools.has(name) && folder === `node_modules/${name}`);
}

function locked(root: string, isWanted: (entry: { readonly dev?: boolean }) => boolean): readonly ProductionPackage[] {
  const lockfile: Lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lockfile.packages)
    .filter(([folder, entry]) => folder !== '' && isWanted(entry))
    .map(([folder, { version = '' }]) => ({ folder, name: packageName(folder), version }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** The innermost package that a path below `node_modules` belongs to. */
export function packageName(path: string): string {
  const [scope = '', name = ''] = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length).split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}
