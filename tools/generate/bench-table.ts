import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Results } from '../../test/bench/contracts/results.ts';
import { markdownTables } from '../../test/bench/contracts/table.ts';

/** The tables of the last whole benchmark of migrations, for docs/contracts.md, with what they were measured on. */
export function benchTable(root: string): string {
  const file = join(root, 'test/bench/results/contracts.json');
  if (!existsSync(file)) return 'Not measured yet.';
  const { machine, date, commit, rows, again = [] } = JSON.parse(readFileSync(file, 'utf8')) as Results;
  const later = again.map((part) => `; ${part.tools.join(', ')} again at commit ${part.commit.slice(0, 12)}`);
  const measured = `Measured on ${date.slice(0, 10)} at commit ${commit.slice(0, 12)} (${machine})${later.join('')}:`;
  return [measured, '', ...markdownTables(rows)].join('\n').trimEnd();
}
