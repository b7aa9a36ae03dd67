import type { MeasuredRun } from './cells.ts';

/** Every request to chain and store with its start and end, in milliseconds from the start of the process. */
export function describeTimeline({ process, chainRequests, storeRequests }: MeasuredRun): readonly string[] {
  const requests = [
    ...chainRequests.map((request) => ({ ...request, to: 'chain' })),
    ...storeRequests.map((request) => ({ ...request, to: 'store' })),
  ].sort((a, b) => a.startedMs - b.startedMs);
  const at = (ms: number): string => (ms - process.startedMs).toFixed(0).padStart(6);
  return [
    ...requests.map(({ to, startedMs, endedMs, label }) => `${at(startedMs)} –${at(endedMs)} ms  ${to}  ${label}`),
    `${at(process.startedMs + process.ms)} ms: the process has ended`,
  ];
}
