import type { Cell } from './rows.ts';
import type { Verdict } from './verdicts.ts';

/** What issue 5 asks for, ok or not ok; what was not measured is left out. */
export function describeTargets(cells: readonly Cell[], verdicts: readonly Verdict[]): readonly string[] {
  const lines: string[] = [];
  const say = (isOk: boolean, what: string): void => void lines.push(`${isOk ? 'ok    ' : 'not ok'} ${what}`);
  for (const { row, runs } of cells) {
    if (row.tool !== 'keep-deploy' || row.medianMs === null || row.controllers !== 'raised') continue;
    const { clients, change, medianMs, efficiency, peakMemoryMiB } = row;
    const what = `${clients} clients, ${row.parallel} at once, ${change}`;
    if (clients === 100 && efficiency !== null && change.endsWith('of-all'))
      say(efficiency >= 0.95, `${what}: efficiency ${efficiency} (≥ 0.95)`);
    if (clients >= 100 && efficiency !== null && change.endsWith('of-all')) {
      const floor = cells.find(
        ({ row: other }) =>
          other.tool === 'floor' &&
          other.clients === clients &&
          other.parallel === row.parallel &&
          other.controllers === row.controllers,
      )?.row;
      if (floor !== undefined && floor.medianMs !== null) {
        const ratio = floor.medianMs / medianMs;
        say(
          ratio >= 0.95,
          `${what}: ${ratio.toFixed(3)} of the floor's speed (≥ 0.95; ${medianMs} ms and ${floor.medianMs} ms; efficiencies ${efficiency} and ${floor.efficiency})`,
        );
      }
    }
    if (clients === 1000 && change === 'nothing') {
      say(medianMs < 3000, `${what}: ${medianMs} ms (< 3000 ms)`);
      say(row.writes === 0, `${what}: ${row.writes} writes (0)`);
    }
    if (change === 'configuration-of-one') {
      const touched = Math.max(...runs.map(({ podsMade }) => podsMade));
      say(touched === 1, `${what}: ${touched} workloads touched (1)`);
    }
    // A new configuration is an object beside the workload.
    const workloads = change === 'nothing' ? 0 : change === 'configuration-of-one' ? 1 : clients;
    const limit = 3 * (change === 'image-of-all' ? workloads : 2 * workloads) + 15;
    say(row.reads + row.writes <= limit, `${what}: ${row.reads + row.writes} requests (≤ 3 × changed + 15 = ${limit})`);
    if (clients === 1000 && peakMemoryMiB !== null)
      say(peakMemoryMiB < 250, `${what}: ${peakMemoryMiB} MiB (< 250 MiB)`);
  }
  for (const { tool, fault, secondsToVerdict, secondsToRolledBack, secondsForward } of verdicts) {
    if (tool !== 'keep-deploy') continue;
    // A configuration may come late: its grace is that of the failure table.
    const limit = fault === 'configuration-error' ? 23 : 3;
    say(
      (secondsToVerdict ?? Number.POSITIVE_INFINITY) < limit,
      `${fault}: verdict after ${secondsToVerdict} s (< ${limit} s${limit === 3 ? '' : ', 20 s of them its grace'})`,
    );
    if (fault !== 'last-client-crashes' || secondsForward === null) continue;
    const ratio = (secondsToRolledBack ?? Number.POSITIVE_INFINITY) / secondsForward;
    say(
      ratio <= 1.5,
      `${fault}: all back after ${secondsToRolledBack} s, ${ratio.toFixed(2)} of the ${secondsForward} s forward (≤ 1.5)`,
    );
  }
  return lines;
}
