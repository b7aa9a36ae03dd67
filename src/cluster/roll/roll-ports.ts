import type { Log } from '../../report/index.ts';
import type { Clock } from '../api/clock.ts';
import type { NamespaceStore } from '../api/namespace-store.ts';
import type { SameImage } from './running-images.ts';
import type { RollCluster } from './writer.ts';

/** What the namespace's watches know. Reading it costs no request. */
export type RollStore = Pick<
  NamespaceStore,
  'workload' | 'workloads' | 'pods' | 'podsOf' | 'replicaSetsOf' | 'warningsOf' | 'changed' | 'behindMs'
>;

export interface RollPorts {
  readonly cluster: RollCluster;
  readonly store: RollStore;
  readonly namespace: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Hides the run's secrets in a text. */
  readonly redact: (text: string) => string;
  /** True where nobody knows which secrets may be in what pods say: none of it is told. */
  readonly isMute?: boolean | undefined;
  /** How long a ready client must stay so; by its readiness probes when absent. */
  readonly bakeMs?: number | undefined;
  /** Restarts of a container that are no failure yet. */
  readonly maxRestarts?: number | undefined;
  /** Asked where a node names another digest than the wanted one; without it that is another image. */
  readonly isSameImage?: SameImage | undefined;
}
