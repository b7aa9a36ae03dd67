import { createHash, createHmac } from 'node:crypto';
import type { Digest } from './digest.ts';

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
