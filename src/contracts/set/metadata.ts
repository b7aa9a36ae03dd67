/**
 * solc ends every contract's code with a CBOR map of the source's hash and the compiler's version, and the map's length in
 * two bytes (https://docs.soliditylang.org/en/latest/metadata.html): a changed comment changes it, and nothing that runs.
 * Code that creates contracts carries theirs too, anywhere in its middle.
 */
export interface MetadataBlob {
  /** Of the map's first byte. */
  readonly start: number;
  /** After the two bytes of its length. */
  readonly end: number;
}

/** What a key of the map can hold: one byte for its kind, then its content. */
type ValueReader = (code: Uint8Array, at: number) => number | undefined;

/** A CBOR text of 4 to 12 bytes starts with 0x60 and its length. */
const keys: readonly { readonly name: Buffer; readonly valueEnd: ValueReader }[] = [
  { name: cborText('ipfs'), valueEnd: (code, at) => afterBytes(code, at, [0x58, 34, 0x12, 0x20], 32) },
  { name: cborText('bzzr0'), valueEnd: (code, at) => afterBytes(code, at, [0x58, 32], 32) },
  { name: cborText('bzzr1'), valueEnd: (code, at) => afterBytes(code, at, [0x58, 32], 32) },
  // A release writes three bytes of version, any other build its whole version as text.
  { name: cborText('solc'), valueEnd: (code, at) => afterBytes(code, at, [0x43], 3) ?? afterText(code, at) },
  { name: cborText('experimental'), valueEnd: (code, at) => (code[at] === 0xf5 ? at + 1 : undefined) },
];

/** Every metadata blob in creation or runtime code, in order. */
export function findMetadata(code: Uint8Array): readonly MetadataBlob[] {
  const bytes = Buffer.from(code.buffer, code.byteOffset, code.byteLength);
  const starts = new Set<number>();
  // The map's head stands right before its first key. Looking for the keys is one native search each.
  for (const { name } of keys) {
    for (let at = bytes.indexOf(name, 1); at >= 0; at = bytes.indexOf(name, at + 1)) starts.add(at - 1);
  }
  const blobs: MetadataBlob[] = [];
  for (const start of [...starts].sort((a, b) => a - b)) {
    const end = blobEnd(bytes, start);
    if (end !== undefined && start >= (blobs.at(-1)?.end ?? 0)) blobs.push({ start, end });
  }
  return blobs;
}

/** The code with zeros in place of every metadata blob, of the same length: equal when nothing that runs differs. */
export function blankMetadata(code: Uint8Array): Uint8Array {
  const blobs = findMetadata(code);
  if (blobs.length === 0) return code;
  const blank = Uint8Array.from(code);
  for (const { start, end } of blobs) blank.fill(0, start, end);
  return blank;
}

/** How two codes of one contract compare: `metadata` when they differ in nothing else. */
export function compareCode(expected: Uint8Array, seen: Uint8Array): 'equal' | 'metadata' | 'different' {
  if (Buffer.compare(expected, seen) === 0) return 'equal';
  return Buffer.compare(blankMetadata(expected), blankMetadata(seen)) === 0 ? 'metadata' : 'different';
}

/** Only a whole, well-formed map of known keys whose length agrees is metadata: anything less may be code that runs. */
function blobEnd(code: Buffer, start: number): number | undefined {
  const pairs = (code[start] ?? 0) - 0xa0;
  if (pairs < 1 || pairs > keys.length) return undefined;
  let at = start + 1;
  const seen = new Set<Buffer>();
  for (let pair = 0; pair < pairs; pair++) {
    const key = keys.find(({ name }) => code.subarray(at, at + name.length).equals(name));
    const end = key?.valueEnd(code, at + key.name.length);
    if (key === undefined || end === undefined || seen.has(key.name)) return undefined;
    seen.add(key.name);
    at = end;
  }
  return at + 2 <= code.length && code.readUInt16BE(at) === at - start ? at + 2 : undefined;
}

function afterBytes(code: Uint8Array, at: number, head: readonly number[], length: number): number | undefined {
  return head.every((byte, index) => code[at + index] === byte) ? at + head.length + length : undefined;
}

/** CBOR text of up to 255 printable characters. */
function afterText(code: Uint8Array, at: number): number | undefined {
  const head = code[at] ?? 0;
  const [start, length] = head === 0x78 ? [at + 2, code[at + 1] ?? 0] : [at + 1, head - 0x60];
  if (length < 1 || (head !== 0x78 && length > 23)) return undefined;
  const text = code.subarray(start, start + length);
  return text.every((byte) => byte >= 0x20 && byte < 0x7f) ? start + length : undefined;
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}
