export type { Chain, ChainIdentity, ChainState } from './chain/chain.ts';
export { observe } from './chain/observe.ts';
export { codeAt } from './chain/reads.ts';
export { NodeFailure } from './chain/rpc.ts';
export { type Clock, systemClock } from './clock.ts';
export { type BrokenOff, brokenOff, type Fate } from './journal/broken-off.ts';
export { type ChainSettings, type ChainValue, chainSchema, signerName } from './journal/chain-schema.ts';
export type { Journal, JournalContent, JournalHead } from './journal/journal.ts';
export { encodeJournalEntry, type JournalEntry, parseJournalEntry } from './journal/journal-entry.ts';
export { acquireLease, type Lease, type Lock, type LockAnswer, LockedError } from './journal/lock.ts';
export { finishJournal, type OpenJournal, releaseJournal } from './journal/open-journal.ts';
export {
  type ContractRecord,
  contractRecordDigest,
  contractRecordSchema,
  encodeContractRecord,
  parseContractRecord,
  type RecordedCall,
  type RecordedContract,
} from './journal/record.ts';
export { migrateContracts } from './migrate.ts';
export type { MigrationInput } from './migration.ts';
export type { MigrationOptions } from './migration-options.ts';
export type { MigrationResult } from './migration-result.ts';
export { type OpenChainOptions, openChain } from './open-chain.ts';
export { type ChainFacts, chainFacts, draftChainFacts } from './plan/chain-facts.ts';
export { planGraph } from './plan/plan-graph.ts';
export type { Plan, Step } from './plan/plan-step.ts';
export type { MigrationCounts } from './plan/plan-summary.ts';
export { type CodeFinding, checkCode } from './sending/check-code.ts';
export { Refused } from './sending/refused.ts';
export { draftSet, type Gaps } from './set/draft-set.ts';
export { prepareContractSet } from './set/prepare-set.ts';
export type { Predicate, PreparedCall, PreparedContract, PreparedSet } from './set/prepared-set.ts';
export { type ContractSet, contractSetSchema } from './set/set-schema.ts';
export { formatEther } from './transaction/fees.ts';
export { openKeystore, openSigner, type Signer } from './transaction/signer.ts';
