import type { Row } from './rows.ts';

/**
 * One Markdown table for each axis, a set in each line and a tool in each column: `time (blocks; HTTP requests to the
 * chain)`, and of the others how many times as long as keep-deploy.
 */
export function markdownTables(rows: readonly Row[]): readonly string[] {
  const tools = unique(rows.map(({ tool }) => tool));
  return [...Map.groupBy(rows, ({ axis }) => axis)].flatMap(([axis, ofAxis]) => [
    `| ${axis} | ${tools.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(tools.length)}`,
    ...[...Map.groupBy(ofAxis, ({ set }) => set)].map(([set, ofSet]) => {
      const ours = ofSet.find(({ tool }) => tool === 'keep-deploy')?.medianMs ?? undefined;
      const texts = tools.map((tool) =>
        describe(
          ofSet.find((row) => row.tool === tool),
          ours,
        ),
      );
      return `| ${set} | ${texts.join(' | ')} |`;
    }),
    '',
  ]);
}

function describe(row: Row | undefined, oursMs: number | undefined): string {
  if (row === undefined) return '';
  const { tool, medianMs, blocks, httpRequests } = row;
  if (medianMs === null) return 'failed';
  const ratio = tool === 'keep-deploy' || oursMs === undefined ? '' : `, ×${asRatio(medianMs / oursMs)}`;
  return `${asTime(medianMs)}${ratio} (${blocks}; ${httpRequests})`;
}

function asTime(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 1000).toFixed(0)} s`;
}

function asRatio(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0);
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
