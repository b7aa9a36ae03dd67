import { excerpt, plainText } from './plain-text.ts';
import { countRows, type SummaryRow, type SummarySection, textLines } from './summary.ts';

const mostRows = 200;

/** Sections as lines for a terminal, tables in columns. */
export function summaryText(sections: readonly SummarySection[], redact: (text: string) => string): readonly string[] {
  const cell = (text: string) => excerpt(redact(plainText(text)), 200);
  return sections.flatMap((section) => {
    const rows = section.rows ?? [];
    const title = `${cell(section.title)}${rows.length === 0 ? '' : `: ${countRows(section)}`}`;
    const table = rows
      .slice(0, mostRows)
      .map((row) => (section.columns ?? row.cells).map((_, column) => cell(textOf(row.cells[column] ?? ''))));
    const all = section.columns === undefined ? table : [section.columns.map(cell), ...table];
    const more = rows.length > mostRows ? [`  and ${rows.length - mostRows} more`] : [];
    return [
      '',
      title,
      ...textLines(redact(plainText(section.text ?? ''))).map((line) => `  ${line}`),
      ...(table.length === 0 ? [] : inColumns(all)),
      ...more,
    ];
  });
}

function textOf(content: SummaryRow['cells'][number]): string {
  return typeof content === 'string' ? content : content.text;
}

function inColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
