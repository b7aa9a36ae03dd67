/** One finished part of the demo, a row of the closing table. */
export interface Phase {
  readonly title: string;
  readonly seconds: number;
  readonly seen: string;
}

/** Runs the demo's parts one after the other, says which one runs, and keeps what each showed. */
export function createPhases(write: (line: string) => void) {
  const finished: Phase[] = [];
  return {
    finished,
    /** `body` returns what was seen, for the table. A part that fails ends the demo red. */
    async run(title: string, body: () => Promise<string>): Promise<void> {
      write(`\n▶ ${title}`);
      const start = performance.now();
      const seen = await body();
      const seconds = (performance.now() - start) / 1000;
      finished.push({ title, seconds, seen });
      write(`  ✓ ${seen} (${seconds.toFixed(1)} s)`);
    },
  };
}

/** The closing table, as wide as its longest cells. */
export function phaseTable(phases: readonly Phase[]): string {
  const rows = [
    ['what', 'seconds', 'seen'],
    ...phases.map(({ title, seconds, seen }) => [title, seconds.toFixed(1), seen]),
  ];
  const width = (column: number) => Math.max(...rows.map((row) => (row[column] ?? '').length));
  const widths = [width(0), width(1)];
  return rows
    .map(
      ([what = '', seconds = '', seen = '']) =>
        `  ${what.padEnd(widths[0] ?? 0)}  ${seconds.padStart(widths[1] ?? 0)}  ${seen}`,
    )
    .join('\n');
}
