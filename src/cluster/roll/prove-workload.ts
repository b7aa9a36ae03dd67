import { counted } from '../../report/index.ts';
import { judge, outOfTime, type Removal } from '../judge/judge.ts';
import { createJudgeMemory } from '../judge/judge-memory.ts';
import { type Applied, type RestartCounts, type Sight, takeSight } from '../judge/sight.ts';
import type { Sign } from '../judge/sign.ts';
import { type LiveObject, objectPath, type WorkloadKind } from '../kubernetes-object.ts';
import type { LivePod } from '../live-workload.ts';
import { orAborted } from './abortable.ts';
import { type Deadline, describeDeadline } from './deadlines.ts';
import { createEndedRuns, type EndedRuns } from './ended-runs.ts';
import { type Evidence, readEvidence } from './evidence.ts';
import { explained, type RollFailure, supersededBy } from './roll-failure.ts';
import type { RollPorts } from './roll-ports.ts';
import type { Writer } from './writer.ts';

/** The workload that is waited for, as our write (or our first look) found it. */
export interface Subject {
  readonly client: string;
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly applied: Applied;
  /** Restarts of the pods that were there before: only what comes on top of them counts. */
  readonly restartsBefore: RestartCounts;
}

export type Proof =
  | { readonly kind: 'proved'; readonly pods: readonly LivePod[]; readonly revision: string }
  | {
      readonly kind: 'failed' | 'superseded';
      readonly failure: RollFailure;
      readonly pods: readonly LivePod[];
      readonly revision?: string | undefined;
    }
  | { readonly kind: 'broken-off' };

/** What was never seen is asked for once by name: it may have been deleted before the watch could show it. */
const unseenMs = 10_000;

/**
 * Waits until the judge has its verdict on what was applied, the deadline passes, or the signal asks to leave off. Pods that
 * the judge names are removed meanwhile, each by its uid.
 */
export async function proveWorkload(
  subject: Subject,
  deadline: Deadline,
  signal: AbortSignal,
  writer: Writer,
  ports: RollPorts,
): Promise<Proof> {
  const { store, clock, log } = ports;
  const { client, applied } = subject;
  const memory = createJudgeMemory();
  const endedRuns = createEndedRuns(ports);
  const startedMs = clock.now();
  let evidence: Evidence = {};
  let isAskedFor = false;
  let isBakeTold = false;
  while (!signal.aborted) {
    const sight = lookAt(subject, evidence, ports);
    const verdict = judge(sight, memory);
    if (verdict.kind === 'proved') {
      const { pods, revision, isUnprobed, bakedMs } = verdict;
      if (applied.isWritten) tellProof(client, pods, isUnprobed ? bakedMs : undefined, ports);
      return { kind: 'proved', pods, revision };
    }
    if (verdict.kind === 'failed') return failed(verdict.sign, sight, endedRuns, ports);
    const leftMs = deadline.atMs - clock.now();
    if (leftMs <= 0) return failed(outOfTime(sight, memory, describeDeadline(deadline)), sight, endedRuns, ports);
    endedRuns.note(sight);

    if (verdict.kind === 'waiting') {
      // What is done here takes time; then everything is looked at anew.
      if (verdict.remove.length > 0) {
        await removePods(verdict.remove, client, writer, ports);
        continue;
      }
      if (verdict.needsAutoscalerEvents || verdict.needsClaims) {
        evidence = await readEvidence(verdict, sight, evidence, ports);
        continue;
      }
      if (!memory.wasSeen && !isAskedFor && clock.now() - startedMs >= unseenMs) {
        isAskedFor = true;
        if (await isGone(subject, ports)) return superseded('it was deleted before the watch could show it');
        continue;
      }
    } else if (verdict.isUnprobed && !isBakeTold) {
      isBakeTold = true;
      const seconds = Math.round(verdict.forMs / 1000);
      log.info(`${client}: ready, but without a readiness probe: it has to stay so for ${seconds} s`);
    }
    const untilUnseen = isAskedFor || memory.wasSeen ? Number.POSITIVE_INFINITY : startedMs + unseenMs - clock.now();
    const withinMs = Math.max(1, Math.min(verdict.againInMs, leftMs, untilUnseen));
    // Nothing was awaited since the look, so no change can have been missed.
    await orAborted(store.changed(applied.uid, withinMs), signal);
  }
  return { kind: 'broken-off' };
}

function lookAt(
  subject: Subject,
  evidence: Evidence,
  { store, clock, cluster, bakeMs, maxRestarts }: RollPorts,
): Sight {
  const { applied, restartsBefore } = subject;
  return takeSight(store, subject, {
    ...{ applied, restartsBefore, nowMs: clock.now() },
    ...{ serverNowMs: cluster.serverNow()?.getTime(), heardMs: clock.now() - store.behindMs() },
    ...{ bakeMs, maxRestarts },
    ...evidence,
  });
}

async function failed(sign: Sign, sight: Sight, endedRuns: EndedRuns, ports: RollPorts): Promise<Proof> {
  const kind = sign.cause === 'superseded' ? 'superseded' : 'failed';
  const pods = sight.pods.filter(({ metadata }) => metadata.uid === sign.pod?.uid);
  return { kind, failure: await explained(sign, endedRuns, ports), pods };
}

function superseded(how: string): Proof {
  return { kind: 'superseded', failure: supersededBy(how), pods: [] };
}

async function removePods(
  removals: readonly Removal[],
  client: string,
  writer: Writer,
  { namespace, log }: RollPorts,
): Promise<void> {
  for (const { pod, why } of removals) {
    const because =
      why === 'on-delete'
        ? 'its update strategy is OnDelete, and nobody else replaces it'
        : 'it is broken, and holds the new revision up';
    log.info(`${client}: removes its pod ${pod.metadata.name}: ${because}`);
    await writer.removePod(pod, namespace);
  }
}

/** Unknown counts as there. */
async function isGone({ kind, name, applied }: Subject, { cluster, namespace }: RollPorts): Promise<boolean> {
  try {
    const live = await cluster.get<LiveObject>(objectPath(kind, namespace, name), { metadataOnly: true });
    return live?.metadata.uid !== applied.uid;
  } catch {
    return false;
  }
}

function tellProof(
  client: string,
  pods: readonly LivePod[],
  bakedMs: number | undefined,
  { log }: Pick<RollPorts, 'log'>,
): void {
  const names = pods.map(({ metadata }) => metadata.name);
  const which = names.length > 3 ? counted(names.length, 'pod') : names.join(', ');
  const baked = bakedMs === undefined ? '' : `, ready for ${Math.round(bakedMs / 1000)} s (it has no readiness probe)`;
  log.info(`${client}: proved: ${which}${baked}`);
}
