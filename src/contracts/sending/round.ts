import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChainState } from '../chain/chain.ts';
import { blockHeader } from '../chain/reads.ts';
import { signerName } from '../journal/chain-schema.ts';
import type { HeldLock } from '../journal/held-lock.ts';
import type { BlockMark } from '../journal/journal.ts';
import { openJournalWriter } from '../journal/journal-writer.ts';
import type { Migration } from '../migration.ts';
import { appliedResult, type MigrationResult, plannedResult } from '../migration-result.ts';
import { requireApproved } from '../plan/approval.ts';
import { type Forecast, isSending } from '../plan/forecast.ts';
import { applyLayers } from '../plan/layers.ts';
import { PlanAgain } from '../plan/plan-again.ts';
import { preflight, sendingFindings, sendingWarnings } from '../plan/preflight.ts';
import { foresee, showPlan } from '../plan/show-plan.ts';
import type { Signer } from '../transaction/signer.ts';
import type { Desk } from './dispatch.ts';
import { type Look, look } from './look.ts';
import { chainProblem, Refused } from './refused.ts';
import { settleStep } from './settle.ts';
import { markOfEnd } from './slot.ts';

/** One round of looking, planning and sending; `again` when it led to where the next has to look first. */
export async function runRound(migration: Migration, lock: HeldLock): Promise<MigrationResult | 'again'> {
  const { input, wait, spending, openSigner } = migration;
  const { mode, settings } = input;
  const seen = await look(migration);
  const { plan, ledger, state, journal } = seen;
  migration.reached.plan = plan;
  // Also what was mined when a round before this one ended: it is paid for.
  for (const [nonce, end] of seen.ends) {
    if (end.kind === 'mined') spending.mine(nonce, end.receipt);
    else spending.lose(nonce);
  }
  const sends = plan.steps.some(isSending);
  const isAtWork = sends || ledger.isUnfinished || seen.startsNewChain;
  if (mode === 'plan' || !isAtWork) return planned(migration, seen);

  if (sends || seen.undecided.length > 0) requireApproved(seen, input);
  if (plan.refusals.length > 0) throw new Refused(plan.refusals);
  // Opened while the chain and the store are waited for; what is wrong with it is said with all other findings.
  const hasNoKey = sends && (await failsAtOnce(openSigner()));
  const openLock = hasNoKey ? undefined : input.openLock;
  const taking = lock.take(openLock && (() => openLock(state.identity)), seen.nextEntry > 0);
  const isSettled = seen.undecided.length === 0 && !seen.startsNewChain;
  const [taken, isCurrent, forecast] = await all(
    taking,
    isSettled && sends ? (input.isRecordCurrent?.() ?? Promise.resolve(true)) : Promise.resolve(true),
    isSettled && sends ? foresee(migration, seen) : Promise.resolve(undefined),
  );
  const check = () =>
    // What an unfinished run has left pending is no stranger's.
    preflight(openSigner, settings, migration.deployer, isSettled ? state : withoutPending(state), forecast, {
      allowMainnet: input.options?.allowMainnet ?? false,
      chain: input.chain,
      signal: wait.signal,
      warn: (message) => input.log.warning(message),
    });
  if (hasNoKey) {
    await showPlan(plan, forecast, input);
    await check();
  }
  if (taken === 'waited') return 'again';
  if (!isCurrent) throw new PlanAgain('another run has published its contracts in between');
  const desk: Desk = {
    wait,
    openSigner: async () => requireDeployer(await openSigner(), migration),
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
    const findings = sendingFindings(migration.deployer, withoutPending(state), input.options?.allowMainnet ?? false);
    if (findings.length > 0) throw new Refused(findings);
    await settleStep(desk, seen, input.scope);
    return 'again';
  }
  await showPlan(plan, forecast, input);
  if (sends) await check();
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
  return appliedResult(migration, seen, applied, forecast, {
    journal,
    writer: desk.writer,
    lock,
    finalBlock: applied.finalBlock ?? ledger.finalBlock ?? (await latestBlock(migration)),
  });
}

function withoutPending(state: ChainState): ChainState {
  return { ...state, pendingNonce: state.nonce };
}

/** Known without waiting, as when a variable isn't set: a run that can't sign takes no lock and writes nothing. */
async function failsAtOnce(work: Promise<unknown>): Promise<boolean> {
  let hasFailed = false;
  work.catch(() => {
    hasFailed = true;
  });
  await nextTurn();
  return hasFailed;
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
  if (findings.length > 0) throw new Refused(findings);
  return plannedResult(migration, seen, forecast);
}

/** A burn, or a higher fee, may have to be signed before the rest of what is checked before a send. */
function requireDeployer(signer: Signer, { input, deployer }: Migration): Signer {
  if (signer.address === deployer) return signer;
  throw new Refused([
    chainProblem(
      'signer',
      `${signerName(input.settings)} is the key of ${signer.address}, but chain.deployer is ${deployer}: nothing is signed`,
    ),
  ]);
}

/** What does not hinder a plan would stop apply. */
function warnOfApply({ input, deployer }: Migration, { state, undecided }: Look, forecast: Forecast | undefined): void {
  const { log, options } = input;
  if (forecast?.missingBalance !== undefined) log.warning(forecast.missingBalance);
  // Of an unfinished run's transactions apply takes care itself.
  const seen = undecided.length > 0 ? withoutPending(state) : state;
  for (const { message } of sendingFindings(deployer, seen, options?.allowMainnet ?? false)) log.warning(message);
  for (const line of sendingWarnings(deployer, state)) log.warning(line);
}

async function latestBlock({ wait }: Migration): Promise<BlockMark> {
  const [{ number, hash }] = await wait.chain.read([blockHeader('latest')], wait.signal);
  return { number, hash };
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
