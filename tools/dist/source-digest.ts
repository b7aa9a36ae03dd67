import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTools, productionPackages } from './production-packages.ts';

const sources = ['src/**/*.ts', 'actions/**/*.ts', 'tools/dist/*.ts', 'tsconfig.json', 'tsconfig.build.json'];

/**
 * The digest of everything the bytes of `dist` depend on. It is stored in `dist`, so that a forgotten build is seen in
 * milliseconds; that the bytes are really these sources' is seen by building again, which `npm test` does.
 */
export function sourceDigest(root: string): string {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root }).sort()) {
    const content = readFileSync(join(root, file));
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  hash.update(JSON.stringify([...productionPackages(root), ...buildTools(root)]));
  return `sha256:${hash.digest('hex')}`;
}
