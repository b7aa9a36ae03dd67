import type { Place, Row } from './rows.ts';
import type { Verdict } from './verdicts.ts';

/** When and of what something was measured, where that is not what the file says above. */
interface Measured {
  readonly date?: string;
  readonly commit?: string;
}

/** results/roll.json, and results/roll-floor.json without verdicts. */
export interface RollResults {
  readonly machine: string;
  /** Of the newest part. */
  readonly date: string;
  readonly commit: string;
  readonly rows: readonly (Row & Measured)[];
  readonly verdicts: readonly (Verdict & Measured)[];
}

/**
 * What was measured before with what was measured now in its place. What stays says itself when and of what it was measured.
 * @throws when it was another machine: then all has to be measured anew
 */
export function merged(before: RollResults | undefined, now: RollResults): RollResults {
  if (before === undefined) return now;
  if (before.machine !== now.machine) throw new Error(`measured on another machine: ${before.machine}; run all of it`);
  const { machine, date, commit } = now;
  const kept = <T extends Measured>(all: readonly T[]): readonly T[] =>
    before.commit === commit ? all : all.map((one) => ({ date: before.date, commit: before.commit, ...one }));
  return {
    ...{ machine, date, commit },
    rows: inPlace(kept(before.rows), now.rows, keyOfRow),
    verdicts: inPlace(kept(before.verdicts), now.verdicts, keyOfVerdict),
  };
}

function inPlace<T>(before: readonly T[], now: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const newer = new Map(now.map((one) => [keyOf(one), one]));
  const known = new Set(before.map(keyOf));
  return [...before.map((one) => newer.get(keyOf(one)) ?? one), ...now.filter((one) => !known.has(keyOf(one)))];
}

export function keyOfRow({ controllers, clients, change, parallel, tool }: Place): string {
  return [controllers, clients, change, parallel ?? 'all', tool].join(' ');
}

function keyOfVerdict({ fault, tool }: Verdict): string {
  return `${fault} ${tool}`;
}
