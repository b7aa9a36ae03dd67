/** Bytes as lower-case hexadecimal with `0x`, an even number of digits. */
export type Hex = `0x${string}`;

/** True for `0x` and an even number of hexadecimal digits. */
export function isHex(text: string): text is Hex {
  return /^0x(?:[0-9a-fA-F]{2})*$/.test(text);
}

/** Reads bytes written as hexadecimal, with or without `0x`. @throws RangeError when the text is no such thing. */
export function parseHex(text: string): Hex {
  const prefixed = text.startsWith('0x') ? text : `0x${text}`;
  if (!isHex(prefixed)) throw new RangeError('expected an even number of hexadecimal digits, with or without 0x');
  return prefixed.toLowerCase() as Hex;
}

/** The bytes behind a hexadecimal text. */
export function bytesOf(hex: Hex): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.slice(2), 'hex'));
}

/** Bytes as hexadecimal text. */
export function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}
