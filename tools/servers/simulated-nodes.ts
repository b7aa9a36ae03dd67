import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './binaries.ts';
import { type AskApiServer, type ClusterContext, LOOPBACK_HOSTS } from './control-plane-parts.ts';
import { askHttps } from './https-ask.ts';
import { podStages } from './pod-stages.ts';
import { poll, type RunningServer, startServer } from './process.ts';

export interface SimulatedNodesOptions {
  readonly nodes: number;
  /** Stages (YAML) in place of our own (stages/ for nodes, pod-stages.ts for pods). */
  readonly stages?: readonly string[];
  /** False: kwok deletes pods by name alone, as it does by itself. */
  readonly guardsDeletes?: boolean;
  /** How many changes of pods kwok makes at once; its own default is 4. */
  readonly podsAtOnce?: number;
  /** Further kwok configuration (YAML): ClusterLogs, ClusterPortForward and the like. */
  readonly configuration?: readonly string[];
}

/** Who kwok is to the API server. */
export const KWOK_IDENTITY = { commonName: 'kwok', organization: 'system:masters' } as const;
/** A pod that is to run here and on no real node selects this label. */
export const SIMULATED_NODE_LABEL = 'keep-deploy.test/node';
const ANNOTATION = 'kwok.x-k8s.io/node';
const READY_WITHIN_MS = 20_000;

export async function startSimulatedNodes(
  { credentials, signal }: ClusterContext,
  apiServerUrl: string,
  ask: AskApiServer,
  options: SimulatedNodesOptions,
): Promise<RunningServer<'https'>> {
  const file = await findProgram('kwok');
  const kubeconfig = credentials.writeKubeconfig(apiServerUrl, KWOK_IDENTITY);
  const serving = credentials.issueCertificate({ commonName: 'kwok', hosts: LOOPBACK_HOSTS });
  const server = await startServer({
    name: 'kwok',
    ports: ['https'],
    command: ({ ports, folder }) => ({
      file,
      args: [
        ...[`--kubeconfig=${kubeconfig}`, '--manage-all-nodes=false', '--node-lease-duration-seconds=40'],
        `--manage-nodes-with-annotation-selector=${ANNOTATION}=fake`,
        // As a node's own kubelet it answers for logs and port-forward, when configured to.
        ...[`--server-address=127.0.0.1:${ports.https}`, '--node-ip=127.0.0.1', `--node-port=${ports.https}`],
        ...[`--tls-cert-file=${serving.certFile}`, `--tls-private-key-file=${serving.keyFile}`],
        ...configurationFiles(folder, options).map((name) => `--config=${name}`),
      ],
      env: { HOME: folder },
    }),
    isReady: async ({ ports }, probe) => {
      const url = `https://127.0.0.1:${ports.https}/healthz`;
      return (await askHttps(url, { caPem: credentials.caPem, signal: probe })).status === 200;
    },
    stopWithinMs: 0,
    ...(signal && { signal }),
  });
  try {
    await addNodes(ask, options.nodes, signal);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function configurationFiles(
  folder: string,
  { stages, configuration = [], podsAtOnce }: SimulatedNodesOptions,
): string[] {
  const own = join(import.meta.dirname, 'stages');
  const write = (kind: string) => (yaml: string, index: number) => {
    const file = join(folder, `${kind}-${index}.yaml`);
    writeFileSync(file, yaml);
    return file;
  };
  const nodeStages = readdirSync(own).map((name) => join(own, name));
  const stageFiles = stages?.map(write('stage')) ?? [...nodeStages, write('stage')(podStages().join('\n---\n'), 0)];
  const options = podsAtOnce === undefined ? [] : [atOnce(podsAtOnce)];
  return [...stageFiles, ...[...options, ...configuration].map(write('configuration'))];
}

/**
 * There is no flag for it, and a configuration that is given has none of the defaults: they stand here as kwok has them.
 * https://kwok.sigs.k8s.io/docs/generated/apis/#config.kwok.x-k8s.io/v1alpha1.KwokConfiguration
 */
function atOnce(pods: number): string {
  const others = { nodePlayStageParallelism: 4, nodeLeaseParallelism: 4, podsOnNodeSyncParallelism: 1 };
  const rest = { cidr: '10.0.0.0/24', enableDebuggingHandlers: true, enablePodsOnNodeSyncListPager: true };
  const options = { podPlayStageParallelism: pods, ...others, ...rest };
  return JSON.stringify({ apiVersion: 'config.kwok.x-k8s.io/v1alpha1', kind: 'KwokConfiguration', options });
}

/** Only now, with kwok there to take them: it gives a node its address and port when it first sees it. */
async function addNodes(ask: AskApiServer, count: number, signal: AbortSignal | undefined): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `simulated-${index}`);
  for (const name of names) {
    const labels = { [SIMULATED_NODE_LABEL]: 'simulated', 'kubernetes.io/hostname': name };
    const metadata = { name, annotations: { [ANNOTATION]: 'fake' }, labels };
    const status = { allocatable: { cpu: '1k', memory: '1Ti', pods: '100k' } };
    const node = { apiVersion: 'v1', kind: 'Node', metadata, status };
    const answer = await ask('/api/v1/nodes', { method: 'POST', json: node });
    if (answer.status !== 201) throw new Error(`node ${name} could not be added: ${answer.status} ${answer.body}`);
  }
  const deadline = AbortSignal.timeout(READY_WITHIN_MS);
  const waiting = signal ? AbortSignal.any([signal, deadline]) : deadline;
  await poll(async () => (await Promise.all(names.map((name) => isSchedulable(ask, name)))).every(Boolean), waiting);
}

/** Ready, and rid of the taint the controller manager gives a node until it has seen it so. */
async function isSchedulable(ask: AskApiServer, name: string): Promise<boolean> {
  const { status, body } = await ask(`/api/v1/nodes/${name}`);
  const node = JSON.parse(body) as {
    spec?: { taints?: readonly unknown[] };
    status?: { conditions?: readonly { type: string; status: string }[] };
  };
  const isReady = node.status?.conditions?.some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
  return status === 200 && isReady === true && (node.spec?.taints ?? []).length === 0;
}
