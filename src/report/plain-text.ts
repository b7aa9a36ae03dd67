import { stripVTControlCharacters } from 'node:util';

/**
 * Text without anything that a terminal or the runner acts on: terminal escapes, control characters and characters that
 * are compared as nothing. (.NET compares strings by culture, so the runner takes `:`, a zero-width space and `:` for
 * `::`.) Every kind of line separator becomes a line feed.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/(?![\n\t])[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '');
}

/** Ends every text that was cut; redaction looks here for the first half of a secret. */
export const cutMark = '…';

/** Foreign text as part of an error's message: one line, plain, at most `limit` characters. */
export function excerpt(text: string, limit = 500): string {
  // Cut first: a remote side may answer with hundreds of megabytes.
  const line = plainText(text.slice(0, limit * 4))
    .replaceAll(/\s+/g, ' ')
    .trim();
  const isWhole = text.length <= limit * 4 && line.length <= limit;
  return isWhole ? line : `${line.slice(0, limit - 1).toWellFormed()}${cutMark}`;
}
