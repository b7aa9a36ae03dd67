import { checkAgainst, nearestName, type Problem } from '../report/index.ts';
import type { Address, Json } from '../values/index.ts';
import { conflictsIn, type KeepClientV1, keepClientV1 } from './keep-client-v1.ts';
import { isOwnValue, knownDepth, mergeTemplate } from './merge-template.ts';
import { peerAddress } from './multiaddr.ts';
import { peerProblems } from './peer-problems.ts';
import { type ConfigurationSchema, type Recipe, secretNamesIn } from './recipe.ts';
import { isMap, referencesIn, type TemplateReference, templateReference } from './template-reference.ts';

type Path = readonly (string | number)[];

export interface ConfiguredClient {
  readonly name: string;
  readonly role: string;
  readonly peerId: string;
  /** What this client has of its own; merged over the template. */
  readonly configuration: Json;
}

/** Everything the configurations of an environment's clients are made of. */
export interface ConfigurationSources {
  readonly schema: ConfigurationSchema;
  readonly template: Json;
  /** In the order of waves; the first is the one whose clients may wait to be dialled. */
  readonly roles: readonly string[];
  readonly clients: readonly ConfiguredClient[];
  readonly namespace: string;
  /** Where the keyfile is mounted in the pod. */
  readonly keyfilePath: string;
  readonly contracts: { readonly [name: string]: Address };
}

export type ResolvedTemplates =
  | { readonly recipes: readonly Recipe[]; readonly warnings: readonly Problem[]; readonly problems?: never }
  | { readonly problems: readonly Problem[]; readonly recipes?: never; readonly warnings?: never };

/**
 * Turns the template into one recipe per client: every reference resolved, only `$NAME`s left, each checked against its
 * schema. Problems' paths lead into the clients file, to the template or to the client's own part, wherever the value is
 * written.
 */
export function resolveTemplates(sources: ConfigurationSources): ResolvedTemplates {
  const merged = new Map(
    sources.clients.map((client) => [client.name, mergeTemplate(sources.template, client.configuration)]),
  );
  const results = sources.clients.map((client) => resolveClient(sources, merged, client));
  const problems = results.flatMap((result) => result.problems);
  const resolved = results.flatMap(({ client, tree }) => (tree ? [{ client, tree }] : []));
  const dialled = resolved.map(({ client, tree }) => ({
    name: client.name,
    peerId: client.peerId,
    isBootstrap: client.role === sources.roles[0],
    peers: tree.LibP2P.Peers,
  }));
  const { errors, warnings } = peerProblems(dialled, sources.roles[0]);
  const atPeers = ({ client, message }: { client: string; message: string }) => ({
    path: sourcePath(sources, client, ['LibP2P', 'Peers']),
    message,
  });
  const all = distinct([...problems, ...errors.map(atPeers)]);
  if (all.length > 0) return { problems: all };
  const swapped = sources.clients.flatMap(({ name }) => swappedContracts(sources, name, merged.get(name)));
  const recipes = resolved.map(({ client, tree }) => ({
    schema: sources.schema,
    client: client.name,
    tree,
    secretNames: secretNamesIn(tree),
  }));
  // A partition is only known when every client is.
  return { recipes, warnings: distinct([...swapped, ...warnings.map(atPeers)]) };
}

function resolveClient(
  sources: ConfigurationSources,
  merged: ReadonlyMap<string, Json | undefined>,
  client: ConfiguredClient,
) {
  const problems: Problem[] = [];
  const at = (path: Path) => sourcePath(sources, client.name, path);
  const resolve = (value: Json | undefined, path: Path): Json | undefined => {
    const reference = templateReference(value);
    if (reference) {
      const { value: found, problem } = resolveReference(sources, merged, client, reference);
      if (problem !== undefined) problems.push({ path: at(path), message: problem });
      return found;
    }
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, [...path, key])]));
  };
  const { value: tree, problems: mistakes } = checkAgainst(keepClientV1, resolve(merged.get(client.name), []) ?? {});
  const conflicts = tree ? conflictsIn(tree) : [];
  problems.push(...[...(mistakes ?? []), ...conflicts].map(({ path, message }) => ({ path: at(path), message })));
  return { client, tree: problems.length === 0 ? (tree as KeepClientV1) : undefined, problems };
}

/** With two contracts of the set mixed up the client dies of a revert, or works with the wrong one. */
function swappedContracts(sources: ConfigurationSources, client: string, tree: Json | undefined): Problem[] {
  return referencesIn(tree).flatMap(({ path, reference }) => {
    const key = String(path.at(-1));
    if (reference.kind !== 'contract' || reference.name === key || !Object.hasOwn(sources.contracts, key)) return [];
    const message = `${key} is given the address of ${reference.name}, though there is a contract called ${key}`;
    return [{ path: sourcePath(sources, client, path), message }];
  });
}

interface ResolvedReference {
  /** What takes the reference's place; something of the right kind also when there is a problem, so that it is told once. */
  readonly value: Json;
  readonly problem?: string;
}

const anyAddress = `0x${'1'.repeat(40)}`;

function resolveReference(
  sources: ConfigurationSources,
  merged: ReadonlyMap<string, Json | undefined>,
  client: ConfiguredClient,
  reference: TemplateReference,
): ResolvedReference {
  switch (reference.kind) {
    case 'contract': {
      const { contracts } = sources;
      const address = Object.hasOwn(contracts, reference.name) ? contracts[reference.name] : undefined;
      if (address !== undefined) return { value: address };
      return { value: anyAddress, problem: unknownContract(reference.name, Object.keys(contracts)) };
    }
    case 'peers': {
      const ofRole = sources.clients.filter(({ role }) => role === reference.role);
      if (ofRole.length === 0) {
        const value = [`/dns4/${client.name}/tcp/1/ipfs/${client.peerId}`];
        const { roles, clients } = sources;
        // A client whose role isn't listed may have been meant, and that is told at its role.
        if (roles.includes(reference.role) && clients.some(({ role }) => !roles.includes(role))) return { value };
        const others = roles.filter((role) => role !== reference.role);
        return { value, problem: `no client has the role "${reference.role}"${advice(reference.role, others)}` };
      }
      const others = ofRole.filter(({ name }) => name !== client.name);
      return { value: others.map((peer) => addressOf(peer, merged.get(peer.name), sources.namespace)) };
    }
    case 'keyfile':
      return { value: sources.keyfilePath };
  }
}

/** What is said of a reference to a contract that the set doesn't have. */
export function unknownContract(name: string, known: readonly string[]): string {
  return `no contract is called "${name}"${advice(name, known)}`;
}

function addressOf(peer: ConfiguredClient, tree: Json | undefined, namespace: string): string {
  const port = isMap(tree) && isMap(tree['LibP2P']) ? tree['LibP2P']['Port'] : undefined;
  const isPort = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
  // A wrong port is a problem of its own; told once, at the port.
  return peerAddress(peer, namespace, isPort ? port : 1);
}

function advice(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `: did you mean "${nearest}"?`;
  return known.length === 0 ? '' : `: expected one of ${known.join(', ')}`;
}

/** Where a value of a client's merged configuration is written, or what is missing would be. */
function sourcePath({ template, clients }: ConfigurationSources, client: string, path: Path): Path {
  const own = clients.find(({ name }) => name === client)?.configuration;
  const isOwn = isOwnValue(own, path) || knownDepth(own, path) > knownDepth(template, path);
  return isOwn ? ['clients', client, 'configuration', ...path] : ['configuration', 'template', ...path];
}

/** A mistake in the template is the same for every client; it is told once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify([problem.path, problem.message]), problem])).values()];
}
