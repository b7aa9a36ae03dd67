import { controllerNames, keyOfPlace, type Row } from './rows.ts';
import { toolNames } from './tools.ts';
import type { Verdict } from './verdicts.ts';

/**
 * For docs/roll-deployment.md: a table of times for each kind of controllers, with a tool in each column
 * (`time (ideal ÷ time; reads / writes; memory)`), and one of verdicts.
 */
export function rollTables(rows: readonly Row[], verdicts: readonly Verdict[]): readonly string[] {
  const byLimits = controllerNames.flatMap((controllers) => {
    const ofThese = rows.filter((row) => row.controllers === controllers);
    return ofThese.length === 0
      ? []
      : [`With ${controllers} limits of the controllers:`, '', ...timeTable(ofThese), ''];
  });
  const notes = rows.filter(({ note }) => note !== undefined);
  const failures = notes.map(
    (row) => `- ${row.tool}, ${row.clients} clients, ${row.change}: ${asText(row.note ?? '')}`,
  );
  return [
    ...byLimits,
    ...(failures.length === 0 ? [] : ['What failed, in its own words:', '', ...failures, '']),
    ...(verdicts.length === 0 ? [] : ['A release that can not start:', '', ...verdictTable(verdicts)]),
  ];
}

function timeTable(rows: readonly Row[]): readonly string[] {
  const tools = toolNames.filter((name) => rows.some(({ tool }) => tool === name));
  const places = Map.groupBy(rows, ({ clients, change, parallel }) => keyOfPlace({ clients, change, parallel }));
  const lines = [...places]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, ofPlace]) => {
      const [{ clients, change, parallel } = { clients: 0, change: '', parallel: null }] = ofPlace;
      const cells = tools.map((name) => cellText(ofPlace.find(({ tool }) => tool === name)));
      return [String(clients), change, parallel === null ? 'all' : String(parallel), ...cells];
    });
  return table(['clients', 'change', 'at once', ...tools], lines);
}

function cellText(row: Row | undefined): string {
  if (row === undefined) return '';
  const { medianMs, efficiency, reads, writes, peakMemoryMiB } = row;
  if (medianMs === null) return 'failed';
  const parts = [
    ...(efficiency === null ? [] : [efficiency.toFixed(2)]),
    `${reads} / ${writes}`,
    ...(peakMemoryMiB === null ? [] : [`${peakMemoryMiB} MiB`]),
  ];
  return `${(medianMs / 1000).toFixed(1)} s (${parts.join('; ')})`;
}

function verdictTable(verdicts: readonly Verdict[]): readonly string[] {
  return table(
    ['what is wrong', 'clients', 'tool', 'says so after', 'all back after', 'forward until then', 'what is left'],
    verdicts.map(({ fault, clients, tool, secondsToVerdict, secondsToRolledBack, secondsForward, stateLeft }) => [
      ...[fault, String(clients), tool, seconds(secondsToVerdict), seconds(secondsToRolledBack)],
      ...[seconds(secondsForward), stateLeft],
    ]),
  );
}

function seconds(value: number | null): string {
  return value === null ? 'never' : `${value} s`;
}

/** What a tool said, so that nothing of it is Markdown. */
function asText(said: string): string {
  return `\`${said.replaceAll('`', "'")}\``;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)];
}
