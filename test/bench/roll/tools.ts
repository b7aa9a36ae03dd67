import type { ControlPlane } from '../../../tools/servers/index.ts';
import type { Edition } from './bench-clients.ts';
import type { MeasuredProcess } from './measured-process.ts';
import type { PodObserver } from './pod-observer.ts';

export const toolNames = ['keep-deploy', 'kubectl', 'helm', 'floor'] as const;
export type ToolName = (typeof toolNames)[number];

/** What one tool has to itself: a namespace, a user of its own name, a folder. */
export interface ToolScene {
  readonly cluster: ControlPlane;
  readonly namespace: string;
  readonly kubeconfig: string;
  readonly folder: string;
  readonly clients: readonly string[];
  readonly observer: PodObserver;
  /** A keyfile of the right shape. */
  readonly keyfileShape: string;
  readonly withinMs: number;
}

/** One way to bring clients to an edition. What is made ready beforehand is not measured. */
export interface RollTool {
  /** In keep-deploy's waves; in order, so many at once as it is told; or all at once, because it can't be told. */
  readonly rolls: 'in-waves' | 'in-order' | 'at-once';
  prepare(scene: ToolScene, edition: Edition): Promise<void>;
  roll(scene: ToolScene, parallel: number): Promise<MeasuredProcess>;
}
