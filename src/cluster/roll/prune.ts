import { RemoteError } from '../../report/index.ts';
import { liveObject } from '../api/live-object.ts';
import { isWorkloadKind, isWrittenKind, kindsInOrder, objectPath, type WantedObject } from '../kubernetes-object.ts';
import type { TouchedOwner } from '../record/open-record.ts';
import type { LeftObject } from '../record/record-head.ts';
import { keyOf, type ObjectKey, partsOf } from '../record/recorded-owner.ts';
import type { Baseline } from './go-back-plan.ts';
import { isTheirs, mayBeNamedByPods, nameOnly, nothingStays, type Staying, whyLeft } from './leftovers.ts';
import type { RollPorts } from './roll-ports.ts';
import { listPodMakers, namedBy, type PodMakers, standingPods } from './who-names.ts';
import { createWriter, type Writer } from './writer.ts';

/** What became of what nothing wants any more. */
export interface Pruned {
  readonly writes: number;
  /** Owners of which something was to be removed and could not be: the next release tries again. */
  readonly kept: ReadonlySet<string>;
  /** What was left for a reason that was told: every run looks at it again. Absent where nobody looked. */
  readonly left?: readonly LeftObject[] | undefined;
}

/** One owner's part of what nothing wants any more. */
interface Superfluous {
  readonly owner: string;
  readonly keys: readonly ObjectKey[];
  readonly versions: readonly TouchedOwner['before'][];
}

/**
 * Removes what earlier releases applied and nothing wants any more, when everything else is done and proved: there is no way
 * back from it, and none is needed. Looked at once more right before, and removed by uid. All workloads go first: what one
 * that stays stands on stays too.
 * @param wanted every object of the network
 */
export async function prune(
  baseline: Pick<Baseline, 'owners' | 'left'>,
  wanted: readonly WantedObject[],
  signal: AbortSignal,
  ports: RollPorts,
): Promise<Pruned> {
  const { store, cluster, namespace, log } = ports;
  const writer = createWriter(cluster);
  const wantedKeys = new Set(wanted.map(keyOf));
  const left = new Map(baseline.left.filter(({ key }) => !wantedKeys.has(key)).map((one) => [one.key, one]));
  const superfluous = superfluousOf(baseline.owners.values(), [...left.values()]);
  const kept = new Set<string>();
  const removed = new Set<ObjectKey>();
  const ending = new Set<string>();
  const pruneAll = async (isTurn: (key: ObjectKey) => boolean, stayingBeside: StayingBeside): Promise<void> => {
    for (const owner of superfluous) {
      try {
        for (const key of againstWriting(owner.keys.filter(isTurn))) {
          if (kept.has(owner.owner)) break;
          signal.throwIfAborted();
          const became = await pruneOne(key, owner, stayingBeside, writer, ports, ending);
          if (became === 'removed') removed.add(key);
          if (became === 'left') left.set(key, { owner: owner.owner, key });
          else left.delete(key);
        }
      } catch (error) {
        if (!(error instanceof RemoteError) && !signal.aborted) throw error;
        kept.add(owner.owner);
        if (error instanceof RemoteError) {
          log.warning(`What nothing wants any more is not removed this time: ${error.message}`);
        }
      }
    }
  };
  const isWorkload = (key: ObjectKey) => isWorkloadKind(partsOf(key).kind);
  await pruneAll(isWorkload, async () => nothingStays);
  const standing = store.workloads().filter(({ kind, metadata: { name } }) => !removed.has(`${kind}/${name}`));
  const owners = new Set([...left.values()].filter(({ key }) => isWorkload(key)).map(({ owner }) => owner));
  let making: Promise<PodMakers> | undefined;
  await pruneAll(
    (key) => !isWorkload(key),
    async (object) => {
      making ??= mayBeNamedByPods(object) ? listPodMakers(cluster, namespace) : undefined;
      const { objects = [], unreadable = [] } = (await making) ?? {};
      const pods = standingPods(store).filter(({ metadata: { uid = '' } }) => !ending.has(uid));
      return { owners, named: namedBy([...wanted, ...standing, ...objects, ...pods]), unseen: unreadable };
    },
  );
  return { writes: writer.writes, kept, left: [...left.values()] };
}

/** Of a run that removes nothing. */
export function leftOver(owners: Iterable<TouchedOwner> = []): Pruned {
  const kept = [...owners].filter(({ after, superfluous }) => after === undefined || superfluous.length > 0);
  return { writes: 0, kept: new Set(kept.map(({ owner }) => owner)) };
}

/** With what earlier runs left. */
function superfluousOf(touched: Iterable<TouchedOwner>, left: readonly LeftObject[]): readonly Superfluous[] {
  const all = new Map<string, Superfluous>();
  for (const { owner, superfluous, before, attempted } of touched) {
    if (superfluous.length > 0) all.set(owner, { owner, keys: superfluous, versions: [before, attempted] });
  }
  for (const { owner, key } of left) {
    const { keys = [], versions = [] } = all.get(owner) ?? {};
    if (!keys.includes(key)) all.set(owner, { owner, keys: [...keys, key], versions });
  }
  return [...all.values()];
}

/** The workload before what it stands on. */
function againstWriting(keys: readonly ObjectKey[]): readonly ObjectKey[] {
  const order = (key: ObjectKey) => (kindsInOrder as readonly string[]).indexOf(partsOf(key).kind);
  return keys.toSorted((a, b) => order(b) - order(a));
}

/** What stays, for the removal of this object. */
type StayingBeside = (object: WantedObject) => Promise<Staying>;

/** @param ending uids of the pods that end with their workload */
async function pruneOne(
  key: ObjectKey,
  { owner, versions }: Superfluous,
  stayingBeside: StayingBeside,
  writer: Writer,
  ports: RollPorts,
  ending: Set<string>,
): Promise<'removed' | 'left' | 'gone'> {
  const { store, namespace, log } = ports;
  const { kind, name } = partsOf(key);
  const recorded = versions.flatMap((version) => version?.bodies ?? []).find((one) => keyOf(one) === key);
  const body = recorded ?? nameOnly(key, namespace);
  if (body === undefined || !isWrittenKind(kind)) throw new Error(`${key} is of no kind that is written`);
  const live = await liveObject({ kind, name }, ports, { metadataOnly: true });
  if (live?.metadata.uid === undefined) return 'gone';
  // What makes pods is looked at only where it decides.
  const why = whyLeft({ owner, body, live }, nothingStays) ?? whyLeft({ owner, body, live }, await stayingBeside(body));
  if (why === undefined) {
    for (const { metadata } of isWorkloadKind(kind) ? store.podsOf(live.metadata.uid) : []) {
      if (metadata.uid !== undefined) ending.add(metadata.uid);
    }
    await writer.remove(objectPath(kind, namespace, name), live.metadata.uid);
    log.info(`${kind} ${name} is removed: nothing wants it any more`);
    return 'removed';
  }
  log.info(`${kind} ${name} is wanted no more and stays: ${why}`);
  // A workload without our mark still runs with what stood beside it; anything else is theirs from now on.
  return isTheirs(live) && !isWorkloadKind(kind) ? 'gone' : 'left';
}
