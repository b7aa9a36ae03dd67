export { type BrokenOff, brokenOff, type Fate } from './broken-off.ts';
export type { Chain, ChainIdentity, ChainState } from './chain/chain.ts';
export { observe } from './chain/observe.ts';
export { codeAt } from './chain/reads.ts';
export { NodeFailure } from './chain/rpc.ts';
export { type ChainFacts, chainFacts, draftChainFacts } from './chain-facts.ts';
export { type ChainSettings, type ChainValue, chainSchema, signerName } from './chain-schema.ts';
export { type CodeFinding, checkCode } from './check-code.ts';
export { type Clock, systemClock } from './clock.ts';
export { draftSet, type Gaps } from './draft-set.ts';
export { formatEther } from './fees.ts';
export type { Journal, JournalContent, JournalHead } from './journal.ts';
export { encodeJournalEntry, type JournalEntry, parseJournalEntry } from './journal-entry.ts';
export { acquireLease, type Lease, type Lock, type LockAnswer, LockedError } from './lock.ts';
export { migrateContracts } from './migrate.ts';
export type { MigrationInput } from './migration.ts';
export type { MigrationOptions } from './migration-options.ts';
export type { MigrationResult } from './migration-result.ts';
export { type OpenChainOptions, openChain } from './open-chain.ts';
export { finishJournal, type OpenJournal, releaseJournal } from './open-journal.ts';
export { planGraph } from './plan-graph.ts';
export type { Plan, Step } from './plan-step.ts';
export type { MigrationCounts } from './plan-summary.ts';
export { prepareContractSet } from './prepare-set.ts';
export type { Predicate, PreparedCall, PreparedContract, PreparedSet } from './prepared-set.ts';
export {
  type ContractRecord,
  contractRecordDigest,
  contractRecordSchema,
  encodeContractRecord,
  parseContractRecord,
  type RecordedCall,
  type RecordedContract,
} from './record.ts';
export { Refused } from './refused.ts';
export { type ContractSet, contractSetSchema } from './set-schema.ts';
export { openKeystore, openSigner, type Signer } from './signer.ts';
