import { openCluster } from '../cluster/index.ts';
import { renderRecipe } from '../configuration/index.ts';
import { resolveSecrets } from '../environment/index.ts';
import { UserError } from '../report/index.ts';
import { parseAddress } from '../values/index.ts';
import { openEnvironmentChain } from './chain-gate.ts';
import { requirePinnedCluster } from './cluster-pin.ts';
import { chosenImage } from './compose-release.ts';
import { recipesOf } from './configuration-set.ts';
import { digestKey } from './digest-key.ts';
import { literalFindings } from './literal-addresses.ts';
import { openEnvironment, openEnvironmentStore } from './open-step.ts';
import type { ReleasePorts, StepInputs } from './ports.ts';

/** Stands for every contract's address before there is one. */
const someAddress = parseAddress(`0x${'1'.repeat(40)}`);

/**
 * What the later steps of a release would stumble over, found before the first transaction: contracts that are paid for
 * and then have no clients help nobody. @throws UserError
 */
export async function preflightRelease(
  inputs: StepInputs & { readonly image: string | undefined; readonly repin: boolean },
  ports: ReleasePorts,
): Promise<void> {
  const { secrets, signal, log } = ports;
  const environment = await openEnvironment(inputs, ports);
  chosenImage(environment, inputs.image);
  const key = digestKey(secrets, "the clients' keyfiles");
  const contracts = Object.keys(environment.contracts.set.contracts);
  const draft = { contracts: contracts.map((name) => ({ name, address: someAddress })) };
  const recipes = recipesOf(environment, draft);
  const names = recipes.flatMap(({ secretNames }) => secretNames);
  resolveSecrets(
    environment,
    names.map((name) => `$${name}` as const),
    secrets,
  );
  for (const recipe of recipes) renderRecipe(recipe, secrets, key);
  const chain = openEnvironmentChain(environment, ports);
  const nowhere = await literalFindings(environment, chain, draft, recipes, signal);
  if (nowhere.length > 0) throw new UserError(nowhere);
  const store = await openEnvironmentStore(environment, inputs, ports);
  const cluster = await openCluster({ settings: environment.cluster, signal, log });
  await requirePinnedCluster(environment, cluster, store, { repin: inputs.repin, mode: 'plan' }, ports);
}
