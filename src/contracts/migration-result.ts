import { buildRecord } from './journal/build-record.ts';
import type { OpenJournal } from './journal/open-journal.ts';
import { type ContractRecord, contractRecordDigest } from './journal/record.ts';
import type { Migration } from './migration.ts';
import type { Forecast } from './plan/forecast.ts';
import type { Applied } from './plan/layers.ts';
import type { Plan } from './plan/plan-step.ts';
import { countSteps, type MigrationCounts } from './plan/plan-summary.ts';
import { headWhenFinished } from './sending/ledger.ts';
import type { Look } from './sending/look.ts';

export interface MigrationResult {
  readonly plan: Plan;
  /** In `plan`, what apply would leave: contracts still to be created have `proof: 'predicted'`, block 0 and their predicted code hash. */
  readonly record: ContractRecord;
  /** The record differs from the previous one. */
  readonly changed: boolean;
  readonly counts: MigrationCounts;
  /** Of the transactions that this run signed, or finished for a killed one, as mined. */
  readonly gasUsed: bigint;
  /** What they cost, in wei. */
  readonly cost: bigint;
  /** In how many blocks they are. */
  readonly blocks: number;
  readonly forecast: Forecast | undefined;
  /** For finishJournal, or releaseJournal when the record can't be stored; undefined when nothing is unfinished. */
  readonly openJournal: OpenJournal | undefined;
}

/** What apply would leave, and what a run leaves that has nothing to do. */
export function plannedResult(migration: Migration, seen: Look, forecast: Forecast | undefined): MigrationResult {
  const record = buildRecord(seen.plan, seen.state.identity, migration.deployer, {
    result: () => undefined,
    proof(address) {
      const codeHash = forecast?.codeHashes.get(address);
      return codeHash && { codeHash, proof: 'predicted' };
    },
  });
  return resultOf(migration, seen, record, forecast, undefined);
}

/** What is on the chain, mined, proved and confirmed. */
export function appliedResult(
  migration: Migration,
  seen: Look,
  { done, proofs }: Applied,
  forecast: Forecast | undefined,
  open: Pick<OpenJournal, 'journal' | 'writer' | 'lock' | 'finalBlock'>,
): MigrationResult {
  const { plan, state, ledger } = seen;
  const record = buildRecord(plan, state.identity, migration.deployer, {
    result: (nonce) => {
      const receipt = done.get(nonce)?.receipt;
      return receipt && { transaction: receipt.hash, block: receipt.block };
    },
    proof: (address) => proofs.get(address),
  });
  return resultOf(migration, seen, record, forecast, {
    ...open,
    nextNonce: Math.max(state.nonce, ...[...done.keys()].map((nonce) => nonce + 1)),
    head: headWhenFinished(ledger, migration.input.scope),
  });
}

function resultOf(
  { spending, input }: Migration,
  { plan, record: previous }: Look,
  record: ContractRecord,
  forecast: Forecast | undefined,
  openJournal: OpenJournal | undefined,
): MigrationResult {
  const { gasUsed, cost, blocks, hashes } = spending.total();
  return {
    plan,
    record,
    changed: previous === undefined || contractRecordDigest(previous) !== contractRecordDigest(record),
    counts: countSteps(plan, input.mode === 'plan' ? 0 : hashes.size, hashes),
    gasUsed,
    cost,
    blocks: blocks.size,
    forecast,
    openJournal,
  };
}
