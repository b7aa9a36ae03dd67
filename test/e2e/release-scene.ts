import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { usersRepository } from '../../tools/example-release/git-repositories.ts';
import { exampleAccounts, examplePassword } from '../../tools/generate-example-accounts.ts';
import {
  type Anvil,
  type CloudStorage,
  type ControlPlane,
  type ControlPlaneOptions,
  startAnvil,
  startCloudStorage,
  startControlPlane,
} from '../../tools/servers/index.ts';
import { askChain } from '../../tools/servers/json-rpc.ts';
import { type EndedProcess, type StartedProcess, startCommand } from './release-process.ts';

const root = join(import.meta.dirname, '../..');
const bucket = 'releases';
const environment = 'keep-test';
export const image = `registry.invalid/keep-client@sha256:${'c'.repeat(64)}`;
export const creations = 27;
export const transactions = 33;

/** A bucket and a cluster for a whole file of tests; every scene has its own prefix, namespace, chain and checkout. */
export interface Stage {
  readonly storage: CloudStorage;
  readonly cluster: ControlPlane;
  openScene(name: string, options?: SceneOptions): Promise<Scene>;
  stop(): Promise<void>;
}

export interface SceneOptions {
  /** Another scene's chain, to spare a start. */
  readonly chain?: Anvil;
  readonly chainOptions?: Parameters<typeof startAnvil>[0];
  readonly confirmations?: number;
  /** Instead of a prefix in the bucket. */
  readonly store?: string;
}

/** One environment and whoever works on it. */
export interface Scene {
  readonly chain: Anvil;
  readonly namespace: string;
  /** Of its objects' names in the bucket. */
  readonly prefix: string;
  /** The user's checkout. */
  readonly workspace: string;
  /** What a step has in its environment. */
  readonly env: Readonly<Record<string, string>>;
  checkOut(name: string): string;
  start(args: readonly string[], changes?: RunChanges): StartedProcess;
  run(args: readonly string[], changes?: RunChanges): Promise<EndedProcess>;
  ask(method: string, ...params: readonly unknown[]): Promise<unknown>;
  /** Every transaction on the chain, in order. */
  deeds(): Promise<readonly Deed[]>;
  count(): Promise<Counts>;
  /** The text of a stored object, asked of the bucket itself. */
  stored(name: string): Promise<string | undefined>;
  store(name: string, text: string): Promise<void>;
  storedNames(): Promise<readonly string[]>;
}

export interface RunChanges {
  /** Undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly workspace?: string;
  readonly environment?: string;
  readonly withinMs?: number;
}

export interface Deed {
  readonly isSuccess: boolean;
  readonly created: string | undefined;
  readonly to: string | undefined;
  readonly input: string;
}

/** Counted at the chain, the API server and the storage proxy, never taken from a report of ours. */
export interface Counts {
  readonly transactions: number;
  readonly clusterWrites: number;
  readonly podsCreated: number;
  readonly storeWrites: number;
}

export async function openStage(simulation: ControlPlaneOptions['simulation'] = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'keep-deploy-release-'));
  const starting = [startCloudStorage(), startControlPlane({ nodes: 1, simulation })] as const;
  const chains: Promise<Anvil>[] = [];
  const stop = async () => {
    const servers = await Promise.allSettled([...starting, ...chains]);
    await Promise.all(servers.flatMap((server) => (server.status === 'fulfilled' ? [server.value.stop()] : [])));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [storage, cluster] = await Promise.all(starting);
    await storage.createBucket(bucket);
    const openScene = async (name: string, options: SceneOptions = {}) => {
      const chain = options.chain
        ? Promise.resolve(options.chain)
        : startAnvil({ blockTimeSeconds: 0.25, ...options.chainOptions });
      if (options.chain === undefined) chains.push(chain);
      await createNamespace(cluster, name);
      return createScene({ name, storage, cluster, chain: await chain, folder, options });
    };
    return { storage, cluster, openScene, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface SceneParts {
  readonly name: string;
  readonly storage: CloudStorage;
  readonly cluster: ControlPlane;
  readonly chain: Anvil;
  readonly folder: string;
  readonly options: SceneOptions;
}

function createScene({ name, storage, cluster, chain, folder, options }: SceneParts): Scene {
  const [deployer] = chain.accounts;
  if (deployer === undefined) throw new Error('the chain has no account');
  const prefix = `${name}/`;
  const settings = `environments:
  ${environment}:
    chain:
      id: ${chain.chainId}
      rpc: $CHAIN_RPC_URL
      confirmations: ${options.confirmations ?? 1}
      deployer: "${deployer.address}"
      signer: $CONTRACT_OWNER_PRIVATE_KEY
    store: ${options.store ?? `gs://${bucket}/${name}`}
    cluster: { namespace: ${name} }
    contracts: contracts.yml
    clients: clients.yml
`;
  const checkOut = (checkout: string) => {
    const target = join(folder, `${name}-${checkout}`);
    usersRepository(root, target);
    symlinkSync(join(root, 'examples/keep-network/node_modules'), join(target, 'node_modules'));
    writeFileSync(join(target, 'keep-deploy.yml'), settings);
    return target;
  };
  const workspace = checkOut('checkout');
  const env = {
    PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    HOME: workspace,
    CHAIN_RPC_URL: chain.rpcUrl,
    CHAIN_WS_URL: chain.wsUrl,
    CONTRACT_OWNER_PRIVATE_KEY: deployer.privateKey,
    KEEP_DEPLOY_DIGEST_KEY: `the-digest-key-of-${name}`,
    KUBECONFIG: cluster.kubeconfig,
    STORAGE_EMULATOR_HOST: storage.endpoint,
  };
  const start: Scene['start'] = ([command = '', ...args], changes = {}) =>
    startCommand([command, '--environment', changes.environment ?? environment, ...args], {
      workspace: changes.workspace ?? workspace,
      env: withChanges(env, changes.env),
      ...(changes.withinMs !== undefined && { withinMs: changes.withinMs }),
    });
  const ask: Scene['ask'] = (method, ...params) => askChain(chain.rpcUrl, method, params, AbortSignal.timeout(120_000));
  const object = (stored: string) =>
    `${storage.endpoint}/storage/v1/b/${bucket}/o/${encodeURIComponent(prefix + stored)}`;
  return {
    chain,
    namespace: name,
    prefix,
    workspace,
    env,
    checkOut,
    start,
    run: (args, changes) => start(args, changes).ended,
    ask,
    deeds: () => readDeeds(ask),
    async count() {
      const isOwn = ({ object: named = '' }) => named.startsWith(prefix);
      const user = { namespace: name, user: 'kubernetes-admin' };
      return {
        transactions: (await readDeeds(ask)).length,
        clusterWrites: cluster.auditLog.writes(user).length,
        podsCreated: cluster.auditLog.writes({ namespace: name, resource: 'pods', subresource: '', verb: 'create' })
          .length,
        storeWrites: storage
          .requests()
          .filter((request) => isOwn(request) && ['write', 'delete'].includes(request.kind)).length,
      };
    },
    async stored(stored) {
      const response = await fetch(`${object(stored)}?alt=media`);
      return response.status === 404 ? undefined : await response.text();
    },
    async storedNames() {
      const response = await fetch(`${storage.endpoint}/storage/v1/b/${bucket}/o?prefix=${encodeURIComponent(prefix)}`);
      const { items = [] } = (await response.json()) as { items?: { name: string }[] };
      return items.map(({ name }) => name.slice(prefix.length));
    },
    async store(stored, text) {
      const url = `${storage.endpoint}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(prefix + stored)}`;
      const response = await fetch(url, {
        method: 'POST',
        body: text,
        headers: { 'content-type': 'application/json' },
      });
      if (!response.ok) throw new Error(await response.text());
    },
  };
}

export function withChanges(
  env: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  const entries = Object.entries({ ...env, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function readDeeds(ask: Scene['ask']): Promise<readonly Deed[]> {
  const height = Number(await ask('eth_blockNumber'));
  const deeds: Deed[] = [];
  for (let number = 1; number <= height; number++) {
    const tag = `0x${number.toString(16)}`;
    const block = (await ask('eth_getBlockByNumber', tag, true)) as {
      transactions: { to: string | null; input: string }[];
    };
    if (block.transactions.length === 0) continue;
    const receipts = (await ask('eth_getBlockReceipts', tag)) as { contractAddress: string | null; status: string }[];
    for (const [index, { to, input }] of block.transactions.entries()) {
      const { contractAddress, status } = receipts[index] ?? { contractAddress: null, status: '' };
      deeds.push({
        isSuccess: status === '0x1',
        created: to === null ? (contractAddress ?? undefined) : undefined,
        to: to ?? undefined,
        input,
      });
    }
  }
  return deeds;
}

/** With what a user makes once by hand: the namespace, and the Secret with the keyfiles' passwords. */
export async function createNamespace(cluster: ControlPlane, name: string): Promise<void> {
  const passwords = Object.fromEntries(exampleAccounts.map((account) => [`account-${account}`, examplePassword]));
  await create(cluster, '/api/v1/namespaces', { kind: 'Namespace', metadata: { name } });
  await create(cluster, `/api/v1/namespaces/${name}/secrets`, {
    kind: 'Secret',
    metadata: { name: 'eth-account-passphrases' },
    stringData: passwords,
  });
}

export async function create(cluster: ControlPlane, path: string, object: object): Promise<void> {
  const { status, body } = await cluster.ask(path, { method: 'POST', json: { apiVersion: 'v1', ...object } });
  if (status !== 201) throw new Error(`${path}: ${status} ${body}`);
}

/** Waits until something is so; the deadline is a failure. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 120_000): Promise<void> {
  const endsAt = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
