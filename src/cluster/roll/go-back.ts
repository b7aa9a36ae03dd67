import type { Deadline, TimeLimits } from './deadlines.ts';
import { type BackEnd, goBackOne, removeShared, restoreShared } from './go-back-one.ts';
import type { BackObjects, BackStep } from './go-back-plan.ts';
import type { Network } from './restart-limits.ts';
import type { RollPorts } from './roll-ports.ts';
import { runWaves } from './scheduler.ts';

export interface GoBackOptions {
  /** Of the network as it was: clients that this run created don't belong to it. */
  readonly network: Network;
  readonly maxParallel: number;
  readonly limits: Pick<TimeLimits, 'clientMs'>;
  /** What was reserved for it. */
  readonly deadline: Deadline;
  readonly signal: AbortSignal;
  readonly ports: RollPorts;
  readonly isReady: (client: string) => boolean;
  /** Clients that have nothing to go back to: what was created for all stays, because they may stand on it. */
  readonly stay: readonly string[];
}

export interface WentBack {
  readonly ends: ReadonlyMap<string, BackEnd>;
  /** Those for which there was no time, or that may not restart because too many others are down. */
  readonly left: readonly string[];
  /** Those that have nothing to go back to. */
  readonly stay: readonly string[];
  /** What became of the shared objects, if they were to go back: of those that are as before again, of those removed. */
  readonly shared: readonly BackEnd[];
}

export function isAllBack({ ends, left, stay }: Pick<WentBack, 'ends' | 'left' | 'stay'>): boolean {
  return left.length + stay.length === 0 && [...ends.values()].every(({ end }) => end === 'back');
}

/**
 * Leads clients back as one set: first what they share, then all of them side by side (broken ones first; of those that
 * serve no more at once than may restart), then what was created for all is removed, if nobody is left who may stand on it.
 * What fails for one doesn't keep the others from going back.
 * @param shared absent where only some clients go back.
 */
export async function goBack(
  steps: readonly BackStep[],
  shared: BackObjects | undefined,
  options: GoBackOptions,
): Promise<WentBack> {
  const { ports, signal, isReady, stay } = options;
  const restored = shared && (await restoreShared(shared, signal, ports));
  // A broken client takes no slot of its role's limit, and somebody waits for it.
  const inOrder = [...steps.filter(({ client }) => !isReady(client)), ...steps.filter(({ client }) => isReady(client))];
  const { results, left } = await runWaves([{ name: 'going back', steps: inOrder }], {
    network: options.network,
    maxParallel: options.maxParallel,
    lastDeadline: options.deadline,
    limits: { clientMs: options.limits.clientMs, waveMs: Number.POSITIVE_INFINITY },
    signal,
    clock: ports.clock,
    log: ports.log,
    isReady,
    work: (step, deadline, leave) => goBackOne(step, deadline, leave, ports),
    judgeEnd: () => 'go-on',
  });
  const clients = { ends: results, left: left.map(({ client }) => client), stay };
  const removed = shared && isAllBack(clients) ? await removeShared(shared, signal, ports) : undefined;
  return { ...clients, shared: [restored, removed].filter((end) => end !== undefined) };
}
