import { canonicalJson, type Digest } from '../values/index.ts';

export interface ManifestFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** What an artifact consists of. Equal files have an equal manifest, whoever pushed them when. */
export function manifestBytes(name: string, version: string, files: readonly ManifestFile[]): Uint8Array {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const members = sorted.map((file) => ({ name: file.name, sha256: file.sha256, size: file.size }));
  return new TextEncoder().encode(canonicalJson({ files: members, name, version }));
}

/** Where an artifact's objects stand in the store. */
export function artifactNames(name: string, version: string) {
  const folder = `artifacts/${name}/${version}`;
  return {
    manifest: `${folder}/manifest.json`,
    origin: `${folder}/origin.json`,
    latest: `artifacts/${name}/latest.json`,
  };
}

export function blobName(digest: Digest): string {
  return `artifacts/sha256/${digest.slice('sha256:'.length)}`;
}

/** One part of an object's name. @throws RangeError that says what was expected. */
export function checkArtifactWord(word: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/.test(word))
    throw new RangeError('expected letters, digits, and . _ + - after the first');
  return word;
}
