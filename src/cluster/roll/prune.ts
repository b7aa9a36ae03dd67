import { RemoteError } from '../../report/index.ts';
import {
  isWorkloadKind,
  isWrittenKind,
  kindsInOrder,
  type LiveObject,
  objectPath,
  type WantedObject,
} from '../kubernetes-object.ts';
import type { TouchedOwner } from '../record/open-record.ts';
import { keyOf, type ObjectKey, partsOf } from '../record/recorded-owner.ts';
import { namedBy, type Staying, whyLeft } from './leftovers.ts';
import type { RollPorts } from './roll-ports.ts';
import { createWriter, type Writer } from './writer.ts';

/** What became of what nothing wants any more. */
export interface Pruned {
  readonly writes: number;
  /** Owners that aren't wanted any more, or have something that isn't, and still stand so: the next release tries again. */
  readonly kept: ReadonlySet<string>;
}

/**
 * Removes what earlier releases applied and nothing wants any more, when everything else is done and proved: there is no way
 * back from it, and none is needed. Looked at once more right before, and removed by uid. All workloads go first: what one
 * that stays stands on stays too.
 * @param wanted every object of the network
 */
export async function prune(
  owners: Iterable<TouchedOwner>,
  wanted: readonly WantedObject[],
  signal: AbortSignal,
  ports: RollPorts,
): Promise<Pruned> {
  const { store, log } = ports;
  const writer = createWriter(ports.cluster);
  const superfluous = [...owners].filter((owner) => owner.superfluous.length > 0);
  const kept = new Set<string>();
  if (superfluous.length === 0) return { writes: 0, kept };
  const left = new Set<string>();
  const removed = new Set<ObjectKey>();
  const pruneAll = async (isTurn: (key: ObjectKey) => boolean, staying: Staying): Promise<void> => {
    for (const owner of superfluous) {
      try {
        for (const key of againstWriting(owner.superfluous.filter(isTurn))) {
          if (kept.has(owner.owner)) break;
          signal.throwIfAborted();
          const became = await pruneOne(key, owner, staying, writer, ports);
          if (became === 'removed') removed.add(key);
          if (became === 'left') left.add(owner.owner);
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
  await pruneAll(isWorkload, { owners: new Set(), named: new Set() });
  const standing = store.workloads().filter(({ kind, metadata: { name } }) => !removed.has(`${kind}/${name}`));
  await pruneAll((key) => !isWorkload(key), { owners: new Set(left), named: namedBy([...wanted, ...standing]) });
  return { writes: writer.writes, kept };
}

/** Of a run that removes nothing. */
export function leftOver(owners: Iterable<TouchedOwner> = []): Pruned {
  const kept = [...owners].filter(({ after, superfluous }) => after === undefined || superfluous.length > 0);
  return { writes: 0, kept: new Set(kept.map(({ owner }) => owner)) };
}

/** The workload before what it stands on. */
function againstWriting(keys: readonly ObjectKey[]): readonly ObjectKey[] {
  const order = (key: ObjectKey) => (kindsInOrder as readonly string[]).indexOf(partsOf(key).kind);
  return keys.toSorted((a, b) => order(b) - order(a));
}

async function pruneOne(
  key: ObjectKey,
  { owner, before, attempted }: TouchedOwner,
  staying: Staying,
  writer: Writer,
  ports: RollPorts,
): Promise<'removed' | 'left' | 'gone'> {
  const { cluster, store, namespace, log } = ports;
  const { kind, name } = partsOf(key);
  if (!isWrittenKind(kind)) throw new Error(`${key} is of no kind that is written`);
  const path = objectPath(kind, namespace, name);
  const live = isWorkloadKind(kind)
    ? store.workload(kind, name)
    : await cluster.get<LiveObject>(path, { metadataOnly: true });
  if (live?.metadata.uid === undefined) return 'gone';
  const recorded = [before, attempted].flatMap((version) => version?.bodies ?? []).find((one) => keyOf(one) === key);
  const body = recorded ?? { apiVersion: '', kind, metadata: { name, namespace } };
  const why = whyLeft({ owner, body, live }, staying);
  if (why !== undefined) {
    log.info(`${kind} ${name} is wanted no more and stays: ${why}`);
    return 'left';
  }
  await writer.remove(path, live.metadata.uid);
  log.info(`${kind} ${name} is removed: nothing wants it any more`);
  return 'removed';
}
