import {
  type Environment,
  type PrepareContracts,
  type ReadVariables,
  readEnvironment,
} from '../../../src/environment/index.ts';
import { type Finding, UserError } from '../../../src/report/index.ts';
import { exampleKeyfile } from '../../../tools/generate-example-accounts.ts';

/** The smallest files that are right: one bootstrap and one standard client. */
const files: { readonly [path: string]: string } = {
  'deploy/keep-deploy.yml': `environments:
  keep-test:
    chain:
      id: 1101
      rpc: $CHAIN_RPC_URL
      deployer: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
      signer: $CONTRACT_OWNER_PRIVATE_KEY
    store: file:releases
    cluster: { namespace: keep-test }
    contracts: contracts.yml
    clients: clients.yml
`,
  'deploy/contracts.yml': `artifacts: { package: "@keep-network/keep-core", version: 1.8.0 }
contracts:
  KeepToken: {}
  TokenStaking: { arguments: [{ contract: KeepToken }] }
  KeepRandomBeaconOperator: {}
`,
  'deploy/clients.yml': `manifest: keep-client.yml
container: client
configuration:
  schema: keep-client-v1
  path: /mnt/config/client.toml
  template:
    ethereum:
      URL: $CHAIN_WS_URL
      URLRPC: $CHAIN_RPC_URL
      account: { KeyFile: { keyfile: path } }
      ContractAddresses:
        KeepRandomBeaconOperator: { contract: KeepRandomBeaconOperator }
        TokenStaking: { contract: TokenStaking }
    LibP2P: { Peers: { peers: bootstrap }, Port: 3919 }
    Storage: { DataDir: /mnt/data }
keyfile: { path: /mnt/keyfile/keyfile.json }
password: { variable: KEEP_ETHEREUM_PASSWORD }
roles: [bootstrap, standard]
clients:
  keep-client-0:
    role: bootstrap
    keyfile: accounts/account-0.json
    public-key: "0x03a6d331053147e78f4203b35f36b7cde30bf932d0580fd30d505ab599cf692e64"
    password: { secret: passwords, key: account-0 }
  keep-client-1:
    role: standard
    keyfile: accounts/account-1.json
    public-key: "0x020e1c7fb8587c6adfbbe7288b8887f6e43c3e02b265509f53ac2758c91872e728"
    password: { secret: passwords, key: account-1 }
`,
  'deploy/keep-client.yml': `apiVersion: v1
kind: Service
metadata: {}
spec: { clusterIP: None }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {}
spec:
  selector: { matchLabels: { app: keep } }
  template:
    metadata: { labels: { app: keep } }
    spec: { containers: [{ name: client, image: placeholder }] }
`,
  'deploy/accounts/account-0.json': exampleKeyfile(0).text,
  'deploy/accounts/account-1.json': exampleKeyfile(1).text,
};

export type FileName =
  | 'keep-deploy.yml'
  | 'contracts.yml'
  | 'clients.yml'
  | 'keep-client.yml'
  | 'accounts/account-0.json';

/** One change of a file: `from` must be there. */
export type Change = readonly [file: FileName, from: string, to: string];

export function changedFiles(changes: readonly Change[]): { readonly [path: string]: string } {
  const changed = { ...files };
  for (const [name, from, to] of changes) {
    const path = `deploy/${name}`;
    const text = changed[path];
    if (!text?.includes(from)) throw new Error(`${name} has no ${from}`);
    changed[path] = text.replace(from, () => to);
  }
  return changed;
}

/** The example with these files in place of, or beside, its own. */
export function withFiles(others: { readonly [name: string]: string }): { readonly [path: string]: string } {
  const named = Object.entries(others).map(([name, text]) => [`deploy/${name}`, text] as const);
  return { ...files, ...Object.fromEntries(named) };
}

export function read(
  given: { readonly [path: string]: string | undefined } = files,
  environment = 'keep-test',
  prepareContracts?: PrepareContracts,
  variables?: ReadVariables,
): Promise<Environment> {
  const needs = ['chain', 'cluster', 'contracts', 'clients'] as const;
  const readFile = async (path: string): Promise<string> => {
    const text = given[path];
    if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
    return text;
  };
  return readEnvironment({ readFile, file: 'deploy/keep-deploy.yml', environment, needs, prepareContracts, variables });
}

/** `file:line: message`, without the folder, as a test compares it. */
export async function findingsOf(reading: Promise<unknown>): Promise<string[]> {
  try {
    await reading;
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.findings.map(shown);
  }
}

export function shown({ file, line, column, message }: Finding): string {
  return `${file?.replace('deploy/', '')}:${line}:${column}: ${message}`;
}
