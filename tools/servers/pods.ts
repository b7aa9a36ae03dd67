import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { ensureBinaries, type Progress } from './binaries.ts';
import type { ControlPlane } from './control-plane.ts';
import { startClusterDns } from './coredns.ts';
import { buildClient } from './image-client.ts';
import type { ImageContent } from './image-layout.ts';
import { buildImageProgram } from './image-program.ts';
import { startKubelet } from './pods-kubelet.ts';
import { choosePodNetwork } from './pods-network.ts';
import { ensureDebianPackages } from './pods-packages.ts';
import { startContainerRuntime } from './pods-runtime.ts';
import { poll, type RunningServer, startServer } from './process.ts';
import { startRegistry } from './registry.ts';

export interface PodsOptions {
  readonly nodeName?: string;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface Pods {
  readonly nodeName: string;
  /** The machine itself as its pods see it; on the machine the same address works. */
  readonly hostAddress: string;
  readonly registry: { readonly host: string };
  /** What the node has on the machine beside its processes; both are gone when it is stopped. */
  readonly traces: { readonly bridge: string; readonly controlGroup: string };
  readonly logFiles: readonly string[];
  /** Pushes under the tag and returns the reference by digest. */
  pushImage(image: ImageContent & { readonly name: string; readonly tag: string }): Promise<string>;
  /** Builds the stand-in client, pushes it, and returns its reference by digest. */
  buildClientImage(): Promise<string>;
  /** Makes a loopback server reachable for pods and returns its URL with their address in it. */
  reach(url: string): Promise<string>;
  stop(): Promise<void>;
}

/** Pods on this node select this label; see SIMULATED_NODE_LABEL. */
const LABELS = { 'keep-deploy.test/node': 'real' };
const NODE_READY_WITHIN_MS = 60_000;

/** One real node in the cluster: containerd, kubelet, a registry on loopback and the cluster's names. Needs Linux and root. */
export async function startPods(controlPlane: ControlPlane, options: PodsOptions = {}): Promise<Pods> {
  const { nodeName = 'real-0', progress = () => {}, signal } = options;
  await ensureDebianPackages(progress);
  await ensureBinaries(['kubernetes', 'coredns'], progress);
  const pause = await buildImageProgram('pause', join(import.meta.dirname, 'pods-pause'), progress);

  const servers: RunningServer[] = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  const keep = <S extends RunningServer>(server: S): S => {
    servers.push(server);
    return server;
  };
  try {
    const registry = await startRegistry(signal);
    keep(registry.server);
    const pauseImage = await registry.pushImage({ name: 'pause', tag: '1', ...programImage('/pause', pause) });
    const network = choosePodNetwork();
    const common = {
      network,
      cgroup: `keep-deploy-${randomBytes(4).toString('hex')}`,
      pauseImage,
      ...(signal && { signal }),
    };
    const runtime = keep(await startContainerRuntime(common));
    const kubeconfig = controlPlane.writeKubeconfig({ commonName: 'coredns', organization: 'system:masters' });
    const started = await Promise.allSettled([
      startKubelet({ ...common, controlPlane, runtime, nodeName, labels: LABELS }).then(keep),
      startClusterDns({ address: network.address, kubeconfig, ...(signal && { signal }) }).then(keep),
    ]);
    for (const outcome of started) if (outcome.status === 'rejected') throw outcome.reason;
    await waitUntilSchedulable(controlPlane, nodeName, signal);

    const forwarded = new Map<number, Promise<unknown>>();
    const forward = (port: number) => startForwarding(network.address, port, signal).then(keep);
    return {
      nodeName,
      hostAddress: network.address,
      registry: { host: registry.host },
      traces: { bridge: network.bridge, controlGroup: common.cgroup },
      logFiles: servers.map(({ logFile }) => logFile),
      pushImage: registry.pushImage,
      buildClientImage: async () => {
        const program = await buildClient(progress);
        return registry.pushImage({
          name: 'keep-client',
          tag: 'stand-in',
          ...programImage('/usr/local/bin/keep-client', program),
        });
      },
      reach: async (url) => {
        const reached = new URL(url);
        const port = Number(reached.port);
        if (!forwarded.has(port)) forwarded.set(port, forward(port));
        await forwarded.get(port);
        reached.hostname = network.address;
        return reached.pathname === '/' && !url.endsWith('/') ? reached.href.slice(0, -1) : reached.href;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const programImage = (path: string, file: string): ImageContent => ({
  files: [{ path, content: readFileSync(file), isExecutable: true }],
  entrypoint: [path],
});

function startForwarding(address: string, port: number, signal: AbortSignal | undefined): Promise<RunningServer> {
  return startServer({
    name: `forward-${port}`,
    ports: [],
    command: () => ({
      file: process.execPath,
      args: [join(import.meta.dirname, 'pods-forward.ts'), address, String(port)],
    }),
    isReady: () =>
      new Promise((resolve) => {
        const probe = createConnection({ host: address, port }, () => {
          probe.destroy();
          resolve(true);
        });
        probe.once('error', () => resolve(false));
      }),
    stopWithinMs: 0,
    ...(signal && { signal }),
  });
}

/** Ready, and rid of the taint that a node has until the controller manager has seen it so. */
async function waitUntilSchedulable(
  controlPlane: ControlPlane,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = AbortSignal.timeout(NODE_READY_WITHIN_MS);
  const question = async () => {
    const { status, body } = await controlPlane.ask(`/api/v1/nodes/${name}`);
    if (status !== 200) return false;
    const node = JSON.parse(body) as {
      spec: { taints?: readonly unknown[] };
      status: { conditions?: readonly { type: string; status: string }[] };
    };
    const isReady = node.status.conditions?.some(
      (condition) => condition.type === 'Ready' && condition.status === 'True',
    );
    return isReady === true && (node.spec.taints ?? []).length === 0;
  };
  await poll(question, signal ? AbortSignal.any([signal, deadline]) : deadline);
}
