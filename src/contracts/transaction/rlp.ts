import { bytesOf, type Hex, hexOf } from '../../values/index.ts';

/** What RLP can hold: bytes, or a list of such. */
export type Rlp = Hex | readonly Rlp[];

/** Recursive length prefix, as Ethereum writes transactions (https://ethereum.org/developers/docs/data-structures-and-encoding/rlp). */
export function encodeRlp(value: Rlp): Hex {
  return hexOf(encode(value));
}

function encode(value: Rlp): Buffer {
  if (typeof value !== 'string') {
    const body = Buffer.concat(value.map(encode));
    return Buffer.concat([prefix(0xc0, body.length), body]);
  }
  const bytes = Buffer.from(bytesOf(value));
  return bytes.length === 1 && (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([prefix(0x80, bytes.length), bytes]);
}

function prefix(base: number, length: number): Buffer {
  if (length < 56) return Buffer.of(base + length);
  const digits = length.toString(16);
  const size = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(base + 55 + size.length), size]);
}

/** Reads one RLP value. @throws RangeError when the bytes are no RLP or more follows. */
export function decodeRlp(hex: Hex): Rlp {
  const bytes = bytesOf(hex);
  const [value, end] = decodeAt(bytes, 0);
  if (end !== bytes.length) throw new RangeError('more bytes follow the RLP value');
  return value;
}

function decodeAt(bytes: Uint8Array, start: number): [Rlp, number] {
  const first = bytes[start];
  if (first === undefined) throw new RangeError('the RLP value is cut short');
  if (first < 0x80) return [hexOf(bytes.slice(start, start + 1)), start + 1];
  const isList = first >= 0xc0;
  const short = first - (isList ? 0xc0 : 0x80);
  const sizeBytes = short > 55 ? short - 55 : 0;
  const from = start + 1 + sizeBytes;
  const length =
    sizeBytes === 0 ? short : Number.parseInt(Buffer.from(bytes.slice(start + 1, from)).toString('hex'), 16);
  const end = from + length;
  if (!(end <= bytes.length)) throw new RangeError('the RLP value is cut short');
  if (!isList) return [hexOf(bytes.slice(from, end)), end];
  const items: Rlp[] = [];
  for (let at = from; at < end; ) {
    const [item, next] = decodeAt(bytes, at);
    items.push(item);
    at = next;
  }
  return [items, end];
}

/** An integer as RLP writes it: no leading zeros, zero as no bytes. */
export function rlpInteger(value: bigint | number): Hex {
  if (BigInt(value) === 0n) return '0x';
  const digits = BigInt(value).toString(16);
  return `0x${digits.padStart(digits.length + (digits.length % 2), '0')}` as Hex;
}
