import { setTimeout as sleep } from 'node:timers/promises';
import { excerpt, type Log, RemoteError } from '../report/index.ts';
import { askDiagnostics } from './ask-diagnostics.ts';
import { checkClient, type DiagnosticsReply, type SmokeClient, type SmokeRelease } from './client-checks.ts';
import { type CheckResult, reportOf, type SmokeReport } from './report.ts';

export interface SmokePorts {
  /** What is wrong with the code at the release's addresses, one line each; none when all of it is there. */
  codeProblems(): Promise<readonly string[]>;
  /** Asks a client's `/diagnostics` once. */
  diagnostics(client: SmokeClient): Promise<DiagnosticsReply>;
}

export interface SmokeTestOptions {
  readonly release: SmokeRelease;
  readonly ports: SmokePorts;
  /** Shared by all checks: peers find each other in rounds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Between two questions to the same client. */
  readonly everyMs?: number;
}

/** Checks a release as it runs. Writes nothing. A red check is asked again until the deadline: a network takes its time to meet. */
export async function runSmokeTest(options: SmokeTestOptions): Promise<SmokeReport> {
  const { release, deadlineMs, log } = options;
  const endsAt = performance.now() + deadlineMs;
  const [code, ...clients] = await Promise.all([
    checkCode(options),
    ...release.clients.map((client) => checkUntilGreen(client, endsAt, options)),
  ]);
  const report = reportOf([code, ...clients.flat()]);
  for (const { client = 'all', check, result, detail } of report.rows.filter(({ result }) => result !== 'passed')) {
    if (result === 'failed') log.error(`${client}: ${check}: ${detail}`);
    else log.warning(`${client}: ${check}: not possible here: ${detail}`);
  }
  return report;
}

async function checkCode({ ports, signal }: SmokeTestOptions): Promise<CheckResult> {
  try {
    const problems = await ports.codeProblems();
    if (problems.length === 0) return { check: 'code', result: 'passed', detail: 'every contract has its code' };
    return { check: 'code', result: 'failed', detail: excerpt(problems.join('; ')) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof RemoteError)) throw error;
    return { check: 'code', result: 'failed', detail: excerpt(`could not be read: ${error.message}`) };
  }
}

async function checkUntilGreen(
  client: SmokeClient,
  endsAt: number,
  options: SmokeTestOptions,
): Promise<readonly CheckResult[]> {
  const { release, ports, signal, log, everyMs = 1_000 } = options;
  for (;;) {
    signal.throwIfAborted();
    const rows = checkClient(client, await askDiagnostics(client, ports, signal), release);
    const isSettled = rows.every(({ result }) => result !== 'failed');
    const leftMs = endsAt - performance.now();
    if (isSettled || leftMs <= 0) return rows;
    log.debug(`${client.name}: ${rows.find(({ result }) => result === 'failed')?.detail ?? ''}; asks again`);
    await sleep(Math.min(everyMs, leftMs), undefined, { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
  }
}
