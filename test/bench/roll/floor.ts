import { createHash } from 'node:crypto';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { watchObjects } from '../../../tools/servers/index.ts';
import { bootstraps, type Edition, imageOf } from './bench-clients.ts';
import type { MeasuredProcess } from './measured-process.ts';
import { peerObjects } from './peer-manifests.ts';
import type { RollTool, ToolScene } from './tools.ts';
import { wavesOf } from './waves.ts';

interface StatefulSet {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
  };
}

/**
 * The least that can roll: one patch for each client in keep-deploy's order, one watch, and the next when one is ready. It
 * checks nothing, explains nothing, and can't go back.
 */
export function prepareFloor(): RollTool {
  let edition: Edition | undefined;
  const created = new Set<ToolScene>();
  return {
    rolls: 'in-waves',
    prepare: async (scene, wanted) => {
      edition = wanted;
      if (created.has(scene)) return;
      created.add(scene);
      const left = [...peerObjects(scene.clients, wanted, scene.keyfileShape).values()];
      const slot = async () => {
        for (let objects = left.shift(); objects !== undefined; objects = left.shift()) {
          for (const object of objects) await create(scene, object);
        }
      };
      await Promise.all(Array.from({ length: 16 }, slot));
    },
    roll: (scene, parallel) => {
      if (edition === undefined) throw new Error('there is nothing to roll');
      return patchAndWatch(scene, parallel, edition);
    },
  };
}

async function create({ cluster, namespace }: ToolScene, object: Readonly<Record<string, unknown>>): Promise<void> {
  const kind = String(object['kind']).toLowerCase();
  const group = object['apiVersion'] === 'v1' ? '/api/v1' : `/apis/${object['apiVersion']}`;
  const { status, body } = await cluster.ask(`${group}/namespaces/${namespace}/${kind}s`, {
    method: 'POST',
    json: object,
  });
  if (status !== 201) throw new Error(body);
}

async function patchAndWatch(scene: ToolScene, parallel: number, edition: Edition): Promise<MeasuredProcess> {
  const { cluster, namespace, clients } = scene;
  const { certificatePem: cert, privateKeyPem: key } = cluster.issueCertificate({
    commonName: 'bench-floor',
    organization: 'system:masters',
  });
  const agent = new Agent({ ca: cluster.caPem, cert, key, keepAlive: true });
  const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets`;
  const startedMs = performance.now();
  const live = new Map<string, StatefulSet>();
  const waiting = new Map<string, () => void>();
  const watching = await watchObjects<StatefulSet>(cluster, path, ({ object }) => {
    live.set(object.metadata.name, object);
    waiting.get(object.metadata.name)?.();
  });
  const rollOne = async (client: string) => {
    const generation = await patch(agent, `${cluster.apiServerUrl}${path}/${client}`, edition);
    await new Promise<void>((resolve) => {
      const look = () => {
        if (isRolled(live.get(client), generation)) resolve();
      };
      waiting.set(client, look);
      look();
    });
    waiting.delete(client);
  };
  try {
    for (const wave of wavesOf(clients, bootstraps, parallel)) {
      const left = [...wave.clients];
      const slot = async () => {
        for (let client = left.shift(); client !== undefined; client = left.shift()) await rollOne(client);
      };
      await Promise.all(Array.from({ length: wave.atOnce }, slot));
    }
    return { startedMs, endedMs: performance.now(), exitCode: 0, lines: [], peakMemoryMiB: undefined };
  } finally {
    watching.stop();
    agent.destroy();
  }
}

function isRolled(set: StatefulSet | undefined, generation: number): boolean {
  const { observedGeneration = 0, currentRevision, updateRevision, readyReplicas, updatedReplicas } = set?.status ?? {};
  return (
    observedGeneration >= generation &&
    currentRevision === updateRevision &&
    readyReplicas === 1 &&
    (updatedReplicas ?? 1) === 1
  );
}

/** Image and configuration at once: whatever the change is, the floor is one patch. */
function patch(agent: Agent, url: string, edition: Edition): Promise<number> {
  const content = createHash('sha256').update(JSON.stringify(edition)).digest('hex');
  const container = { name: 'client', image: imageOf(edition) };
  const template = { metadata: { annotations: { content } }, spec: { containers: [container] } };
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/strategic-merge-patch+json', 'user-agent': 'floor' };
    const asked = request(url, { agent, method: 'PATCH', headers });
    asked.once('error', reject);
    asked.once('response', (answer) => {
      text(answer).then((body) => {
        if (answer.statusCode !== 200) reject(new Error(body));
        else resolve((JSON.parse(body) as StatefulSet).metadata.generation);
      }, reject);
    });
    asked.end(JSON.stringify({ spec: { template } }));
  });
}
