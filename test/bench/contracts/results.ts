import type { Row } from './rows.ts';

/** results/contracts.json. */
export interface Results {
  readonly machine: string;
  /** Of the last whole run. */
  readonly date: string;
  readonly commit: string;
  readonly rows: readonly Row[];
  /** Parts that were measured again since; the newest of each cell's rows counts. */
  readonly again?: readonly { readonly date: string; readonly commit: string; readonly tools: readonly string[] }[];
}

/** The results with the rows of a part in the place of those that were there. @throws when it was another machine */
export function updated(before: Results, { machine, date, commit, rows }: Results): Results {
  if (machine !== before.machine) throw new Error(`measured on another machine: ${before.machine}; run all of it`);
  const placeOf = ({ tool, set, axis }: Row): string => `${axis} ${set} ${tool}`;
  const newer = new Map(rows.map((row) => [placeOf(row), row]));
  const tools = [...new Set(rows.map(({ tool }) => tool))];
  return {
    ...before,
    rows: before.rows.map((row) => newer.get(placeOf(row)) ?? row),
    again: [...(before.again ?? []).filter((part) => part.commit !== commit), { date, commit, tools }],
  };
}
