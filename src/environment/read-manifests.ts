import { posix } from 'node:path';
import type { Finding } from '../report/index.ts';
import type { ClientsFile } from './clients-schema.ts';
import { type ListFolder, type ReadFile, unreadable } from './read-file.ts';
import type { ManifestFile, ManifestFiles } from './room-schemas.ts';
import type { SourceFile } from './yaml-document.ts';

/** The manifest files that a clients file names; what can't be read of them stands in `findings`. */
export async function readManifestFiles(
  { readFile, listFolder }: { readonly readFile: ReadFile; readonly listFolder?: ListFolder | undefined },
  source: SourceFile,
  { manifest, clients }: ClientsFile,
): Promise<{ readonly files: ManifestFiles | undefined; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  const read = async (path: string, at: readonly (string | number)[]): Promise<readonly ManifestFile[]> => {
    const named = posix.join(posix.dirname(source.file), path);
    const say = (message: string) => void findings.push({ ...source.locate(at), message });
    const names = await listFolder?.(named);
    if (names !== undefined) {
      const builder = names.find((name) => builders.has(name));
      if (builder !== undefined) say(`${named} holds ${builder}: ${builders.get(builder)}`);
      const files = names.filter((name) => /\.(?:ya?ml|json)$/.test(name));
      if (files.length === 0) say(`${named} has no file that ends in .yml, .yaml or .json`);
      if (builder !== undefined) return [];
      return (await Promise.all(files.map((name) => read(posix.join(path, name), at)))).flat();
    }
    try {
      return [{ file: named, text: await readFile(named) }];
    } catch (error) {
      say(`${named}: ${unreadable(error)}`);
      return [];
    }
  };
  const readAll = async (paths: string | readonly string[], at: readonly string[]) => {
    if (typeof paths === 'string') return read(paths, at);
    return (await Promise.all(paths.map((path, index) => read(path, [...at, index])))).flat();
  };
  const all = manifest === undefined ? undefined : await readAll(manifest, ['manifest']);
  const own = await Promise.all(
    Object.entries(clients).flatMap(([name, client]) =>
      client.manifest === undefined
        ? []
        : [readAll(client.manifest, ['clients', name, 'manifest']).then((files) => [name, files] as const)],
    ),
  );
  const files: ManifestFiles = { all, own: Object.fromEntries(own) };
  // Without a file nobody knows what is missing in the others.
  return { files: findings.length === 0 ? files : undefined, findings };
}

const builders = new Map([
  ['kustomization.yaml', 'give what `kubectl kustomize` prints of it'],
  ['kustomization.yml', 'give what `kubectl kustomize` prints of it'],
  ['Kustomization', 'give what `kubectl kustomize` prints of it'],
  ['Chart.yaml', 'give what `helm template` prints of it'],
]);
