import type { Problem } from '../../report/index.ts';
import type { Artifact, Link } from '../artifacts/artifact.ts';
import type { ArtifactSource } from '../artifacts/artifact-source.ts';
import { findArtifact } from '../artifacts/find-artifact.ts';
import { openLibraryNames } from '../artifacts/library-names.ts';
import { type Gaps, noGaps } from './draft-set.ts';
import { encodersIn } from './set-needs.ts';
import type { ContractSet } from './set-schema.ts';

/** The artifacts of a set that could be read. */
export interface SetArtifacts {
  ofContract(name: string): Artifact | undefined;
  /** What `interface` and `encode` name, when it is no contract of the set. */
  ofReference(text: string): Artifact | undefined;
  /** Why there is none of a name that `encode` uses, which is told there. */
  problemOf(text: string): string | undefined;
}

interface Mention {
  readonly artifact: string;
  readonly from: string | undefined;
  readonly path: readonly (string | number)[];
  /** False where its use says more about what is missing. */
  readonly isRequired: boolean;
}

/** Reads every artifact that the set mentions; what is missing, ambiguous or unreadable is reported where it is mentioned first. */
export async function readArtifacts(
  set: ContractSet,
  sources: readonly ArtifactSource[],
  report: (problem: Problem) => void,
  gaps: Gaps = noGaps,
): Promise<SetArtifacts> {
  const read = new Map<string, Artifact | undefined>();
  const problems = new Map<string, string>();
  const key = (artifact: string, from: string | undefined) => `${artifact}\n${from ?? ''}`;
  for (const { artifact, from, path, isRequired } of mentions(set, gaps)) {
    if (read.has(key(artifact, from))) continue;
    read.set(key(artifact, from), undefined);
    try {
      read.set(key(artifact, from), await findArtifact(sources, artifact, from));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (isRequired) report({ path, message: error.message });
      else problems.set(artifact, error.message);
    }
  }
  const artifacts = await withLibraries(read, sources);
  return {
    ofContract(name) {
      if (isUnknown(name, gaps)) return undefined;
      const entry = set.contracts[name];
      return artifacts.get(key(entry?.artifact ?? name, entry?.from));
    },
    ofReference: (text) => artifacts.get(key(text, undefined)),
    problemOf: (text) => problems.get(text),
  };
}

/** Names the libraries that the artifacts themselves don't name. */
async function withLibraries(
  read: ReadonlyMap<string, Artifact | undefined>,
  sources: readonly ArtifactSource[],
): Promise<ReadonlyMap<string, Artifact | undefined>> {
  const names = openLibraryNames(
    [...read.values()].filter((artifact) => artifact !== undefined),
    sources,
  );
  const named = new Map<string, Artifact | undefined>();
  for (const [key, artifact] of read) {
    if (artifact === undefined || artifact.links.every(({ library }) => library !== undefined)) {
      named.set(key, artifact);
      continue;
    }
    const links: Link[] = [];
    for (const link of artifact.links) {
      const library = link.library === undefined ? await names.of(link.placeholder) : undefined;
      links.push(library === undefined ? link : { ...link, library: library.name, source: library.source });
    }
    named.set(key, { ...artifact, links });
  }
  return named;
}

/** Whether the file doesn't tell which artifact a contract is made from. */
function isUnknown(contract: string, gaps: Gaps): boolean {
  const path = ['contracts', contract];
  return gaps.has(path) || gaps.has([...path, 'artifact']) || gaps.has([...path, 'from']);
}

function* mentions(set: ContractSet, gaps: Gaps): Generator<Mention> {
  const isContract = (name: string) => Object.hasOwn(set.contracts, name);
  for (const [name, { artifact, from }] of Object.entries(set.contracts)) {
    if (isUnknown(name, gaps)) continue;
    const path = ['contracts', name, ...(artifact === undefined ? [] : ['artifact'])];
    yield { artifact: artifact ?? name, from, path, isRequired: true };
  }
  for (const [index, call] of set.calls.entries()) {
    if (call.interface !== undefined && !isContract(call.interface)) {
      yield { artifact: call.interface, from: undefined, path: ['calls', index, 'interface'], isRequired: true };
    }
  }
  const values = [...Object.values(set.contracts), ...set.calls].flatMap((entry) => entry.arguments ?? []);
  for (const artifact of values.flatMap(encodersIn)) {
    if (!isContract(artifact)) yield { artifact, from: undefined, path: [], isRequired: false };
  }
}
