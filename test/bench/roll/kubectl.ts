import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../../tools/servers/index.ts';
import type { Edition } from './bench-clients.ts';
import { runInTurn } from './measured-process.ts';
import { asYaml, peerObjects } from './peer-manifests.ts';
import type { RollTool, ToolScene } from './tools.ts';

/**
 * As people roll many with it: so many are applied at once as may restart at once, each is waited for, then the next. It
 * knows no slots, so a batch takes as long as its slowest.
 */
export async function prepareKubectl(): Promise<RollTool> {
  const file = await findProgram('kubectl');
  const documents = new Map<ToolScene, ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>>();
  return {
    rolls: 'in-order',
    prepare: async (scene, edition: Edition) => {
      documents.set(scene, peerObjects(scene.clients, edition, scene.keyfileShape));
    },
    async roll(scene, parallel) {
      const { clients, namespace, kubeconfig, folder, withinMs } = scene;
      const objects = documents.get(scene) ?? new Map();
      const common = ['--kubeconfig', kubeconfig, '--namespace', namespace];
      const timeout = `--timeout=${Math.ceil(withinMs / 1000)}s`;
      const commands = function* () {
        for (let from = 0; from < clients.length; from += parallel) {
          const batch = clients.slice(from, from + parallel);
          const manifest = join(folder, 'batch.yaml');
          writeFileSync(manifest, asYaml(batch.flatMap((client) => objects.get(client) ?? [])));
          yield { file, args: ['apply', ...common, '--filename', manifest] };
          // One process for all of them: it waits for one after the other.
          const names = batch.map((client) => `statefulset/${client}`);
          yield { file, args: ['rollout', 'status', ...common, ...names, timeout] };
        }
      };
      return runInTurn(commands(), { cwd: folder, env: {}, withinMs });
    },
  };
}
