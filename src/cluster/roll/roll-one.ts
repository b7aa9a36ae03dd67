import { ApiRefusal } from '../api/cluster-port.ts';
import { appliedOf, restartCounts } from '../judge/sight.ts';
import type { LiveObject } from '../kubernetes-object.ts';
import type { LivePod, LiveWorkload } from '../live-workload.ts';
import { keyOf, type ObjectKey } from '../record/recorded-owner.ts';
import { pauseOrAbort } from './abortable.ts';
import { type Deadline, describeDeadline } from './deadlines.ts';
import { podsOfWorkload, sumOfRestarts, workloadOf } from './live-client.ts';
import { proveWorkload } from './prove-workload.ts';
import { isConflict, notWritten, otherImage, type RollFailure, remoteError, supersededBy } from './roll-failure.ts';
import type { RollPorts } from './roll-ports.ts';
import type { RollStep } from './roll-step.ts';
import { type OtherImage, otherImageOf } from './running-images.ts';
import { createWriter, type Touch, type Writer } from './writer.ts';

/** What became of one client going forward. */
export interface ForwardEnd {
  readonly end: 'proved' | 'failed' | 'superseded' | 'broken-off';
  readonly failure?: RollFailure | undefined;
  readonly revision?: string | undefined;
  /** Those that prove it, or of which the failure speaks. */
  readonly pods: readonly LivePod[];
  readonly restartsBefore: number;
  readonly restartsAfter: number;
  readonly writes: number;
  readonly podsRemoved: number;
  /** From the first write to the end. */
  readonly tookMs: number;
  /** What was written for it, or may have been, in the order of writing. */
  readonly touched: ReadonlyMap<ObjectKey, Touch>;
}

type WayEnd = Pick<ForwardEnd, 'end'> & Partial<ForwardEnd>;

/**
 * Leads one client to what is wanted and waits until it is proved, can't be, or the signal asks to leave off. What is refused
 * is an end, not an error.
 */
export async function rollOne(
  step: RollStep,
  deadline: Deadline,
  signal: AbortSignal,
  ports: RollPorts,
): Promise<ForwardEnd> {
  const workload = workloadOf(step.wanted.workload);
  const startedMs = ports.clock.now();
  const podsBefore = podsOfWorkload(workload, ports.store);
  const writer = createWriter(ports.cluster);
  const report = (end: WayEnd): ForwardEnd => ({
    pods: [],
    restartsBefore: sumOfRestarts(podsBefore),
    restartsAfter: sumOfRestarts(end.pods ?? podsOfWorkload(workload, ports.store)),
    writes: writer.writes,
    podsRemoved: writer.podsRemoved,
    tookMs: ports.clock.now() - startedMs,
    touched: writer.touched,
    ...end,
  });
  try {
    return report(await writeAndProve(step, podsBefore, deadline, signal, writer, ports));
  } catch (thrown) {
    const error = remoteError(thrown);
    if (signal.aborted && !(error instanceof ApiRefusal)) return report({ end: 'broken-off' });
    if (isConflict(error)) return report({ end: 'superseded', failure: supersededBy(error.message) });
    return report({ end: 'failed', failure: notWritten(error) });
  }
}

async function writeAndProve(
  step: RollStep,
  podsBefore: readonly LivePod[],
  deadline: Deadline,
  signal: AbortSignal,
  writer: Writer,
  ports: RollPorts,
): Promise<WayEnd> {
  const { client, wanted } = step;
  const { kind, name } = workloadOf(wanted.workload);
  const written = await writeObjects(step, signal, writer);
  if (signal.aborted) return { end: 'broken-off' };
  const live = written ?? ports.store.workload(kind, name);
  if (live === undefined) return { end: 'superseded', failure: supersededBy(`the ${kind} ${name} was deleted`) };

  const applied = appliedOf({ ...live, kind } as LiveWorkload, written !== undefined);
  // What restarts after the write counts, and nothing else; where nothing is written, what restarts from now on.
  const restartsBefore = restartCounts(podsBefore);
  const proof = await proveWorkload({ client, kind, name, applied, restartsBefore }, deadline, signal, writer, ports);
  switch (proof.kind) {
    case 'broken-off':
      return { end: 'broken-off' };
    case 'failed':
    case 'superseded':
      return { end: proof.kind, failure: proof.failure, pods: proof.pods };
    case 'proved': {
      const { pods, revision } = proof;
      const other = await compareImages(step, pods, deadline, signal, ports);
      if (other === 'left-off') return { end: 'broken-off' };
      if (other === undefined) return { end: 'proved', pods, revision };
      return { end: 'failed', pods, revision, failure: otherImage(other) };
    }
  }
}

/** A registry keeps nobody waiting: by the deadline, no answer counts as one that can't tell. */
async function compareImages(
  { client, wanted }: RollStep,
  pods: readonly LivePod[],
  deadline: Deadline,
  signal: AbortSignal,
  { clock, log, isSameImage }: RollPorts,
): Promise<OtherImage | 'left-off' | undefined> {
  const answered = new AbortController();
  const waiting = AbortSignal.any([signal, answered.signal]);
  const late = pauseOrAbort(clock, deadline.atMs - clock.now(), waiting).then(() => 'late' as const);
  const compared = otherImageOf(wanted.workload, pods, isSameImage);
  const other = await Promise.race([compared, late]).finally(() => answered.abort());
  if (other !== 'late') return other;
  if (signal.aborted) return 'left-off';
  log.warning(
    `${client}: its node names another digest than the wanted image's, and no registry said within ${describeDeadline(deadline)} whether that is the same image; it is taken to be: look at it when the registry answers`,
  );
  return undefined;
}

/**
 * What the workload mounts is there before the workload; a peer's name resolves before the peer starts.
 * @returns the workload as it stands then; `undefined` when it was not to be written, or the signal came before.
 */
async function writeObjects(
  { action, wanted, standing }: RollStep,
  signal: AbortSignal,
  writer: Writer,
): Promise<LiveObject | undefined> {
  if (action !== 'create' && action !== 'update') return undefined;
  if (signal.aborted) return undefined;
  await writer.applyAll(wanted.immutable.filter((object) => !standing.has(keyOf(object))));
  for (const object of wanted.beside) {
    if (signal.aborted) return undefined;
    if (!standing.has(keyOf(object))) await writer.apply(object);
  }
  if (signal.aborted || standing.has(keyOf(wanted.workload))) return undefined;
  return writer.apply(wanted.workload);
}
