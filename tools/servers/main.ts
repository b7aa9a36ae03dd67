/** `npm run servers`: the servers of tests and demo, for a person to play with, until Ctrl-C. */
import { ensureBinaries, startAnvil, startCloudStorage, startControlPlane } from './index.ts';

const BUCKET = 'keep-test-releases';
const stopping = new AbortController();
// Not once: Ctrl-C reaches this process both from the terminal and through the npm command that started it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort(new Error(signal)));

const { signal } = stopping;
const stops: (() => Promise<void>)[] = [];
const keep = async <S extends { stop(): Promise<void> }>(starting: Promise<S>): Promise<S> => {
  const server = await starting;
  stops.push(server.stop);
  return server;
};

try {
  await ensureBinaries(['fake-gcs-server', 'etcd', 'kubernetes', 'kwok'], (line) => console.error(line));
  console.error('Starting a chain, Cloud Storage and a Kubernetes control plane with one simulated node …');
  const [chain, storage, cluster] = await Promise.all([
    keep(startAnvil({ signal })),
    keep(startCloudStorage({ signal })),
    keep(startControlPlane({ nodes: 1, signal })),
  ]);
  await storage.createBucket(BUCKET);
  const [account] = chain.accounts;
  console.log(`
# A chain (anvil, chain id ${chain.chainId}, a block each second). The key is public knowledge: for play only.
export CHAIN_RPC_URL=${chain.rpcUrl}
export CHAIN_WS_URL=${chain.wsUrl}
export CONTRACT_OWNER_PRIVATE_KEY=${account?.privateKey}   # ${account?.address}

# Cloud Storage, in memory, with the bucket gs://${BUCKET}
export STORAGE_EMULATOR_HOST=${storage.endpoint}

# Kubernetes ${cluster.apiServerUrl}; pods on its simulated node become ready, but nothing runs in them
export KUBECONFIG=${cluster.kubeconfig}

# Who wrote what to the cluster: ${cluster.auditLog.file}
# Logs, one time line: sort ${[chain.logFile, storage.logFile, ...cluster.logFiles].join(' ')}
`);
  console.error('Ctrl-C stops everything.');
  await untilAborted(signal);
} catch (error) {
  if (!signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
  stopping.abort(error);
} finally {
  await Promise.all(stops.map((stop) => stop()));
  console.error('All servers are stopped.');
}

function untilAborted(stopSignal: AbortSignal): Promise<void> {
  const keepAlive = setInterval(() => {}, 60_000);
  return new Promise((resolve) => {
    const finish = () => {
      clearInterval(keepAlive);
      resolve();
    };
    if (stopSignal.aborted) finish();
    else stopSignal.addEventListener('abort', finish, { once: true });
  });
}
