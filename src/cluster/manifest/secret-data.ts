import { canonicalJson, type Digest, type Json, keyedDigestOf } from '../../values/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';
import { isMap, mapAt, without } from './manifest-values.ts';
import { clientsName } from './name-check.ts';
import { type Manifest, manifestOf, nameOf, type WrittenObject } from './written-object.ts';

/** Every secret that the user's own Secrets hold, as text, under a name that may be said. */
export function secretTexts({
  template,
  own,
  shared,
}: Manifest): readonly { readonly name: string; readonly text: string }[] {
  const clients = [...(template === undefined ? [] : [template]), ...Object.values(own)];
  const objects = [...shared, ...clients.flatMap(({ beside }) => beside)].map(({ object }) => object);
  return objects.flatMap((object) => {
    const { data, stringData } = secretData(object) ?? {};
    const name = `Secret ${String(mapAt(object, 'metadata')['name'] ?? '')}`;
    const textsOf = (held: Json | undefined, decode: (text: string) => string) =>
      Object.values(isMap(held) ? held : {}).flatMap((text) =>
        typeof text === 'string' ? [{ name, text: decode(text) }] : [],
      );
    const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString();
    return [...textsOf(data, fromBase64), ...textsOf(stringData, (text) => text)];
  });
}

/** Of each Secret that the manifests make for these clients, by its name in the cluster, the keys that it gets. */
export function secretKeys(manifest: Manifest, clients: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ofClient = (client: string) => {
    const { beside, name, isTemplate } = manifestOf(manifest, client);
    const nameFor = (written: WrittenObject) =>
      isTemplate ? clientsName(nameOf(written), name, client) : (nameOf(written) ?? '');
    return beside.map((written) => [nameFor(written), written] as const);
  };
  const shared = manifest.shared.map((written) => [nameOf(written) ?? '', written] as const);
  return new Map(
    [...shared, ...clients.flatMap(ofClient)].flatMap(([name, { object }]) => {
      const keys = fields.flatMap((field) => Object.keys(mapAt(object, field)));
      return object['kind'] === 'Secret' ? [[name, new Set(keys)] as const] : [];
    }),
  );
}

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
