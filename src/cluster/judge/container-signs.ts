import { constants } from 'node:os';
import type { ContainerState, ContainerStatus, LivePod } from '../live-workload.ts';
import type { RuleName } from './failure-rules.ts';
import { imagePullOf } from './image-pull.ts';
import { containersOf, type Sight } from './sight.ts';
import { type LogRequest, type Sign, signOf } from './sign.ts';
import { lastWarnings, warningsAbout } from './warnings-about.ts';

/** Restarts that are no verdict yet: a client may start a moment before what it needs. */
export const defaultMaxRestarts = 1;

const refusedStarts = [
  'CreateContainerError',
  'RunContainerError',
  'ContainerCannotRun',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
];
/** How a runtime's own failure to start the process is told once the run counts as ended. */
const failedStarts = ['StartError', 'ContainerCannotRun'];
const exitOfRuntime = 128;

type Terminated = NonNullable<ContainerState['terminated']>;

/** What the containers of a pod of the new revision show, init containers too. At most one sign for each container. */
export function containerSigns(pod: LivePod, sight: Sight): readonly Sign[] {
  const { uid } = pod.metadata;
  const warnings = warningsAbout(sight.warnings, uid);
  return containersOf(pod).flatMap(({ status, isInit: isAmongInits }) => {
    const isInit = isAmongInits && !isSidecar(pod, status.name);
    const restarts = restartsSince(pod, status, sight);
    const seen = imagePullOf(status, warnings) ?? startSign(status) ?? crashOf(status, isInit, restarts, sight);
    if (seen === undefined) return [];
    const { rule, ...said } = seen;
    const more = { logs: logsOf(pod, status), warnings: lastWarnings(sight.warnings, uid) };
    return [signOf(rule, { pod, container: status.name, isInit, restarts, ...said, ...more })];
  });
}

interface Found {
  readonly rule: RuleName;
  readonly reason: string;
  readonly message: string;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
}

/** The container could not be made, or its process not be started. */
function startSign({ state, lastState }: ContainerStatus): Found | undefined {
  const { reason = '', message = '' } = state?.waiting ?? {};
  if (reason === 'CreateContainerConfigError') {
    const isUnsynced = /failed to sync .* cache/i.test(message);
    return { rule: isUnsynced ? 'configuration-unsynced' : 'configuration', reason, message };
  }
  const isRefused = refusedStarts.includes(reason);
  const isBetween = isRefused || reason === 'CrashLoopBackOff';
  const end = state?.terminated ?? (isBetween ? lastState?.terminated : undefined);
  if (end !== undefined && (isFailedStart(end) || (isRefused && end.exitCode === exitOfRuntime))) {
    const rule = end.exitCode === exitOfRuntime ? 'start-failed' : 'start-refused';
    return { rule, ...endOf(end, isRefused ? reason : (end.reason ?? reason), message) };
  }
  return isRefused ? { rule: 'start-refused', reason, message } : undefined;
}

/**
 * A container that ended needs one restart more than were counted. What ended with 0 counts only where the kubelet finds
 * that it loops: an init container that ended with 0 is done, however often it was tried.
 */
function crashOf(status: ContainerStatus, isInit: boolean, restarts: number, sight: Sight): Found | undefined {
  const { state, lastState, restartCount = 0 } = status;
  const isBackingOff = state?.waiting?.reason === 'CrashLoopBackOff';
  const end = state?.terminated ?? lastState?.terminated;
  if (!isBackingOff && (end === undefined || end.exitCode === 0 || isFailedStart(end))) return undefined;
  // A client that was left backing off is failed, also where nothing was written today: its restarts are this revision's.
  const counted = isBackingOff && !sight.applied.isWritten ? restartCount : restarts;
  const needed = counted + (isBackingOff || state?.terminated !== undefined ? 1 : 0);
  if (needed <= (sight.maxRestarts ?? defaultMaxRestarts)) return undefined;
  const rule = end?.reason === 'OOMKilled' ? 'out-of-memory' : isInit ? 'init-crash' : 'crash';
  const word = isBackingOff ? 'CrashLoopBackOff' : (end?.reason ?? 'Error');
  return { rule, ...endOf(end, word, state?.waiting?.message ?? '') };
}

function isFailedStart({ reason }: Terminated): boolean {
  return reason !== undefined && failedStarts.includes(reason);
}

/** An init container that stays is judged as the others that stay. */
export function isSidecar({ spec }: LivePod, container: string): boolean {
  return (spec?.initContainers ?? []).some(
    ({ name, restartPolicy }) => name === container && restartPolicy === 'Always',
  );
}

function restartsSince(pod: LivePod, { name, restartCount = 0 }: ContainerStatus, { restartsBefore }: Sight): number {
  return Math.max(0, restartCount - (restartsBefore.get(pod.metadata.uid ?? '')?.get(name) ?? 0));
}

function endOf(end: Terminated | undefined, word: string, message: string): Omit<Found, 'rule'> {
  if (end === undefined) return { reason: word, message };
  const { reason, exitCode } = end;
  const because = reason !== undefined && reason !== 'Error' && reason !== word ? ` (${reason})` : '';
  return {
    reason: `${word}${because}`,
    message: end.message ?? message,
    exitCode,
    signal: signalName(end.signal ?? (exitCode !== undefined && exitCode > 128 ? exitCode - 128 : 0)),
  };
}

function signalName(number: number): string | undefined {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
}

/** The run that failed first. While a container backs off, its present log is that of the run that ended last. */
export function logsOf(
  pod: LivePod,
  { name, restartCount = 0, state, lastState }: ContainerStatus,
): readonly LogRequest[] {
  const hasRun = [state?.running, state?.terminated, lastState?.terminated].some((run) => run !== undefined);
  if (!hasRun && restartCount === 0) return [];
  const of = (previous: boolean): LogRequest => ({ pod: pod.metadata.name, container: name, previous });
  if (restartCount === 0) return [of(false)];
  return state?.running === undefined ? [of(false), of(true)] : [of(true), of(false)];
}
