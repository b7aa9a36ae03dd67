/** `not-possible` is no proof: it never counts as passed. */
export type SmokeResult = 'passed' | 'failed' | 'not-possible';

export interface CheckResult {
  /** Absent for a check of the whole release. */
  readonly client?: string | undefined;
  readonly check: 'code' | 'answers' | 'account' | 'peers';
  readonly result: SmokeResult;
  /** One plain line. */
  readonly detail: string;
}

export interface SmokeReport {
  readonly rows: readonly CheckResult[];
  /** `incomplete`: nothing failed, but something could not be checked. Only `passed` proves a release. */
  readonly verdict: 'passed' | 'failed' | 'incomplete';
}

/** A report needs at least one check, and every one passed, to be a proof. */
export function reportOf(rows: readonly CheckResult[]): SmokeReport {
  if (rows.some(({ result }) => result === 'failed')) return { rows, verdict: 'failed' };
  const isComplete = rows.length > 0 && rows.every(({ result }) => result === 'passed');
  return { rows, verdict: isComplete ? 'passed' : 'incomplete' };
}

export interface SmokeTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const meanings: Readonly<Record<CheckResult['check'], string>> = {
  code: 'code at every address',
  answers: 'answers',
  account: 'is its own account',
  peers: 'sees a bootstrap peer',
};

const words: Readonly<Record<SmokeResult, string>> = {
  passed: 'passed',
  failed: 'FAILED',
  'not-possible': 'not possible here',
};

/** One row for each check, for the job's summary. */
export function smokeTable({ rows }: SmokeReport): SmokeTable {
  return {
    headings: ['client', 'check', 'result', 'what was seen'],
    rows: rows.map(({ client, check, result, detail }) => [client ?? 'all', meanings[check], words[result], detail]),
  };
}

/** The same for a terminal. */
export function smokeText(report: SmokeReport): string {
  const { headings, rows } = smokeTable(report);
  const table = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
