/** `sha256:` and 64 hexadecimal digits: names bytes by their content. */
export type Digest = `sha256:${string}`;

/**
 * Reads a digest; making one is in a file of its own, so that reading inputs doesn't load `node:crypto`.
 * @throws RangeError when the text is no `sha256:` and 64 lower-case hexadecimal digits.
 */
export function parseDigest(text: string): Digest {
  if (!/^sha256:[0-9a-f]{64}$/.test(text)) throw new RangeError('expected sha256: and 64 hexadecimal digits');
  return text as Digest;
}
