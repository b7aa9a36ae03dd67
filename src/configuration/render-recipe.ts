import { isDeepStrictEqual } from 'node:util';
import { parse } from 'smol-toml';
import { checkAgainst, type Finding, UserError } from '../report/index.ts';
import {
  type Digest,
  digestOf,
  isSecretReference,
  type Json,
  keyedDigestOf,
  type SecretReference,
  type Secrets,
  secretName,
} from '../values/index.ts';
import { type KeepClientV1, keepClientV1 } from './keep-client-v1.ts';
import type { Recipe } from './recipe.ts';
import { encodeToml, type TomlTable } from './toml.ts';

/** One client's configuration file. */
export interface RenderedConfiguration {
  readonly text: string;
  /** Absent when the text is a secret and there is no key to make a digest of it that gives nothing away. */
  readonly digest: Digest | undefined;
  readonly isSecret: boolean;
}

/** What a plan prints of a secret configuration when it has no key. */
export const secretPartsNotCompared = 'secret parts not compared';

/** A shorter key could be found by trying, and then the secrets behind the digests too. */
const minimumKeyLength = 16;

/** Where a variable's name is written. */
export type PlacesOf = (reference: SecretReference) => readonly Omit<Finding, 'message'>[];

/**
 * Renders a recipe: secrets in, checked against the schema once more, written, parsed back and compared. The same recipe
 * and secrets give the same bytes. A recipe that was rendered before must come out with the same digest.
 * @throws UserError naming every variable that is missing or wrong, wherever it is written, never its value.
 */
export function renderRecipe(
  recipe: Recipe,
  secrets: Secrets,
  digestKey?: string,
  placesOf: PlacesOf = () => [],
): RenderedConfiguration {
  const tree = withSecrets(recipe, secrets, placesOf);
  const text = encodeToml(tree as TomlTable);
  if (!isDeepStrictEqual(parse(text, { integersAsBigInt: true }), asParsed(tree))) {
    throw new Error(`The configuration of ${recipe.client} reads back as something else than was written`);
  }
  const isSecret = recipe.secretNames.length > 0;
  const digest = isSecret ? keyedDigest(text, digestKey) : digestOf(text);
  if (digest !== undefined && recipe.digest !== undefined && digest !== recipe.digest)
    throw new UserError(otherDigest(recipe));
  return { text, digest, isSecret };
}

/** The recipe with the digest of what it was rendered to, ready to be stored. */
export function sealRecipe(recipe: Recipe, digest: Digest): Recipe & { readonly digest: Digest } {
  return { ...recipe, digest };
}

function keyedDigest(text: string, digestKey: string | undefined): Digest | undefined {
  if (digestKey === undefined) return undefined;
  if (digestKey.length < minimumKeyLength) {
    throw new UserError(
      `$KEEP_DEPLOY_DIGEST_KEY is too short: make one of at least ${minimumKeyLength} characters, for example with \`openssl rand -hex 32\``,
    );
  }
  return keyedDigestOf(digestKey, text);
}

function otherDigest({ client, secretNames }: Recipe): string {
  if (secretNames.length === 0) {
    return `The configuration of ${client} renders to other bytes than when its recipe was stored, by another version of keep-deploy: run render-client-config again`;
  }
  const names = secretNames.map((name) => `$${name}`).join(', ');
  return `The configuration of ${client} renders to other bytes than when its recipe was stored: ${names} or $KEEP_DEPLOY_DIGEST_KEY has another value now. Set the same values in both jobs, or run render-client-config again`;
}

function withSecrets(recipe: Recipe, secrets: Secrets, placesOf: PlacesOf): KeepClientV1 {
  const found = (variable: string, message: string): Finding[] => {
    const places = isSecretReference(variable) ? placesOf(variable) : [];
    return (places.length === 0 ? [{}] : places).map((place) => ({ ...place, message: `${variable} ${message}` }));
  };
  const missing = recipe.secretNames.filter((name) => !secrets(name));
  if (missing.length > 0) {
    throw new UserError(
      missing.flatMap((name) =>
        found(`$${name}`, `is not set in the step's environment: the configuration of ${recipe.client} needs it`),
      ),
    );
  }
  const broken = recipe.secretNames.filter((name) => /^\s|\s$|\p{Cc}/u.test(secrets(name) ?? ''));
  if (broken.length > 0) {
    throw new UserError(
      broken.flatMap((name) =>
        found(`$${name}`, 'begins or ends with white space or holds a line break: set it without'),
      ),
    );
  }
  const { value, problems } = checkAgainst(keepClientV1, substituted(recipe.tree as Json, secrets));
  if (problems) {
    throw new UserError(
      problems.flatMap(({ path, message }) => {
        const use = `${path.join('.')} of ${recipe.client}${expectation(message)}`;
        return found(variableAt(recipe.tree as Json, path), `has a value that can't be used for ${use}`);
      }),
    );
  }
  const nested = recipe.secretNames.filter((name) => isSecretReference(secrets(name) ?? ''));
  if (nested.length > 0)
    throw new UserError(nested.flatMap((name) => found(`$${name}`, 'holds the name of a variable, not a value')));
  return value;
}

/** What a problem's message says was expected, and only of messages that say that they tell nothing of the value. */
function expectation(message: string): string {
  const expected = /^expected .+(?= or \$NAME; what was found is not shown$)/.exec(message);
  return expected === null ? '' : `: ${expected[0]}`;
}

function substituted(tree: Json, secrets: Secrets): Json {
  if (typeof tree === 'string') return isSecretReference(tree) ? (secrets(secretName(tree)) ?? '') : tree;
  if (Array.isArray(tree)) return tree.map((item: Json) => substituted(item, secrets));
  if (tree === null || typeof tree !== 'object') return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, value === undefined ? undefined : substituted(value, secrets)]),
  );
}

function variableAt(tree: Json, path: readonly (string | number)[]): string {
  const value = path.reduce<unknown>((node, step) => (node as { [key: string]: unknown } | undefined)?.[step], tree);
  return typeof value === 'string' ? value : 'A variable';
}

/** A tree as the TOML parser gives it: nothing for absent members, integers as bigint (so that 3919.0 isn't 3919), no prototypes. */
function asParsed(value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value);
  if (Array.isArray(value)) return value.map(asParsed);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.assign(
    Object.create(null),
    Object.fromEntries(members.map(([key, member]) => [key, asParsed(member)])),
  );
}
