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
  /** Whether it can be told how many at once. */
  readonly hasParallel: boolean;
  prepare(scene: ToolScene, edition: Edition): Promise<void>;
  roll(scene: ToolScene, parallel: number): Promise<MeasuredProcess>;
}
