import { createHash } from 'node:crypto';

/** One file of an image: its absolute path there, its bytes, and whether it may be executed. */
export interface ImageFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable?: boolean;
}

export interface ImageContent {
  readonly files: readonly ImageFile[];
  readonly entrypoint: readonly string[];
}

export interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
}

export interface Image {
  readonly config: Blob;
  readonly layer: Blob;
  /** Its digest is the image's. */
  readonly manifest: Blob;
}

/** The OCI form of an image with one uncompressed layer; the same content gives the same digest, on any day. */
export function createImage({ files, entrypoint }: ImageContent): Image {
  const layer = blob('application/vnd.oci.image.layer.v1.tar', writeTar(files));
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const config = jsonBlob('application/vnd.oci.image.config.v1+json', {
    architecture,
    os: 'linux',
    config: { Entrypoint: entrypoint, Env: ['PATH=/usr/local/bin:/usr/bin:/bin'] },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = jsonBlob(mediaType, {
    schemaVersion: 2,
    mediaType,
    config: describe(config),
    layers: [describe(layer)],
  });
  return { config, layer, manifest };
}

const describe = ({ mediaType, digest, bytes }: Blob) => ({ mediaType, digest, size: bytes.length });
const jsonBlob = (mediaType: string, value: unknown) => blob(mediaType, Buffer.from(JSON.stringify(value)));

function blob(mediaType: string, bytes: Uint8Array): Blob {
  return { mediaType, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, bytes };
}

const BLOCK = 512;

/** POSIX ustar with owner root and time 0: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html */
export function writeTar(files: readonly ImageFile[]): Buffer {
  const folders = new Set(files.flatMap(({ path }) => parentsOf(path)));
  const parts = [...folders].sort().map((path) => header({ path: `${path}/`, size: 0, mode: 0o755, type: '5' }));
  for (const { path, content, isExecutable } of files) {
    parts.push(header({ path: path.slice(1), size: content.length, mode: isExecutable ? 0o755 : 0o644, type: '0' }));
    parts.push(content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/** '/a/b/c' → 'a', 'a/b' */
function parentsOf(path: string): string[] {
  const names = path.split('/').slice(1, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  readonly type: '0' | '5';
}

function header({ path, size, mode, type }: Entry): Uint8Array {
  if (Buffer.byteLength(path) > 100) throw new Error(`the path ${path} is too long for an image`);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  const block = Buffer.alloc(BLOCK);
  const write = (at: number, text: string) => block.write(text, at, 'utf8');
  write(0, path);
  write(100, octal(mode, 7) + octal(0, 7) + octal(0, 7) + octal(size, 11) + octal(0, 11));
  // The checksum counts its own eight bytes as spaces.
  write(148, `        ${type}`);
  write(257, 'ustar\x0000');
  const sum = block.reduce((total, byte) => total + byte, 0);
  write(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}
