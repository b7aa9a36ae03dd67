import type { WantedObject } from '../kubernetes-object.ts';
import type { TimeLimits } from './deadlines.ts';
import type { FailurePolicy } from './failure-policy.ts';
import type { RollOutState } from './roll-out-state.ts';
import type { RollPorts } from './roll-ports.ts';
import type { RollStep } from './roll-step.ts';
import type { WayBackOptions } from './way-back.ts';

/** What a roll-out is to do. */
export interface RollTask {
  /** Every client of the network, also those for which nothing is to be done. */
  readonly steps: readonly RollStep[];
  /** Objects of no client alone that are to be written, in order: before the first wave. */
  readonly shared: readonly WantedObject[];
  /** The run before was killed: its record is taken over even where nothing more is to be written. */
  readonly isUnfinished: boolean;
  /** Something stands that nothing wants any more. */
  readonly isPruning?: boolean | undefined;
  /** Every object of the network: what one of them names stays, though nothing writes it. */
  readonly wanted?: readonly WantedObject[] | undefined;
}

/**
 * Checks among peers, of the clients that were changed, at the end of their wave.
 * @returns why it failed
 */
export type CheckWave = (
  clients: readonly string[],
  limits: { readonly withinMs: number; readonly signal: AbortSignal },
) => Promise<string | undefined>;

export interface RollOptions {
  /** In the order of waves; the first role's clients are the bootstraps. */
  readonly roles: readonly string[];
  /** Roles whose clients decide by majority. */
  readonly voters: ReadonlySet<string>;
  readonly policy: FailurePolicy;
  readonly maxParallel: number;
  readonly limits: TimeLimits;
  readonly ports: RollPorts;
  readonly state: RollOutState;
  readonly mayGoBack: WayBackOptions['mayGoBack'];
  readonly checkWave?: CheckWave | undefined;
  /** The run is to end: nothing more is begun, and nothing taken back. */
  readonly cancelled: AbortSignal;
  /** Another run has the lock: from then on everything is theirs. */
  readonly lockLost: AbortSignal;
}

export const defaultMaxParallel = 10;
