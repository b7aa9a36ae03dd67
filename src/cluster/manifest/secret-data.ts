import { canonicalJson, type Digest, type Json, keyedDigestOf } from '../../values/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';
import { mapAt, without } from './manifest-values.ts';

/** The fields of a Secret that hold what is secret. */
const fields = ['data', 'stringData'] as const;

/** What a Secret of the user's holds; `undefined` of every other object, and of a Secret without data. */
export function secretData(object: JsonObject): JsonObject | undefined {
  if (object['kind'] !== 'Secret') return undefined;
  const data = Object.fromEntries(
    fields.flatMap((field): [string, JsonObject][] => {
      const held = mapAt(object, field);
      return Object.keys(held).length === 0 ? [] : [[field, held]];
    }),
  );
  return Object.keys(data).length === 0 ? undefined : data;
}

/** The Secret without what is secret: what may be stored, and hashed without a key. */
export function withoutSecretData(object: JsonObject): JsonObject {
  return secretData(object) === undefined ? object : without(object, ...fields);
}

/** Names what Secrets hold to who has the key, and tells nothing to anybody else: a plain digest can be guessed from a list. */
export function secretDigest(digestKey: string, objects: readonly JsonObject[]): Digest {
  const data: Json = objects.map((object) => [mapAt(object, 'metadata')['name'] ?? '', secretData(object) ?? {}]);
  return keyedDigestOf(digestKey, canonicalJson(['secret data', data]));
}
