import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { networkConfiguration, type PodNetwork } from './pods-network.ts';
import { pluginFolder } from './pods-packages.ts';
import { type RunningServer, startServer } from './process.ts';

const script = join(import.meta.dirname, 'pods-node.sh');

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
      const configuration = join(folder, 'containerd.toml');
      mkdirSync(join(folder, 'cni'));
      writeFileSync(join(folder, 'cni', 'pods.conflist'), networkConfiguration(network, join(folder, 'addresses')));
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

export const socketIn = (folder: string) => join(folder, 'containerd.sock');

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
