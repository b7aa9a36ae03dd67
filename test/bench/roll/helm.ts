import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../../tools/servers/index.ts';
import { runMeasured } from './measured-process.ts';
import { asYaml, peerObjects } from './peer-manifests.ts';
import type { RollTool } from './tools.ts';

/** One release with everything in it. It can't be told how many may restart at once. */
export async function prepareHelm(): Promise<RollTool> {
  const file = await findProgram('helm');
  return {
    rolls: 'at-once',
    async prepare({ folder, clients, keyfileShape }, edition) {
      const templates = join(folder, 'chart/templates');
      mkdirSync(templates, { recursive: true });
      writeFileSync(join(folder, 'chart/Chart.yaml'), 'apiVersion: v2\nname: clients\nversion: 1.0.0\n');
      for (const [client, objects] of peerObjects(clients, edition, keyfileShape)) {
        writeFileSync(join(templates, `${client}.yaml`), asYaml(objects));
      }
    },
    roll({ folder, namespace, kubeconfig, withinMs }) {
      const options = ['--install', '--wait', '--rollback-on-failure', '--timeout', `${Math.ceil(withinMs / 1000)}s`];
      const place = ['--kubeconfig', kubeconfig, '--namespace', namespace];
      const args = ['upgrade', 'clients', join(folder, 'chart'), ...options, ...place];
      // Its own way to give up comes first: ours is for when it doesn't.
      return runMeasured(file, args, { cwd: folder, env: {}, withinMs: 2 * withinMs });
    },
  };
}
