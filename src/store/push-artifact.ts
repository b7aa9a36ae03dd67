import { readFile } from 'node:fs/promises';
import { counted, type Log, RemoteError, UserError } from '../report/index.ts';
import { canonicalJson, type Digest, digestOf, type RunIdentity } from '../values/index.ts';
import { type ArtifactFile, findArtifactFiles } from './artifact-files.ts';
import { artifactNames, blobName, checkArtifactWord, type ManifestFile, manifestBytes } from './artifact-manifest.ts';
import { inParallel } from './in-parallel.ts';
import { movePointer, type Pointer, readPointer } from './pointer.ts';
import type { Store } from './store.ts';

export interface ArtifactRequest {
  readonly name: string;
  readonly version: string;
  /** Paths and patterns in the workspace. */
  readonly files: readonly string[];
  readonly mode: 'plan' | 'apply';
}

export interface ArtifactPorts {
  readonly store: Store;
  readonly workspace: string;
  readonly log: Log;
  /** Stands beside the manifest, outside its digest. */
  readonly run: RunIdentity;
}

export interface PushedArtifact {
  /** Of the manifest. */
  readonly digest: Digest;
  readonly location: string;
  /** Of the pointer `latest`; none in a plan of the first push. */
  readonly generation: string | undefined;
  /** In a plan: would change. */
  readonly changed: boolean;
  readonly files: readonly ManifestFile[];
}

const width = 8;
const pointerTries = 5;

/**
 * Pushes files so that whoever finds the manifest finds all of them: first the contents, each under its digest, then the
 * manifest, then the pointer. The same files again write nothing; other files under the same name and version are refused.
 */
export async function pushArtifact(request: ArtifactRequest, ports: ArtifactPorts): Promise<PushedArtifact> {
  const { name, version, mode } = request;
  const { store, log, run } = ports;
  checkWords(name, version);
  const found = await findArtifactFiles(ports.workspace, request.files);
  const files = await describeFiles(found);
  const manifest = manifestBytes(name, version, files);
  const digest = digestOf(manifest);
  const names = artifactNames(name, version);
  const result = { digest, location: `${store.location}/${names.manifest}`, files };

  const existing = await store.read(names.manifest);
  if (existing !== undefined) refuseOther(name, version, digest, existing.bytes);
  const latest = await readPointer(store, names.latest);
  if (
    existing !== undefined &&
    !(await isPointerOwed(store, names.origin, latest?.generation, latest?.target === digest))
  ) {
    log.info(`${name} ${version} is already there with the same ${count(files)} (${digest})`);
    return { ...result, generation: latest?.generation, changed: false };
  }
  if (mode === 'plan') {
    log.info(
      existing === undefined
        ? `would push ${count(files)} as ${name} ${version} (${digest})`
        : `would move the pointer latest to ${version}`,
    );
    return { ...result, generation: latest?.generation, changed: true };
  }
  if (existing === undefined) {
    await writeContents(store, found, files);
    await store.create(blobName(digest), manifest);
    const origin = canonicalJson({
      commit: run.commit,
      run: run.id,
      url: run.url,
      latestSeen: latest?.generation ?? null,
    });
    await store.create(names.origin, new TextEncoder().encode(origin));
    if ((await store.create(names.manifest, manifest)) === 'exists') {
      refuseOther(name, version, digest, (await store.read(names.manifest))?.bytes ?? new Uint8Array());
    }
  }
  const generation = await moveLatest(store, names.latest, digest, latest);
  log.info(`pushed ${count(files)} as ${name} ${version} (${digest})`);
  return { ...result, generation, changed: true };
}

/**
 * A run that was killed between manifest and pointer left the pointer as it had seen it; only then it is moved later. A
 * version that was pushed long ago must not become the latest again because its job is run again.
 */
async function isPointerOwed(
  store: Store,
  origin: string,
  generation: string | undefined,
  isAlreadyThere: boolean,
): Promise<boolean> {
  if (isAlreadyThere) return false;
  const found = await store.read(origin);
  if (found === undefined) return generation === undefined;
  return JSON.parse(new TextDecoder().decode(found.bytes)).latestSeen === (generation ?? null);
}

function refuseOther(name: string, version: string, digest: Digest, existing: Uint8Array): void {
  const other = digestOf(existing);
  if (other === digest) return;
  throw new UserError(
    `${name} ${version} is already there with other files: its manifest is ${other}, these files' would be ${digest}. A version is never overwritten: push these files under another`,
  );
}

async function describeFiles(files: readonly ArtifactFile[]): Promise<readonly ManifestFile[]> {
  const outcomes = await inParallel(width, files, async ({ name, path }) => {
    const bytes = await readFile(path);
    return { name, size: bytes.length, sha256: digestOf(bytes).slice('sha256:'.length) };
  });
  return allOf(outcomes, files, 'read');
}

/** Reads again what was described, so that memory holds only what is under way; a file that changed meanwhile is refused. */
async function writeContents(
  store: Store,
  files: readonly ArtifactFile[],
  described: readonly ManifestFile[],
): Promise<void> {
  const sha256 = new Map(described.map((file) => [file.name, file.sha256]));
  const outcomes = await inParallel(width, files, async ({ name, path }) => {
    const bytes = await readFile(path);
    const digest = digestOf(bytes);
    if (digest !== `sha256:${sha256.get(name)}`) throw new UserError(`${name} changed while it was pushed`);
    await store.create(blobName(digest), bytes);
  });
  allOf(outcomes, files, 'stored');
}

function allOf<R>(
  outcomes: readonly PromiseSettledResult<R>[],
  files: readonly ArtifactFile[],
  done: string,
): readonly R[] {
  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [{ name: files[index]?.name, reason: outcome.reason }] : [],
  );
  const [first] = failures;
  if (first === undefined)
    return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  if (failures.length === 1 || !(first.reason instanceof RemoteError)) throw first.reason;
  const some = failures.slice(0, 10).map(({ name }) => name);
  throw new RemoteError(
    `${failures.length} of ${counted(files.length, 'file')} could not be ${done}: ${some.join(', ')}${failures.length > 10 ? ', …' : ''}`,
    {
      cause: new AggregateError(failures.map(({ reason }) => reason)),
    },
  );
}

/** Whoever pushes last is the latest: a run that loses the race looks again and moves it once more. */
async function moveLatest(store: Store, pointer: string, digest: Digest, seen: Pointer | undefined): Promise<string> {
  let before = seen;
  for (let tries = 1; tries <= pointerTries; tries += 1) {
    const outcome = await movePointer(store, pointer, digest, before);
    const present = await readPointer(store, pointer);
    if (outcome !== 'conflict' && present !== undefined) return present.generation;
    before = present;
  }
  throw new RemoteError(
    `${pointer} in ${store.location} was moved by others ${pointerTries} times; everything else is pushed`,
  );
}

function checkWords(name: string, version: string): void {
  const problems = Object.entries({ name, version }).flatMap(([input, word]) => {
    try {
      checkArtifactWord(word);
      return input === 'name' && word === 'sha256'
        ? [{ message: 'input name: sha256 is where the contents are kept; choose another name' }]
        : [];
    } catch (error) {
      return [{ message: `input ${input}: ${(error as Error).message}` }];
    }
  });
  if (version === 'latest.json')
    problems.push({ message: 'input version: latest.json is the pointer; choose another version' });
  if (problems.length > 0) throw new UserError(problems);
}

function count(files: readonly ManifestFile[]): string {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return `${counted(files.length, 'file')}, ${counted(bytes, 'byte')}`;
}
