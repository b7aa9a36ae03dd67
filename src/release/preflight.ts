import {
  type Cluster,
  type Manifest,
  openCluster,
  planRollTo,
  requireNoErrors,
  type WantedClient,
} from '../cluster/index.ts';
import { renderRecipe } from '../configuration/index.ts';
import { parseContractRecord } from '../contracts/index.ts';
import { type Environment, resolveSecrets } from '../environment/index.ts';
import { readPointer, type Store } from '../store/index.ts';
import { type Address, parseAddress } from '../values/index.ts';
import { openEnvironmentChain } from './chain-gate.ts';
import { requirePinnedCluster } from './cluster-pin.ts';
import { composeObjects, intentOf } from './compose-objects.ts';
import { writtenManifest } from './compose-release.ts';
import { recipesOf } from './configuration-set.ts';
import { digestKey } from './digest-key.ts';
import { takeBackFirst } from './finish-first.ts';
import { literalFindings } from './literal-addresses.ts';
import { openEnvironment, openEnvironmentStore } from './open-step.ts';
import { lookForPasswords } from './password-gate.ts';
import type { ReleasePorts, StepInputs } from './ports.ts';
import { type ReleaseImages, resolveReleaseImages } from './release-images.ts';
import { rollOptionsOf } from './roll-options.ts';
import type { RollSettings } from './roll-settings.ts';
import { fetchDocument, pointerName } from './store-layout.ts';
import { toldTogether } from './told-together.ts';
import { clientsOfFiles, hideSecrets } from './wanted-release.ts';

const nothingDone = 'no transaction was sent, and nothing was written';

/** Stands for a contract's address before there is one. */
const someAddress = parseAddress(`0x${'1'.repeat(40)}`);

/**
 * What the later steps of a release would stumble over, found before the first transaction: contracts that are paid for
 * and then have no clients help nobody.
 * @returns what the images mean, for the rest of the run, and how many requests finished the way back of a run before.
 * @throws UserError, or RemoteError when the API server would refuse the clients
 */
export async function preflightRelease(
  inputs: StepInputs & RollSettings & { readonly image: string | undefined; readonly repin: boolean },
  ports: ReleasePorts,
): Promise<{ readonly resolved: ReleaseImages; readonly writesBack: number }> {
  const { secrets, signal, log } = ports;
  const environment = await openEnvironment(inputs, ports, ['chain', 'cluster', 'contracts', 'clients'], {
    withArtifacts: true,
  });
  const manifest = writtenManifest(environment);
  hideSecrets(manifest, ports);
  const key = digestKey(secrets, "the clients' keyfiles");
  const store = await openEnvironmentStore(environment, inputs, ports);
  const draft = { contracts: await draftContracts(environment, store) };
  const recipes = recipesOf(environment, draft);
  const names = recipes.flatMap(({ secretNames }) => secretNames);
  resolveSecrets(
    environment,
    names.map((name) => `$${name}` as const),
    secrets,
  );
  for (const recipe of recipes) renderRecipe(recipe, secrets, key, environment.placesOf);
  const images = await resolveReleaseImages(environment, manifest, inputs.image, ports);
  const nowhere = await literalFindings(environment, openEnvironmentChain(environment, ports), draft, recipes, signal);
  const clients = clientsOfFiles(environment, { ...images, recipes }, 'apply', key, ports);
  const parts = { manifest, images: images.images, clients };
  const intent = intentOf('apply', parts, environment.cluster.namespace, key);
  const isGoingBack = await toldTogether(nowhere, nothingDone, async () => {
    const cluster = await openCluster({ settings: environment.cluster, environment: ports.passedOn, signal, log });
    await requirePinnedCluster(environment, cluster, store, { repin: inputs.repin, mode: 'plan', intent });
    const { findings } = await lookForPasswords(environment, cluster, parts);
    return toldTogether(findings, nothingDone, () =>
      rehearseClients(environment, cluster, { ...parts, key }, inputs, ports),
    );
  });
  // Before the chain is touched: the network is not to stay half-way meanwhile.
  const writesBack = isGoingBack ? await takeBackFirst({ ...inputs, mode: 'apply' }, ports) : 0;
  return { resolved: images, writesBack };
}

/** Where the contracts stand today, so that what doesn't change isn't rehearsed. */
async function draftContracts(
  environment: Environment,
  store: Store,
): Promise<readonly { readonly name: string; readonly address: Address }[]> {
  const pointer = await readPointer(store, pointerName(environment.name, 'contracts'));
  const record = pointer && parseContractRecord(await fetchDocument(store, 'contract-records', pointer.target));
  const known = new Map(record?.contracts.map(({ name, address }) => [name, address]));
  return Object.keys(environment.contracts.set.contracts).map((name) => ({
    name,
    address: known.get(name) ?? someAddress,
  }));
}

interface RehearsedParts extends Pick<ReleaseImages, 'images'> {
  readonly manifest: Manifest;
  readonly clients: readonly WantedClient[];
  readonly key: string | undefined;
}

/**
 * @returns whether a run before was killed on its way back
 * @throws UserError with everything that stands against writing the clients as they would be written.
 */
async function rehearseClients(
  environment: Environment,
  cluster: Cluster,
  { manifest, images, clients, key }: RehearsedParts,
  settings: RollSettings,
  ports: ReleasePorts,
): Promise<boolean> {
  const { namespace } = environment.cluster;
  const objects = await composeObjects({ manifest, images, clients }, cluster, namespace, key);
  const { roles, voters } = environment.clients;
  const options = rollOptionsOf(cluster, environment, { manifest, clients, roles, voters }, settings, ports);
  const { findings, record } = await planRollTo(objects, 'apply', { ...options, isAsking: true });
  requireNoErrors(findings, ports.log, nothingDone);
  return record.unfinished?.state === 'going-back';
}
