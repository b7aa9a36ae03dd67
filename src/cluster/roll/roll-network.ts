import type { WantedObject } from '../kubernetes-object.ts';
import type { TouchedOwner } from '../record/open-record.ts';
import { isGood, sharedOwner } from '../record/recorded-owner.ts';
import { isAlike } from '../record/set-reader.ts';
import type { Deadline } from './deadlines.ts';
import { goesBack } from './failure-policy.ts';
import {
  anyWorkloadOf,
  type Baseline,
  inheritedTouch,
  planBack,
  planObjectsBack,
  type Touches,
} from './go-back-plan.ts';
import { type Forward, goForward } from './go-forward.ts';
import { isServing, workloadOf } from './live-client.ts';
import { leftOver, prune } from './prune.ts';
import type { Network } from './restart-limits.ts';
import { type Chosen, chooseBack, isComplete } from './roll-choice.ts';
import type { RollOptions, RollTask } from './roll-options.ts';
import { endOf } from './roll-outcome.ts';
import type { Story } from './roll-report.ts';
import type { RollResult } from './roll-result.ts';
import { isChange, type RollStep } from './roll-step.ts';
import { someOf } from './some-of.ts';
import { takeBack, type WayBack } from './way-back.ts';

/** A client of the record that the steps don't have. */
type Stray = Story['step'] & { readonly workload: WantedObject | undefined };

/** What is known of a run before it goes forward. */
export interface Run {
  readonly task: RollTask;
  readonly options: RollOptions;
  readonly startedMs: number;
  /** Either reason to stop. */
  readonly signal: AbortSignal;
  /** Absent where nothing is to be written: then the record isn't touched either. */
  readonly baseline: Baseline | undefined;
  readonly canGoBack: boolean;
  /** What runs before did to each client's workload that the record doesn't say. */
  readonly inherited: ReadonlyMap<string, Touches>;
  /** Clients that are no longer wanted, and of which runs before may have written so: they go back with the others. */
  readonly strays: readonly Stray[];
  readonly network: Network;
  readonly isReady: (client: string) => boolean;
}

/**
 * Leads a network forward, and back when that fails. Writes nothing where nothing is to be written. When it returns, nothing
 * is under way any more, and the record is settled unless the run was stopped from outside.
 * @throws RemoteError when the record can't be begun: then nothing was written.
 */
export async function rollNetwork(task: RollTask, options: RollOptions): Promise<RollResult> {
  const run = await begin(task, options);
  const { network, canGoBack, startedMs, signal, isReady } = run;
  const { policy, maxParallel, limits, ports, checkWave } = options;
  const forward = await goForward(task.steps, task.shared, {
    ...{ network, policy, maxParallel, limits, canGoBack, startedMs, signal, ports, isReady, checkWave },
  });
  const forwardMs = ports.clock.now() - startedMs;
  const isProved = isComplete(forward) && !signal.aborted;
  const pruned =
    run.baseline !== undefined && isProved
      ? await prune(run.baseline, task.wanted ?? [], signal, ports)
      : leftOver(run.baseline?.owners.values());
  const isStopped = options.lockLost.aborted || (options.cancelled.aborted && !isComplete(forward));
  const chosen = isStopped ? undefined : chooseBack(run, forward);
  const way = chosen?.isAny === true ? await goBackFor(chosen, run, forward) : undefined;
  const goingBackMs = way && ports.clock.now() - startedMs - forwardMs;
  return endOf(run, forward, chosen, way, { forwardMs, goingBackMs, isStopped, pruned });
}

async function begin(task: RollTask, options: RollOptions): Promise<Run> {
  const { steps, shared, isUnfinished, isPruning = false } = task;
  const { ports, state, policy, roles, voters } = options;
  const startedMs = ports.clock.now();
  const isToBegin = isUnfinished || isPruning || shared.length > 0 || steps.some(isChange);
  const baseline = isToBegin ? await state.beginForward() : undefined;
  const unsure = [...(baseline?.owners.values() ?? [])].filter(({ owner }) => baseline?.isUnsure(owner) === true);
  const strays = straysAmong(unsure, steps);
  return {
    task,
    options,
    startedMs,
    signal: AbortSignal.any([options.cancelled, options.lockLost]),
    baseline,
    canGoBack: baseline !== undefined && !baseline.isEmpty && goesBack(policy),
    inherited: new Map(unsure.map((owner) => [owner.owner, inheritedTouch(owner, ports.store)])),
    strays,
    network: { members: steps, roles, voters },
    isReady: readinessOf(steps, strays, options),
  };
}

/** Who is only wanted no more is none: it stands as before. */
function straysAmong(unsure: readonly TouchedOwner[], steps: readonly RollStep[]): readonly Stray[] {
  const wanted = new Set([sharedOwner, ...steps.map(({ client }) => client)]);
  return unsure
    .filter(({ owner }) => !wanted.has(owner))
    .filter(({ before, attempted }) => attempted === undefined || !isAlike(before, attempted))
    .map((owner) => ({ client: owner.owner, role: owner.role, action: 'update', workload: anyWorkloadOf(owner) }));
}

function readinessOf(
  steps: readonly RollStep[],
  strays: readonly Stray[],
  { ports }: RollOptions,
): (client: string) => boolean {
  const wanted = steps.map(({ client, wanted: { workload } }) => ({ client, workload }));
  const workloads = new Map(
    [...wanted, ...strays].map(({ client, workload }) => [client, workload && workloadOf(workload)]),
  );
  return (client) => {
    const workload = workloads.get(client);
    return workload !== undefined && isServing(workload, ports.store);
  };
}

/** With the time that was reserved for it: all that is left of the total. */
function goBackFor(chosen: Chosen, run: Run, forward: Forward): Promise<WayBack> {
  const { options, startedMs, signal, network, strays, isReady } = run;
  const { ports, limits, maxParallel, state, mayGoBack } = options;
  const { baseline } = chosen;
  const limitMs = Math.max(0, startedMs + limits.totalMs - ports.clock.now());
  const deadline: Deadline = { atMs: ports.clock.now() + limitMs, of: 'going back', limitMs };
  const steps = chosen.clients.flatMap((client) => {
    const owner = baseline.owners.get(client);
    return owner === undefined ? [] : [planBack(owner, chosen.touchesOf(client), baseline.isUnsure(client))];
  });
  const owner = chosen.isWhole ? baseline.owners.get(sharedOwner) : undefined;
  const shared = owner && planObjectsBack(owner, forward.shared.touched, baseline.isUnsure(sharedOwner));
  // Clients that this run created, or that never worked, were no part of the network that is gone back to.
  const members = [...network.members, ...strays].filter(
    ({ client }) => !baseline.owners.has(client) || isGood(baseline.owners.get(client)?.before),
  );
  ports.log.info(`Going back: ${someOf(chosen.clients)}`);
  return takeBack(steps, shared, {
    ...{ network: { ...network, members }, maxParallel, limits, deadline, signal, ports, isReady, state, mayGoBack },
    ...{ isWhole: chosen.isWhole, stay: chosen.stay, failureOf: (client) => forward.ends.get(client)?.failure },
  });
}
