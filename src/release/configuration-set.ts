import {
  parseRecipe,
  type Recipe,
  type RenderedConfiguration,
  recipeText,
  resolveTemplates,
  sealRecipe,
} from '../configuration/index.ts';
import type { ContractRecord } from '../contracts/index.ts';
import type { Environment } from '../environment/index.ts';
import { RemoteError, UserError } from '../report/index.ts';
import { type Digest, type Json, parseDigest } from '../values/index.ts';

export type SealedRecipe = Recipe & { readonly digest: Digest };

/** The configurations of all clients, as they are stored: recipes, and the contract record whose addresses they name. */
export interface ConfigurationSet {
  readonly environment: string;
  readonly contracts: Digest;
  readonly recipes: readonly SealedRecipe[];
}

/** One recipe per client, with the record's addresses. @throws UserError with file and line of every mistake. */
export function recipesOf(
  environment: Environment<'clients' | 'cluster'>,
  record: { readonly contracts: readonly Pick<ContractRecord['contracts'][number], 'name' | 'address'>[] },
): readonly Recipe[] {
  const { configuration, keyfilePath, roles, clients } = environment.clients;
  const resolved = resolveTemplates({
    schema: configuration.schema,
    template: configuration.template,
    roles,
    clients,
    namespace: environment.cluster.namespace,
    keyfilePath,
    contracts: Object.fromEntries(record.contracts.map(({ name, address }) => [name, address])),
  });
  if (resolved.problems) throw new UserError(environment.findings('clients', resolved.problems));
  return resolved.recipes;
}

/** With the digest of what each was rendered to; `undefined` when one has none, in a plan without the key. */
export function sealRecipes(
  rendered: readonly (Pick<RenderedConfiguration, 'digest'> & { readonly recipe: Recipe })[],
): readonly SealedRecipe[] | undefined {
  const sealed = rendered.flatMap(({ recipe, digest }) => (digest === undefined ? [] : [sealRecipe(recipe, digest)]));
  return sealed.length === rendered.length ? sealed : undefined;
}

export function configurationDocument(environment: string, contracts: Digest, recipes: readonly SealedRecipe[]): Json {
  return {
    version: 1,
    environment,
    contracts,
    recipes: recipes.map((recipe) => JSON.parse(recipeText(recipe)) as Json),
  };
}

/** Reads a stored set. @throws RemoteError when it is none. */
export function parseConfigurationSet(text: string): ConfigurationSet {
  const document = JSON.parse(text) as {
    version?: unknown;
    environment?: unknown;
    contracts?: unknown;
    recipes?: unknown;
  };
  const { version, environment, contracts, recipes } = document;
  if (version !== 1 || typeof environment !== 'string' || typeof contracts !== 'string' || !Array.isArray(recipes)) {
    throw new RemoteError(
      'the stored configurations were written by another version of keep-deploy: run render-client-config again',
    );
  }
  return {
    environment,
    contracts: parseDigest(contracts),
    recipes: recipes.map((recipe) => parseRecipe(JSON.stringify(recipe))),
  };
}
