import { createHash, createHmac } from 'node:crypto';

/** `sha256:` and 64 hexadecimal digits: names bytes by their content. */
export type Digest = `sha256:${string}`;

/** The digest of bytes, or of a text's UTF-8 bytes. */
export function digestOf(content: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/**
 * A digest that only a holder of the key can compute or check (HMAC-SHA-256): a plain digest of a short secret could be
 * guessed from a list.
 */
export function keyedDigestOf(key: string, content: Uint8Array | string): Digest {
  return `sha256:${createHmac('sha256', key).update(content).digest('hex')}`;
}

/** Reads a digest. @throws RangeError when the text is no `sha256:` and 64 lower-case hexadecimal digits. */
export function parseDigest(text: string): Digest {
  if (!/^sha256:[0-9a-f]{64}$/.test(text)) throw new RangeError('expected sha256: and 64 hexadecimal digits');
  return text as Digest;
}
