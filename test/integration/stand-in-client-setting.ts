/** What the stand-in client's tests put around it: two of the example's accounts, a chain with three contracts, a file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeAccount } from '../../src/accounts/index.ts';
import { askChain } from '../../tools/servers/json-rpc.ts';

export const PASSWORD = 'keep-deploy-example';
export const PASSWORD_VARIABLE = 'KEEP_ETHEREUM_PASSWORD';

export interface Operator {
  readonly keyfile: string;
  readonly address: string;
  readonly id: string;
}

/** An account of the example. Its address and id come from our own code, so that the client's are checked against it. */
export async function readOperator(account: 0 | 1 | 2): Promise<Operator> {
  const folder = join(import.meta.dirname, '../../examples/keep-network/accounts');
  const keyfile = readFileSync(join(folder, `account-${account}.json`), 'utf8');
  const { address, peerId } = await describeAccount(keyfile, PASSWORD);
  return { keyfile, address, id: peerId };
}

export const contracts = {
  operator: '0x1111111111111111111111111111111111111111',
  staking: '0x2222222222222222222222222222222222222222',
  service: '0x3333333333333333333333333333333333333333',
} as const;

/** A contract that returns 1 to every call. */
export const RETURNS_ONE = '0x600160005260206000f3';
export const REVERTS = '0x60006000fd';

export async function setCode(rpcUrl: string, codes: Readonly<Record<string, string>>): Promise<void> {
  for (const [address, code] of Object.entries(codes)) {
    await askChain(rpcUrl, 'anvil_setCode', [address, code], AbortSignal.timeout(5000));
  }
}

export const allContracts = Object.fromEntries(Object.values(contracts).map((address) => [address, RETURNS_ONE]));

export interface ConfigurationValues {
  readonly chain: { readonly ws: string; readonly http: string };
  readonly keyfile: string;
  readonly data: string;
  readonly peers: readonly string[];
  readonly ports: { readonly p2p: number; readonly metrics: number; readonly diagnostics: number };
}

export function writeConfiguration({ chain, keyfile, data, peers, ports }: ConfigurationValues): string {
  return `
[ethereum]
URL = "${chain.ws}"
URLRPC = "${chain.http}"
[ethereum.account]
KeyFile = "${keyfile}"
[ethereum.ContractAddresses]
KeepRandomBeaconOperator = "${contracts.operator}"
TokenStaking = "${contracts.staking}"
KeepRandomBeaconService = "${contracts.service}"
[LibP2P]
Peers = ${JSON.stringify(peers)}
Port = ${ports.p2p}
[Storage]
DataDir = "${data}"
[Metrics]
Port = ${ports.metrics}
NetworkMetricsTick = 1
EthereumMetricsTick = 1
[Diagnostics]
Port = ${ports.diagnostics}
`;
}

export interface Diagnostics {
  readonly client_info: { readonly ethereum_address: string; readonly network_id: string };
  readonly connected_peers: readonly { readonly ethereum_address: string; readonly network_id: string }[];
}

/** Asks until there is an answer; a rejection means "not yet". */
export async function until<T>(what: string, withinMs: number, seek: () => Promise<T | undefined>): Promise<T> {
  let last: unknown;
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; ) {
    try {
      const found = await seek();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what} did not come within ${withinMs} ms`, { cause: last });
}
