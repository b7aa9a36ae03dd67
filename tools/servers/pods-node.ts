import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findProgram } from './binaries.ts';
import type { ControlPlane } from './control-plane.ts';
import { findFreePort } from './free-port.ts';
import { networkConfiguration, type PodNetwork } from './pods-network.ts';
import { pluginFolder } from './pods-packages.ts';
import { type RunningServer, startServer } from './process.ts';

/**
 * Process 1 of the node's own namespaces. Everything a pod is made of lives in them (shims, containers, mounts, and the
 * mounts that hold network namespaces), so that the end of this process, by whatever signal, is the end of all of it.
 * What programs want to keep outside of folders they can be told goes to memory, and the kernel settings that kubelet
 * demands are shown to it instead of being made for the whole machine.
 */
const NODE_SCRIPT = `
set -e
bridge=$1 address=$2 folder=$3 cgroup=$4 containerd=$5
mount --make-rshared /
for place in /run/containerd /var/lib/cni /var/log/containers; do
  mkdir -p "$place"
  mount -t tmpfs none "$place"
done
demand() {
  [ -e "/proc/sys/$1" ] || return 0
  file=$folder/sysctl-$(echo "$1" | tr / -)
  echo "$2" > "$file"
  mount --bind "$file" "/proc/sys/$1"
}
demand vm/overcommit_memory 1
demand vm/panic_on_oom 0
demand kernel/panic 10
demand kernel/panic_on_oops 1
demand kernel/keys/root_maxkeys 1000000
demand kernel/keys/root_maxbytes 25000000
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p "/sys/fs/cgroup/$cgroup"
else
  for hierarchy in /sys/fs/cgroup/*/; do
    [ -e "$hierarchy/cgroup.procs" ] && mkdir -p "$hierarchy/$cgroup" || true
  done
  for file in cpuset.cpus cpuset.mems; do
    [ -e "/sys/fs/cgroup/cpuset/$file" ] && cat "/sys/fs/cgroup/cpuset/$file" > "/sys/fs/cgroup/cpuset/$cgroup/$file" || true
  done
fi
ip link add "$bridge" type bridge
ip address add "$address/24" dev "$bridge"
ip link set "$bridge" up
containerd --config "$containerd" &
wait $!
`;

export interface NodeOptions {
  readonly network: PodNetwork;
  readonly cgroup: string;
  readonly pauseImage: string;
  readonly signal?: AbortSignal;
}

/** containerd in namespaces of its own, with the bridge. */
export function startContainerRuntime(options: NodeOptions): Promise<RunningServer> {
  const { network, cgroup, signal } = options;
  return startServer({
    name: 'containerd',
    ports: [],
    command: ({ folder }) => {
      const script = join(folder, 'node.sh');
      const configuration = join(folder, 'containerd.toml');
      mkdirSync(join(folder, 'cni'));
      writeFileSync(join(folder, 'cni', 'pods.conflist'), networkConfiguration(network, join(folder, 'addresses')));
      writeFileSync(script, NODE_SCRIPT);
      writeFileSync(configuration, containerdConfiguration(folder, options.pauseImage));
      const inside = ['sh', script, network.bridge, network.address, folder, cgroup, configuration];
      return { file: 'unshare', args: ['--pid', '--fork', '--kill-child', '--mount', '--mount-proc', ...inside] };
    },
    isReady: ({ folder }) => answersAt(socketIn(folder)),
    cleanup: () => [process.execPath, join(import.meta.dirname, 'pods-cleanup.ts'), network.bridge, cgroup],
    // unshare itself ignores SIGTERM, and what it holds is not worth an orderly end.
    stopWithinMs: 0,
    ...(signal && { signal }),
  });
}

const socketIn = (folder: string) => join(folder, 'containerd.sock');

function answersAt(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const settle = (answers: boolean) => {
      connection.destroy();
      resolve(answers);
    };
    connection.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

/** Copies of small images (native) cost less than finding out where overlayfs can't be mounted. */
function containerdConfiguration(folder: string, pauseImage: string): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `
version = 2
root = "${folder}/root"
state = "${folder}/state"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[grpc]
address = "${socketIn(folder)}"
[${cri}]
sandbox_image = "${pauseImage}"
restrict_oom_score_adj = true
netns_mounts_under_state_dir = true
stream_server_address = "127.0.0.1"
stream_server_port = "0"
[${cri}.cni]
bin_dir = "${pluginFolder()}"
conf_dir = "${folder}/cni"
[${cri}.containerd]
snapshotter = "native"
default_runtime_name = "runc"
[${cri}.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
`;
}

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
