import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RollResults } from '../../test/bench/roll/results.ts';
import { rollTables } from '../../test/bench/roll/table.ts';

/** The tables of what was measured of roll-outs, for docs/roll-deployment.md, with what they were measured on. */
export function rollBenchTable(root: string): string {
  const results = ['roll.json', 'roll-floor.json'].flatMap((name) => {
    const file = join(root, 'test/bench/results', name);
    return existsSync(file) ? [JSON.parse(readFileSync(file, 'utf8')) as RollResults] : [];
  });
  const [first] = results;
  if (first === undefined) return 'Not measured yet.';
  const rows = results.flatMap((part) => part.rows);
  const verdicts = results.flatMap((part) => part.verdicts);
  const commits = new Set(
    results.flatMap((part) =>
      [...part.rows, ...part.verdicts].map(({ commit }) => (commit ?? part.commit).slice(0, 12)),
    ),
  );
  const what = commits.size === 1 ? 'commit' : 'commits';
  const measured = `Measured on ${first.date.slice(0, 10)} at ${what} ${[...commits].join(', ')} (${first.machine}):`;
  return [measured, '', ...rollTables(rows, verdicts)].join('\n').trimEnd();
}
