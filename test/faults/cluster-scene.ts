import { rmSync } from 'node:fs';
import type { RequestFilter } from '../../tools/servers/api-request.ts';
import { type ClusterFaults, type SeenRequest, startClusterFaults } from '../../tools/servers/cluster-faults.ts';
import { type EndedProcess, expectExit, type StartedProcess, startCommand } from '../e2e/release-process.ts';
import { createNamespace } from '../e2e/release-scene.ts';
import { imageOf, type Version, versions } from './cluster-files.ts';
import { type ClusterWorld, writeVersion } from './cluster-world.ts';
import type { Stage } from './stage.ts';

/** A namespace with a network of its own, and a fault proxy before the API server for whoever works on it. */
export interface ClusterScene {
  readonly world: ClusterWorld;
  readonly namespace: string;
  readonly workspace: string;
  readonly faults: ClusterFaults;
  /** Of this namespace, dry runs not counted. */
  readonly writes: RequestFilter;
  /** `roll-deployment` of a version, whose configurations are stored before that. */
  start(version: Version, options?: RunOptions): Promise<StartedProcess>;
  run(version: Version, options?: RunOptions): Promise<EndedProcess>;
  /** What was written since the proxy was last cleared, in its order. */
  written(): readonly SeenRequest[];
  /** An object's JSON, asked past the proxy; undefined where there is none. */
  read(path: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly withinMs?: number;
}

/** Limits of a run: a machine under load is slow, and a run that hangs is to say so by itself. */
const limits = [
  ['--client-timeout', '100s'],
  ['--wave-timeout', '150s'],
  ['--roll-timeout', '6m'],
] as const;

export async function openClusterScene(stage: Stage): Promise<ClusterScene> {
  const world = await stage.clusterWorld();
  const { cluster } = world;
  const namespace = stage.nextName();
  const workspace = world.checkOut(namespace);
  const [faults] = await Promise.all([startClusterFaults(cluster), createNamespace(cluster, namespace)]);
  const command = (args: readonly string[], { env, withinMs = 240_000 }: RunOptions = {}) =>
    startCommand([...args, '--environment', 'keep-test'], {
      workspace,
      withinMs,
      env: { ...world.env, KUBECONFIG: faults.kubeconfig, ...env },
      ...(stage.program !== undefined && { program: stage.program }),
    });
  const start: ClusterScene['start'] = async (version, options = {}) => {
    const configurations = await world.render(version, workspace, options.env);
    writeVersion(workspace, version);
    const given = ['--configurations', configurations, '--image', imageOf(version)];
    const { args = [] } = options;
    const others = limits.filter(([name]) => !args.includes(name)).flat();
    return command(['roll-deployment', ...given, ...others, ...args], options);
  };
  const writes = { namespace, verb: /^(create|update|patch|delete)$/, isDryRun: false };
  const scene: ClusterScene = {
    ...{ world, namespace, workspace, faults, writes, start },
    run: async (version, options) => (await start(version, options)).ended,
    written: () => faults.requests(writes),
    async read(path) {
      const { status, body } = await cluster.ask(path);
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`${path}: ${status} ${body}`);
      return JSON.parse(body);
    },
    async close() {
      world.scenes.delete(scene);
      await faults.stop();
      rmSync(workspace, { recursive: true, force: true });
      await cluster.ask(`/api/v1/namespaces/${namespace}`, { method: 'DELETE' });
    },
  };
  world.scenes.add(scene);
  return scene;
}

/** A scene whose network runs its first version. */
export async function openReleasedScene(stage: Stage): Promise<ClusterScene> {
  const scene = await openClusterScene(stage);
  try {
    expectExit(await scene.run(versions.v1), 0);
    scene.faults.clear();
    return scene;
  } catch (error) {
    await scene.close();
    throw error;
  }
}
