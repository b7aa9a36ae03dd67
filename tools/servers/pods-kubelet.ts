import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './binaries.ts';
import type { ControlPlane } from './control-plane.ts';
import { findFreePort } from './free-port.ts';
import { type NodeOptions, socketIn } from './pods-runtime.ts';
import { type RunningServer, startServer } from './process.ts';

export interface KubeletOptions extends NodeOptions {
  readonly controlPlane: ControlPlane;
  readonly runtime: RunningServer;
  readonly nodeName: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The kubelet, in the namespaces of the container runtime, known to the API server by the bridge's address. */
export async function startKubelet(options: KubeletOptions): Promise<RunningServer<'health'>> {
  const { controlPlane, runtime, network, nodeName, signal } = options;
  const file = await findProgram('kubernetes', 'kubelet');
  const kubeconfig = controlPlane.writeKubeconfig({
    commonName: `system:node:${nodeName}`,
    organization: 'system:nodes',
  });
  return startServer({
    name: 'kubelet',
    ports: ['health'],
    command: async ({ ports, folder }) => {
      const configuration = join(folder, 'kubelet.json');
      const resolver = join(folder, 'resolv.conf');
      writeFileSync(resolver, `nameserver ${network.address}\n`);
      const port = await findFreePort(network.address);
      const settings = {
        ...kubeletConfiguration(options, folder),
        port,
        healthzPort: ports.health,
        resolvConf: resolver,
      };
      writeFileSync(configuration, JSON.stringify(settings));
      const namespaces = [`--pid=/proc/${runtime.pid}/ns/pid_for_children`, `--mount=/proc/${runtime.pid}/ns/mnt`];
      const labels = Object.entries(options.labels).map(([name, value]) => `${name}=${value}`);
      const flags = {
        config: configuration,
        kubeconfig,
        'hostname-override': nodeName,
        'node-ip': network.address,
        'node-labels': labels.join(','),
        'root-dir': join(folder, 'root'),
        'cert-dir': join(folder, 'pki'),
      };
      const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
      return { file: 'nsenter', args: [...namespaces, file, ...args] };
    },
    isReady: async ({ ports }, probe) =>
      (await fetch(`http://127.0.0.1:${ports.health}/healthz`, { signal: probe })).ok,
    stopWithinMs: 0,
    ...(signal && { signal }),
  });
}

function kubeletConfiguration({ controlPlane, runtime, network, cgroup }: KubeletOptions, folder: string) {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: network.address,
    healthzBindAddress: '127.0.0.1',
    authentication: {
      x509: { clientCAFile: controlPlane.caFile },
      webhook: { enabled: true },
      anonymous: { enabled: false },
    },
    authorization: { mode: 'Webhook' },
    containerRuntimeEndpoint: `unix://${socketIn(runtime.folder)}`,
    podLogsDir: join(folder, 'logs'),
    volumePluginDir: join(folder, 'volume-plugins'),
    clusterDNS: [network.address],
    clusterDomain: 'cluster.local',
    // Both generations of control groups, below a group of our own that can be removed whole.
    ...{ failCgroupV1: false, cgroupDriver: 'cgroupfs', cgroupRoot: `/${cgroup}`, enforceNodeAllocatable: [] },
    ...{ failSwapOn: false, localStorageCapacityIsolation: false, makeIPTablesUtilChains: false, oomScoreAdj: 0 },
    // The machine's disk may be as full as it likes: nothing here is worth an eviction.
    evictionHard: { 'imagefs.available': '0%', 'nodefs.available': '0%', 'nodefs.inodesFree': '0%' },
    imageGCHighThresholdPercent: 100,
    ...{ serializeImagePulls: false, registryPullQPS: 0, eventRecordQPS: 0, kubeAPIQPS: 200, kubeAPIBurst: 400 },
  };
}
