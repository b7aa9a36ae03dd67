import type { Log } from '../../report/index.ts';
import type { ClusterSettings } from '../settings.ts';
import type { Cluster } from './cluster-port.ts';

export interface OpenClusterOptions {
  readonly settings: Pick<ClusterSettings, 'context'>;
  /** Files, separated as the platform does. Absent: `$KUBECONFIG` of the environment, the user's own, or the pod's. */
  readonly kubeconfig?: string | undefined;
  /** What a login plugin sees of the process's environment, with `$KUBECONFIG`; nothing when absent. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Ends every request and wait. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** The cluster that the job's kubeconfig leads to. Asks it nothing yet. Loads client-node. */
export async function openCluster(options: OpenClusterOptions): Promise<Cluster> {
  const { createCluster } = await import('./adapter.ts');
  return createCluster(options);
}
