import { posix } from 'node:path';
import { nearestAdvice } from '../../report/index.ts';
import { canonicalJson, type Json } from '../../values/index.ts';
import type { Artifact } from './artifact.ts';
import type { Found } from './artifact-folder.ts';
import type { ArtifactSource } from './artifact-source.ts';
import { toArtifact } from './compiled-contract.ts';

/** `Name`, or `path/File.sol:Name` where several files have a contract of one name. */
export interface ArtifactReference {
  readonly name: string;
  readonly source: string | undefined;
}

export function parseReference(text: string): ArtifactReference {
  const colon = text.lastIndexOf(':');
  return { name: text.slice(colon + 1), source: colon < 0 ? undefined : text.slice(0, colon) };
}

interface Candidate {
  readonly artifact: Artifact;
  readonly isRecord: boolean;
  readonly file: string;
  readonly from: ArtifactSource;
}

/** The one artifact that a set means. @throws RangeError that says why there is none, or which there are. */
export async function findArtifact(
  sources: readonly ArtifactSource[],
  text: string,
  from: string | undefined,
): Promise<Artifact> {
  const reference = parseReference(text);
  const asked = from === undefined ? sources : sources.filter(({ aliases }) => aliases.includes(from));
  if (asked.length === 0) {
    const known = sources.flatMap(({ aliases }) => aliases[0] ?? []);
    throw new RangeError(`the artifacts don't come from ${from}: expected one of ${known.join(', ')}`);
  }
  const { candidates, problems } = collect(asked, reference);
  const [best, ...others] = withoutEquals(preferred(candidates));
  if (best === undefined) throw new RangeError(problems[0] ?? (await whyMissing(asked, reference)));
  if (others.length > 0) {
    const places = [best, ...others].map(({ artifact: { source }, file, from: { description } }, index) => {
      const qualified = source === undefined ? '' : `${source}:${reference.name}, `;
      return `(${index + 1}) ${qualified}${file} in ${description}`;
    });
    throw new RangeError(
      `there are ${places.length} different artifacts ${text}: ${places.join('; ')}. Say which by artifact: path/File.sol:${reference.name}, by from: or by a narrower folder:`,
    );
  }
  if (best.artifact.unusable === undefined) return best.artifact;
  const unusable = `${best.artifact.unusable}${adviceOf(best.from, await findElsewhere([best.from], reference))}`;
  return { ...best.artifact, unusable };
}

function collect(sources: readonly ArtifactSource[], reference: ArtifactReference) {
  const candidates: Candidate[] = [];
  const problems: string[] = [];
  for (const from of sources) {
    for (const { file, compiled, problem } of from.artifacts.find(reference.name)) {
      if (compiled === undefined) problems.push(`the artifact ${file} can't be used: ${problem}`);
      else if (isMeant(compiled.source, reference)) {
        try {
          candidates.push({ artifact: toArtifact(compiled), isRecord: compiled.isRecord ?? false, file, from });
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          problems.push(`the artifact ${file} can't be used: ${error.message}`);
        }
      }
    }
  }
  return { candidates, problems };
}

function isMeant(source: string | undefined, reference: ArtifactReference): boolean {
  return reference.source === undefined || isSameSource(source, reference.source);
}

/** Whether a compiler's path of a file is, or ends with, the path that somebody writes. */
export function isSameSource(source: string | undefined, written: string): boolean {
  return source === written || (source?.endsWith(`/${written.replace(/^\.?\//, '')}`) ?? false);
}

/** What can be created before what has only an ABI, unlinked before linked elsewhere, compiled before recorded. */
function preferred(candidates: readonly Candidate[]): readonly Candidate[] {
  const withCode = candidates.filter(({ artifact }) => artifact.creationCode !== '');
  const usable = withCode.filter(({ artifact }) => artifact.unusable === undefined);
  const compiled = usable.filter(({ isRecord }) => !isRecord);
  return [compiled, usable, withCode, candidates].find((group) => group.length > 0) ?? [];
}

/** The same contract often lies in a package twice. */
function withoutEquals(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const contents = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { abi, creationCode } = candidate.artifact;
    const content = `${creationCode} ${canonicalJson(abi as unknown as Json)}`;
    if (!contents.has(content)) contents.set(content, candidate);
  }
  return [...contents.values()];
}

async function whyMissing(sources: readonly ArtifactSource[], reference: ArtifactReference): Promise<string> {
  const where = sources.map(({ description }) => description).join(' and ');
  const named = reference.source === undefined ? reference.name : `${reference.source}:${reference.name}`;
  const missing = `there is no artifact ${named} in ${where}`;
  const [elsewhere] = await findElsewhere(sources, reference);
  if (elsewhere !== undefined) return `${missing}${adviceOf(elsewhere.from, [elsewhere])}`;
  const leftOut = await inCaches(sources, reference);
  if (leftOut !== undefined) return `${missing}: ${leftOut}`;
  const { candidates } = collect(sources, { ...reference, source: undefined });
  const others = candidates.flatMap(({ artifact }) => artifact.source ?? []);
  if (others.length > 0) return `${missing}, only of ${[...new Set(others)].join(', ')}`;
  const known = sources.flatMap(({ artifacts }) => artifacts.names()).filter((name) => name !== reference.name);
  return `${missing}${nearestAdvice(reference.name, known)}${unreadableIn(sources)}`;
}

/** Compilers keep there what they would otherwise compile again, and it may be old. */
async function inCaches(sources: readonly ArtifactSource[], { name }: ArtifactReference): Promise<string | undefined> {
  for (const { artifacts, aliases } of sources) {
    const [file] = await artifacts.inCache(name);
    if (file === undefined) continue;
    const named = aliases.at(-1) ?? '.';
    return `${posix.join(named, file)} is left out, because compilers keep old things in a folder called cache; when it is meant, let artifacts name the folder ${posix.join(named, posix.dirname(file))}`;
  }
  return undefined;
}

const mostUnreadable = 3;

/** The file that should have it may be one that has been cut off. */
function unreadableIn(sources: readonly ArtifactSource[]): string {
  const files = sources.flatMap(({ artifacts, description }) =>
    artifacts.unreadable().map(({ file, problem }) => `${file} in ${description} can't be used: ${problem}`),
  );
  const more = files.length > mostUnreadable ? `; and ${files.length - mostUnreadable} more` : '';
  return files.length === 0 ? '' : `; ${files.slice(0, mostUnreadable).join('; ')}${more}`;
}

/** The whole package may have it in another folder. */
async function findElsewhere(sources: readonly ArtifactSource[], reference: ArtifactReference) {
  const elsewhere: { readonly found: Found; readonly from: ArtifactSource }[] = [];
  for (const from of sources) {
    const whole = await from.npm?.whole();
    for (const found of whole?.find(reference.name) ?? []) {
      const { compiled } = found;
      const isUsable =
        compiled !== undefined &&
        compiled.unusable === undefined &&
        isMeant(compiled.source, reference) &&
        !/^(?:0x)?$/.test(String(compiled.creationCode ?? ''));
      if (isUsable) elsewhere.push({ found, from });
    }
  }
  return elsewhere;
}

function adviceOf({ npm }: ArtifactSource, elsewhere: readonly { readonly found: Found }[]): string {
  const [first, ...others] = new Set(elsewhere.map(({ found }) => folderOf(found)));
  if (first === undefined || npm === undefined) return '';
  const more = others.length === 0 ? '' : ` (or ${others.join(', ')})`;
  return `; ${npm.name} has it as compiled: write folder: ${first}${more}`;
}

/** The folder that would be named in a set, above the folders that repeat the Solidity file's path. */
function folderOf({ file, compiled }: Found): string {
  const folder = posix.dirname(file);
  const source = compiled?.source ?? '';
  if (source !== '' && folder.endsWith(`/${source}`)) return folder.slice(0, -source.length - 1);
  return folder.endsWith('.sol') ? posix.dirname(folder) : folder;
}
