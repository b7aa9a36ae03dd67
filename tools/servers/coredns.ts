import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './binaries.ts';
import { type RunningServer, startServer } from './process.ts';

export interface ClusterDnsOptions {
  /** Where pods ask: the machine's own address on their bridge. */
  readonly address: string;
  readonly kubeconfig: string;
  readonly signal?: AbortSignal;
}

/** The names of the cluster's Services, for its pods: cluster.local and nothing else. */
export async function startClusterDns(options: ClusterDnsOptions): Promise<RunningServer<'ready'>> {
  const file = await findProgram('coredns');
  return startServer({
    name: 'coredns',
    ports: ['ready'],
    command: ({ ports, folder }) => {
      const corefile = join(folder, 'Corefile');
      // No cache: a name that isn't there yet must not stay unknown.
      const lines = [
        '.:53 {',
        `  bind ${options.address}`,
        `  kubernetes cluster.local {\n    kubeconfig ${options.kubeconfig}\n    ttl 0\n  }`,
        `  ready 127.0.0.1:${ports.ready}`,
        '  errors',
        '}\n',
      ];
      writeFileSync(corefile, lines.join('\n'));
      return { file, args: ['-conf', corefile] };
    },
    isReady: async ({ ports }, probe) => (await fetch(`http://127.0.0.1:${ports.ready}/ready`, { signal: probe })).ok,
    stopWithinMs: 0,
    ...(options.signal && { signal: options.signal }),
  });
}
