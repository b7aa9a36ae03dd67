import type { Log } from '../../report/index.ts';
import type { Cluster } from '../api/cluster-port.ts';
import { liveObject } from '../api/live-object.ts';
import type { NamespaceStore } from '../api/namespace-store.ts';
import { inParallel } from '../api/parallel.ts';
import { isWorkloadKind } from '../kubernetes-object.ts';
import type { NetworkObjects } from '../manifest/client-objects.ts';
import { beforeClients } from '../preflight/record-rehearsal.ts';
import { type AdoptedObject, bodyOfLive } from '../record/adopted-object.ts';
import { releasesBefore } from '../record/mixture.ts';
import type { OpenRecord } from '../record/open-record.ts';
import { keyOf, keysOf, type ObjectKey, ownersOf } from '../record/recorded-owner.ts';
import type { RollOutRecord } from '../record/roll-out-record.ts';
import type { Baseline } from '../roll/go-back-plan.ts';
import type { RollOutState } from '../roll/roll-out-state.ts';
import { asItRan } from './as-it-ran.ts';

interface StateOptions {
  readonly cluster: Pick<Cluster, 'get'>;
  readonly namespace: string;
  readonly release: string;
  readonly beforeFirstWrite: () => Promise<void>;
  readonly log: Pick<Log, 'info' | 'warning'>;
}

export interface RecordedState extends RollOutState {
  /** Takes over a going back that its run didn't end. @returns what is gone back to */
  resume(): Promise<Baseline>;
  /** The releases that are gone back to: several where a mixture stood, none where only what no release made did. */
  readonly releasesBefore: readonly string[];
  /** True once the record says that this run works on it. */
  isBegun(): boolean;
  /** The record as this run left it; absent while it isn't settled. */
  settled(): RollOutRecord | undefined;
}

/** Of a roll-out that has nothing to write. */
export const noState: RollOutState & Pick<RecordedState, 'releasesBefore'> = {
  releasesBefore: [],
  beginForward: () => Promise.reject(new Error('nothing is to be written')),
  beginGoingBack: () => Promise.reject(new Error('nothing was written')),
  settle: () => Promise.reject(new Error('nothing was begun')),
};

/** The roll-out record, as one roll-out drives it. */
export function createRollOutState(
  wanted: NetworkObjects,
  record: RollOutRecord,
  store: NamespaceStore,
  options: StateOptions,
): RecordedState {
  const unproved = new Set(record.head?.unproved);
  const isUnsure = (owner: string): boolean => record.unfinished !== undefined || unproved.has(owner);
  let open: OpenRecord | undefined;
  let settled: RollOutRecord | undefined;
  const begun = (): OpenRecord => {
    if (open === undefined) throw new Error('the roll-out was not begun');
    return open;
  };
  const baselineIn = async (from: OpenRecord): Promise<Baseline> => {
    const touched = await from.touched();
    const neverProved = touched.filter(({ before }) => before?.neverProved === true);
    const isEmpty = from.head.baseline.clients <= neverProved.length;
    return {
      owners: new Map(touched.map((owner) => [owner.owner, owner])),
      isUnsure,
      isEmpty,
      left: from.head.left ?? [],
    };
  };
  return {
    releasesBefore: releasesBefore(record.head),
    beginForward: async () => {
      const adopted = await adoptedObjects(wanted, record, store, options);
      // Nothing stands between this look and the first write.
      await options.beforeFirstWrite();
      open = await beforeClients(
        'the roll-out record could not be written',
        record.begin({ release: options.release, wanted: ownersOf(wanted), adopted }),
      );
      return baselineIn(open);
    },
    resume: async () => {
      open = await record.resume();
      return baselineIn(open);
    },
    beginGoingBack: (clients) => begun().goBack(clients),
    settle: async (settlement) => {
      settled = await begun().settle(settlement);
    },
    isBegun: () => open !== undefined,
    settled: () => settled,
  };
}

const atOnce = 16;

/** What stands under a wanted name and was never applied by a recorded run: it is what would be gone back to. */
async function adoptedObjects(
  wanted: NetworkObjects,
  record: RollOutRecord,
  store: NamespaceStore,
  { cluster, namespace, log }: StateOptions,
): Promise<readonly AdoptedObject[]> {
  const owners = ownersOf(wanted);
  const recorded = await record.baselineOf(owners.map(({ owner }) => owner));
  const unknown = owners.flatMap(({ owner, role, bodies, contentNamed }) => {
    const known = new Set(keysOf(recorded.get(owner)));
    // What is named by what it holds is in the record, in use or retired, once its owner is.
    const isKnown = (key: ObjectKey) => known.has(key) || (recorded.has(owner) && contentNamed.includes(key));
    return bodies.filter((body) => !isKnown(keyOf(body))).map((body) => ({ owner, role, body }));
  });
  const found = await inParallel(unknown, atOnce, async ({ owner, role, body }): Promise<readonly AdoptedObject[]> => {
    const what = { kind: body.kind, name: body.metadata.name };
    const workload = isWorkloadKind(body.kind) ? store.workload(body.kind, body.metadata.name) : undefined;
    const live = workload
      ? await asItRan(workload, { cluster, namespace, log })
      : await liveObject(what, { cluster, store, namespace });
    return live === undefined ? [] : [{ owner, role, body: bodyOfLive(body.kind, namespace, live) }];
  });
  return found.flat();
}
