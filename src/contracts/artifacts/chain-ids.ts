import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ArtifactSource } from './artifact-source.ts';
import { isMap, parsedText } from './formats/json-file.ts';

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
    { file: exported, id: exportedChain(await readText(exported)) },
  ].filter(({ id }) => id !== undefined && /^\d+$/.test(id));
  if (new Set(found.map(({ id }) => id)).size < 2) return undefined;
  const seen = found.map(({ file, id }) => `${relative(npm.folder, file)} says ${id}`).join(', ');
  return `the parts of ${npm.name} are of different chains (${seen}): take only compiled contracts from it, no addresses or arguments`;
}

function exportedChain(text: string | undefined): string | undefined {
  const content = text === undefined ? undefined : parsedText(text);
  const id = isMap(content) ? content['chainId'] : undefined;
  return id === undefined ? undefined : String(id);
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
