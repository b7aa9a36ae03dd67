import { randomUUID } from 'node:crypto';
import { RemoteError, UserError } from '../report/index.ts';
import { parseAddress } from '../values/index.ts';
import { buildRecord } from './build-record.ts';
import { blockHeader } from './chain/reads.ts';
import { markOfEnd } from './delivery.ts';
import type { Desk } from './dispatch.ts';
import { type Forecast, forecastPlan, isSending } from './forecast.ts';
import { createHeldLock, type HeldLock } from './held-lock.ts';
import type { BlockMark } from './journal.ts';
import { Overtaken, openJournalWriter } from './journal-writer.ts';
import { type Applied, applyLayers } from './layers.ts';
import { type Look, look } from './look.ts';
import type { Migration, MigrationInput } from './migration.ts';
import { once } from './once.ts';
import type { OpenJournal } from './open-journal.ts';
import { PlanAgain } from './plan-again.ts';
import type { Plan } from './plan-step.ts';
import { countSteps, describeCounts, describePlan, type MigrationCounts } from './plan-summary.ts';
import { asUserError, preflight, sendingFindings, sendingWarnings } from './preflight.ts';
import { type ContractRecord, contractRecordDigest } from './record.ts';
import { settleStep } from './settle.ts';
import { openSpending } from './spending.ts';

export interface MigrationResult {
  readonly plan: Plan;
  /** In `plan`, what apply would leave: contracts still to be created have `proof: 'predicted'`, block 0 and their predicted code hash. */
  readonly record: ContractRecord;
  /** The record differs from the previous one. */
  readonly changed: boolean;
  readonly counts: MigrationCounts;
  /** Of the transactions that this run signed, as mined. */
  readonly gasUsed: bigint;
  /** What they cost, in wei. */
  readonly cost: bigint;
  /** In how many blocks they are. */
  readonly blocks: number;
  readonly forecast: Forecast | undefined;
  /** For finishJournal, or releaseJournal when the record can't be stored; undefined when nothing is unfinished. */
  readonly openJournal: OpenJournal | undefined;
}

const mostRounds = 5;

/** Plans, and in `apply` carries out, the way from what is on the chain to what the set wants. */
export async function migrateContracts(input: MigrationInput): Promise<MigrationResult> {
  const { clock, signal, log, pollMs = 100, settings } = input;
  const ended = new AbortController();
  const lock = createHeldLock(clock, signal, (reason) => ended.abort(reason));
  const migration: Migration = {
    input,
    deployer: parseAddress(settings.deployer),
    wait: {
      chain: input.chain,
      deployer: parseAddress(settings.deployer),
      clock,
      log,
      signal: AbortSignal.any([signal, ended.signal]),
      deadline: clock.now() + input.deadlineMs,
      pollMs,
      requireHeld: () => lock.requireHeld(),
    },
    token: randomUUID(),
    spending: openSpending(settings.fees?.budget),
    openSigner: once(input.openSigner),
  };
  try {
    const result = await inRounds(migration, lock);
    if (result.openJournal === undefined) await lock.release();
    return result;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Whatever makes a plan obsolete without being an error is answered by looking and planning again, a few times. */
async function inRounds(migration: Migration, lock: HeldLock): Promise<MigrationResult> {
  const { wait } = migration;
  for (let round = 1; ; ) {
    try {
      const result = await runRound(migration, lock);
      if (result !== 'again') return result;
    } catch (error) {
      wait.signal.throwIfAborted();
      const isOver = error instanceof Overtaken && (error.hasEnded || lock.isHeld());
      if (!(error instanceof PlanAgain || isOver)) throw error;
      if (round++ === mostRounds) {
        throw new RemoteError(
          `the plan became obsolete ${mostRounds} times: ${error.message}. Run again when the chain is calm`,
        );
      }
      wait.log.warning(
        `Planning again: ${error instanceof Overtaken ? 'another run has written to the journal' : error.message}`,
      );
    }
  }
}

async function runRound(migration: Migration, lock: HeldLock): Promise<MigrationResult | 'again'> {
  const { input, wait, spending, openSigner } = migration;
  const { mode, settings } = input;
  const seen = await look(migration);
  const { plan, ledger, state, journal } = seen;
  const sends = plan.steps.some(isSending);
  const isAtWork = sends || ledger.isUnfinished || seen.startsNewChain;
  if (mode === 'plan' || !isAtWork) return planned(migration, seen);

  requireApproved(plan, input);
  if (plan.refusals.length > 0) throw asUserError(plan.refusals);
  const openLock = input.openLock;
  const taking = lock.take(openLock && (() => openLock(state.identity)), seen.nextEntry > 0);
  const isSettled = seen.undecided.length === 0 && !seen.startsNewChain;
  const [taken, isCurrent, forecast] = await all(
    taking,
    isSettled && sends ? (input.isRecordCurrent?.() ?? Promise.resolve(true)) : Promise.resolve(true),
    isSettled && sends ? foresee(migration, seen) : Promise.resolve(undefined),
  );
  if (taken === 'waited') return 'again';
  if (!isCurrent) throw new PlanAgain('another run has published its contracts in between');
  const desk: Desk = {
    wait,
    openSigner,
    spending,
    feeCap: settings.fees?.cap,
    writer: openJournalWriter(
      journal,
      seen.nextEntry,
      { token: migration.token, holder: input.holder, scope: input.scope },
      wait.signal,
    ),
  };
  if (seen.startsNewChain) {
    await desk.writer.append({ kind: 'new-chain' });
    return 'again';
  }
  if (ledger.openScopes.size > 0 && ledger.lastWriter?.token !== migration.token) {
    await desk.writer.append({ kind: 'takeover' });
  }
  if (seen.undecided.length > 0) {
    await settleStep(desk, seen, input.scope);
    return 'again';
  }
  await showPlan(plan, forecast, input);
  if (sends) {
    await preflight(openSigner, settings, migration.deployer, state, forecast, {
      allowMainnet: input.options?.allowMainnet ?? false,
      chain: input.chain,
      signal: wait.signal,
      warn: (message) => input.log.warning(message),
    });
  }
  const applied = await applyLayers({
    desk,
    plan,
    set: input.set,
    forecast,
    chainId: state.identity.id,
    sinceBlock: state.block.number,
    // What earlier runs have sent is confirmed together with what this run sends.
    earlier: [...seen.ends.values()].map(markOfEnd),
    confirmations: settings.confirmations,
  });
  return finished(migration, seen, applied, forecast, {
    journal,
    writer: desk.writer,
    lock,
    finalBlock: applied.finalBlock ?? ledger.finalBlock ?? (await latestBlock(migration)),
  });
}

/** What does not hinder a plan would stop apply. */
function warnOfApply({ input, deployer }: Migration, { state, undecided }: Look, forecast: Forecast | undefined): void {
  const { log, options } = input;
  if (forecast?.missingBalance !== undefined) log.warning(forecast.missingBalance);
  // Of an unfinished run's transactions apply takes care itself.
  const seen = undecided.length > 0 ? { ...state, pendingNonce: state.nonce } : state;
  for (const line of sendingFindings(deployer, seen, options?.allowMainnet ?? false)) log.warning(line);
  for (const line of sendingWarnings(deployer, state)) log.warning(line);
}

/** The end of a plan, and of a run that has nothing to do. */
async function planned(migration: Migration, seen: Look): Promise<MigrationResult> {
  const { input } = migration;
  const { plan } = seen;
  const isPlan = input.mode === 'plan';
  const sends = plan.steps.some(isSending);
  const forecast = isPlan && sends ? await foresee(migration, seen) : undefined;
  await showPlan(plan, forecast, input);
  if (isPlan && sends) warnOfApply(migration, seen, forecast);
  // Also where nothing is to be sent: what may not be kept is not published.
  const findings = [...plan.refusals, ...(isPlan ? (forecast?.findings ?? []) : [])];
  if (findings.length > 0) throw asUserError(findings);
  const record = buildRecord(plan, seen.state.identity, migration.deployer, {
    result: () => undefined,
    proof(address) {
      const codeHash = forecast?.codeHashes.get(address);
      return codeHash && { codeHash, proof: 'predicted' };
    },
  });
  return resultOf(migration, seen, record, forecast, undefined);
}

function finished(
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
    isLast: [...ledger.openScopes].every((scope) => scope === migration.input.scope) && !ledger.isAfterReset,
  });
}

function resultOf(
  { spending, input }: Migration,
  { plan, record: previous }: Look,
  record: ContractRecord,
  forecast: Forecast | undefined,
  openJournal: OpenJournal | undefined,
): MigrationResult {
  const { gasUsed, cost, blocks } = spending.total();
  return {
    plan,
    record,
    changed: previous === undefined || contractRecordDigest(previous) !== contractRecordDigest(record),
    counts: countSteps(plan, input.mode === 'plan' ? 0 : spending.transactions()),
    gasUsed,
    cost,
    blocks: blocks.size,
    forecast,
    openJournal,
  };
}

async function latestBlock({ wait }: Migration): Promise<BlockMark> {
  const [{ number, hash }] = await wait.chain.read([blockHeader('latest')], wait.signal);
  return { number, hash };
}

/** Undefined when what would be sent builds on transactions that are not mined yet. */
async function foresee(
  { input, wait, deployer }: Migration,
  { plan, state, undecided }: Look,
): Promise<Forecast | undefined> {
  if (undecided.length > 0) {
    input.log.warning(
      'Not simulated: the plan builds on transactions of an unfinished run that are not mined yet. Apply sends those first.',
    );
    return undefined;
  }
  const now = wait.clock.unixSeconds();
  const { fees } = input.settings;
  const forecast = await forecastPlan(wait.chain, deployer, plan, input.set, state, now, wait.signal, fees);
  for (const line of forecast.notSimulated) input.log.warning(line);
  return forecast;
}

async function showPlan(plan: Plan, forecast: Forecast | undefined, { log }: MigrationInput): Promise<void> {
  await log.group(`Plan ${plan.digest.slice(7, 19)}: ${describeCounts(countSteps(plan, 0))}`, async () =>
    describePlan(plan, forecast, log),
  );
}

function requireApproved({ digest }: Plan, { options }: MigrationInput): void {
  const approved = options?.approvedPlan;
  if (approved === undefined || approved === digest) return;
  throw new UserError(
    `the plan is ${digest}, but the approved one is ${approved}: something has changed since. Nothing is sent. Look at the new plan and approve it`,
  );
}

/** Waits for all of them even when one fails, so that a lock that is being taken is known when it has to be given back. */
async function all<A, B, C>(...work: [Promise<A>, Promise<B>, Promise<C>]): Promise<[A, B, C]> {
  const [first, second, third] = await Promise.allSettled(work);
  for (const end of [first, second, third]) if (end.status === 'rejected') throw end.reason;
  return [
    (first as PromiseFulfilledResult<A>).value,
    (second as PromiseFulfilledResult<B>).value,
    (third as PromiseFulfilledResult<C>).value,
  ];
}
