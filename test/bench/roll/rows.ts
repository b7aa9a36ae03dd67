import type { ChangeName } from './bench-clients.ts';
import type { ToolName } from './tools.ts';

export const clientCounts = [10, 100, 1000] as const;
export const parallels = [1, 10, 50] as const;
export const controllerNames = ['raised', 'default'] as const;
export type ControllerName = (typeof controllerNames)[number];

export interface Place {
  readonly tool: ToolName;
  readonly clients: number;
  /** Null for a tool that can't be told. */
  readonly parallel: number | null;
  readonly change: ChangeName;
  readonly controllers: ControllerName;
}

/** A row of results/roll.json. A cell in which a run went wrong has no time. */
export interface Row extends Place {
  readonly medianMs: number | null;
  /** Ideal ÷ actual time; null where nothing is rolled. */
  readonly efficiency: number | null;
  readonly reads: number;
  readonly writes: number;
  readonly peakMemoryMiB: number | null;
}

export interface MeasuredRoll {
  readonly ms: number;
  readonly idealMs: number;
  readonly reads: number;
  readonly writes: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly peakMemoryMiB: number | undefined;
  readonly podsMade: number;
  readonly faults: readonly string[];
  /** The end of what it printed. */
  readonly lastLines: readonly string[];
}

export interface Cell {
  readonly row: Row;
  readonly runs: readonly MeasuredRoll[];
}

export function cellOf(place: Place, runs: readonly MeasuredRoll[]): Cell {
  const isWrong = runs.some(({ faults }) => faults.length > 0);
  const memory = runs.flatMap(({ peakMemoryMiB }) => peakMemoryMiB ?? []);
  const efficiencies = runs.map(({ ms, idealMs }) => idealMs / ms);
  const row: Row = {
    ...place,
    medianMs: isWrong ? null : Math.round(median(runs.map(({ ms }) => ms))),
    efficiency: isWrong || place.change === 'nothing' ? null : Math.round(median(efficiencies) * 1000) / 1000,
    reads: median(runs.map(({ reads }) => reads)),
    writes: median(runs.map(({ writes }) => writes)),
    peakMemoryMiB: memory.length > 0 ? Math.round(Math.max(...memory)) : null,
  };
  return { row, runs };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function describePlace({ tool, clients, parallel, change, controllers }: Place): string {
  const width = parallel === null ? 'all at once' : `${parallel} at once`;
  return `${tool.padEnd(11)} ${String(clients).padStart(4)} clients, ${width.padEnd(11)} ${change.padEnd(20)} ${controllers.padEnd(7)}`;
}

export function describeCell({ row, runs }: Cell): string {
  const wrong = runs.find(({ faults }) => faults.length > 0);
  if (wrong) return `${describePlace(row)} FAILED: ${wrong.faults.slice(0, 3).join('; ')}`;
  const times = runs.map(({ ms }) => Math.round(ms));
  const efficiency = row.efficiency === null ? '' : `, efficiency ${row.efficiency.toFixed(3)}`;
  const memory = row.peakMemoryMiB === null ? '' : `, ${row.peakMemoryMiB} MiB`;
  const kinds = Object.entries(runs.at(-1)?.kinds ?? {}).map(([kind, count]) => `${kind} ${count}`);
  return `${describePlace(row)} ${row.medianMs} ms (${Math.min(...times)}–${Math.max(...times)}, ${runs.length} runs)${efficiency}${memory}; ${row.reads} reads, ${row.writes} writes: ${kinds.join(', ')}`;
}
