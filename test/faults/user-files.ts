import type { ChainAccount } from '../../tools/servers/index.ts';

export interface UserSettings {
  readonly name: string;
  readonly account: ChainAccount;
  /** Variables that hold the endpoints' URLs. */
  readonly urlNames: readonly string[];
  readonly store: string;
  readonly more: string | undefined;
}

export function settingsFile({ name, account, urlNames, store, more }: UserSettings): string {
  const urls = urlNames.map((url) => `$${url}`);
  return `environments:
  keep-test:
    chain:
      id: 1101
      rpc: ${urls.length === 1 ? urls[0] : JSON.stringify(urls)}
      deployer: "${account.address}"
      signer: $CONTRACT_OWNER_PRIVATE_KEY
${more === undefined ? '' : more.replace(/^/gm, '      ')}
    store: ${store}
    cluster: { namespace: ${name} }
    contracts: contracts.yml
    clients: clients.yml
`;
}

/** One client, as most users have some beside their contracts: its configuration names the set's first contract. */
export function clientsFile(contracts: string): string {
  const first = /^contracts:\n(?:\s*#.*\n)* {2}(\w+):/m.exec(contracts)?.[1];
  if (first === undefined) throw new Error('the set has no contract');
  const address = `{ contract: ${first} }`;
  return `manifest: keep-client.yml
container: client
configuration:
  schema: keep-client-v1
  path: /mnt/keep-client-config.toml
  template:
    ethereum:
      URL: $CHAIN_RPC_URL_0
      URLRPC: $CHAIN_RPC_URL_0
      account: { KeyFile: { keyfile: path } }
      ContractAddresses:
        KeepRandomBeaconOperator: ${address}
        TokenStaking: ${address}
        KeepRandomBeaconService: ${address}
    LibP2P: { Peers: { peers: bootstrap }, Port: 3919 }
    Storage: { DataDir: /mnt/keep-client/data }
keyfile: { path: /mnt/keep-client/keyfile/keyfile.json }
password: { variable: KEEP_ETHEREUM_PASSWORD }
roles: [bootstrap]
clients:
  keep-client-0:
    role: bootstrap
    keyfile: accounts/account-0.json
    public-key: "0x03a6d331053147e78f4203b35f36b7cde30bf932d0580fd30d505ab599cf692e64"
    password: { secret: eth-account-passphrases, key: account-0 }
`;
}
