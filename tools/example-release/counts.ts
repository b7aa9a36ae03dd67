import type { ControlPlane } from '../servers/index.ts';
import { askChain } from '../servers/json-rpc.ts';
import type { ExampleEnvironment, ExampleWorld } from './world.ts';

/** What happened, as the chain, the API server and the bucket's proxy saw it; never taken from a report of ours. */
export interface Counts {
  readonly transactions: number;
  /** Creations that succeeded, by where they stand. */
  readonly contracts: number;
  readonly clusterWrites: number;
  readonly podsCreated: number;
  /** Of the containers of the pods that are there. */
  readonly restarts: number;
  readonly storageWrites: number;
}

export async function countWorld(
  { cluster, storage }: ExampleWorld,
  { name, rpcUrl }: ExampleEnvironment,
): Promise<Counts> {
  const { writes, deletes } = storage.counts();
  return {
    ...(await countChain(rpcUrl)),
    ...countCluster(cluster, name),
    restarts: await countRestarts(cluster, name),
    storageWrites: writes + deletes,
  };
}

export async function countChain(rpcUrl: string): Promise<Pick<Counts, 'transactions' | 'contracts'>> {
  const ask = (method: string, params: readonly unknown[]) =>
    askChain(rpcUrl, method, params, AbortSignal.timeout(10_000));
  const height = Number(await ask('eth_blockNumber', []));
  const receipts: { contractAddress: string | null; status: string }[] = [];
  for (let number = 0; number <= height; number++) {
    receipts.push(...((await ask('eth_getBlockReceipts', [`0x${number.toString(16)}`])) as typeof receipts));
  }
  const created = receipts.flatMap(({ contractAddress, status }) =>
    contractAddress !== null && status === '0x1' ? [contractAddress] : [],
  );
  return { transactions: receipts.length, contracts: new Set(created).size };
}

/** Of the kubeconfig that the releases use: the controllers' own writes are not ours. */
const releasesUser = 'kubernetes-admin';

function countCluster(cluster: ControlPlane, namespace: string): Pick<Counts, 'clusterWrites' | 'podsCreated'> {
  return {
    clusterWrites: cluster.auditLog.writes({ namespace, user: releasesUser }).length,
    podsCreated: cluster.auditLog.writes({ namespace, resource: 'pods', subresource: '', verb: 'create' }).length,
  };
}

/** The StatefulSets that releases have written, in turn, as the API server saw it. */
export function workloadWrites({ cluster }: ExampleWorld, { name }: ExampleEnvironment): readonly string[] {
  const filter = { namespace: name, user: releasesUser, resource: 'statefulsets' };
  return cluster.auditLog.writes(filter).map(({ name: workload = '' }) => workload);
}

async function countRestarts(cluster: ControlPlane, namespace: string): Promise<number> {
  const { body } = await cluster.ask(`/api/v1/namespaces/${namespace}/pods`);
  const pods = JSON.parse(body) as { items: { status: { containerStatuses?: { restartCount: number }[] } }[] };
  const statuses = pods.items.flatMap(({ status }) => status.containerStatuses ?? []);
  return statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** What came to it between two counts. */
export function difference(after: Counts, before: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after).map(([key, value]) => [key, value - before[key as keyof Counts]]),
  ) as unknown as Counts;
}
