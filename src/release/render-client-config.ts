import { join, relative } from 'node:path';
import { renderRecipe, secretPartsNotCompared, writeConfiguration } from '../configuration/index.ts';
import { resolveSecrets } from '../environment/index.ts';
import { counted, UserError } from '../report/index.ts';
import { canonicalJson, type Digest, digestOf } from '../values/index.ts';
import { codeFindings, openEnvironmentChain } from './chain-gate.ts';
import { configurationDocument, recipesOf, sealRecipes } from './configuration-set.ts';
import { digestKey } from './digest-key.ts';
import { openEnvironment, openEnvironmentStore } from './open-step.ts';
import type { ReleasePorts, StepInputs } from './ports.ts';
import { type ContractsChoice, planningNeeds, resolveContracts } from './resolve-contracts.ts';
import { isPublished, publish } from './store-layout.ts';

export interface RenderInputs extends StepInputs, ContractsChoice {
  /** Absolute path of a folder in the workspace for the rendered files. */
  readonly folder: string | undefined;
}

export interface RenderResult {
  /** Of the stored configurations; absent when a plan would store new ones, or has no key to name them with. */
  readonly configurations: Digest | undefined;
  readonly changed: boolean;
  readonly isSecret: boolean;
}

/** Renders every client's configuration, checks it against the chain, and stores what it was made from. */
export async function renderClientConfig(inputs: RenderInputs, ports: ReleasePorts): Promise<RenderResult> {
  const { log, secrets } = ports;
  const environment = await openEnvironment(inputs, ports, ['chain', 'cluster', 'clients', ...planningNeeds(inputs)]);
  const store = await openEnvironmentStore(environment, inputs, ports);
  const contracts = await resolveContracts(environment, store, inputs, ports);
  const recipes = recipesOf(environment, contracts.record);
  const isSecret = recipes.some(({ secretNames }) => secretNames.length > 0);
  const key = digestKey(secrets, isSecret && inputs.mode === 'apply' ? 'a secret configuration' : undefined);
  if (inputs.mode === 'apply') {
    const names = recipes.flatMap(({ secretNames }) => secretNames);
    resolveSecrets(
      environment,
      names.map((name) => `$${name}` as const),
      secrets,
    );
  }
  const rendered = recipes.map((recipe) => ({ recipe, ...renderRecipe(recipe, secrets, key, environment.placesOf) }));
  if (contracts.digest !== undefined) {
    const chain = openEnvironmentChain(environment, ports);
    const findings = await codeFindings(environment, chain, contracts.record, recipes, ports);
    if (findings.length > 0) throw new UserError(findings);
  }

  const sealed = sealRecipes(rendered);
  for (const { recipe, text, digest, isSecret: isSecretText } of rendered) {
    const size = `${text.length} bytes`;
    log.info(
      `${recipe.client}: ${isSecretText ? `secret, from ${recipe.secretNames.map((name) => `$${name}`).join(', ')}` : size}${digest === undefined ? `; ${secretPartsNotCompared}` : ''}`,
    );
  }
  const document = sealed && contracts.digest && configurationDocument(environment.name, contracts.digest, sealed);
  const isKnown = document !== undefined && (await isPublished(store, 'configurations', document));
  ports.summary.add({
    title: `Configurations of ${environment.name}`,
    severity: isKnown ? 'unchanged' : 'changed',
    text: `${counted(rendered.length, 'client')}${isSecret ? ', secret' : ''}${isKnown ? ', as they were' : ''}`,
  });
  if (inputs.mode === 'plan' || document === undefined) {
    const known = isKnown ? digestOf(canonicalJson(document)) : undefined;
    return { configurations: known, changed: !isKnown, isSecret };
  }
  if (inputs.folder !== undefined) {
    for (const { recipe, text, isSecret: isSecretText } of rendered) {
      const file = join(relative(ports.workspace, inputs.folder), `${recipe.client}.toml`);
      await writeConfiguration(file, text, { isSecret: isSecretText, workspace: ports.workspace });
    }
  }
  if (!isKnown) await publish(store, 'configurations', document, ports);
  return { configurations: digestOf(canonicalJson(document)), changed: !isKnown, isSecret };
}
