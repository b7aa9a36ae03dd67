import type { Row } from './rows.ts';
import type { Verdict } from './verdicts.ts';

/** A table of times for each kind of controllers, and one of verdicts, for docs/roll-deployment.md. */
export function rollTables(rows: readonly Row[], verdicts: readonly Verdict[]): readonly string[] {
  const limits = [...new Set(rows.map(({ controllers }) => controllers))];
  const verdictTable = table(
    ['what is wrong', 'tool', 'says so after', 'all back after', 'what is left'],
    verdicts.map(({ fault, tool, secondsToVerdict, secondsToRolledBack, stateLeft }) => [
      ...[fault, tool, seconds(secondsToVerdict), seconds(secondsToRolledBack), stateLeft],
    ]),
  );
  return [
    ...limits.flatMap((controllers) => [
      `With ${controllers} limits of the controllers:`,
      '',
      ...timeTable(rows.filter((row) => row.controllers === controllers)),
      '',
    ]),
    ...(verdicts.length === 0 ? [] : ['A release that can not start, 10 clients at once:', '', ...verdictTable]),
  ];
}

function timeTable(rows: readonly Row[]): readonly string[] {
  return table(
    ['clients', 'change', 'at once', 'tool', 'time', 'ideal ÷ time', 'reads', 'writes', 'memory'],
    rows.map(({ clients, change, parallel, tool, medianMs, efficiency, reads, writes, peakMemoryMiB }) => [
      ...[String(clients), change, parallel === null ? 'all' : String(parallel), tool],
      medianMs === null ? 'failed' : `${(medianMs / 1000).toFixed(1)} s`,
      efficiency === null ? '–' : efficiency.toFixed(2),
      ...[String(reads), String(writes), peakMemoryMiB === null ? '–' : `${peakMemoryMiB} MiB`],
    ]),
  );
}

function seconds(value: number | null): string {
  return value === null ? 'never' : `${value} s`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)];
}
