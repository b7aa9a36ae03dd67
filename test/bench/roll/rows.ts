import { type ChangeName, changeNames } from './bench-clients.ts';
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
  /** For the lock, the check among peers and collection, which the target counts apart; in neither of the two above. */
  readonly apart: number;
  /** Of the tool's process, or of the largest one where it is several. */
  readonly peakMemoryMiB: number | null;
  /** Of how many runs these are the medians. */
  readonly runs: number;
  /** Why there is no time, as the tool itself said it. */
  readonly note?: string;
}

/** For sorting: few clients before many, one at a time before many at once, and before what can't be told. */
export function keyOfPlace({ clients, change, parallel }: Pick<Place, 'clients' | 'change' | 'parallel'>): string {
  return [clients, changeNames.indexOf(change), parallel ?? 9999].map((part) => String(part).padStart(5)).join();
}

export interface MeasuredRoll {
  readonly ms: number;
  readonly idealMs: number;
  readonly reads: number;
  readonly writes: number;
  readonly apart: number;
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
  const wrong = runs.find(({ faults }) => faults.length > 0);
  const isWrong = wrong !== undefined;
  const memory = runs.flatMap(({ peakMemoryMiB }) => peakMemoryMiB ?? []);
  const efficiencies = runs.map(({ ms, idealMs }) => idealMs / ms);
  const row: Row = {
    ...place,
    medianMs: isWrong ? null : Math.round(median(runs.map(({ ms }) => ms))),
    efficiency: isWrong || place.change === 'nothing' ? null : Math.round(median(efficiencies) * 1000) / 1000,
    reads: median(runs.map(({ reads }) => reads)),
    writes: median(runs.map(({ writes }) => writes)),
    apart: median(runs.map(({ apart }) => apart)),
    peakMemoryMiB: memory.length > 0 ? Math.round(Math.max(...memory)) : null,
    runs: runs.length,
    ...(wrong === undefined ? {} : { note: noteOf(wrong) }),
  };
  return { row, runs };
}

/** A cell of a tool that can't do this at all: its clients could not even be made. */
export function impossibleCell(place: Place, error: unknown): Cell {
  const note = shortened(error instanceof Error ? error.message : String(error));
  const nothing = { medianMs: null, efficiency: null, reads: 0, writes: 0, apart: 0, peakMemoryMiB: null, runs: 0 };
  return { row: { ...place, ...nothing, note }, runs: [] };
}

function noteOf({ faults, lastLines }: MeasuredRoll): string {
  return shortened([...faults.slice(0, 2), ...lastLines.slice(-2)].join('; '));
}

/** One line; names of files of this machine say nothing to others. */
function shortened(text: string): string {
  const line = text
    .replaceAll(/\/(?:tmp|root|home)\/\S*/g, '…')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 150)} … ${line.slice(-149)}` : line;
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
  if (runs.length === 0) return `${describePlace(row)} IMPOSSIBLE: ${row.note}`;
  const times = runs.map(({ ms }) => Math.round(ms));
  const efficiency = row.efficiency === null ? '' : `, efficiency ${row.efficiency.toFixed(3)}`;
  const memory = row.peakMemoryMiB === null ? '' : `, ${row.peakMemoryMiB} MiB`;
  const kinds = Object.entries(runs.at(-1)?.kinds ?? {}).map(([kind, count]) => `${kind} ${count}`);
  return `${describePlace(row)} ${row.medianMs} ms (${Math.min(...times)}–${Math.max(...times)}, ${runs.length} runs)${efficiency}${memory}; ${row.reads} reads, ${row.writes} writes, ${row.apart} apart: ${kinds.join(', ')}`;
}
