import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import { liveObject } from '../api/live-object.ts';
import type { NamespaceStore } from '../api/namespace-store.ts';
import { inParallel } from '../api/parallel.ts';
import { isWorkloadKind, type LiveObject, listPath, type WantedObject } from '../kubernetes-object.ts';
import type { NetworkObjects } from '../manifest/client-objects.ts';
import type { Shown } from '../ownership/shown-value.ts';
import { beyondNewest, keptRetired } from '../record/collection.ts';
import { keyOf, keysOf, type ObjectKey, ownersOf, type RecordedOwner, sharedOwner } from '../record/recorded-owner.ts';
import type { RollOutRecord } from '../record/roll-out-record.ts';
import { type Leftover, mayBeNamedByPods, nameOnly, nothingStays, whyLeft } from '../roll/leftovers.ts';
import { doubtfulObjects, type NetworkSight } from '../roll/network-plan.ts';
import type { Sighting } from '../roll/object-step.ts';
import { listPodMakers, type PodMakers, standingPods } from '../roll/who-names.ts';
import { type PresentOptions, presentStateOf } from './present-state.ts';

export interface SightOptions extends PresentOptions {
  readonly cluster: Pick<Cluster, 'get' | 'list'>;
  readonly namespace: string;
  readonly store: NamespaceStore;
  readonly record: RollOutRecord;
  readonly shown: Shown;
}

const atOnce = 16;

/**
 * Looks at everything a plan needs. The watches know the workloads; other kinds cost one list each, however many clients
 * there are. Secrets are never listed: one that is recorded is believed to be there while its client is proved, any other
 * is looked up by name, without what it holds.
 */
export async function networkSight(wanted: NetworkObjects, options: SightOptions): Promise<NetworkSight> {
  const { cluster, namespace, store, record, shown } = options;
  const states = new Map(
    await Promise.all(
      wanted.clients.map(async ({ client, workload }) => [client, await presentStateOf(workload, options)] as const),
    ),
  );
  const present = (client: string) => states.get(client);
  const recorded = [...(await record.everyOwner()).values()];
  // Of a run that was broken off nobody can say from the record what it wrote.
  const applied = record.unfinished === undefined ? recorded : [];
  const known = new Set<ObjectKey>(recorded.flatMap(({ bodies }) => bodies.map(keyOf)));

  const doubtful = new Set(doubtfulObjects(wanted, { present }).map(keyOf));
  const contentNamed = new Set(wanted.clients.flatMap(({ immutable }) => immutable.map(keyOf)));
  const all = [...wanted.shared, ...wanted.clients.flatMap(({ immutable, beside }) => [...immutable, ...beside])];
  const isListed = (object: WantedObject) => object.kind !== 'Secret' && !contentNamed.has(keyOf(object));
  const isAsked = (object: WantedObject) => {
    const key = keyOf(object);
    // What a new client's files are called was never seen, and is written in any case.
    if (contentNamed.has(key)) return doubtful.has(key) && known.has(key);
    return object.kind === 'Secret';
  };
  const [listed, asked, leftovers] = await Promise.all([
    listKinds(all.filter(isListed), cluster, namespace),
    askFor(all.filter(isAsked), options),
    leftoversOf(recorded, wanted, options),
  ]);
  return {
    live: (object): Sighting => {
      const key = keyOf(object);
      if (isWorkloadKind(object.kind)) return store.workload(object.kind, object.metadata.name) ?? 'absent';
      if (isListed(object)) return listed.get(key) ?? 'absent';
      return asked.get(key) ?? 'unseen';
    },
    applied,
    leftovers,
    ...(await podsThatMayName(leftovers, options)),
    recordedClients: recorded.filter(({ owner }) => owner !== sharedOwner).length,
    workloads: store.workloads(),
    present,
    collectable: beyondNewest(record.head?.retired ?? [], keptRetired),
    shown,
  };
}

/** What stands by the record and is wanted no more. There is seldom any, so each is looked up by its name. */
async function leftoversOf(
  recorded: readonly RecordedOwner[],
  wanted: NetworkObjects,
  options: SightOptions,
): Promise<readonly Leftover[]> {
  const wantedKeys = ownersOf(wanted).flatMap(keysOf);
  const inRecord = recorded.flatMap(({ owner, bodies, contentNamed }) =>
    bodies.filter((body) => !contentNamed.includes(keyOf(body))).map((body) => ({ owner, body })),
  );
  const left = (options.record.head?.left ?? []).flatMap(({ owner, key }) => {
    const body = nameOnly(key, options.namespace);
    return body === undefined ? [] : [{ owner, body }];
  });
  const known = new Set(wantedKeys);
  const unwanted = [...inRecord, ...left].filter(({ body }) => {
    const key = keyOf(body);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
  const look = async ({ kind, metadata: { name } }: WantedObject): Promise<Leftover['live']> => {
    try {
      return (await liveObject({ kind, name }, options, { metadataOnly: true })) ?? 'absent';
    } catch (error) {
      if (error instanceof ApiRefusal && error.status === 403) return 'unreadable';
      throw error;
    }
  };
  return inParallel(unwanted, atOnce, async (one) => ({ ...one, live: await look(one.body) }));
}

/** Asked for only where something would be removed that a pod may name. */
async function podsThatMayName(
  leftovers: readonly Leftover[],
  { cluster, namespace, store }: SightOptions,
): Promise<Pick<NetworkSight, 'pods' | 'podMakers'>> {
  const mayGo = ({ owner, body, live }: Leftover) =>
    live !== 'absent' && mayBeNamedByPods(body) && whyLeft({ owner, body, live }, nothingStays) === undefined;
  const none: PodMakers = { objects: [], unreadable: [] };
  if (!leftovers.some(mayGo)) return { pods: [], podMakers: none };
  return { pods: standingPods(store), podMakers: await listPodMakers(cluster, namespace) };
}

async function listKinds(
  objects: readonly WantedObject[],
  cluster: Pick<Cluster, 'list'>,
  namespace: string,
): Promise<ReadonlyMap<ObjectKey, LiveObject>> {
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      const found = await cluster.list<LiveObject>(listPath(kind, namespace), {}, { isFromMemory: true });
      return found.map((live): [ObjectKey, LiveObject] => [`${kind}/${live.metadata.name}`, live]);
    }),
  );
  return new Map(lists.flat());
}

async function askFor(
  objects: readonly WantedObject[],
  options: SightOptions,
): Promise<ReadonlyMap<ObjectKey, LiveObject | 'absent'>> {
  const found = await inParallel(objects, atOnce, async (object): Promise<[ObjectKey, LiveObject | 'absent']> => {
    const what = { kind: object.kind, name: object.metadata.name };
    return [keyOf(object), (await liveObject(what, options, { metadataOnly: true })) ?? 'absent'];
  });
  return new Map(found);
}
