import { isOurs } from '../judge/sight.ts';
import { isWrittenKind, type LiveObject, objectPath } from '../kubernetes-object.ts';
import { keyOf, partsOf } from '../record/recorded-owner.ts';
import { orAborted } from './abortable.ts';
import { type Deadline, describeDeadline } from './deadlines.ts';
import type { WayEnd } from './go-back-one.ts';
import { type BackStep, type Removal, takesClaimsAlong } from './go-back-plan.ts';
import { workloadOf } from './live-client.ts';
import { leftStanding } from './roll-failure.ts';
import type { RollPorts } from './roll-ports.ts';
import type { Writer } from './writer.ts';

/** A client that this run created: its workload goes first; when its pods are gone, what they stood on. */
export async function removeClient(
  step: BackStep,
  deadline: Deadline,
  signal: AbortSignal,
  writer: Writer,
  ports: RollPorts,
): Promise<WayEnd> {
  const { store, clock } = ports;
  const { wanted, touch } = step;
  if (wanted === undefined) {
    await removeObjects(step.remove, signal, writer, ports);
    return { end: signal.aborted ? 'broken-off' : 'back' };
  }
  const { kind, name } = workloadOf(wanted);
  if (touch !== undefined && takesClaimsAlong(wanted)) {
    const why = `the ${kind} ${name}, which this run created, stays: its persistentVolumeClaimRetentionPolicy would delete its claims with it`;
    return { end: 'failed', failure: leftStanding(why) };
  }
  const workloadKey = keyOf(wanted);
  const uid = touch?.answer?.metadata.uid ?? store.workload(kind, name)?.metadata.uid;
  const isWorkload = ({ key }: Removal) => key === workloadKey;
  await removeObjects(step.remove.filter(isWorkload), signal, writer, ports);
  while (touch !== undefined && uid !== undefined && store.podsOf(uid).length > 0) {
    if (signal.aborted) return { end: 'broken-off' };
    const pods = store.podsOf(uid);
    const leftMs = deadline.atMs - clock.now();
    if (leftMs <= 0) {
      const names = pods.map(({ metadata }) => metadata.name).join(', ');
      const why = `the ${kind} ${name} is removed, but its pods did not end within ${describeDeadline(deadline)}: ${names}`;
      return { end: 'failed', failure: leftStanding(why), pods };
    }
    await orAborted(store.changed(uid, leftMs), signal);
  }
  await removeObjects(
    step.remove.filter((one) => !isWorkload(one)),
    signal,
    writer,
    ports,
  );
  return { end: signal.aborted ? 'broken-off' : 'back' };
}

/** Removes what this run created, exactly that: by uid, and never a successor of the same name. */
export async function removeObjects(
  removals: readonly Removal[],
  signal: AbortSignal,
  writer: Writer,
  { cluster, namespace }: Pick<RollPorts, 'cluster' | 'namespace'>,
): Promise<void> {
  for (const { key, answer } of removals) {
    if (signal.aborted) return;
    const { kind, name } = partsOf(key);
    if (!isWrittenKind(kind)) throw new Error(`${key} is of no kind that is written`);
    const path = objectPath(kind, namespace, name);
    // Where the answer to our write isn't known, the object itself says whose it is, if it is there at all.
    const live = answer ?? (await cluster.get<LiveObject>(path, { metadataOnly: true }));
    if (live?.metadata.uid === undefined) continue;
    if (answer === undefined && !(live.metadata.managedFields ?? []).some(isOurs)) continue;
    await writer.remove(path, live.metadata.uid);
  }
}
