import { ApiRefusal } from '../api/cluster-port.ts';
import { appliedOf, restartCounts } from '../judge/sight.ts';
import type { WantedObject } from '../kubernetes-object.ts';
import type { LiveWorkload } from '../live-workload.ts';
import type { Deadline } from './deadlines.ts';
import { applyBack } from './fixed-parts.ts';
import type { BackObjects, BackStep } from './go-back-plan.ts';
import { podsOfWorkload, workloadOf } from './live-client.ts';
import { bodiesBack } from './partition.ts';
import { proveWorkload } from './prove-workload.ts';
import { removeClient, removeObjects } from './remove-client.ts';
import { isConflict, notWritten, remoteError, supersededBy } from './roll-failure.ts';
import type { ForwardEnd } from './roll-one.ts';
import type { RollPorts } from './roll-ports.ts';
import { changedByOthers } from './superseded.ts';
import { createWriter, type Writer } from './writer.ts';

/** What became of one client, or of the shared objects, going back. */
export interface BackEnd extends Omit<ForwardEnd, 'end' | 'restartsBefore' | 'restartsAfter'> {
  readonly end: 'back' | 'failed' | 'superseded' | 'broken-off';
}

export type WayEnd = Pick<BackEnd, 'end'> & Partial<BackEnd>;

/**
 * Leads one client back: the bodies that were applied before, by the same manager, so that no field changes hands; then the
 * state before is proved, by the judge that would have proved the new one; then what this run created for it is removed.
 */
export function goBackOne(step: BackStep, deadline: Deadline, signal: AbortSignal, ports: RollPorts): Promise<BackEnd> {
  return reported(signal, ports, async (writer) => {
    const changed = changedByOthers(step, ports.store);
    if (changed !== undefined) return { end: 'superseded', failure: supersededBy(changed) };
    if (step.action === 'remove') return removeClient(step, deadline, signal, writer, ports);
    return restoreClient(step, deadline, signal, writer, ports);
  });
}

/** Applies the bodies of what all clients share once more; what was created for all is removed when they are back. */
export function restoreShared(shared: BackObjects, signal: AbortSignal, ports: RollPorts): Promise<BackEnd> {
  return reported(signal, ports, async (writer) => {
    await restoreObjects(shared, signal, writer);
    return { end: signal.aborted ? 'broken-off' : 'back' };
  });
}

export function removeShared(shared: BackObjects, signal: AbortSignal, ports: RollPorts): Promise<BackEnd> {
  return reported(signal, ports, async (writer) => {
    await removeObjects(shared.remove, signal, writer, ports);
    return { end: signal.aborted ? 'broken-off' : 'back' };
  });
}

async function restoreClient(
  step: BackStep,
  deadline: Deadline,
  signal: AbortSignal,
  writer: Writer,
  ports: RollPorts,
): Promise<WayEnd> {
  const { client, before, touch, wanted } = step;
  if (before === undefined) throw new Error(`${client} had no workload to restore`);
  const { kind, name } = workloadOf(before);
  await restoreObjects(step, signal, writer);
  const bodiesNow = () => bodiesBack(before, wanted, podsOfWorkload({ kind, name }, ports.store));
  const lead = async (bodies: readonly (WantedObject | undefined)[]): Promise<WayEnd> => {
    let proved: WayEnd = { end: 'back' };
    for (const body of bodies) {
      if (signal.aborted) return { end: 'broken-off' };
      const restartsBefore = restartCounts(podsOfWorkload({ kind, name }, ports.store));
      const live = body === undefined ? ports.store.workload(kind, name) : await applyBack(body, wanted, writer);
      if (live === undefined) return { end: 'superseded', failure: supersededBy(`the ${kind} ${name} was deleted`) };
      const applied = appliedOf({ ...live, kind } as LiveWorkload, body !== undefined);
      const what = { client, kind, name, applied, restartsBefore };
      const proof = await proveWorkload(what, deadline, signal, writer, ports);
      if (proof.kind === 'broken-off') return { end: 'broken-off' };
      const { pods, revision } = proof;
      if (proof.kind !== 'proved') return { end: proof.kind, failure: proof.failure, pods, revision };
      proved = { end: 'back', pods, revision };
    }
    return proved;
  };
  let proved = await lead(touch === undefined ? [undefined] : bodiesNow());
  // A pod that was between two versions when we looked may have come as the bad one before the controller saw our write.
  if (proved.end === 'back' && touch !== undefined && bodiesNow().length > 1) proved = await lead(bodiesNow());
  if (proved.end !== 'back') return proved;
  // Only now: until then a pod of the bad revision may be there that stands on it.
  await removeObjects(step.remove, signal, writer, ports);
  return signal.aborted ? { ...proved, end: 'broken-off' } : proved;
}

async function restoreObjects({ immutable, beside }: BackObjects, signal: AbortSignal, writer: Writer): Promise<void> {
  if (signal.aborted) return;
  await writer.applyAll(immutable);
  for (const object of beside) {
    if (signal.aborted) return;
    await writer.apply(object);
  }
}

/** Runs one way back and says what became of it; what the API server refuses is an end, not an error. */
async function reported(
  signal: AbortSignal,
  ports: RollPorts,
  way: (writer: Writer) => Promise<WayEnd>,
): Promise<BackEnd> {
  const startedMs = ports.clock.now();
  const writer = createWriter(ports.cluster);
  const report = (end: WayEnd): BackEnd => ({
    pods: [],
    writes: writer.writes,
    podsRemoved: writer.podsRemoved,
    tookMs: ports.clock.now() - startedMs,
    touched: writer.touched,
    ...end,
  });
  try {
    return report(await way(writer));
  } catch (thrown) {
    const error = remoteError(thrown);
    if (signal.aborted && !(error instanceof ApiRefusal)) return report({ end: 'broken-off' });
    // A field that somebody else took meanwhile is theirs, and not ours to take back.
    if (isConflict(error)) return report({ end: 'superseded', failure: supersededBy(error.message) });
    return report({ end: 'failed', failure: notWritten(error) });
  }
}
