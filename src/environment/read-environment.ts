import { posix } from 'node:path';
import type { GenericSchema, InferOutput } from 'valibot';
import { type Finding, type Problem, UserError } from '../report/index.ts';
import { type CheckedDocument, checkDocument, toFindings, withoutThese } from './check-document.ts';
import { clientsSchema } from './clients-schema.ts';
import {
  contractsNamed,
  type DraftedConfigurations,
  draftConfigurations,
  unknownContracts,
} from './draft-configurations.ts';
import type { ClientSet, Environment, Part } from './environment.ts';
import { literalSecrets, secretReferences } from './literal-secrets.ts';
import { type ReadClients, readClients } from './read-clients.ts';
import { type ListFolder, type ReadFile, unreadable } from './read-file.ts';
import { membersOf, readSettings, settingsNamed } from './read-settings.ts';
import { requireParts } from './require-parts.ts';
import {
  type ChainFacts,
  type ContractSet,
  contractSetSchema,
  draftSet,
  type Gaps,
  type PreparedSet,
  serviceNames,
} from './room-schemas.ts';
import { type ReadVariables, unsetVariables } from './unset-variables.ts';
import { type Path, readYaml, type SourceFile } from './yaml-document.ts';

const publicArgument = 'expected no $NAME here: what a contract is given stands on the chain for everyone to read';

export interface EnvironmentRequest<P extends Part> {
  readonly readFile: ReadFile;
  /** Without it, no folder of manifests can be named. */
  readonly listFolder?: ListFolder | undefined;
  /** Path of keep-deploy.yml. */
  readonly file: string;
  /** The environment's name. */
  readonly environment: string;
  /** What the step can't do without. All the rest is checked too, when it is there. */
  readonly needs: readonly P[];
  /** For a step that deploys: what the artifacts say of the set is told together with all other mistakes. */
  readonly prepareContracts?: PrepareContracts | undefined;
  /** For a step that asks the chain, or makes configurations. */
  readonly variables?: ReadVariables | undefined;
}

export type PrepareContracts = (
  set: ContractSet,
  folder: string,
  chain: ChainFacts,
  /** What of the set has not the form it must have: the rest is checked, and nothing prepared. */
  gaps: Gaps,
) => Promise<{ readonly prepared: PreparedSet | undefined; readonly problems: readonly Problem[] }>;

/**
 * Reads keep-deploy.yml and every file that the environment names, and checks them against each other. No variable is
 * read: `$NAME`s stay what they are.
 * @throws UserError with every mistake of all files, each with file, line, column and what was expected.
 */
export async function readEnvironment<const P extends Part>({
  readFile,
  listFolder,
  file,
  environment: name,
  needs,
  prepareContracts,
  variables,
}: EnvironmentRequest<P>): Promise<Environment<P>> {
  const folder = posix.dirname(file);
  const settings = await readSettings(readFile, file);
  const mine = settingsNamed(settings, name, needs);
  const [contracts, clients] = await Promise.all([
    readNamed(readFile, settings.source, name, 'contracts', mine.contracts, contractSetSchema),
    readNamed(readFile, settings.source, name, 'clients', mine.clients, clientsSchema),
  ]);
  const read = await readClients({ readFile, listFolder }, clients, mine.namespace);
  const { clients: clientSet, findings: clientFindings } = read;
  const drafts = checkTogether(mine.lacksContracts ? undefined : contracts, clients, clientSet);
  const set = await prepared(contracts, mine.chain, prepareContracts);
  const ofSet = withoutThese(set.findings, formFindings(contracts));
  const found = [...settings.findings, ...mine.findings, ...contracts.findings, ...ofSet, ...clients.findings];
  const lost = unreachable(clients.source, read, drafts.dialled, mine.namespace);
  const later = withoutThese([...drafts.findings, ...clientFindings, ...lost], formFindings(clients));
  const sourcesRead = [settings.source, contracts.source, clients.source];
  const unset = variables === undefined ? [] : unsetVariables(sourcesRead, settings, clients.source, name, variables);
  const findings = [...found, ...later, ...unset];
  const secrets = [
    ...literalSecrets(settings.source, { mayBeWord: isChainValue }),
    ...literalSecrets(contracts.source, { mayBeWord: () => true }),
    ...literalSecrets(clients.source, { mayBeWord: () => false }),
    ...secretReferences(contracts.source).map(({ place }) => ({ ...place, message: publicArgument })),
  ];
  const chosen = settings.value?.environments[name];
  if (findings.length + secrets.length > 0 || !chosen) {
    // What looks like a secret is told as that, and not as something of a wrong form too.
    throw new UserError(inOrder([...withoutThese(findings, secrets), ...secrets]));
  }
  const sources = {
    settings: settings.source,
    contracts: contracts.value && contracts.source,
    clients: clientSet && clients.source,
  };
  const references = Object.values(sources).flatMap((source) => (source === undefined ? [] : secretReferences(source)));
  const environment: Environment<never> = {
    name,
    file,
    folder,
    chain: chosen.chain,
    store: chosen.store,
    cluster: chosen.cluster,
    contracts: contracts.value && {
      file: contracts.source.file,
      folder: posix.dirname(contracts.source.file),
      set: contracts.value,
      prepared: set.prepared,
    },
    clients: clientSet,
    warnings: inOrder(drafts.warnings),
    locate: (document, path) => sources[document]?.locate(path) ?? settings.source.locate(['environments', name]),
    findings: (document, problems) => {
      const source = sources[document];
      return source === undefined ? problems.map(({ message }) => ({ message })) : toFindings(source, problems);
    },
    secretReferences: [...new Set(references.map(({ reference }) => reference))],
    placesOf: (wanted) => references.filter(({ reference }) => reference === wanted).map(({ place }) => place),
  };
  requireParts(environment, needs);
  return environment;
}

/** What of a file can't be read as it stands; a mistyped key can, and so can what stands there. */
function formFindings({ source, problems }: CheckedDocument<unknown>): readonly Finding[] {
  return [...source.findings, ...toFindings(source, problems)];
}

/** What the artifacts say of a set, as far as it and its chain are right by themselves. */
async function prepared(
  { source, raw, problems: gaps }: CheckedDocument<ContractSet>,
  chain: ChainFacts,
  prepare: PrepareContracts | undefined,
): Promise<{ readonly prepared: PreparedSet | undefined; readonly findings: readonly Finding[] }> {
  if (prepare === undefined || membersOf(raw) === undefined || !source.isCertain([]))
    return { prepared: undefined, findings: [] };
  const draft = draftSet(raw, gaps);
  const { prepared: set, problems } = await prepare(draft.set, posix.dirname(source.file), chain, draft.gaps);
  return { prepared: set, findings: toFindings(source, problems) };
}

/** What the clients need of the contract set, though something else may be wrong with either file. */
function checkTogether(
  contracts: CheckedDocument<unknown> | undefined,
  clients: CheckedDocument<unknown>,
  clientSet: ClientSet | undefined,
): DraftedConfigurations {
  const names = contracts === undefined ? contractsNamed(clients.raw) : namesOf(contracts);
  if (names === undefined) return { findings: [], warnings: [], dialled: [] };
  return clientSet && clients.isNearlyWhole
    ? draftConfigurations(clients.source, clientSet, names)
    : { findings: unknownContracts(clients.source, clients.raw, names), warnings: [], dialled: [] };
}

/** Clients that others dial by a name for which no manifest has a Service: they would be looked for in vain. */
function unreachable(
  source: SourceFile,
  { clients, findings }: ReadClients,
  dialled: readonly string[],
  namespace: string | undefined,
): readonly Finding[] {
  // A manifest with mistakes may have the Service all the same.
  const manifest = clients?.manifest;
  if (clients === undefined || manifest === undefined || findings.length > 0) return [];
  const services = serviceNames(
    manifest,
    clients.clients.map(({ name }) => name),
  );
  const lost = dialled.filter((name) => !services.has(name));
  return lost.map((name) => {
    const at = Object.hasOwn(manifest.own, name) ? ['clients', name, 'manifest'] : ['manifest'];
    const message = `${name} is dialled by others at ${name}.${namespace}.svc, but its manifest has no Service ${name}: add a headless one`;
    return { ...source.locate(at), message };
  });
}

function namesOf({ source, raw }: CheckedDocument<unknown>): readonly string[] | undefined {
  const set = source.isCertain(['contracts']) ? membersOf(membersOf(raw)?.['contracts']) : undefined;
  return set && Object.keys(set);
}

/** A file that the environment names. One that can't be read is a mistake at the line that names it. */
async function readNamed<const S extends GenericSchema>(
  readFile: ReadFile,
  settings: SourceFile,
  environment: string,
  key: 'contracts' | 'clients',
  path: string | undefined,
  schema: S,
): Promise<CheckedDocument<InferOutput<S>>> {
  const nothing = { ...checkDocument(readYaml(path ?? key, ''), schema), findings: [] };
  if (path === undefined) return nothing;
  const file = posix.join(posix.dirname(settings.file), path);
  try {
    return checkDocument(readYaml(file, await readFile(file)), schema);
  } catch (error) {
    const place = settings.locate(['environments', environment, key]);
    return { ...nothing, findings: [{ ...place, message: `${file}: ${unreadable(error)}` }] };
  }
}

/** What a contract is given, though it stands beside the chain: `environments.NAME.chain.values`. */
function isChainValue([, , section, key]: Path): boolean {
  return section === 'chain' && key === 'values';
}

/** Each finding once, by file and line. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const distinct = [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
  const files = [...new Set(findings.map(({ file }) => file))];
  return distinct.sort(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}
