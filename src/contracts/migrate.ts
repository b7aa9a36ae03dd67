import { randomUUID } from 'node:crypto';
import { RemoteError } from '../report/index.ts';
import { parseAddress } from '../values/index.ts';
import { brokenOff, describeBrokenOff } from './journal/broken-off.ts';
import { createHeldLock, type HeldLock } from './journal/held-lock.ts';
import { Overtaken } from './journal/journal-writer.ts';
import type { Migration, MigrationInput } from './migration.ts';
import type { MigrationResult } from './migration-result.ts';
import { once } from './once.ts';
import { PlanAgain } from './plan/plan-again.ts';
import { createBlockPace } from './sending/block-pace.ts';
import { runRound } from './sending/round.ts';
import { openSpending } from './sending/spending.ts';

const mostRounds = 5;

/** Plans, and in `apply` carries out, the way from what is on the chain to what the set wants. */
export async function migrateContracts(input: MigrationInput): Promise<MigrationResult> {
  const { clock, signal, log, pollMs = 100, settings } = input;
  const ended = new AbortController();
  const lock = createHeldLock(signal, (reason) => ended.abort(reason));
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
      pace: createBlockPace(pollMs),
      requireHeld: () => lock.requireHeld(),
    },
    token: randomUUID(),
    spending: openSpending(settings.fees?.budget),
    reached: {},
    openSigner: once(input.openSigner),
  };
  try {
    const result = await inRounds(migration, lock);
    if (result.openJournal === undefined) await lock.release();
    return result;
  } catch (error) {
    const known = describeBrokenOff(migration.reached.plan, migration.spending);
    if (known !== undefined) brokenOff.attach(error, known);
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
      if (error instanceof Overtaken) await requireAhead(error, lock);
      else if (!(error instanceof PlanAgain)) throw error;
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

/**
 * Another run has written where this one was about to. Whoever holds the lock goes on from there: the other is a former
 * holder, or had ended before. Who was taken over ends here, even if the other has ended since: its commit may be newer.
 */
async function requireAhead(error: Overtaken, lock: HeldLock): Promise<void> {
  if (lock.isHeld()) await lock.requireHeldNow();
  else if (!error.hasEnded) throw error;
}
