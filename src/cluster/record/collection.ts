import { counted, excerpt, type Log } from '../../report/index.ts';
import type { Cluster } from '../api/cluster-port.ts';
import { inParallel } from '../api/parallel.ts';
import { type Kind, type LiveObject, labels, listPath, objectPath } from '../kubernetes-object.ts';
import type { RecordCluster } from './record-cluster.ts';
import { type ObjectKey, partsOf } from './recorded-owner.ts';
import type { RollOutRecord } from './roll-out-record.ts';

/** With the one in use: five. */
export const keptRetired = 4;
const atOnce = 16;

export interface CollectionOptions {
  readonly cluster: Pick<RecordCluster, 'get' | 'remove'>;
  readonly namespace: string;
  /** Settled by this run, which still holds the lock: after a success, or a failure that is over. */
  readonly record: RollOutRecord;
  /** Everything that may name a ConfigMap or a Secret, read now: asked for only when there is something to collect. */
  readonly referring: () => Promise<readonly LiveObject[]>;
  /** Throws when the lock is lost: what is retired may be what the next run has just taken up again. */
  readonly requireHeld: () => void;
  readonly log: Pick<Log, 'info' | 'warning'>;
}

/**
 * Removes the content-named objects and record shards that went out of use: all but the newest few of each, and never one
 * that something live names. Which there are is known from the record, because Secrets are not listed.
 * Nothing depends on it: what fails is left for the next time.
 */
export async function collectRetired(options: CollectionOptions): Promise<RollOutRecord> {
  const { record, log } = options;
  const old = beyondNewest(record.head?.retired ?? [], keptRetired);
  if (old.length === 0) return record;
  try {
    const inUse = mentioned(await options.referring(), new Set(old.map((key) => partsOf(key).name)));
    const removable = old.filter((key) => !inUse.has(partsOf(key).name));
    const outcomes = await inParallel(removable, atOnce, async (key) => ({ key, became: await remove(key, options) }));
    const collected = outcomes.filter(({ became }) => became !== 'left').map(({ key }) => key);
    const removed = outcomes.filter(({ became }) => became === 'removed').length;
    if (removed > 0) log.info(`${counted(removed, 'object')} of earlier releases removed that nothing needs any more`);
    return await record.forget(new Set(collected));
  } catch (error) {
    log.warning(`What earlier releases left behind is not collected this time: ${excerpt(String(error), 300)}`);
    return record;
  }
}

/**
 * Of each line of successors (same kind, same name up to the digest) all but the newest `kept`, which come first.
 * A record's shards and each client's configuration and keyfile are such lines.
 */
export function beyondNewest(retired: readonly ObjectKey[], kept: number): readonly ObjectKey[] {
  const seen = new Map<string, number>();
  return retired.filter((key) => {
    const line = key.slice(0, key.lastIndexOf('-'));
    const before = seen.get(line) ?? 0;
    seen.set(line, before + 1);
    return before >= kept;
  });
}

/**
 * The names that occur anywhere as a value: in whichever field a pod may name a ConfigMap or a Secret, now or in a later
 * Kubernetes. A name ends in a digest, so nothing else is called so.
 */
export function mentioned(objects: readonly LiveObject[], names: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (names.has(value)) found.add(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const entry of Object.values(value)) look(entry);
    }
  };
  for (const object of objects) look((object as { readonly spec?: unknown }).spec);
  return found;
}

/** Every pod, and every template from which pods may be made again. */
export async function listReferring(cluster: Pick<Cluster, 'list'>, namespace: string): Promise<readonly LiveObject[]> {
  const kinds: readonly Kind[] = ['StatefulSet', 'Deployment', 'ReplicaSet', 'Pod'];
  const lists = await Promise.all(kinds.map((kind) => cluster.list<LiveObject>(listPath(kind, namespace))));
  return lists.flat();
}

/** `left`: it is there and stays for now; `gone`: it is not there, or not ours. */
async function remove(
  key: ObjectKey,
  { cluster, namespace, requireHeld, log }: CollectionOptions,
): Promise<'removed' | 'gone' | 'left'> {
  const { kind, name } = partsOf(key);
  if (kind !== 'ConfigMap' && kind !== 'Secret') return 'gone';
  const path = objectPath(kind, namespace, name);
  try {
    const found = await cluster.get(path, { metadataOnly: true });
    const isOurs = found?.metadata.labels?.[labels.managedBy] === 'keep-deploy';
    if (found?.metadata.uid === undefined || !isOurs) return 'gone';
    requireHeld();
    return await cluster.remove(path, found.metadata.uid);
  } catch (error) {
    requireHeld();
    log.warning(`${kind} ${name} of an earlier release is not removed this time: ${excerpt(String(error), 300)}`);
    return 'left';
  }
}
