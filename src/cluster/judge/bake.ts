import type { LivePod, LiveWorkload } from '../live-workload.ts';
import { volumeNames } from '../manifest/pod-template-check.ts';
import { defaultMaxRestarts, isSidecar } from './container-signs.ts';
import { containersOf, type Sight } from './sight.ts';

/**
 * Without a readiness probe "ready" means that a process was started: it must stay up for this long to be believed. So must
 * one that stands as it stood and has ended again and again: between two crashes it may be ready too.
 */
export const unprobedBakeMs = 20_000;

/** How long a ready client has stayed as it is. */
export interface Bake {
  /** What must not change: its pods, their containers' restarts, since when they are ready. */
  readonly mark: string;
  readonly sinceMs: number;
}

export interface BakeTime {
  readonly forMs: number;
  /** The client's container has no readiness probe; a sidecar's says nothing about the client. */
  readonly isUnprobed: boolean;
}

export function bakeTime(workload: LiveWorkload, pods: readonly LivePod[], sight: Sight): BakeTime {
  const containers = workload.spec?.template?.spec?.containers ?? [];
  const own = containers.filter(({ volumeMounts = [] }) =>
    volumeMounts.some(({ name }) => name === volumeNames.configuration),
  );
  const isUnprobed = (own.length > 0 ? own : containers).every(({ readinessProbe }) => readinessProbe === undefined);
  const isDoubted = isUnprobed || (!sight.applied.isWritten && pods.some((pod) => hasCrashed(pod, sight)));
  return { forMs: sight.bakeMs ?? (isDoubted ? unprobedBakeMs : 0), isUnprobed };
}

function hasCrashed(pod: LivePod, { maxRestarts = defaultMaxRestarts }: Sight): boolean {
  return containersOf(pod).some(
    ({ status: { name, restartCount = 0, lastState }, isInit }) =>
      (!isInit || isSidecar(pod, name)) && restartCount > maxRestarts && (lastState?.terminated?.exitCode ?? 0) !== 0,
  );
}

/** The bake of ready pods: goes on while nothing happens to them, begins again when a restart or a flap was seen. */
export function bakeOf(before: Bake | undefined, pods: readonly LivePod[], sight: Sight, clockMs: number): Bake {
  const mark = pods.map(markOf).toSorted().join('\n');
  if (before?.mark === mark) return before;
  // Before the first look nobody watched; what stands as it stood is believed by the server's clock.
  const agedMs = before === undefined && !sight.applied.isWritten ? quietForMs(pods, sight.serverNowMs) : 0;
  return { mark, sinceMs: clockMs - agedMs };
}

function markOf(pod: LivePod): string {
  const restarts = containersOf(pod).map(({ status }) => `${status.name} ${status.restartCount ?? 0}`);
  return JSON.stringify([pod.metadata.uid, readySince(pod), ...restarts.toSorted()]);
}

/** How long ago the last of the pods became ready and its containers began to run. 0 when that can't be told. */
function quietForMs(pods: readonly LivePod[], serverNowMs: number | undefined): number {
  if (serverNowMs === undefined) return 0;
  const begun = pods.flatMap((pod) => [
    readySince(pod),
    ...(pod.status?.containerStatuses ?? []).map(({ state }) => state?.running?.startedAt),
  ]);
  const times = begun.map((time) => Date.parse(time ?? ''));
  return times.some(Number.isNaN) ? 0 : Math.max(0, serverNowMs - Math.max(...times));
}

function readySince({ status }: LivePod): string | null | undefined {
  return (status?.conditions ?? []).find(({ type }) => type === 'Ready')?.lastTransitionTime;
}
