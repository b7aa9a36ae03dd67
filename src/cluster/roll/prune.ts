import { RemoteError } from '../../report/index.ts';
import { isWorkloadKind, isWrittenKind, kindsInOrder, type LiveObject, objectPath } from '../kubernetes-object.ts';
import type { TouchedOwner } from '../record/open-record.ts';
import { keyOf, type ObjectKey, partsOf } from '../record/recorded-owner.ts';
import { whyLeft } from './leftovers.ts';
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
 * back from it, and none is needed. Looked at once more right before, and removed by uid.
 */
export async function prune(owners: Iterable<TouchedOwner>, signal: AbortSignal, ports: RollPorts): Promise<Pruned> {
  const writer = createWriter(ports.cluster);
  const kept = new Set<string>();
  for (const owner of owners) {
    try {
      for (const key of againstWriting(owner.superfluous)) {
        signal.throwIfAborted();
        await pruneOne(key, owner, writer, ports);
      }
    } catch (error) {
      if (!(error instanceof RemoteError) && !signal.aborted) throw error;
      kept.add(owner.owner);
      if (error instanceof RemoteError) {
        ports.log.warning(`What nothing wants any more is not removed this time: ${error.message}`);
      }
    }
  }
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

async function pruneOne(key: ObjectKey, owner: TouchedOwner, writer: Writer, ports: RollPorts): Promise<void> {
  const { cluster, store, namespace, log } = ports;
  const { kind, name } = partsOf(key);
  if (!isWrittenKind(kind)) throw new Error(`${key} is of no kind that is written`);
  const path = objectPath(kind, namespace, name);
  const live = isWorkloadKind(kind)
    ? store.workload(kind, name)
    : await cluster.get<LiveObject>(path, { metadataOnly: true });
  if (live?.metadata.uid === undefined) return;
  const body = [owner.before, owner.attempted]
    .flatMap((version) => version?.bodies ?? [])
    .find((one) => keyOf(one) === key);
  const why = whyLeft({ body: body ?? { apiVersion: '', kind, metadata: { name, namespace } }, live });
  if (why !== undefined) {
    log.info(`${kind} ${name} is wanted no more and stays: ${why}`);
    return;
  }
  await writer.remove(path, live.metadata.uid);
  log.info(`${kind} ${name} is removed: nothing wants it any more`);
}
