import type { AxisName, MeasuredRun } from './cells.ts';
import type { SetName } from './sets.ts';
import type { ToolName } from './tools.ts';

/** A row of results/contracts.json. A cell in which a run failed its audit has no times. */
export interface Row {
  readonly tool: ToolName;
  readonly set: SetName;
  readonly axis: AxisName;
  readonly medianMs: number | null;
  readonly minMs: number | null;
  readonly maxMs: number | null;
  /** Until the process had ended: of keep-deploy before a bucket, when journal and lock were closed too. */
  readonly processMs: number | null;
  readonly blocks: number;
  readonly rpcCalls: number;
  /** To the chain. */
  readonly httpRequests: number;
  /** To the store, where it is a bucket. */
  readonly storeRequests: number;
  readonly gas: number;
}

export interface Cell {
  readonly row: Row;
  readonly transactions: number;
  readonly runs: number;
  /** Of its worst run. */
  readonly faults: readonly string[];
}

export function cellOf(
  place: Pick<Row, 'tool' | 'set' | 'axis'>,
  transactions: number,
  runs: readonly MeasuredRun[],
): Cell {
  const times = runs.map(({ ms }) => ms);
  const failed = runs.find(({ faults }) => faults.length > 0);
  const time = (ms: number): number | null => (failed === undefined ? Math.round(ms) : null);
  const row: Row = {
    ...place,
    medianMs: time(median(times)),
    minMs: time(Math.min(...times)),
    maxMs: time(Math.max(...times)),
    processMs: time(median(runs.map(({ process }) => process.ms))),
    blocks: median(runs.map(({ blocks }) => blocks)),
    rpcCalls: median(runs.map(({ chainRequests }) => chainRequests.reduce((sum, { calls }) => sum + calls, 0))),
    httpRequests: median(runs.map(({ chainRequests }) => chainRequests.length)),
    storeRequests: median(runs.map(({ storeRequests }) => storeRequests.length)),
    gas: median(runs.map(({ gas }) => gas)),
  };
  return { row, transactions, runs: runs.length, faults: failed?.faults ?? [] };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function describeCell({ row, transactions, runs, faults }: Cell): string {
  const place = `${row.axis.padEnd(8)} ${row.set.padEnd(15)} ${row.tool.padEnd(11)}`;
  if (faults.length > 0) return `${place} FAILED: ${faults.slice(0, 3).join('; ')}`;
  const store = row.storeRequests > 0 ? ` + ${row.storeRequests} to the store` : '';
  return `${place} ${String(row.medianMs).padStart(6)} ms (${row.minMs}–${row.maxMs}, ${runs} runs; process ${row.processMs})  ${row.blocks} blocks, ${row.rpcCalls} calls (${(row.rpcCalls / transactions).toFixed(1)} per transaction) in ${row.httpRequests} HTTP requests${store}, ${(row.gas / 1e6).toFixed(2)} M gas`;
}
