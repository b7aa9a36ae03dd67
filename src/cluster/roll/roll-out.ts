import type { Log } from '../../report/index.ts';
import type { Cluster } from '../api/cluster-port.ts';
import { createNamespaceView, type NamespaceView } from '../api/namespace-view.ts';
import { inParallel } from '../api/parallel.ts';
import { type ClientFailure, describeFailure } from '../judge/client-failure.ts';
import { rehearse } from './rehearsal.ts';
import { type ClientOutcome, rollClient, untouched } from './roll-client.ts';
import type { Wave } from './rollout-plan.ts';

export interface RollOutOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** For each client, from its first write to its proof. */
  readonly clientDeadlineMs: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** The caller's last look, when nothing stands before the first write any more. What it throws ends the roll-out unwritten. */
  readonly beforeFirstWrite?: () => Promise<void>;
}

export interface RollOutResult {
  readonly clients: readonly ClientOutcome[];
  /** Requests that wrote something. */
  readonly writes: number;
  readonly isChanged: boolean;
  readonly isFailed: boolean;
}

const atOnce = 16;

/** Executes a plan: one wave after the other, the clients of a wave side by side. A failed wave is the last. */
export async function rollOut(waves: readonly Wave[], options: RollOutOptions): Promise<RollOutResult> {
  const refused = await rehearse(options.cluster, waves);
  if (refused.size > 0) return halted(waves, refused, options.log);
  await options.beforeFirstWrite?.();
  const view = createNamespaceView(options);
  try {
    const clients: ClientOutcome[] = [];
    let isFailed = false;
    for (const wave of waves) {
      const outcomes: readonly ClientOutcome[] = isFailed
        ? wave.steps.map((step) => untouched(step, 'not-started'))
        : await rollWave(wave, view, options);
      clients.push(...outcomes);
      isFailed ||= outcomes.some(({ outcome }) => outcome === 'failed-halted');
    }
    const writes = clients.reduce((sum, client) => sum + client.writes, 0);
    return { clients, writes, isChanged: writes > 0, isFailed };
  } finally {
    view.close();
  }
}

function rollWave(
  { role, steps }: Wave,
  view: NamespaceView,
  options: RollOutOptions,
): Promise<readonly ClientOutcome[]> {
  const { cluster, namespace, clientDeadlineMs: deadlineMs, signal, log } = options;
  return log.group(`Roll ${role}: ${steps.map(({ client }) => client).join(', ')}`, () =>
    inParallel(steps, atOnce, async (step) => {
      signal.throwIfAborted();
      if (step.action === 'unchanged') return untouched(step, 'unchanged');
      log.info(`${step.client}: ${step.action}: ${step.reason}`);
      const outcome = await rollClient(step, { cluster, view, namespace, log, deadlineMs });
      tell(outcome, log);
      return outcome;
    }),
  );
}

/** Nothing was written. */
function halted(waves: readonly Wave[], refused: ReadonlyMap<string, ClientFailure>, log: Log): RollOutResult {
  const clients = waves.flatMap(({ steps }) =>
    steps.map((step): ClientOutcome => {
      const failure = refused.get(step.client);
      if (failure === undefined) return untouched(step, step.action === 'unchanged' ? 'unchanged' : 'not-started');
      return { ...untouched(step, 'not-started'), outcome: 'failed-halted', failure };
    }),
  );
  for (const outcome of clients) if (outcome.failure !== undefined) tell(outcome, log);
  return { clients, writes: 0, isChanged: false, isFailed: true };
}

function tell({ client, outcome, revision, pod, failure }: ClientOutcome, log: Log): void {
  if (failure === undefined) {
    log.info(`${client}: ${outcome}: pod ${pod} of revision ${revision} is ready`);
    return;
  }
  log.error(describeFailure(client, failure));
  const from = `${failure.pod ?? client}${failure.container === undefined ? '' : ` ${failure.container}`}`;
  if (failure.events.length > 0) log.untrusted(`events of ${failure.pod ?? client}`, failure.events.join('\n'));
  if (failure.logs.previous.length > 0) log.untrusted(`${from}, run before`, failure.logs.previous.join('\n'));
  if (failure.logs.current.length > 0) log.untrusted(from, failure.logs.current.join('\n'));
}
