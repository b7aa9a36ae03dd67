import type { Action } from '../../src/runner/index.ts';

export function inputsTable({ inputs }: Action): string {
  const rows = Object.entries(inputs).map(([name, { description, parser, isRequired, default: fallback }]) => [
    `\`${name}\``,
    description,
    parser.accepts,
    isRequired ? '**required**' : fallback === undefined ? 'optional' : `\`${fallback}\``,
  ]);
  return table(['input', 'what it says', 'accepted', 'when not given'], rows);
}

export function outputsTable({ outputs }: Action): string {
  const rows = Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description]);
  return rows.length === 0 ? 'None.' : table(['output', 'what it says'], rows);
}

export function actionsTable(actions: readonly Action[]): string {
  const rows = actions.map(({ name, description }) => [`[\`${name}\`](actions/${name}/README.md)`, description]);
  return table(['action', 'what it does'], rows);
}

/** The lines between which a generated table stands. */
export function markers(name: string): readonly [string, string] {
  return [`<!-- generated: ${name} -->`, `<!-- end of generated: ${name} -->`];
}

/** The document with the text between the markers replaced; nothing when it has no such place. */
export function fillMarkers(document: string, name: string, content: string): string | undefined {
  const [begin, end] = markers(name);
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from === -1 || to < from) return undefined;
  return `${document.slice(0, from + begin.length)}\n${content}\n${document.slice(to)}`;
}

/** Columns are padded, as the formatter wants them and a reader of the source likes them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map(cell));
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => cells[column]?.padEnd(width)).join(' | ')} |`;
  const [first = [], ...others] = lines;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}
