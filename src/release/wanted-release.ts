import { type Manifest, secretTexts, type WantedClient } from '../cluster/index.ts';
import { type Recipe, renderRecipe } from '../configuration/index.ts';
import { type ContractRecord, parseContractRecord } from '../contracts/index.ts';
import { type Environment, requireParts, workspaceFiles } from '../environment/index.ts';
import { UserError } from '../report/index.ts';
import type { Store } from '../store/index.ts';
import type { Digest } from '../values/index.ts';
import { composeRelease, keyfileDigest, writtenManifest } from './compose-release.ts';
import { parseConfigurationSet, recipesOf } from './configuration-set.ts';
import { digestKey } from './digest-key.ts';
import type { Mode, ReleasePorts, StepInputs } from './ports.ts';
import { type ReleaseImages, resolveReleaseImages } from './release-images.ts';
import { parseRelease, type ReleaseRecord } from './release-record.ts';
import { planningNeeds, resolveContracts } from './resolve-contracts.ts';
import { fetchDocument } from './store-layout.ts';
import { restoredManifest } from './stored-manifest.ts';

/** A release with everything that is needed to roll it, secrets included: lives in memory only. */
export interface WantedRelease {
  /** Absent in a plan that lacks the key, or whose contracts or configurations are not stored yet. */
  readonly release: ReleaseRecord | undefined;
  readonly contracts: ContractRecord;
  /** True when the contracts are only predicted, in a plan. */
  readonly isPredicted: boolean;
  readonly manifest: Manifest;
  /** Every image that is written by tag, by digest. */
  readonly images: ReadonlyMap<string, string>;
  readonly roles: readonly string[];
  /** Those of the roles whose clients decide by majority. */
  readonly voters: readonly string[];
  readonly clients: readonly WantedClient[];
  readonly recipes: readonly Recipe[];
}

export interface ReleaseChoice extends StepInputs {
  readonly configurations: Digest | undefined;
  readonly image: string | undefined;
  readonly release: Digest | undefined;
  /** The contracts that an earlier part of the same plan found stored, or leads to: not planned twice. */
  readonly contracts?: Digest | undefined;
  readonly predicted?: ContractRecord | undefined;
  /** What an earlier part of the same run found the images to be. */
  readonly resolved?: ReleaseImages | undefined;
}

/** What is needed beside chain and cluster: a stored release has all of it, and stored configurations name their contracts. */
export function releaseNeeds({
  release,
  configurations,
  ...choice
}: ReleaseChoice): readonly ('clients' | 'contracts')[] {
  if (release !== undefined) return [];
  return ['clients', ...(configurations === undefined ? planningNeeds({ contracts: undefined, ...choice }) : [])];
}

/** The stored release that the input names, or the one that the files and the stored configurations make. */
export async function resolveRelease(
  environment: Environment<'chain' | 'cluster'>,
  store: Store,
  inputs: ReleaseChoice,
  ports: ReleasePorts,
): Promise<WantedRelease> {
  const key = digestKey(ports.secrets, inputs.mode === 'apply' ? "the clients' keyfiles" : undefined);
  if (inputs.release !== undefined) return storedRelease(environment, store, inputs.release, inputs.mode, key, ports);
  requireParts(environment, ['chain', 'cluster', 'clients']);
  const { configurations } = inputs;
  const manifest = writtenManifest(environment);
  hideSecrets(manifest, ports);
  const resolved = inputs.resolved ?? (await resolveReleaseImages(environment, manifest, inputs.image, ports));
  const { contracts, set, isPredicted } = await newConfigurations(environment, store, inputs, ports);
  const release =
    key === undefined || configurations === undefined || set.contracts === undefined
      ? undefined
      : composeRelease(environment, manifest, resolved, { contracts: set.contracts, configurations }, key);
  const { image, images } = resolved;
  const clients = clientsOfFiles(environment, { image, recipes: set.recipes }, inputs.mode, key, ports);
  const { roles, voters } = environment.clients;
  return { release, contracts, isPredicted, manifest, images, roles, voters, clients, recipes: set.recipes };
}

/** The clients as the files describe them. */
export function clientsOfFiles(
  environment: Environment<'clients'>,
  { image, recipes }: { readonly image: string; readonly recipes: readonly Recipe[] },
  mode: Mode,
  key: string | undefined,
  ports: ReleasePorts,
): readonly WantedClient[] {
  const { configuration, keyfilePath, passwordVariable, clients } = environment.clients;
  const recipeOf = recipeByClient(recipes);
  return clients.map(({ name, role, keyfile, password }) => ({
    name,
    role,
    image,
    configuration: rendered(environment, recipeOf(name), configuration.path, mode, key, ports),
    keyfile: { path: keyfilePath, text: keyfile.text },
    password: { variable: passwordVariable, ...password },
  }));
}

async function newConfigurations(
  environment: Environment<'chain' | 'cluster' | 'clients'>,
  store: Store,
  inputs: ReleaseChoice,
  ports: ReleasePorts,
) {
  if (inputs.configurations !== undefined) {
    const set = parseConfigurationSet(await fetchDocument(store, 'configurations', inputs.configurations));
    requireSameEnvironment(set, environment, 'configurations');
    const contracts = parseContractRecord(await fetchDocument(store, 'contract-records', set.contracts));
    return { contracts, set, isPredicted: false };
  }
  const { record, digest } = await resolveContracts(
    environment,
    store,
    { ...inputs, contracts: inputs.contracts },
    ports,
  );
  return {
    contracts: record,
    set: { contracts: digest, recipes: recipesOf(environment, record) },
    isPredicted: digest === undefined,
  };
}

async function storedRelease(
  environment: Environment<'cluster'>,
  store: Store,
  digest: Digest,
  mode: Mode,
  key: string | undefined,
  ports: ReleasePorts,
): Promise<WantedRelease> {
  const release = parseRelease(await fetchDocument(store, 'releases', digest));
  requireSameEnvironment(release, environment, 'release');
  if (release.namespace !== environment.cluster.namespace) {
    throw new UserError(
      `input release was made for namespace ${release.namespace}, and its clients look for each other there; keep-deploy.yml now says ${environment.cluster.namespace}. Make a new release.`,
    );
  }
  const set = parseConfigurationSet(await fetchDocument(store, 'configurations', release.configurations));
  const contracts = parseContractRecord(await fetchDocument(store, 'contract-records', release.contracts));
  const read = workspaceFiles(ports.workspace);
  const recipes = recipeByClient(set.recipes);
  const clients = await Promise.all(
    release.clients.map(async (client): Promise<WantedClient> => {
      const text = await read(client.keyfile.file).catch((cause: unknown) => {
        throw otherKeyfile(client.keyfile.file, 'is not there', digest, cause);
      });
      if (key !== undefined && keyfileDigest(key, client.name, text) !== client.keyfile.digest) {
        throw otherKeyfile(client.keyfile.file, 'is another one now (or $KEEP_DEPLOY_DIGEST_KEY is)', digest);
      }
      return {
        name: client.name,
        role: client.role,
        image: client.image,
        configuration: rendered(environment, recipes(client.name), release.configurationPath, mode, key, ports),
        keyfile: { path: release.keyfilePath, text },
        password: { variable: release.passwordVariable, ...client.password },
      };
    }),
  );
  const manifest = await restoredManifest(release.manifest, digest, read, key);
  hideSecrets(manifest, ports);
  const { roles, voters } = release;
  const images = new Map(Object.entries(release.images));
  return { release, contracts, isPredicted: false, manifest, images, roles, voters, clients, recipes: set.recipes };
}

/** What the user's Secrets hold may be said by a pod, or by the API server that refuses one. */
export function hideSecrets(manifest: Manifest, { secrets }: ReleasePorts): void {
  for (const { name, text } of secretTexts(manifest)) secrets.hide?.(name, text);
}

function otherKeyfile(file: string, what: string, release: Digest, cause?: unknown): UserError {
  const message = `the keyfile of release ${release} ${what}: check out the commit of that release (it stands beside it in the store)`;
  return new UserError([{ file, message }], { cause });
}

function requireSameEnvironment(
  stored: { readonly environment: string },
  environment: Environment<never>,
  what: string,
): void {
  if (stored.environment === environment.name) return;
  throw new UserError(`input ${what} belongs to environment ${stored.environment}, not to ${environment.name}`);
}

function recipeByClient(recipes: readonly Recipe[]): (client: string) => Recipe {
  const byName = new Map(recipes.map((recipe) => [recipe.client, recipe]));
  return (client) => {
    const recipe = byName.get(client);
    if (recipe !== undefined) return recipe;
    throw new UserError(`the stored configurations have none for ${client}: run render-client-config again`);
  };
}

/** A plan may lack a secret; the text is then taken to be what it was. */
function rendered(
  { placesOf }: Environment<never>,
  recipe: Recipe,
  path: string,
  mode: Mode,
  key: string | undefined,
  { secrets }: ReleasePorts,
) {
  const isSecret = recipe.secretNames.length > 0;
  if (mode === 'plan' && recipe.secretNames.some((name) => secrets(name) === undefined)) {
    return { path, isSecret, text: undefined };
  }
  return { path, isSecret, text: renderRecipe(recipe, secrets, key, placesOf).text };
}
