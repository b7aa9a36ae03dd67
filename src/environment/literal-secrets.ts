import { type Finding, secretLook } from '../report/index.ts';
import { isSecretReference, type Json, type SecretReference } from '../values/index.ts';
import type { Path, Place, SourceFile } from './yaml-document.ts';

/** What looks like a secret and stands in a file. The value is never repeated. */
export function literalSecrets(
  source: SourceFile,
  { mayBeWord }: { readonly mayBeWord: (path: Path) => boolean },
): Finding[] {
  return textsOf(source).flatMap(({ text, path }) => {
    // Constructor arguments may well be 32 bytes that are no secret: a role, a hash.
    if (mayBeWord(path) && /^0x[0-9a-fA-F]{64}$/.test(text)) return [];
    const look = secretLook(text);
    if (look === undefined) return [];
    const advice = 'put it into the step’s environment and write $NAME here (and replace it: it stands in a file now)';
    return [{ ...source.locate(path), message: `this looks like ${look}: ${advice}` }];
  });
}

/** Every `$NAME` of a file and where it stands. */
export function secretReferences(source: SourceFile): { readonly reference: SecretReference; readonly place: Place }[] {
  return textsOf(source).flatMap(({ text, path }) =>
    isSecretReference(text) ? [{ reference: text, place: source.locate(path) }] : [],
  );
}

function textsOf(source: SourceFile): { readonly text: string; readonly path: Path }[] {
  return source.documents.slice(0, 1).flatMap((document) => textsIn(document, []));
}

function textsIn(value: Json | undefined, path: Path): { readonly text: string; readonly path: Path }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (value === null || typeof value !== 'object') return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, child]) => textsIn(child, [...path, isList ? Number(key) : key]));
}
