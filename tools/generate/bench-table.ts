import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTables } from '../../test/bench/contracts/table.ts';

type Rows = Parameters<typeof markdownTables>[0];

/** The tables of the last whole benchmark of migrations, for docs/contracts.md, with what they were measured on. */
export function benchTable(root: string): string {
  const file = join(root, 'test/bench/results/contracts.json');
  if (!existsSync(file)) return 'Not measured yet.';
  const { machine, date, commit, rows } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly machine: string;
    readonly date: string;
    readonly commit: string;
    readonly rows: Rows;
  };
  const measured = `Measured on ${date.slice(0, 10)} at commit ${commit.slice(0, 12)} (${machine}):`;
  return [measured, '', ...markdownTables(rows)].join('\n').trimEnd();
}
