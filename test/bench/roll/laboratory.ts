import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ControlPlane, startControlPlane } from '../../../tools/servers/index.ts';
import { openAuditWindow, quietAudit } from './audit-window.ts';
import { bootstraps, clientNames, type Edition, firstEdition, imageOf, passwords } from './bench-clients.ts';
import { observePods, type PodObserver } from './pod-observer.ts';
import type { ControllerName, MeasuredRoll } from './rows.ts';
import type { RollTool, ToolName, ToolScene } from './tools.ts';
import { idealMs, wavesOf } from './waves.ts';

/** One cluster, for all tools one after the other, each with a namespace of its own. */
export interface Laboratory {
  /** Clients as the tool itself made them, all ready. */
  open(name: ToolName, tool: RollTool, clients: number, withinMs: number): Promise<Bench>;
  /** How many pods kwok would have taken that nobody had asked to go. */
  lateDeletes(): number;
  stop(): Promise<void>;
}

/** One tool's clients in the cluster. */
export interface Bench {
  readonly scene: ToolScene;
  readonly edition: Edition;
  /** Brings them to another edition and judges the cluster, not what the tool says. */
  roll(edition: Edition, parallel: number): Promise<MeasuredRoll>;
  close(): void;
}

/** @param keyfileShape a keyfile of which only the address is changed. */
export async function openLaboratory(
  controllers: ControllerName,
  folder: string,
  keyfileShape: string,
): Promise<Laboratory> {
  mkdirSync(folder, { recursive: true });
  const cluster = await startControlPlane({
    nodes: 4,
    controllers,
    // More than ever are due at once, so that no pod waits for kwok.
    simulation: { podsAtOnce: 64 },
    apiServerFlags: quietAudit(join(folder, 'audit-policy.json')),
  });
  const benches: Bench[] = [];
  let scenes = 0;
  return {
    async open(name, tool, clients, withinMs) {
      const namespace = `bench-${name}-${++scenes}`;
      await makeNamespace(cluster, namespace);
      const ownFolder = join(folder, namespace);
      mkdirSync(ownFolder);
      const user = `bench-${name}`;
      const scene: ToolScene = {
        ...{ cluster, namespace, folder: ownFolder, clients: clientNames(clients), keyfileShape, withinMs },
        kubeconfig: cluster.writeKubeconfig({ commonName: user, organization: 'system:masters' }),
        observer: await observePods(cluster, namespace),
      };
      const bench = await settle(scene, tool, name, user);
      benches.push(bench);
      return bench;
    },
    lateDeletes: () => cluster.lateDeletes().length,
    stop: async () => {
      for (const bench of benches) bench.close();
      await cluster.stop();
    },
  };
}

async function settle(scene: ToolScene, tool: RollTool, name: ToolName, user: string): Promise<Bench> {
  const { cluster, clients, observer } = scene;
  await tool.prepare(scene, firstEdition);
  // The floor only patches what is there: preparing it has made everything.
  if (name !== 'floor') {
    const { exitCode, lines } = await tool.roll(scene, clients.length);
    if (exitCode !== 0) throw new Error(`${name} made no clients:\n${lines.map(({ text }) => text).join('\n')}`);
  }
  const isThere = await observer.until(() => allReady(observer, clients, imageOf(firstEdition)), 300_000);
  if (!isThere) throw new Error(`${name}: not all clients became ready`);
  let edition = firstEdition;
  return {
    scene,
    get edition() {
      return edition;
    },
    async roll(wanted, parallel): Promise<MeasuredRoll> {
      const expected = wanted === edition ? 0 : changesAll(edition, wanted) ? clients.length : 1;
      edition = wanted;
      await tool.prepare(scene, wanted);
      const window = openAuditWindow(cluster.auditLog.file);
      const from = performance.now();
      const { startedMs, endedMs, exitCode, lines, peakMemoryMiB } = await tool.roll(scene, parallel);
      // The onlooker may hear of the last pod a moment later than the tool.
      const isDone = await observer.until(() => allReady(observer, clients, imageOf(wanted)), 2_000);
      const { reads, writes, apart, kinds } = window.count(user);
      const made = observer.since(from);
      const faults = [
        ...(exitCode === 0 ? [] : [`exit code ${exitCode ?? 'none, it took too long'}`]),
        ...(isDone ? [] : ['when it ended, not all clients were ready with the new image']),
        ...(made.length === expected ? [] : [`${made.length} pods were made, expected ${expected}`]),
        ...observer.spontaneousDeletions().map((pod) => `${pod} went although nobody had asked it to`),
      ];
      const endings = observer.endingsSince(from);
      const podsOwnMs = new Map(
        made.flatMap(({ name: pod, boundMs, readyMs }) =>
          boundMs === undefined || readyMs === undefined
            ? []
            : [[pod.replace(/-0$/, ''), (endings.get(pod) ?? 0) + readyMs - boundMs] as const],
        ),
      );
      const atOnce = tool.rolls === 'at-once' ? clients.length : parallel;
      const waves = tool.rolls === 'in-waves' ? wavesOf(clients, bootstraps, parallel) : [{ clients, atOnce }];
      const lastLines = lines.slice(-12).map(({ text }) => text);
      const ms = endedMs - startedMs;
      const podsMade = made.length;
      return {
        ms,
        idealMs: idealMs(waves, podsOwnMs),
        reads,
        writes,
        apart,
        kinds,
        peakMemoryMiB,
        podsMade,
        faults,
        lastLines,
      };
    },
    close: observer.stop,
  };
}

export function allReady(observer: PodObserver, clients: readonly string[], image: string): boolean {
  const current = observer.current();
  return clients.every((client) => {
    const pod = current.get(`${client}-0`);
    return pod?.isReady === true && !pod.isTerminating && pod.image === image;
  });
}

function changesAll(before: Edition, after: Edition): boolean {
  return before.image !== after.image || before.configuration !== after.configuration;
}

async function makeNamespace({ ask }: ControlPlane, name: string): Promise<void> {
  const post = async (path: string, json: unknown) => {
    const { status, body } = await ask(path, { method: 'POST', json });
    if (status !== 201) throw new Error(`${path}: ${status} ${body}`);
  };
  await post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const metadata = { name: passwords.secret };
  const stringData = { [passwords.key]: 'nobody reads it' };
  await post(`/api/v1/namespaces/${name}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata, stringData });
}
