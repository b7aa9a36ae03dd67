import { dirname, relative, resolve } from 'node:path';
import { prepareContractSet } from '../contracts/index.ts';
import {
  type Environment,
  type Part,
  type PrepareContracts,
  type ReadVariables,
  readEnvironment,
  workspaceFiles,
  workspaceFolders,
} from '../environment/index.ts';
import { openStore, refuseEphemeralStore, type Store } from '../store/index.ts';
import { secretName } from '../values/index.ts';
import { digestKey, digestKeyProblem } from './digest-key.ts';
import type { ReleasePorts, StepInputs } from './ports.ts';

/**
 * Reads and checks everything the environment names; the contracts' artifacts only for a step that deploys: no other needs
 * them to be installed. @throws UserError with every mistake of every file.
 */
export async function openEnvironment<const P extends Part>(
  inputs: StepInputs,
  ports: ReleasePorts,
  /** Of the environment's parts, those that the step can't do without. */
  needs: readonly P[],
  { withArtifacts = false }: { readonly withArtifacts?: boolean } = {},
): Promise<Environment<P>> {
  const prepareContracts: PrepareContracts = (set, folder, chain, gaps) =>
    prepareContractSet(set, resolve(ports.workspace, folder), chain, gaps);
  const environment = await readEnvironment({
    readFile: workspaceFiles(ports.workspace),
    listFolder: workspaceFolders(ports.workspace),
    file: relative(ports.workspace, inputs.file),
    environment: inputs.environment,
    needs,
    prepareContracts: withArtifacts ? prepareContracts : undefined,
    variables: variablesOf(inputs, ports, needs, withArtifacts),
  });
  for (const warning of environment.warnings) ports.log.warning(warning.message, warning);
  hideSecrets(environment, ports);
  refuseEphemeralStore(environment.store, inputs.mode, ports.isHostedRunner);
  return environment;
}

/** An apply that makes the clients' configurations reads all that the clients file names; who deploys asks the chain first. */
function variablesOf(
  { mode }: StepInputs,
  { secrets }: ReleasePorts,
  needs: readonly Part[],
  isDeploying: boolean,
): ReadVariables | undefined {
  const ofClients = mode === 'apply' && needs.includes('clients');
  if (!isDeploying && !ofClients) return undefined;
  return {
    isSet: (reference) => (secrets(secretName(reference)) ?? '') !== '',
    ofClients,
    keyProblem: ofClients ? digestKeyProblem(secrets, 'what is secret of the clients') : undefined,
  };
}

/** The environment's store. A `file:` store is relative to keep-deploy.yml. */
export async function openEnvironmentStore(
  environment: Environment<never>,
  inputs: StepInputs,
  ports: ReleasePorts,
): Promise<Store> {
  return openStoreAt(environment.store, inputs, ports);
}

/** The store at a location of keep-deploy.yml. */
export function openStoreAt(location: string, inputs: StepInputs, ports: ReleasePorts): Promise<Store> {
  return openStore(location, {
    baseFolder: dirname(inputs.file),
    signal: ports.signal,
    log: ports.log,
    endpoint: ports.storageEndpoint,
  });
}

/**
 * Reading a `$NAME` hides its value in all that is printed. A step may need only some of them, but its clients, its chain
 * and its cluster know the others too and may say them.
 */
function hideSecrets({ secretReferences }: Environment<never>, { secrets }: ReleasePorts): void {
  for (const reference of secretReferences) secrets(secretName(reference));
  digestKey(secrets, undefined);
}
