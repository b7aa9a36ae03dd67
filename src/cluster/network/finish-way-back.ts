import { systemClock } from '../api/clock.ts';
import { openNamespaceStore } from '../api/namespace-store.ts';
import { acquireNamespaceLock } from '../record/namespace-lock.ts';
import { readRollOutRecord } from '../record/roll-out-record.ts';
import { finishGoingBack } from '../roll/finish-going-back.ts';
import type { RollResult } from '../roll/roll-result.ts';
import { createCarefulApply } from './careful-apply.ts';
import { heldCluster } from './held-cluster.ts';
import { limitReading } from './reading-limit.ts';
import { createRollOutState } from './record-state.ts';
import type { RollToOptions } from './roll-to.ts';

/** What going back needs when nothing is known of what is wanted now. */
export type FinishWayBackOptions = Pick<
  RollToOptions,
  | 'cluster'
  | 'namespace'
  | 'environment'
  | 'digestKey'
  | 'run'
  | 'lock'
  | 'limits'
  | 'maxParallel'
  | 'bakeMs'
  | 'forcedManagers'
  | 'isSameImage'
  | 'redact'
  | 'mayGoBack'
  | 'signal'
  | 'log'
  | 'clock'
>;

const never = new AbortController().signal;

/**
 * Finishes the way back that a killed run had begun, by what the record says alone: for a run that can't make its own plan.
 * Nothing is decided here: where going back isn't allowed, or another run is at it, the record stays as it is.
 * @returns `undefined` when there was nothing to finish, or it could not be begun.
 */
export async function finishWayBack(options: FinishWayBackOptions): Promise<RollResult | undefined> {
  const { cluster, namespace, environment, digestKey, run, lock, limits, log, signal, clock = systemClock } = options;
  // Whoever doesn't know the key can't write the record.
  if (digestKey === undefined) return undefined;
  const limit = limitReading(options);
  const read = () =>
    limit.within(() =>
      readRollOutRecord({
        ...{ namespace, environment, digestKey, run, clock },
        cluster: cluster.withSignal(limit.signal),
        now: () => cluster.serverNow() ?? new Date(),
      }),
    );
  if ((await read()).unfinished?.state !== 'going-back') return undefined;
  const answer = await acquireNamespaceLock(
    { cluster: cluster.withSignal(never), namespace, holder: run, ...lock, log },
    signal,
  );
  if (answer.kind === 'held') return undefined;
  const { lease } = answer;
  const store = openNamespaceStore({ ...options, cluster: limit.cluster });
  try {
    const record = await read();
    if (record.unfinished?.state !== 'going-back') return undefined;
    log.info(`The run ${record.unfinished.run} did not finish going back: that comes first`);
    const nothing = { shared: [], clients: [] };
    const { release } = record.unfinished;
    const state = createRollOutState(nothing, record, store, {
      ...{ cluster, namespace, release, log, beforeFirstWrite: async () => {} },
    });
    const reason = await options.mayGoBack(state.releasesBefore);
    if (reason !== undefined) {
      log.warning(`It is not finished now: ${reason}`);
      return undefined;
    }
    await limit.within(() => store.synced);
    const baseline = await state.resume();
    const held = heldCluster(cluster, lease, createCarefulApply(cluster, [], options), signal);
    const { maxParallel, redact, bakeMs, isSameImage } = options;
    return await finishGoingBack(baseline, {
      // Who decides by majority isn't known: all are spared as if they did.
      ...{ roles: [], voters: new Set([...baseline.owners.values()].map(({ role }) => role)) },
      ...{ maxParallel, limits, state, cancelled: signal, lockLost: lease.lost },
      // What of the pods' words is secret stands in files that perhaps can't be read.
      ports: { cluster: held, store, namespace, clock, log, redact, bakeMs, isSameImage, isMute: true },
      mayGoBack: async () => undefined,
      chosen: record.head?.goingBack,
    });
  } finally {
    store.close();
    await lease.release();
  }
}
