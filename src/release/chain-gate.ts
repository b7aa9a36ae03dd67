import { type Recipe, referencesIn } from '../configuration/index.ts';
import { type Chain, type ContractRecord, checkCode, type OpenChainOptions, openChain } from '../contracts/index.ts';
import { type Environment, resolveSecrets } from '../environment/index.ts';
import type { Finding } from '../report/index.ts';
import { isSecretReference } from '../values/index.ts';
import { literalFindings } from './literal-addresses.ts';
import type { ReleasePorts } from './ports.ts';

/** The environment's chain. Its nodes' URLs may be `$NAME`s. */
export function openEnvironmentChain(
  environment: Environment<'chain'>,
  { secrets, log }: ReleasePorts,
  time?: Pick<OpenChainOptions, 'onTrouble' | 'remainingMs'>,
): Chain {
  const { rpc } = environment.chain;
  resolveSecrets(environment, (typeof rpc === 'string' ? [rpc] : rpc).filter(isSecretReference), secrets);
  return openChain(environment.chain, { secrets, log, onTrouble: time?.onTrouble, remainingMs: time?.remainingMs });
}

/**
 * Contracts before clients: what of the record, and of the addresses that stand literally, is not on the chain now. Each finding stands where the clients' template
 * names the contract, or else where the contract set does.
 */
export async function codeFindings(
  environment: Environment<never>,
  chain: Chain,
  record: ContractRecord,
  recipes: readonly Recipe[],
  ports: ReleasePorts,
): Promise<readonly Finding[]> {
  const mistaken = mistakenChain(environment, record);
  if (mistaken.length > 0) return mistaken;
  const wrong = await checkCode(chain, record, ports.signal);
  const wrongChain = wrong.filter(({ contract }) => contract === '');
  if (wrongChain.length > 0) return wrongChain.map(({ message }) => ({ message }));
  const { configuration, clients = [] } = environment.clients ?? {};
  const references = [
    ...referencesIn(configuration?.template, ['configuration', 'template']),
    ...clients.flatMap((client) => referencesIn(client.configuration, ['clients', client.name, 'configuration'])),
  ];
  const ofRecord = wrong.flatMap(({ contract, message }) => {
    const used = references.filter(({ reference }) => reference.kind === 'contract' && reference.name === contract);
    const problems = used.map(({ path }) => ({ path, message }));
    if (problems.length > 0) return environment.findings('clients', problems);
    return environment.findings('contracts', [{ path: ['contracts', contract], message }]);
  });
  return [...ofRecord, ...(await literalFindings(environment, chain, record, recipes, ports.signal))];
}

/** The node and the record may agree, and the file name another chain: somebody means another one, or mistyped it. */
function mistakenChain({ name, chain, findings }: Environment<never>, record: ContractRecord): readonly Finding[] {
  if (chain === undefined || chain.id === record.chain.id) return [];
  const message = `chain.id is ${chain.id}, but the contract record is of chain ${record.chain.id}: correct it, or give the record of that chain (migrate-contracts makes it)`;
  return findings('settings', [{ path: ['environments', name, 'chain', 'id'], message }]);
}
