import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createSummary, excerpt, type Log, type Redactor, type SummarySection } from '../report/index.ts';
import type { RunIdentity, Secrets } from '../values/index.ts';
import { watchSignals } from './cancellation.ts';
import type { Action, RunContext } from './define-action.ts';
import { exitCodes, reportFailure } from './failure.ts';
import type { ReadInput } from './input-table.ts';

/** What a runner and a terminal give to a run. */
export interface Face {
  readonly log: Log;
  readonly redactor: Redactor;
  readonly secrets: Secrets;
  readonly readInput: ReadInput;
  readonly workspace: string;
  readonly run: RunIdentity;
  readonly isHostedRunner: boolean;
  readonly storageEndpoint: string | undefined;
  readonly passedOn: Readonly<Record<string, string>>;
  readonly temporaryParent: string;
  setOutput(name: string, value: string): void;
  /** Must not wait: it is also called when the process is about to be killed. */
  showSummary(sections: readonly SummarySection[]): void;
}

/** Runs an action from its inputs to its exit code, whatever happens on the way. */
export async function conduct(action: Action, face: Face): Promise<number> {
  const { log } = face;
  const summary = createSummary();
  const temporaryFolder = mkdtempSync(join(face.temporaryParent, 'keep-deploy-'));
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    face.showSummary(summary.sections());
    rmSync(temporaryFolder, { recursive: true, force: true });
  };
  const cancellation = watchSignals((exitCode) => {
    log.error('cancelled; the run did not end in time and is broken off. Run it again to finish it.');
    end();
    process.exit(exitCode);
  });
  const crash = watchCrashes(log, () => isOver);
  const context: RunContext<string> = {
    log,
    summary,
    signal: cancellation.signal,
    secrets: face.secrets,
    workspace: face.workspace,
    run: face.run,
    redact: (text) => face.redactor.redact(text),
    isHostedRunner: face.isHostedRunner,
    ...(face.storageEndpoint !== undefined && { storageEndpoint: face.storageEndpoint }),
    passedOn: face.passedOn,
    temporaryFolder,
    setOutput: (name, value) => face.setOutput(name, checkedOutput(action, face.redactor, name, String(value))),
  };
  let started: Promise<void> | undefined;
  try {
    started = action.start(face.readInput, context);
    await Promise.race([started, crash.happened]);
    return cancellation.exitCode() ?? exitCodes.success;
  } catch (error) {
    const exitCode = cancellation.exitCode();
    if (exitCode !== undefined) {
      const text = `${excerpt(String(cancellation.signal.reason.message))}; run it again to finish it`;
      log.error(text);
      if (error !== cancellation.signal.reason)
        log.info(`it ended with: ${error instanceof Error ? error.message : String(error)}`);
      summary.add({ title: `${action.name} was cancelled`, severity: 'failed', text });
      return exitCode;
    }
    const failure = reportFailure(action.name, error, log);
    summary.add(failure.section);
    // A background failure leaves the run itself going: it must not start anything more, and gives back what it holds.
    cancellation.abort(error);
    await endsWithin(giveBackWithinMs, started);
    return failure.exitCode;
  } finally {
    end();
    cancellation.release();
    crash.release();
  }
}

/** A lock is given back within 3 s. */
const giveBackWithinMs = 4000;

async function endsWithin(limitMs: number, work: Promise<void> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work?.catch(() => {}), tooLong]);
  clearTimeout(timer);
}

/** Outputs are handed to other steps and shown by the runner, so a secret in one is our bug, and it isn't set. */
function checkedOutput(action: Action, redactor: Redactor, name: string, value: string): string {
  if (!Object.hasOwn(action.outputs, name)) throw new Error(`${action.name} has no output ${name}`);
  const secrets = redactor.secretsIn(value);
  if (secrets.length > 0) throw new Error(`the output ${name} would contain the secret $${secrets.join(', $')}`);
  return value;
}

/**
 * An error that nobody waits for is our bug and ends the run; so is an event loop that runs empty, which Node would take
 * for success.
 */
function watchCrashes(log: Log, isOver: () => boolean) {
  let crashed: (error: unknown) => void = () => {};
  const happened = new Promise<never>((_, reject) => {
    crashed = reject;
  });
  happened.catch(() => {});
  const listener = (error: unknown) => crashed(error);
  const onExit = () => {
    if (isOver()) return;
    process.exitCode = exitCodes.bug;
    log.error('this is a bug in keep-deploy: the run waited for something that could no longer happen');
  };
  process.on('uncaughtException', listener);
  process.on('exit', onExit);
  return {
    happened,
    release() {
      process.off('uncaughtException', listener);
      process.off('exit', onExit);
    },
  };
}
