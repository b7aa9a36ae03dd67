import type { Log } from '../../report/index.ts';
import type { Cluster } from '../api/cluster-port.ts';
import type { NamespaceView } from '../api/namespace-view.ts';
import type { Patience } from '../api/patience.ts';
import { within } from '../api/within.ts';
import { warningsOf } from '../judge/client-failure.ts';
import { type StartFailure, startFailureOf } from '../judge/start-failure.ts';
import { type Readiness, readinessOf } from '../judge/stateful-set-readiness.ts';
import { fieldManager, objectPath } from '../kubernetes-object.ts';
import { eventTime, isPodReady, type LivePod, type LiveStatefulSet } from '../live-workload.ts';
import { hasContent, podsOf } from './observed-clients.ts';
import type { RolloutStep } from './rollout-plan.ts';

export interface ProofPorts {
  readonly cluster: Cluster;
  readonly view: NamespaceView;
  readonly namespace: string;
  readonly log: Log;
  /** From the client's first write to its proof. */
  readonly deadlineMs: number;
}

export interface Proof {
  readonly pod: LivePod | undefined;
  readonly revision: string | undefined;
  /** Absent when the pod is proved. */
  readonly sign?: StartFailure | undefined;
  /** Broken pods of an older revision that were taken out of the way. */
  readonly removed: number;
}

type Starting = Extract<Readiness, { kind: 'starting' }>;

/** A controller that can make no pod says so only in its events. */
const notCreatedGraceMs = 15_000;
/** The controller's own time to replace an old pod, before we take a broken one out of its way. */
const stuckGraceMs = 1_000;

/**
 * Waits until the pod of the new revision is ready, shows that it can't be, or the deadline passes.
 * @param applied the StatefulSet as our write left it: its uid and generation are what is proved.
 */
export async function proveClient(
  step: RolloutStep,
  applied: LiveStatefulSet,
  patience: Patience,
  ports: ProofPorts,
): Promise<Proof> {
  const { cluster, view, namespace, log, deadlineMs } = ports;
  let removed = 0;
  let seen: Omit<Proof, 'removed'> = { pod: undefined, revision: undefined };
  let lastSign: StartFailure | undefined;
  for (;;) {
    const snapshot = await within(view.next(), patience.leftMs(deadlineMs));
    if (snapshot === undefined) return { ...seen, sign: lastSign ?? outOfTime(deadlineMs, seen.pod), removed };
    const live = snapshot.statefulSets.get(step.client);
    if (live === undefined || live.metadata.uid !== applied.metadata.uid || !hasContent(live, step.wanted)) {
      return { ...seen, sign: superseded(live), removed };
    }
    const pods = podsOf(live, snapshot.pods);
    const readiness = readinessOf(live, pods, applied.metadata.generation ?? 0);
    if (readiness.kind === 'unseen') continue;
    seen = { pod: readiness.pod, revision: readiness.revision };
    if (readiness.kind === 'ready') return { ...seen, removed };
    lastSign = await signOf(readiness, step, applied, lastSign, patience, ports);
    if (lastSign !== undefined && lastSign.graceMs !== 'deadline') {
      const key = `${lastSign.cause} ${lastSign.container ?? ''} ${readiness.pod?.metadata.uid ?? ''}`;
      if (patience.standsFor(key, lastSign.graceMs)) return { ...seen, sign: lastSign, removed };
    }
    for (const pod of stuckPods(readiness, patience)) {
      log.info(
        `${step.client}: removes its pod ${pod.metadata.name}, which never became ready and holds the new revision up`,
      );
      const path = objectPath('Pod', namespace, pod.metadata.name);
      if ((await cluster.remove(path, pod.metadata.uid ?? '')) === 'removed') removed++;
    }
  }
}

/**
 * With the default OrderedReady a StatefulSet waits for a broken pod of the old revision to become ready before it makes
 * the new one (kubernetes#67250): a fix would never start.
 */
function stuckPods({ pod, old }: Starting, patience: Patience): readonly LivePod[] {
  if (pod !== undefined) return [];
  const broken = old.filter(
    (candidate) => !isPodReady(candidate) && candidate.metadata.deletionTimestamp === undefined,
  );
  return broken.filter(({ metadata }) => patience.standsFor(`stuck ${metadata.uid}`, stuckGraceMs));
}

async function signOf(
  { pod, old }: Starting,
  step: RolloutStep,
  applied: LiveStatefulSet,
  lastSign: StartFailure | undefined,
  patience: Patience,
  { cluster, namespace }: ProofPorts,
): Promise<StartFailure | undefined> {
  if (pod !== undefined) {
    return startFailureOf(
      pod,
      step.podsBefore.find(({ metadata }) => metadata.uid === pod.metadata.uid),
    );
  }
  // Asked for only when the controller had its time, and not with each look.
  if (old.length > 0 || !patience.standsFor('no pod', 2_000)) return undefined;
  if (!patience.isDue('events', 2_000)) return lastSign?.cause === 'not-created' ? lastSign : undefined;
  const since = writtenAt(applied);
  const warnings = await warningsOf(cluster, namespace, applied.metadata.uid ?? '');
  const last = warnings
    .filter((event) => event.reason === 'FailedCreate' && (eventTime(event) ?? 0) >= since)
    .findLast(({ message }) => !/object has been modified/.test(message ?? ''));
  if (last === undefined) return undefined;
  return { cause: 'not-created', graceMs: notCreatedGraceMs, reason: 'FailedCreate', message: last.message ?? '' };
}

/** By the server's clock, so that an old event can't fail a new revision. */
function writtenAt({ metadata }: LiveStatefulSet): number {
  const entry = (metadata.managedFields ?? []).find(
    ({ manager, subresource }) => manager === fieldManager && subresource === undefined,
  );
  return entry?.time === undefined ? 0 : Date.parse(entry.time);
}

function superseded(live: LiveStatefulSet | undefined): StartFailure {
  const message =
    live === undefined
      ? 'the StatefulSet was deleted while it was rolled'
      : 'the StatefulSet was changed by somebody else while it was rolled';
  return { cause: 'superseded', graceMs: 0, reason: 'Superseded', message };
}

function outOfTime(deadlineMs: number, pod: LivePod | undefined): StartFailure {
  const what = pod === undefined ? 'no pod of the new revision was there' : 'the pod runs but did not become ready';
  return {
    cause: 'not-ready',
    graceMs: 0,
    reason: 'DeadlineExceeded',
    message: `${what} within ${Math.round(deadlineMs / 1000)} s`,
  };
}
