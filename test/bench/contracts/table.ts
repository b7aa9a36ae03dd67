import type { AxisName } from './cells.ts';
import type { Cell } from './rows.ts';
import type { SetName } from './sets.ts';
import type { ToolName } from './tools.ts';

/** For docs/contracts.md: one Markdown table for each axis, a set in each line, `time (blocks; HTTP requests to the chain)`. */
export function markdownTables(
  cells: readonly Cell[],
  axes: readonly AxisName[],
  sets: readonly SetName[],
  tools: readonly ToolName[],
): readonly string[] {
  return axes.flatMap((axis) => [
    `| ${axis} | ${tools.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(tools.length)}`,
    ...sets.map((set) => {
      const texts = tools.map((tool) => {
        const cell = cells.find(({ row }) => row.axis === axis && row.set === set && row.tool === tool);
        if (cell === undefined) return '';
        const { medianMs, blocks, httpRequests } = cell.row;
        return medianMs === null ? 'failed' : `${asTime(medianMs)} (${blocks}; ${httpRequests})`;
      });
      return `| ${set} | ${texts.join(' | ')} |`;
    }),
    '',
  ]);
}

function asTime(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 1000).toFixed(0)} s`;
}
