import { failureRules } from '../../src/cluster/judge/failure-rules.ts';
import { otherFailures } from '../../src/cluster/roll/other-failures.ts';

/** The failure table as users see it, for docs/roll-deployment.md and the action's README: gravest first, as the judge has it. */
export function failureTable(): string {
  const rows = Object.entries(failureRules).map(
    ([rule, { signal, graceMs, advice }]) => `| ${rule} | ${signal} | ${graceOf(graceMs)} | ${advice} |`,
  );
  return ['| cause | what is seen | after | what to do |', '| --- | --- | ---: | --- |', ...rows].join('\n');
}

/** What else can stand in a failure's place of the cause. */
export function otherFailureTable(): string {
  const rows = Object.entries(otherFailures).map(
    ([cause, { signal, advice }]) => `| ${cause} | ${signal} | ${advice} |`,
  );
  return ['| cause | what happened | what to do |', '| --- | --- | --- |', ...rows].join('\n');
}

function graceOf(graceMs: number | 'deadline'): string {
  if (graceMs === 'deadline') return 'the deadline';
  return graceMs === 0 ? 'at once' : `${graceMs / 1000} s`;
}
