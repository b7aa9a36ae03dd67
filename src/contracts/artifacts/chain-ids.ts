import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readStart } from './artifact-folder.ts';
import type { ArtifactSource } from './artifact-source.ts';

/**
 * Says when the parts of a package were made for different chains: its records, addresses and arguments then don't belong
 * together, though its compiled contracts may be used all the same.
 */
export async function chainIdNotice({ npm, folder }: ArtifactSource): Promise<string | undefined> {
  if (npm === undefined) return undefined;
  const markers = new Set([folder, join(npm.folder, 'artifacts')].map((at) => join(at, '.chainId')));
  const exported = join(npm.folder, 'export.json');
  const found = [
    ...(await Promise.all([...markers].map(async (file) => ({ file, id: (await readText(file))?.trim() })))),
    { file: exported, id: await exportedChain(exported) },
  ].filter(({ id }) => id !== undefined && /^\d+$/.test(id));
  if (new Set(found.map(({ id }) => id)).size < 2) return undefined;
  const seen = found.map(({ file, id }) => `${relative(npm.folder, file)} says ${id}`).join(', ');
  return `the parts of ${npm.name} are of different chains (${seen}): take only compiled contracts from it, no addresses or arguments`;
}

/** hardhat-deploy writes it before the contracts, of which there may be megabytes. */
async function exportedChain(file: string): Promise<string | undefined> {
  const start = await readStart(file).catch(() => '');
  return /^[^{]*\{[^{]*"chainId"\s*:\s*"?(\d+)/.exec(start)?.[1];
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
