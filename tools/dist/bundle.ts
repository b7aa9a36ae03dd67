import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface Chunk {
  readonly code: string;
  /** `node_modules/…` folders of the packages with at least one module in this file, by its source map. */
  readonly packageFolders: readonly string[];
}

interface NccOutput {
  readonly code: string;
  readonly map: string | SourceMap;
  readonly assets: Readonly<Record<string, { readonly source: string | Uint8Array }>>;
}

interface SourceMap {
  readonly sources: readonly string[];
}

type Ncc = (entry: string, options: object) => Promise<NccOutput>;

/** What `ws` and `debug` try and do without. Any other unresolved import stops the build. */
const knownAbsent = new Set(['bufferutil', 'utf-8-validate', 'supports-color']);

/**
 * One entry with dynamic imports becomes one main file and numbered chunks that the actions share. Source maps are made
 * only to learn which package went where; they are not shipped.
 */
export async function bundle(buildFolder: string, entry: string): Promise<ReadonlyMap<string, Chunk>> {
  const ncc = createRequire(join(buildFolder, 'package.json'))('@vercel/ncc') as Ncc;
  const folderBefore = process.cwd();
  process.chdir(buildFolder); // ncc names modules relative to the working folder
  process.noDeprecation = true; // ncc's own, on every run, and nothing a reader could do about it
  try {
    const { code, map, assets } = await ncc(join(buildFolder, entry), {
      cache: false,
      quiet: true,
      sourceMap: true,
      sourceMapRegister: false,
      filename: entry,
    });
    const chunks = new Map([[entry, toChunk(code, map)]]);
    for (const [name, { source }] of Object.entries(assets)) {
      if (name.endsWith('.js')) chunks.set(name, toChunk(source.toString(), assets[`${name}.map`]?.source.toString()));
      else if (!name.endsWith('.js.map') && name !== 'package.json') throw new Error(`ncc emitted an asset: ${name}`);
    }
    return chunks;
  } finally {
    process.chdir(folderBefore);
    process.noDeprecation = false;
  }
}

function toChunk(code: string, map: string | SourceMap | undefined): Chunk {
  if (map === undefined) throw new Error('ncc gave a chunk without its source map');
  const { sources } = typeof map === 'string' ? (JSON.parse(map) as SourceMap) : map;
  const absent = sources.flatMap((source) => source.match(/@@notfound\.js\?(.*)$/)?.[1] ?? []);
  const unexpected = absent.filter((name) => !knownAbsent.has(name));
  if (unexpected.length > 0) throw new Error(`imports that don't resolve: ${unexpected.join(', ')}`);
  const folders = sources.filter((source) => !source.includes('@@notfound')).flatMap(packageFolder);
  return { code: code.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, '\n'), packageFolders: [...new Set(folders)].sort() };
}

/** `…/node_modules/a/node_modules/@b/c/lib/d.js` → `node_modules/a/node_modules/@b/c`; nothing for our own source. */
function packageFolder(source: string): readonly string[] {
  return source.match(/node_modules\/(?:@[^/]+\/)?[^/]+(?:\/node_modules\/(?:@[^/]+\/)?[^/]+)*/)?.slice(0, 1) ?? [];
}
