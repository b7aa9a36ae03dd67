import type { ContainerStatus, LivePod } from '../live-workload.ts';

/** Why a pod doesn't come up, in our own words. */
export type Cause =
  | 'image'
  | 'crash'
  | 'configuration'
  | 'pod-failed'
  | 'unschedulable'
  | 'not-created'
  | 'not-ready'
  | 'refused'
  | 'superseded';

/** One sign in a pod's status that it can't start. */
export interface StartFailure {
  readonly cause: Cause;
  /** How long the sign may stand before it is a verdict; `deadline`: it may still pass, only the client's deadline ends it. */
  readonly graceMs: number | 'deadline';
  readonly container?: string | undefined;
  /** Kubernetes' own word. */
  readonly reason: string;
  /** The node's or registry's own words. */
  readonly message: string;
  readonly exitCode?: number | undefined;
}

/** Restarts after our write that are no verdict yet: a client may start a moment before what it needs. */
const restartsAllowed = 1;

/** What the registry says when waiting doesn't help. */
const imageIsMissing =
  /not found|manifest unknown|name unknown|no match for platform|no matching manifest|invalid reference|couldn't parse image|does not exist/i;
const imageIsRefused = /unauthorized|denied|forbidden|authentication required|no basic auth/i;

interface WaitingRule {
  readonly reasons: readonly string[];
  readonly text?: RegExp;
  readonly cause: Cause;
  readonly graceMs: number | 'deadline';
}

const pulls = ['ErrImagePull', 'ImagePullBackOff'];

/** The first rule that matches a waiting container is right. */
const waitingRules: readonly WaitingRule[] = [
  { reasons: ['InvalidImageName', 'ErrImageNeverPull'], cause: 'image', graceMs: 0 },
  // A fresh pull credential may take a moment to reach the node; refused registries often add that it may not exist.
  { reasons: pulls, text: imageIsRefused, cause: 'image', graceMs: 30_000 },
  { reasons: pulls, text: imageIsMissing, cause: 'image', graceMs: 0 },
  { reasons: pulls, cause: 'image', graceMs: 'deadline' },
  {
    reasons: ['RegistryUnavailable', 'ImageInspectError', 'SignatureValidationFailed'],
    cause: 'image',
    graceMs: 'deadline',
  },
  { reasons: ['CrashLoopBackOff'], cause: 'crash', graceMs: 0 },
  {
    reasons: ['CreateContainerConfigError'],
    text: /failed to sync .* cache/i,
    cause: 'configuration',
    graceMs: 60_000,
  },
  {
    reasons: [
      'CreateContainerConfigError',
      'CreateContainerError',
      'RunContainerError',
      'ContainerCannotRun',
      'StartError',
    ],
    cause: 'configuration',
    graceMs: 20_000,
  },
];

/**
 * The gravest sign in a pod's status; `undefined` while it may simply be starting.
 * @param before the same pod as it was before our write, if it was there: its older restarts are not ours.
 */
export function startFailureOf(pod: LivePod, before?: LivePod): StartFailure | undefined {
  const status = pod.status ?? {};
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const signs = containers.flatMap(
    (container) => waitingSign(container) ?? crashSign(container, restartsIn(before, container.name)) ?? [],
  );
  const gravest = signs.toSorted((a, b) => graceOrder(a) - graceOrder(b))[0];
  if (gravest !== undefined) return gravest;
  if (status.phase === 'Failed' && !['Evicted', 'Preempting', 'NodeLost'].includes(status.reason ?? '')) {
    return { cause: 'pod-failed', graceMs: 0, reason: status.reason ?? 'Failed', message: status.message ?? '' };
  }
  const scheduled = (status.conditions ?? []).find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') {
    return { cause: 'unschedulable', graceMs: 60_000, reason: 'Unschedulable', message: scheduled.message ?? '' };
  }
  return undefined;
}

function restartsIn(pod: LivePod | undefined, container: string): number {
  const { initContainerStatuses = [], containerStatuses = [] } = pod?.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].find(({ name }) => name === container)?.restartCount ?? 0;
}

function graceOrder({ graceMs }: StartFailure): number {
  return graceMs === 'deadline' ? Number.POSITIVE_INFINITY : graceMs;
}

function waitingSign(container: ContainerStatus): StartFailure | undefined {
  const { reason, message = '' } = container.state?.waiting ?? {};
  if (reason === undefined) return undefined;
  const rule = waitingRules.find(
    ({ reasons, text }) => reasons.includes(reason) && (text === undefined || text.test(message)),
  );
  if (rule === undefined) return undefined;
  const end = rule.cause === 'crash' ? container.lastState?.terminated : undefined;
  return { cause: rule.cause, graceMs: rule.graceMs, container: container.name, ...endOf(end, reason, message) };
}

/** A container that ended more often than allowed, seen between two back-offs. */
function crashSign(container: ContainerStatus, restartsBefore: number): StartFailure | undefined {
  const end = container.state?.terminated ?? container.lastState?.terminated;
  const restarts = (container.restartCount ?? 0) - restartsBefore;
  if (end === undefined || end.exitCode === 0 || restarts <= restartsAllowed) return undefined;
  return {
    cause: 'crash',
    graceMs: 0,
    container: container.name,
    ...endOf(end, end.reason ?? 'Error', end.message ?? ''),
  };
}

type End = NonNullable<ContainerStatus['state']>['terminated'];

function endOf(end: End, reason: string, message: string): Pick<StartFailure, 'reason' | 'message' | 'exitCode'> {
  if (end === undefined) return { reason, message };
  const because = end.reason !== undefined && end.reason !== 'Error' && end.reason !== reason ? ` (${end.reason})` : '';
  return { reason: `${reason}${because}`, message: end.message ?? message, exitCode: end.exitCode };
}
