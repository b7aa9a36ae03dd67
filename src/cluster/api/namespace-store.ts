import type { Log } from '../../report/index.ts';
import { type Kind, type LiveObject, listPath } from '../kubernetes-object.ts';
import {
  eventTime,
  type LiveDeployment,
  type LiveEvent,
  type LivePod,
  type LiveReplicaSet,
  type LiveStatefulSet,
  type LiveWorkload,
} from '../live-workload.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Cluster, WatchOptions } from './cluster-port.ts';
import { controllerOf, createOwnerIndex, type OwnerIndex } from './owner-index.ts';
import { createWaiters } from './waiters.ts';
import { createInterruptions } from './watch-interruption.ts';

/** What the namespace's five watches know, read without asking anybody, whatever the number of clients. */
export interface NamespaceStore {
  /** Every kind was listed once; rejects when the API server refuses one. */
  readonly synced: Promise<void>;
  workload(kind: LiveWorkload['kind'], name: string): LiveWorkload | undefined;
  workloads(): readonly LiveWorkload[];
  /** Of a StatefulSet, or of a Deployment through its ReplicaSets: every revision, also those that are being deleted. */
  podsOf(uid: string): readonly LivePod[];
  /** Every pod of the namespace, whatever made it. */
  pods(): readonly LivePod[];
  /** A ReplicaSet that runs nothing comes without its pod template: there may be ten for each Deployment. */
  replicaSetsOf(uid: string): readonly LiveReplicaSet[];
  /** Warning events about exactly this object, oldest first. */
  warningsOf(uid: string): readonly LiveEvent[];
  /**
   * Resolves at the next change that concerns the workload of this uid (itself, its ReplicaSets, pods, warnings about
   * them), or after `withinMs`. To miss none, call it in the same turn as the reads it follows on. Rejects when the store
   * is closed or refused.
   */
  changed(uid: string, withinMs: number): Promise<void>;
  /** How long the store may have been behind what is, in milliseconds; 0 while every watch is connected. */
  behindMs(): number;
  close(): void;
}

export interface NamespaceStoreOptions {
  readonly cluster: Pick<Cluster, 'watch'>;
  readonly namespace: string;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly clock?: Clock;
}

export function openNamespaceStore(options: NamespaceStoreOptions): NamespaceStore {
  const { cluster, namespace, signal, log, clock = systemClock } = options;
  const workloads = new Map<string, LiveWorkload>();
  const replicaSets = createOwnerIndex<LiveReplicaSet>(controllerOf);
  const pods = createOwnerIndex<LivePod>((pod) => controllerOf(pod) ?? nobody);
  const warnings = createOwnerIndex<LiveEvent>(({ involvedObject }) => involvedObject?.uid);
  const waiters = createWaiters(clock);
  const interruptions = createInterruptions(log, clock);

  /** The object and everything it belongs to: one of them is the workload somebody waits for. */
  const wake = (uid: string | undefined) => {
    for (let next = uid; next !== undefined; next = pods.ownerOf(next) ?? replicaSets.ownerOf(next)) waiters.wake(next);
  };

  const follow = <T extends LiveObject>(
    kind: Kind,
    what: Pick<WatchOptions<T>, 'fieldSelector' | 'kept' | 'changed' | 'deleted'>,
  ) => {
    interruptions.interrupted(kind, 'it is being read for the first time');
    return cluster.watch<T>(listPath(kind, namespace), {
      ...what,
      interrupted: (why) => interruptions.interrupted(kind, why),
      resumed: () => interruptions.resumed(kind),
      refused: (error) => waiters.end(error),
    });
  };

  const followWorkloads = <T extends LiveStatefulSet | LiveDeployment>(kind: LiveWorkload['kind']) =>
    follow<T>(kind, {
      changed: (object) => {
        // Items of a list don't say what they are.
        workloads.set(`${kind}/${object.metadata.name}`, { ...object, kind } as LiveWorkload);
        wake(object.metadata.uid);
      },
      deleted: ({ metadata }) => {
        workloads.delete(`${kind}/${metadata.name}`);
        wake(metadata.uid);
      },
    });

  const followParts = <T extends LiveObject>(kind: Kind, index: OwnerIndex<T>, kept: (object: T) => T) =>
    follow<T>(kind, {
      kept,
      changed: (object) => {
        wake(object.metadata.uid); // whose it was
        index.put(object);
        wake(object.metadata.uid);
      },
      deleted: (object) => {
        wake(object.metadata.uid);
        index.remove(object);
      },
    });

  const watches = [
    followWorkloads<LiveStatefulSet>('StatefulSet'),
    followWorkloads<LiveDeployment>('Deployment'),
    followParts('ReplicaSet', replicaSets, (object) => withoutTemplate(withoutBooks(object))),
    followParts('Pod', pods, withoutBooks),
    follow<LiveEvent>('Event', {
      fieldSelector: 'type=Warning',
      kept: withoutBooks,
      changed: (object) => {
        warnings.put(object);
        wake(object.involvedObject?.uid);
      },
      // The API server forgets events after an hour: no news of anybody.
      deleted: (object) => warnings.remove(object),
    }),
  ];

  const close = (reason: Error) => {
    for (const watch of watches) watch.close();
    interruptions.close();
    waiters.end(reason);
  };
  const stop = () => close(asError(signal.reason));
  signal.addEventListener('abort', stop, { once: true });

  const synced = Promise.all(watches.map((watch) => watch.synced)).then(() => {});
  synced.catch(() => {});

  return {
    synced,
    workload: (kind, name) => workloads.get(`${kind}/${name}`),
    workloads: () => [...workloads.values()],
    podsOf: (uid) => [uid, ...replicaSets.of(uid).map(({ metadata }) => metadata.uid ?? '')].flatMap(pods.of),
    pods: pods.all,
    replicaSetsOf: replicaSets.of,
    warningsOf: (uid) => warnings.of(uid).toSorted((a, b) => (eventTime(a) ?? 0) - (eventTime(b) ?? 0)),
    changed: waiters.wait,
    behindMs: interruptions.lastingMs,
    close: () => {
      signal.removeEventListener('abort', stop);
      close(new Error(`namespace ${namespace} is followed no more`));
    },
  };
}

/** What made a pod that a person made. */
const nobody = 'nobody';

/** Who owns which field is nobody's question but a workload's, and much of what the API server sends. */
function withoutBooks<T extends LiveObject>(object: T): T {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function withoutTemplate(object: LiveReplicaSet): LiveReplicaSet {
  if ((object.spec?.replicas ?? 0) > 0 || (object.status?.replicas ?? 0) > 0) return object;
  const { template: _, ...spec } = object.spec ?? {};
  return { ...object, spec };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
