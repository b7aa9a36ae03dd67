import type { AxisName, MeasuredRun } from './cells.ts';
import type { Cell } from './rows.ts';
import type { SetName } from './sets.ts';
import type { ToolName } from './tools.ts';

/** Every peer's time beside ours, for each set and axis that has both. */
export function describeRatios(cells: readonly Cell[]): readonly string[] {
  return cells.flatMap(({ row }) => {
    const ours = timeOf(cells, 'keep-deploy', row.set, row.axis);
    if (row.tool !== 'keep-deploy' || ours === undefined) return [];
    const ratios = (['forge', 'ignition', 'naive', 'floor'] as const).flatMap((tool) => {
      const theirs = timeOf(cells, tool, row.set, row.axis);
      return theirs === undefined ? [] : [`${tool} ×${(theirs / ours).toFixed(2)}`];
    });
    return ratios.length === 0
      ? []
      : [`${row.axis.padEnd(8)} ${row.set.padEnd(15)} keep-deploy ${ours} ms; ${ratios.join(', ')}`];
  });
}

/** What issue 4 asks for, ok or not ok; what was not measured is left out. */
export function describeTargets(cells: readonly Cell[], unchanged: MeasuredRun | undefined): readonly string[] {
  const lines: string[] = [];
  const say = (isOk: boolean, what: string): void => void lines.push(`${isOk ? 'ok    ' : 'not ok'} ${what}`);
  const cell = (tool: ToolName, set: SetName, axis: AxisName) =>
    cells.find(({ row, faults }) => row.tool === tool && row.set === set && row.axis === axis && faults.length === 0)
      ?.row;

  for (const [axis, roundTripMs] of [
    ['1s', 0],
    ['1s-80ms', 80],
  ] as const) {
    for (const set of ['100-independent', 'chain-of-20'] as const) {
      const row = cell('keep-deploy', set, axis);
      if (row === undefined || row.medianMs === null) continue;
      const limit = 1.3 * (1000 + 4 * roundTripMs);
      say(row.blocks === 1, `${axis}, ${set}: ${row.blocks} blocks (one)`);
      if (axis === '1s')
        say(
          row.medianMs <= limit,
          `${axis}, ${set}: ${row.medianMs} ms (≤ 1.3 × (one block + 4 round trips) = ${limit} ms)`,
        );
    }
  }
  const far = cell('keep-deploy', '100-independent', '1s-80ms');
  if (far !== undefined && far.medianMs !== null) {
    say(far.medianMs <= 2000, `1s-80ms, 100-independent: ${far.medianMs} ms (≤ 2000 ms)`);
    say(
      far.httpRequests <= 16,
      `1s-80ms, 100-independent: ${far.httpRequests} HTTP requests to the chain (≤ 16), ${far.storeRequests} to the store`,
    );
    for (const [tool, factor] of [
      ['forge', 5],
      ['ignition', 40],
    ] as const) {
      const theirs = cell(tool, '100-independent', '1s-80ms')?.medianMs;
      if (theirs)
        say(
          theirs / far.medianMs >= factor,
          `1s-80ms, 100-independent: ${(theirs / far.medianMs).toFixed(1)} times as fast as ${tool} (≥ ${factor})`,
        );
    }
  }
  for (const axis of ['1s', '1s-80ms'] as const) {
    const [ours, floor] = [cell('keep-deploy', 'keep-v1', axis), cell('floor', 'keep-v1', axis)];
    if (ours !== undefined && floor !== undefined)
      say(
        ours.blocks <= floor.blocks + 1,
        `${axis}, keep-v1: ${ours.blocks} blocks (≤ floor + 1 = ${floor.blocks + 1})`,
      );
  }
  for (const { row, transactions, faults } of cells) {
    if (row.tool !== 'keep-deploy' || faults.length > 0 || transactions === 1) continue;
    const each = row.rpcCalls / transactions;
    say(each <= 5, `${row.axis}, ${row.set}: ${each.toFixed(1)} RPC calls per transaction (≤ 5)`);
  }
  if (unchanged !== undefined) {
    const { chainRequests, storeRequests, faults, process } = unchanged;
    const total = chainRequests.length + storeRequests.length;
    say(
      faults.length === 0,
      `unchanged set of 100: no transaction${faults.length > 0 ? `: ${faults.join('; ')}` : ''}`,
    );
    say(
      total <= 8,
      `unchanged set of 100: ${chainRequests.length} HTTP requests to the chain and ${storeRequests.length} to the store (≤ 8 together), ${Math.round(process.ms)} ms`,
    );
  }
  return lines;
}

function timeOf(cells: readonly Cell[], tool: ToolName, set: SetName, axis: AxisName): number | undefined {
  return cells.find(({ row }) => row.tool === tool && row.set === set && row.axis === axis)?.row.medianMs ?? undefined;
}
