import { excerpt, plainText } from './plain-text.ts';
import { countRows, type SummaryRow, type SummarySection, textLines } from './summary.ts';

/** The runner drops a summary over 1 MiB without a word (actions/runner#4337); one that long helps nobody anyway. */
const longestSummary = 256 * 1024;

/** A cell's content as Markdown in which nothing of it is markup. */
type Cell = (content: SummaryRow['cells'][number]) => string;
type Paragraphs = (text: string) => readonly string[];

/** Sections as GitHub Markdown of at most `limit` bytes. Totals always stand; of the rows the worst are kept. */
export function summaryMarkdown(
  sections: readonly SummarySection[],
  redact: (text: string) => string,
  limit = longestSummary,
): string {
  const text = (content: string) => escapeMarkdown(excerpt(redact(plainText(content))));
  const cell: Cell = (content) => {
    if (typeof content === 'string') return text(content);
    const isPlain = /^https?:\/\/[\w.:/#?=&%~-]+$/.test(content.url) && redact(content.url) === content.url;
    return isPlain ? `[${text(content.text)}](${content.url})` : text(content.text);
  };
  // As a whole: a secret may have several lines.
  const paragraphs: Paragraphs = (whole) => textLines(redact(plainText(whole))).map((line) => escapeMarkdown(line));
  const heads = sections.map((section) => sectionHead(section, cell, paragraphs));
  const reserved = 200;
  let left = limit - heads.reduce((sum, head) => sum + bytes(head) + reserved, 0);
  const parts: string[] = [];
  for (const [index, section] of sections.entries()) {
    const head = heads[index] ?? '';
    const table = sectionTable(section, cell, left);
    left -= bytes(table);
    const diagram = section.mermaid === undefined ? '' : `\n\`\`\`mermaid\n${section.mermaid}\n\`\`\`\n`;
    const isShort = bytes(diagram) <= left;
    if (isShort) left -= bytes(diagram);
    parts.push(head + table + (isShort ? diagram : ''));
  }
  const whole = parts.join('\n');
  return bytes(whole) <= limit
    ? whole
    : `${heads
        .slice(0, 50)
        .join('\n')
        .slice(0, limit / 4)}\nThe rest was left out: it was too long.\n`;
}

function sectionHead(section: SummarySection, cell: Cell, paragraphs: Paragraphs): string {
  const lines = [...paragraphs(section.text ?? ''), countRows(section)].filter((line) => line !== '');
  return `### ${cell(section.title)}\n\n${lines.map((line) => `${line}\n\n`).join('')}`;
}

function sectionTable({ columns, rows }: SummarySection, cell: Cell, limit: number): string {
  if (columns === undefined || rows === undefined || rows.length === 0) return '';
  const line = (cells: SummaryRow['cells']) => `| ${cells.map(cell).join(' | ')} |\n`;
  let table = `| ${columns.map(cell).join(' | ')} |\n|${' --- |'.repeat(columns.length)}\n`;
  for (const [index, row] of rows.entries()) {
    const next = line(columns.map((_, column) => row.cells[column] ?? ''));
    if (bytes(table) + bytes(next) > limit) return `${table}\nand ${rows.length - index} more\n`;
    table += next;
  }
  return table;
}

/** Foreign text in a paragraph or a table cell: no markup, no link, no mention, no HTML. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll(/[\\`*_[\]|~#$]/g, '\\$&')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replaceAll(/:(?=\/\/)/g, '&#58;')
    .replaceAll(/(www)\./gi, '$1&#46;')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replaceAll(/\s+/g, ' ');
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
