import {
  describeFinding,
  excerpt,
  type Finding,
  type Log,
  RemoteError,
  type SummarySection,
  UserError,
} from '../report/index.ts';

/** GitHub shows 10 error annotations of a step; one is kept for "and N more". */
const mostAnnotations = 9;

export const exitCodes = { success: 0, remoteError: 1, userError: 2, bug: 70 } as const;

/** Tells a user's mistake, the other side's failure and our own bug apart: who must do something differs. */
export function reportFailure(
  name: string,
  error: unknown,
  log: Log,
): { readonly exitCode: number; readonly section: SummarySection } {
  if (error instanceof UserError) {
    const findings = placedFirst(error.findings);
    for (const finding of findings.slice(0, mostAnnotations)) log.error(finding.message, finding);
    const more = findings.slice(mostAnnotations);
    if (more.length > 0) {
      for (const finding of more) log.info(describeFinding(finding));
      log.error(`and ${more.length} more, which stand in the log above`);
    }
    if (error.advice !== undefined) log.info(error.advice);
    logCauses(error, log);
    return { exitCode: exitCodes.userError, section: findingsSection(name, findings, error.advice) };
  }
  if (error instanceof RemoteError) {
    log.error(error.message, error.place && { ...error.place, message: error.message });
    logCauses(error, log);
    const text = describeFinding({ ...error.place, message: error.message });
    const exitCode = error.exitCode ?? exitCodes.remoteError;
    return { exitCode, section: { title: `${name} failed`, severity: 'failed', text } };
  }
  const text = `this is a bug in keep-deploy: ${error instanceof Error ? `${error.name}: ${excerpt(error.message)}` : excerpt(String(error))}`;
  log.error(`${text}. Please report it, with the log of a run with debug logging on.`);
  if (error instanceof Error) {
    log.debug(error.stack ?? 'no stack');
    logCauses(error, log);
  }
  return { exitCode: exitCodes.bug, section: { title: `${name} failed`, severity: 'failed', text } };
}

/** What stands in a file can be shown there; the order within stays the file's. */
function placedFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings.filter(({ file }) => file !== undefined), ...findings.filter(({ file }) => file === undefined)];
}

function findingsSection(name: string, findings: readonly Finding[], advice: string | undefined): SummarySection {
  return {
    title: `${name} failed`,
    severity: 'failed',
    ...(advice !== undefined && { text: advice }),
    count: `${findings.length} ${findings.length === 1 ? 'mistake' : 'mistakes'}`,
    columns: ['where', 'what'],
    rows: findings.map(({ message, ...place }) => ({
      severity: 'failed',
      cells: [describeFinding({ ...place, message: '' }).replace(/: $/, ''), message],
    })),
  };
}

function logCauses(error: Error, log: Log, depth = 1): void {
  const causes = error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause];
  for (const cause of causes.slice(0, 10)) {
    const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    log.info(`caused by ${excerpt(message)}`);
    if (cause instanceof Error && depth < 5) logCauses(cause, log, depth + 1);
  }
}
