import type { RollFailure } from './roll-failure.ts';

/** What became of one client. */
export type ClientResult =
  | 'unchanged'
  | 'deployed'
  /** It failed, and the state before is proved again. */
  | 'failed-rolled-back'
  /** It was changed, or about to be, and went back because of others. */
  | 'rolled-back'
  /** It failed and is left as it is: nothing goes back, or it has nothing to go back to. */
  | 'failed-halted'
  /** It was to go back, and could not. */
  | 'rollback-failed'
  /** Somebody else changed it meanwhile: left to them. */
  | 'superseded'
  /** It was left while it was under way: written, not proved. */
  | 'cancelled'
  | 'not-started';

/** What became of the run. */
export type RollOutcome =
  | 'unchanged'
  | 'deployed'
  | 'failed-rolled-back'
  | 'failed-halted'
  | 'rollback-failed'
  | 'superseded'
  | 'cancelled'
  | 'locked';

export interface ClientReport {
  readonly client: string;
  readonly role: string;
  /** Absent where it never started. */
  readonly wave?: string | undefined;
  readonly result: ClientResult;
  /** The workload's revision and the pods that prove it. */
  readonly revision?: string | undefined;
  readonly pods: readonly string[];
  /** Restarts of its pods' containers when we began, and those of the pods that are there now. */
  readonly restartsBefore: number;
  readonly restartsAfter: number;
  /** Requests that wrote something for it, going back included. */
  readonly writes: number;
  /** Pods of it that we deleted ourselves, because nobody else would have. */
  readonly podsRemoved: number;
  /** From its first write to its proof. */
  readonly provedAfterMs?: number | undefined;
  /** From the first write of going back to the proof of the state before. */
  readonly backAfterMs?: number | undefined;
  /** Why it failed going forward. */
  readonly failure?: RollFailure | undefined;
  /** Why it could not go back, or had nothing to go back to. */
  readonly goingBackFailure?: RollFailure | undefined;
}

export interface RollResult {
  readonly outcome: RollOutcome;
  readonly clients: readonly ClientReport[];
  /** Requests that wrote something; the record and the lock are not counted. */
  readonly writes: number;
  readonly isChanged: boolean;
  /** Why it ended as it did, in sentences, where that is not one client's failure: both causes of a failed way back. */
  readonly why: readonly string[];
  /** Why the record could not be settled: the next run finds it open. */
  readonly notSettled?: string | undefined;
  readonly forwardMs: number;
  readonly goingBackMs?: number | undefined;
}
