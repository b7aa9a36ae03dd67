import { randomUUID } from 'node:crypto';
import { type Log, UserError } from '../report/index.ts';
import { type Address, type Digest, parseAddress } from '../values/index.ts';
import { applyPlan } from './apply.ts';
import type { Chain, ChainState } from './chain/chain.ts';
import { observe } from './chain/observe.ts';
import { type ChainSettings, signerName } from './chain-schema.ts';
import type { Clock } from './clock.ts';
import type { ChainWait } from './delivery.ts';
import { type Forecast, forecastPlan, isSending } from './forecast.ts';
import {
  type Journal,
  type JournalWriter,
  openJournalWriter,
  type UnfinishedJournal,
  unfinishedPart,
} from './journal.ts';
import { sameCode } from './known-code.ts';
import { planMigration } from './plan.ts';
import type { KnownContract, Plan } from './plan-step.ts';
import { countSteps, describeCounts, describePlan, type MigrationCounts } from './plan-summary.ts';
import { asUserError, preflight, requireRightChain, requireUsedNonces } from './preflight.ts';
import { type ContractRecord, contractRecordDigest } from './record.ts';
import type { PreparedSet } from './set-checks.ts';
import { type Settlement, settleJournal } from './settle.ts';
import { openSigner, type Signer } from './signer.ts';

export interface MigrationInput {
  readonly set: PreparedSet;
  readonly settings: ChainSettings;
  readonly chain: Chain;
  /** Needed only when something has to be signed: never in `plan`, nor in a run that changes nothing. */
  readonly privateKey: string | undefined;
  readonly journal: Journal;
  /** Who runs this, for the messages of other runs: such as the URL of the workflow run. */
  readonly holder: string;
  /** Whose record this is, such as the environment's name: others may share the chain, the deployer and so the journal. */
  readonly scope: string;
  /**
   * Called once, after the journal was read: a run that publishes and finishes in between then shows either in the record
   * or as a taken number. The other way round its contracts would be in neither, and would be created again.
   */
  readonly readPreviousRecord: () => Promise<ContractRecord | undefined>;
  readonly mode: 'plan' | 'apply';
  readonly deadlineMs: number;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** How often the chain is asked how far it is. */
  readonly pollMs?: number;
}

export interface MigrationResult {
  readonly plan: Plan;
  /** In `plan`, what apply would leave: contracts still to be created have `proof: 'predicted'`, block 0 and their predicted code hash. */
  readonly record: ContractRecord;
  /** The record differs from the previous one. */
  readonly changed: boolean;
  readonly counts: MigrationCounts;
  /** Of the transactions that this run signed, as mined. */
  readonly gasUsed: bigint;
  /** For {@link finishJournal}; undefined when the journal has nothing unfinished. */
  readonly openJournal: OpenJournal | undefined;
}

/** The place at which a run may close the journal: nobody else has written since. */
export interface OpenJournal {
  readonly writer: JournalWriter;
}

/** Plans, and in `apply` carries out, the way from what is on the chain to what the set wants. */
export async function migrateContracts(input: MigrationInput): Promise<MigrationResult> {
  const { chain, settings, journal, scope, mode, log, signal } = input;
  const deployer = parseAddress(settings.deployer);
  const wait = createWait(input, deployer);
  const { head, start, entries } = await journal.read();
  const previousRecord = await input.readPreviousRecord();
  const recorded = previousRecord?.contracts ?? [];
  const addresses = recorded.map(({ address }) => address);
  const firstState = await observe(chain, deployer, addresses, signal);
  requireRightChain(firstState, settings, previousRecord);

  const unfinished = unfinishedPart(entries, scope);
  requireUsedNonces(firstState, Math.max(unfinished.usedNonces, head?.usedNonces ?? 0));
  const writer = openJournalWriter(journal, start + entries.length, {
    token: randomUUID(),
    holder: input.holder,
    scope,
  });
  const { settlement, state } = await settle(wait, unfinished, writer, firstState, addresses, input);
  const doneInRecord = new Set(previousRecord?.calls.map(({ transaction }) => transaction));
  const plan = planMigration(input.set, {
    chain: state.identity,
    deployer,
    nonce: Math.max(state.nonce, settlement.nextNonce),
    contracts: [...recorded.map((contract): KnownContract => sameCode(contract, state)), ...settlement.contracts],
    calls: [
      ...(previousRecord?.calls ?? []).map((call) => ({ recorded: call, source: 'record' as const, isPending: false })),
      // Killed between record and end, a call stands in both.
      ...settlement.calls.filter(({ recorded: { transaction } }) => !doneInRecord.has(transaction)),
    ],
    predicates: new Map(),
  });
  const forecast = await foresee(plan, settlement, state, wait, input);
  await log.group(`Plan ${plan.digest.slice(7, 19)}: ${describeCounts(countSteps(plan, 0))}`, async () =>
    describePlan(plan, forecast, log),
  );
  if (mode === 'plan' && forecast?.missingBalance !== undefined) log.warning(forecast.missingBalance);
  if (mode === 'plan' && forecast !== undefined && forecast.findings.length > 0) throw asUserError(forecast.findings);

  const isNeeded = mode === 'apply' && plan.steps.some(isSending);
  const signer = isNeeded ? await preflight(keyOpener(input), settings, deployer, state, forecast) : undefined;
  const outcome = await applyPlan({
    plan,
    set: input.set,
    wait,
    isPlanOnly: mode === 'plan',
    signer,
    writer,
    forecast,
    identity: state.identity,
    confirmations: requireNumber(settings.confirmations),
    earlier: unfinished.transactions,
  });
  const { record } = outcome;
  return {
    plan,
    record,
    changed: previousRecord === undefined || contractRecordDigest(previousRecord) !== contractRecordDigest(record),
    counts: countSteps(plan, outcome.transactions),
    gasUsed: outcome.gasUsed,
    openJournal: mode === 'apply' && (unfinished.own.size > 0 || outcome.transactions > 0) ? { writer } : undefined,
  };
}

function keyOpener({ privateKey, settings }: MigrationInput): (() => Promise<Signer>) | undefined {
  if (privateKey === undefined || privateKey.trim() === '') return undefined;
  return () => openSigner(privateKey, signerName(settings));
}

/**
 * Closes the journal when the record is safely stored. A run killed before that is resumed: everything is found done, the
 * same record is made again, and this is called again.
 */
export async function finishJournal(open: OpenJournal | undefined, record: Digest): Promise<void> {
  await open?.writer.append({ kind: 'finished', record });
}

function createWait(
  { chain, clock, log, signal, deadlineMs, pollMs = 200 }: MigrationInput,
  deployer: Address,
): ChainWait {
  return { chain, deployer, clock, log, signal, deadline: clock.now() + deadlineMs, pollMs };
}

async function settle(
  wait: ChainWait,
  unfinished: UnfinishedJournal,
  writer: JournalWriter,
  firstState: ChainState,
  addresses: readonly Address[],
  { mode }: MigrationInput,
): Promise<{ settlement: Settlement; state: ChainState }> {
  const settlement = await settleJournal(wait, unfinished, mode === 'plan');
  if (unfinished.transactions.length === 0) return { settlement, state: firstState };
  if (settlement.newOutcomes.length > 0)
    await writer.append({ kind: 'outcomes', outcomes: [...settlement.newOutcomes] });
  return { settlement, state: await observe(wait.chain, wait.deployer, addresses, wait.signal) };
}

/** Undefined when there is nothing to send, or when what would be sent builds on transactions that are not mined yet. */
async function foresee(
  plan: Plan,
  settlement: Settlement,
  state: ChainState,
  wait: ChainWait,
  input: MigrationInput,
): Promise<Forecast | undefined> {
  if (!plan.steps.some(isSending)) return undefined;
  if (settlement.nextNonce > state.nonce) {
    input.log.warning(
      'Not simulated: the plan builds on transactions of an unfinished run that are not mined yet. Apply sends those first.',
    );
    return undefined;
  }
  const forecast = await forecastPlan(
    wait.chain,
    wait.deployer,
    plan,
    input.set,
    state,
    wait.clock.unixSeconds(),
    wait.signal,
    input.settings.fees,
  );
  for (const line of forecast.notSimulated) input.log.warning(line);
  return forecast;
}

function requireNumber(confirmations: ChainSettings['confirmations']): number {
  if (typeof confirmations === 'number') return confirmations;
  throw new UserError(`chain.confirmations: ${confirmations} is not supported yet: expected a number of blocks`);
}
