import type { Log } from '../report/index.ts';
import type { Address } from '../values/index.ts';
import type { Chain, ChainIdentity, ChainState } from './chain/chain.ts';
import type { Clock } from './clock.ts';
import type { ChainSettings } from './journal/chain-schema.ts';
import type { Journal } from './journal/journal.ts';
import type { Lock } from './journal/lock.ts';
import type { ContractRecord } from './journal/record.ts';
import type { MigrationOptions } from './migration-options.ts';
import type { Plan } from './plan/plan-step.ts';
import type { ChainWait } from './sending/chain-wait.ts';
import type { Spending } from './sending/spending.ts';
import type { PreparedSet } from './set/prepared-set.ts';
import type { Signer } from './transaction/signer.ts';

export interface MigrationInput {
  readonly set: PreparedSet;
  readonly settings: ChainSettings;
  readonly chain: Chain;
  /** What the chain was asked in advance, once: looking again observes it anew. */
  readonly takeEarlyState?: () => Promise<ChainState> | undefined;
  /** Called only when something has to be signed: never in `plan`, nor in a run that changes nothing. */
  readonly openSigner: () => Promise<Signer>;
  /** The journal belongs to the chain that answers and its deployer: the nonce is what runs share. */
  readonly openJournal: (chain: ChainIdentity) => Journal;
  /** Keeps runs from meeting; without one they only don't harm each other. */
  readonly openLock?: (chain: ChainIdentity) => Lock;
  /** Who runs this, for the messages of other runs: such as the URL of the workflow run. */
  readonly holder: string;
  /** Whose record this is, such as the environment's name: others may share the chain, the deployer and so the journal. */
  readonly scope: string;
  /** Called whenever everything is looked at anew, at the same time as the journal is read. */
  readonly readPreviousRecord: () => Promise<ContractRecord | undefined>;
  /**
   * Whether the record that was read last is still the published one. Asked after the journal was read and before anything
   * is signed: a run that publishes and finishes between the two reads would be in neither, and its contracts be created again.
   */
  readonly isRecordCurrent?: () => Promise<boolean>;
  readonly mode: 'plan' | 'apply';
  readonly options?: Partial<MigrationOptions>;
  readonly deadlineMs: number;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** The shortest time between two looks at the chain. */
  readonly pollMs?: number;
}

/** One run, over all its rounds of looking, planning and sending. */
export interface Migration {
  readonly input: MigrationInput;
  readonly deployer: Address;
  /** Its signal also ends with the lock. */
  readonly wait: ChainWait;
  /** Random: only it proves that an entry of the journal is one's own. */
  readonly token: string;
  readonly spending: Spending;
  /** For who has to say how far it came. */
  readonly reached: { plan?: Plan };
  /** Opened once. */
  readonly openSigner: () => Promise<Signer>;
}
