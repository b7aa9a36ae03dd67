import { join, relative } from 'node:path';
import { readStart } from './artifact-folder.ts';
import type { ArtifactSource } from './artifact-source.ts';

/**
 * Says when the parts of a package were made for different chains: its records, addresses and arguments then don't belong
 * together, though its compiled contracts may be used all the same.
 */
export function chainIdNotice({ npm, folder }: ArtifactSource): string | undefined {
  if (npm === undefined) return undefined;
  const markers = new Set([folder, join(npm.folder, 'artifacts')].map((at) => join(at, '.chainId')));
  const exported = join(npm.folder, 'export.json');
  const found = [
    ...[...markers].map((file) => ({ file, id: /^\s*(\d+)\s*$/.exec(readStart(file))?.[1] })),
    // hardhat-deploy writes it before the contracts, of which there may be megabytes.
    { file: exported, id: /^[^{]*\{[^{]*"chainId"\s*:\s*"?(\d+)/.exec(readStart(exported))?.[1] },
  ].filter(({ id }) => id !== undefined);
  if (new Set(found.map(({ id }) => id)).size < 2) return undefined;
  const seen = found.map(({ file, id }) => `${relative(npm.folder, file)} says ${id}`).join(', ');
  return `the parts of ${npm.name} are of different chains (${seen}): take only compiled contracts from it, no addresses or arguments`;
}
