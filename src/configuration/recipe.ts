import * as v from 'valibot';
import { checkAgainst, RemoteError } from '../report/index.ts';
import { canonicalJson, type Digest, isSecretReference, type Json, parseDigest, secretName } from '../values/index.ts';
import { type KeepClientV1, keepClientV1 } from './keep-client-v1.ts';
import { textsIn } from './template-reference.ts';

/** The kinds of configuration file this room can render. */
export const configurationSchemas = ['keep-client-v1'] as const;
export type ConfigurationSchema = (typeof configurationSchemas)[number];

/**
 * All of a client's configuration but its secrets: what is stored and handed on. `$NAME`s stand where secrets go.
 */
export interface Recipe {
  readonly schema: ConfigurationSchema;
  readonly client: string;
  readonly tree: KeepClientV1;
  /** Variables of the step's environment, sorted. One or more make the rendered configuration a secret. */
  readonly secretNames: readonly string[];
  /** Of the rendered text; keyed when it is a secret. Absent until it was rendered, and in a plan without the key. */
  readonly digest?: Digest;
}

/** The names of the secrets that go into a tree. */
export function secretNamesIn(tree: KeepClientV1): readonly string[] {
  const names = textsIn(tree as Json).flatMap(({ text }) => (isSecretReference(text) ? [secretName(text)] : []));
  return [...new Set(names)].sort();
}

/** The recipe as it is stored: canonical, so that equal recipes have equal names. */
export function recipeText(recipe: Recipe & { readonly digest: Digest }): string {
  const { schema, client, tree, secretNames, digest } = recipe;
  return canonicalJson({ schema, client, tree: tree as Json, secretNames, digest });
}

const recipeSchema = v.strictObject({
  schema: v.picklist(configurationSchemas, 'expected a kind of configuration that this version of keep-deploy knows'),
  client: v.string(),
  tree: keepClientV1,
  secretNames: v.array(v.string()),
  digest: v.string(),
});

/** Reads a stored recipe. @throws RemoteError when it is none, or one that this version doesn't know. */
export function parseRecipe(text: string): Recipe & { readonly digest: Digest } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new RemoteError("The stored recipe of a configuration can't be used: it is not JSON");
  }
  const { value, problems } = checkAgainst(recipeSchema, document);
  if (problems) {
    const reasons = problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new RemoteError(`The stored recipe of a configuration can't be used: ${reasons.join('; ')}`);
  }
  const secretNames = secretNamesIn(value.tree);
  if (secretNames.join() !== value.secretNames.join()) {
    throw new RemoteError(`The stored recipe of ${value.client} can't be used: it names other secrets than it uses`);
  }
  return { ...value, secretNames, digest: parseDigest(value.digest) };
}
