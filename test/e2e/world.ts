import {
  type Anvil,
  type CloudStorage,
  type ControlPlane,
  startAnvil,
  startCloudStorage,
  startControlPlane,
} from '../../tools/servers/index.ts';
import { askChain } from '../../tools/servers/json-rpc.ts';

/** The chain, the bucket and the cluster of the example's environment `keep-test`, real and empty. */
export interface World {
  readonly chain: Anvil;
  readonly storage: CloudStorage;
  readonly cluster: ControlPlane;
  count(): Promise<Counts>;
  stop(): Promise<void>;
}

/** Counted at the chain, the API server and the storage proxy, never taken from a report of ours. */
export interface Counts {
  readonly transactions: number;
  readonly contracts: number;
  readonly clusterWrites: number;
  readonly storageWrites: number;
}

const namespace = 'keep-test';
const bucket = 'keep-test-releases';
const password = 'keep-deploy-example';

export async function startWorld(): Promise<World> {
  const starting = [startAnvil(), startCloudStorage(), startControlPlane({ nodes: 1 })] as const;
  const stop = async () => {
    const outcomes = await Promise.allSettled(starting);
    await Promise.all(outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.stop()] : [])));
  };
  try {
    const [chain, storage, cluster] = await Promise.all(starting);
    await storage.createBucket(bucket);
    await create(cluster, '/api/v1/namespaces', { kind: 'Namespace', metadata: { name: namespace } });
    await create(cluster, `/api/v1/namespaces/${namespace}/secrets`, {
      kind: 'Secret',
      metadata: { name: 'eth-account-passphrases' },
      stringData: Object.fromEntries([0, 1, 2, 3, 4].map((account) => [`account-${account}`, password])),
    });
    return { chain, storage, cluster, stop, count: () => count(chain, storage, cluster) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function create(cluster: ControlPlane, path: string, object: object): Promise<void> {
  const { status, body } = await cluster.ask(path, { method: 'POST', json: { apiVersion: 'v1', ...object } });
  if (status !== 201) throw new Error(`${path}: ${status} ${body}`);
}

async function count(chain: Anvil, storage: CloudStorage, cluster: ControlPlane): Promise<Counts> {
  const ask = (method: string, params: readonly unknown[]) =>
    askChain(chain.rpcUrl, method, params, AbortSignal.timeout(10_000));
  const height = Number(await ask('eth_blockNumber', []));
  const blocks = Array.from({ length: height + 1 }, (_, number) =>
    ask('eth_getBlockReceipts', [`0x${number.toString(16)}`]),
  );
  const receipts = (await Promise.all(blocks)).flat() as readonly { contractAddress: string | null; status: string }[];
  const { writes, deletes } = storage.counts();
  return {
    transactions: receipts.length,
    contracts: receipts.filter(({ contractAddress, status }) => contractAddress && status === '0x1').length,
    clusterWrites: cluster.auditLog.writes({ namespace, user: 'kubernetes-admin' }).length,
    storageWrites: writes + deletes,
  };
}
