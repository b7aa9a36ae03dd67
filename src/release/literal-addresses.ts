import type { Recipe } from '../configuration/index.ts';
import { type Chain, codeAt } from '../contracts/index.ts';
import type { Environment } from '../environment/index.ts';
import type { Finding } from '../report/index.ts';
import type { Address, Json } from '../values/index.ts';

interface Literal {
  readonly client: string;
  readonly key: string;
  readonly address: Address;
}

/** Addresses that a recipe names and no contract of the set has: somebody wrote them down, and may have slipped. */
function literalsIn(recipes: readonly Recipe[], known: ReadonlySet<Address>): readonly Literal[] {
  return recipes.flatMap(({ client, tree }) =>
    Object.entries(tree.ethereum.ContractAddresses).flatMap(([key, address]) =>
      address === undefined || known.has(address) ? [] : [{ client, key, address }],
    ),
  );
}

/** Contracts before clients, also where an address stands literally: each of them that has no code on the chain now. */
export async function literalFindings(
  environment: Environment<never>,
  chain: Chain,
  { contracts }: { readonly contracts: readonly { readonly address: Address }[] },
  recipes: readonly Recipe[],
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const literals = literalsIn(recipes, new Set(contracts.map(({ address }) => address)));
  const addresses = [...new Set(literals.map(({ address }) => address))];
  if (addresses.length === 0) return [];
  const codes = await chain.read(addresses.map(codeAt), signal);
  const empty = new Set(addresses.filter((_, index) => codes[index] === '0x'));
  const findings = literals
    .filter(({ address }) => empty.has(address))
    .map((literal) => findingOf(environment, literal));
  // One in the template is the same for every client.
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function findingOf(environment: Environment<never>, { client, key, address }: Literal): Finding {
  const { configuration, clients = [] } = environment.clients ?? {};
  const inTree = ['ethereum', 'ContractAddresses', key];
  const own = clients.find(({ name }) => name === client)?.configuration;
  const message = `${key}: there is no code at ${address}`;
  const places: readonly (readonly [Json | undefined, readonly string[]])[] = [
    [own, ['clients', client, 'configuration']],
    [configuration?.template, ['configuration', 'template']],
  ];
  // The files of a stored release may be others today.
  const place = places.find(([tree]) => String(valueAt(tree, inTree)).toLowerCase() === address.toLowerCase());
  const [found] =
    place === undefined ? [] : environment.findings('clients', [{ path: [...place[1], ...inTree], message }]);
  return found ?? { message: `${client}: ${message}` };
}

function valueAt(tree: Json | undefined, [key, ...rest]: readonly string[]): Json | undefined {
  if (key === undefined) return tree;
  if (tree === null || typeof tree !== 'object' || Array.isArray(tree)) return undefined;
  return valueAt((tree as { readonly [name: string]: Json | undefined })[key], rest);
}
