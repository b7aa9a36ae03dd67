import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact } from './artifact.ts';
import type { ArtifactSource } from './artifact-source.ts';
import { hashedPlaceholder, namedPlaceholder } from './placeholder.ts';

/** What a placeholder stands for. */
export interface LibraryName {
  readonly name: string;
  readonly source: string | undefined;
}

export interface LibraryNames {
  /** Undefined when nothing that is known has this placeholder. Asked one at a time: each looks only as far as it must. */
  of(placeholder: string): Promise<LibraryName | undefined>;
}

/** Where Solidity sources stood when they were compiled, relative to the compiler's root. */
const sourceRoots = ['', 'solidity/', 'solidity-v1/', 'project:/', '/'];

/**
 * Which library a placeholder means: its hash can't be turned back, so the qualified names that may be meant are tried, the
 * likeliest first: those of the set's own artifacts, of the Solidity files that come with them, of all other artifacts.
 */
export function openLibraryNames(artifacts: readonly Artifact[], sources: readonly ArtifactSource[]): LibraryNames {
  const known = new Map<string, LibraryName>();
  const add = (name: string, source: string, paths: readonly string[]) => {
    for (const path of paths) {
      const qualified = `${path}:${name}`;
      for (const placeholder of [hashedPlaceholder(qualified), namedPlaceholder(qualified), namedPlaceholder(name)])
        if (!known.has(placeholder)) known.set(placeholder, { name, source });
    }
  };
  const own = new Set(artifacts.map(({ name }) => name));
  let files: Promise<readonly SolidityFile[]> | undefined;
  const addFiles = async (namesIn: (base: string) => Iterable<string>) => {
    files ??= listSolidityFiles(sources);
    for (const { file, paths, base } of await files) for (const name of namesIn(base)) add(name, file, paths);
  };
  const stages: (() => Promise<void>)[] = [
    async () => {
      for (const { name, source } of artifacts) if (source !== undefined) add(name, source, endings(source));
    },
    // Truffle's slim artifacts don't tell their file; most contracts stand in one of their own name.
    () => addFiles((base) => (own.has(base) ? [base] : [])),
    () => addFiles((base) => [base]),
    () => addFiles(() => own),
    async () => {
      for (const { artifacts: folder } of sources) {
        for (const { compiled } of folder.all()) {
          if (compiled?.source !== undefined) add(compiled.name, compiled.source, endings(compiled.source));
        }
      }
    },
  ];
  return {
    async of(placeholder) {
      while (!known.has(placeholder)) {
        const stage = stages.shift();
        if (stage === undefined) return undefined;
        await stage();
      }
      return known.get(placeholder);
    },
  };
}

/** An absolute path tells where a file stood, not from where on the compiler knew it. */
function endings(source: string): readonly string[] {
  const steps = source.replace(/^project:/, '').split('/');
  return [
    ...new Set([
      source,
      ...steps.map((_, index) => steps.slice(index).join('/')),
      ...sourceRoots.map((root) => root + source),
    ]),
  ];
}

interface SolidityFile {
  readonly file: string;
  readonly base: string;
  /** As the compiler may have known it. */
  readonly paths: readonly string[];
}

async function listSolidityFiles(sources: readonly ArtifactSource[]): Promise<readonly SolidityFile[]> {
  const folders = new Map(sources.map(({ npm, folder }) => [npm?.folder ?? folder, npm?.name]));
  const files: SolidityFile[] = [];
  for (const [folder, packageName] of folders) {
    const roots = packageName === undefined ? sourceRoots : [...sourceRoots, `${packageName}/`];
    for (const file of await listSolidity(folder)) {
      const base = file.slice(file.lastIndexOf('/') + 1).replace(/\.sol$/, '');
      files.push({ file, base, paths: roots.map((root) => `${root}${file}`) });
    }
  }
  return files;
}

async function listSolidity(folder: string, below = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
  const lists = await Promise.all(
    entries.map(async (entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      // Hardhat and Foundry name folders of artifacts after Solidity files.
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listSolidity(folder, path);
      return entry.name.endsWith('.sol') ? [path] : [];
    }),
  );
  return lists.flat().sort();
}
