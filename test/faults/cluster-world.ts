import { closeSync, cpSync, mkdirSync, openSync, readSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { type Anvil, type ControlPlane, startAnvil, startControlPlane } from '../../tools/servers/index.ts';
import { expectExit, startCommand } from '../e2e/release-process.ts';
import { hostileLog } from './cluster-canaries.ts';
import { clusterFiles, contractsText, lastClient, type Version, versions } from './cluster-files.ts';
import { installTinyContracts } from './tiny-contracts.ts';

const example = join(import.meta.dirname, '../../examples/keep-network');

/** One control plane with simulated pods, one chain with the contracts on it, and what every repository begins with. */
export interface ClusterWorld {
  readonly cluster: ControlPlane;
  /** A checkout for this namespace, with a store that has the contract record. */
  checkOut(namespace: string): string;
  /** Renders a version's configurations, puts them into a checkout's store, and gives their digest. */
  render(version: Version, workspace: string, env?: Readonly<Record<string, string>>): Promise<string>;
  /** How many pods of each name were made in a namespace since the start. */
  podsCreated(namespace: string): ReadonlyMap<string, number>;
  /** Those that are open; whoever is left at the end is closed with the world. */
  readonly scenes: Set<{ close(): Promise<void> }>;
  /** What every process has in its environment. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startClusterWorld(folder: string, program: string | undefined): Promise<ClusterWorld> {
  const log = join(folder, 'hostile.log');
  writeFileSync(log, `2026-11-21T00:17:09.669794202Z stderr F ${hostileLog}\n`);
  const [cluster, chain] = await Promise.all([
    startControlPlane({ nodes: 1, simulation: { configuration: [logsOfLast(log)] } }),
    startAnvil({ blockTimeSeconds: 'on-demand' }),
  ]);
  const scenes: ClusterWorld['scenes'] = new Set();
  const stop = async () => {
    await Promise.all([...scenes].map((scene) => scene.close()));
    await Promise.all([cluster.stop(), chain.stop()]);
  };
  try {
    const env = environment(chain, folder);
    const checkOut = (namespace: string) => {
      const workspace = join(folder, namespace);
      layOut(workspace, namespace, chain);
      cpSync(join(prepared, 'store'), join(workspace, 'store'), { recursive: true });
      return workspace;
    };
    const prepared = join(folder, 'cluster-prepared');
    layOut(prepared, 'prepared', chain);
    const options = { workspace: prepared, env, ...(program !== undefined && { program }) };
    const migrated = await startCommand(['migrate-contracts', '--environment', 'keep-test'], options).ended;
    const contracts = expectExit(migrated, 0).outputs.get('contracts') ?? '';
    const renderIn = async (workspace: string, version: Version, more: Readonly<Record<string, string>> = {}) => {
      writeVersion(workspace, version);
      const args = ['render-client-config', '--environment', 'keep-test', '--contracts', contracts];
      const run = startCommand(args, { ...options, workspace, env: { ...env, ...more } });
      return expectExit(await run.ended, 0).outputs.get('configurations') ?? '';
    };
    // They name no namespace, so that they are the same in all checkouts.
    const rendered = new Map<string, Promise<{ readonly digest: string; readonly store: string }>>();
    const renderOnce = async (version: Version) => {
      const workspace = checkOut(`cluster-prepared-${version.name}`);
      return { digest: await renderIn(workspace, version), store: join(workspace, 'store') };
    };
    const render: ClusterWorld['render'] = async (version, workspace, more) => {
      if (more !== undefined) return renderIn(workspace, version, more);
      const rendering = rendered.get(version.name) ?? renderOnce(version);
      rendered.set(version.name, rendering);
      const { digest, store } = await rendering;
      cpSync(join(store, 'configurations'), join(workspace, 'store/configurations'), { recursive: true });
      return digest;
    };
    return { cluster, scenes, checkOut, render, podsCreated: podCounter(cluster.auditLog.file), env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the pod of the last client is to have said, whenever somebody asks. */
const logsOfLast = (file: string) => `apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterLogs
metadata: { name: last }
spec:
  selector: { matchNames: [${lastClient}-0] }
  logs: [{ logsFile: ${file}, previousLogsFile: ${file} }]
`;

export function writeVersion(workspace: string, version: Version): void {
  for (const [name, text] of Object.entries(clusterFiles(version))) writeFileSync(join(workspace, name), text);
}

function layOut(workspace: string, namespace: string, chain: Anvil): void {
  mkdirSync(join(workspace, 'node_modules'), { recursive: true });
  symlinkSync(join(example, 'node_modules/@keep-network'), join(workspace, 'node_modules/@keep-network'));
  installTinyContracts(join(workspace, 'node_modules'));
  cpSync(join(example, 'accounts'), join(workspace, 'accounts'), { recursive: true });
  writeFileSync(join(workspace, 'contracts.yml'), contractsText);
  writeVersion(workspace, versions.v1);
  writeFileSync(
    join(workspace, 'keep-deploy.yml'),
    `environments:
  keep-test:
    chain:
      id: ${chain.chainId}
      rpc: $CHAIN_RPC_URL
      deployer: "${chain.accounts[0]?.address}"
      signer: $CONTRACT_OWNER_PRIVATE_KEY
    store: file:store
    cluster: { namespace: ${namespace} }
    contracts: contracts.yml
    clients: clients.yml
`,
  );
}

function environment(chain: Anvil, folder: string): Readonly<Record<string, string>> {
  return {
    PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    HOME: folder,
    NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
    CHAIN_RPC_URL: chain.rpcUrl,
    CHAIN_WS_URL: chain.wsUrl,
    CONTRACT_OWNER_PRIVATE_KEY: chain.accounts[0]?.privateKey ?? '',
    KEEP_DEPLOY_DIGEST_KEY: 'the digest key of the fault trials',
  };
}

/** Reads the audit log on from where it last stopped: by the end of all trials it is long. */
function podCounter(file: string): ClusterWorld['podsCreated'] {
  const counts = new Map<string, Map<string, number>>();
  let offset = 0;
  let rest = '';
  const chunk = Buffer.alloc(1 << 20);
  return (namespace) => {
    const descriptor = openSync(file, 'r');
    for (let size = 1; size > 0; ) {
      size = readSync(descriptor, chunk, 0, chunk.length, offset);
      offset += size;
      // Names are ASCII; what a boundary cuts in other texts is no line that counts.
      const lines = (rest + chunk.toString('latin1', 0, size)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) noteCreation(line, counts);
    }
    closeSync(descriptor);
    return counts.get(namespace) ?? new Map();
  };
}

function noteCreation(line: string, counts: Map<string, Map<string, number>>): void {
  if (!line.includes('"verb":"create"') || !line.includes('"resource":"pods"')) return;
  const { stage, objectRef, responseStatus } = JSON.parse(line) as {
    readonly stage: string;
    readonly objectRef: { readonly namespace: string; readonly name?: string; readonly subresource?: string };
    readonly responseStatus?: { readonly code?: number };
  };
  const { namespace, name = '', subresource } = objectRef;
  if (stage !== 'ResponseComplete' || subresource !== undefined || responseStatus?.code !== 201) return;
  const own = counts.get(namespace) ?? new Map<string, number>();
  counts.set(namespace, own.set(name, (own.get(name) ?? 0) + 1));
}
