import type { LiveEvent, LivePod } from '../live-workload.ts';
import { type Cause, failureRules, type RuleName } from './failure-rules.ts';

/** A run of a container whose last lines explain a failure. */
export interface LogRequest {
  readonly pod: string;
  readonly container: string;
  /** Of the run before the present one. */
  readonly previous: boolean;
}

/** One sign that a client can't start. Reason, message and warnings are foreign text as it came. */
export interface Sign {
  readonly rule: RuleName;
  readonly cause: Cause;
  readonly graceMs: number | 'deadline';
  readonly pod?: { readonly name: string; readonly uid: string } | undefined;
  readonly container?: string | undefined;
  readonly isInit?: boolean | undefined;
  /** Kubernetes' own word. */
  readonly reason: string;
  /** The words of the node, the registry, the scheduler. */
  readonly message: string;
  readonly exitCode?: number | undefined;
  /** SIGKILL, say. */
  readonly signal?: string | undefined;
  /** Of this container, since our write. */
  readonly restarts?: number | undefined;
  /** Who changed the workload while it was rolled. */
  readonly manager?: string | undefined;
  /** What waiting ended with, when it was a deadline: in words of the caller's. */
  readonly within?: string | undefined;
  /** The last lines to fetch, if any; the run that failed comes first. */
  readonly logs: readonly LogRequest[];
  /** The last ones about the pod, or the workload; oldest first. */
  readonly warnings: readonly LiveEvent[];
}

type Seen = Omit<Sign, 'rule' | 'cause' | 'graceMs' | 'logs' | 'warnings' | 'pod'> & {
  readonly pod?: LivePod | undefined;
  readonly logs?: readonly LogRequest[];
  readonly warnings?: readonly LiveEvent[];
};

/** A sign with what its rule says. */
export function signOf(rule: RuleName, { pod, logs = [], warnings = [], ...seen }: Seen): Sign {
  const { cause, graceMs } = failureRules[rule];
  const named = pod === undefined ? undefined : { name: pod.metadata.name, uid: pod.metadata.uid ?? '' };
  return { rule, cause, graceMs, pod: named, ...seen, logs, warnings };
}
