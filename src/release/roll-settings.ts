import type { FailurePolicy, RollToOptions } from '../cluster/index.ts';

/** How the clients are rolled, as a step is told. */
export interface RollSettings {
  readonly onFailure: 'halt' | 'rollback-failed' | 'rollback-wave' | 'rollback-all';
  /** So many clients may fail and go back alone before all do. */
  readonly maxFailures: number | undefined;
  readonly maxParallel: number;
  readonly clientTimeoutMs: number;
  readonly waveTimeoutMs: number;
  /** Going back included. */
  readonly rollTimeoutMs: number;
  /** How long a ready client must stay so; by its readiness probes when absent. */
  readonly bakeMs: number | undefined;
  /** Managers whose fields may be taken. */
  readonly forceManagers: readonly string[];
  readonly lockTimeoutMs: number;
  readonly breakLock: boolean;
}

type Settings = Pick<RollToOptions, 'policy' | 'maxParallel' | 'limits' | 'bakeMs' | 'forcedManagers' | 'lock'>;

export function rollSettings(given: RollSettings): Settings {
  const policy: FailurePolicy = given.maxFailures === undefined ? given.onFailure : { maxFailures: given.maxFailures };
  return {
    policy,
    maxParallel: given.maxParallel,
    limits: {
      clientMs: given.clientTimeoutMs,
      waveMs: given.waveTimeoutMs,
      totalMs: given.rollTimeoutMs,
    },
    bakeMs: given.bakeMs,
    forcedManagers: given.forceManagers,
    lock: { waitMs: given.lockTimeoutMs, breakLock: given.breakLock },
  };
}
