import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from './guard-channel.ts';

interface Kubeconfig {
  readonly clusters: readonly { readonly name: string; readonly cluster: Readonly<Record<string, unknown>> }[];
}

/** A copy of one of our kubeconfigs (they are JSON) whose cluster is reached at another URL. Returns the file. */
export function kubeconfigThrough(kubeconfig: string, server: string): string {
  const config = JSON.parse(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
  const clusters = config.clusters.map(({ name, cluster }) => ({ name, cluster: { ...cluster, server } }));
  const file = join(runFolder().makeDataFolder('kubeconfig'), 'kubeconfig');
  writeFileSync(file, JSON.stringify({ ...config, clusters }), { mode: 0o600 });
  return file;
}
