import { parse } from 'yaml';
import { type Pin, pinsOf } from '../../tools/example-release/workflow-pins.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly environment?: unknown;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly on?: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs?: Readonly<Record<string, Job>>;
}

/** What is wrong with a workflow by the house's rules; the reasons are GitHub's own hardening guide and zizmor's audits. */
export function workflowProblems(text: string): readonly string[] {
  const workflow: Workflow = parse(text);
  const jobs = Object.entries(workflow.jobs ?? {});
  return [
    ...pinsOf(text).flatMap(pinProblems),
    ...['pull_request_target', 'workflow_run']
      .filter((event) => event in (workflow.on ?? {}))
      .map((event) => `is triggered by ${event}`),
    ...(isOnlyReading(workflow.permissions) ? [] : ['does not take all permissions away at its top']),
    ...jobs.flatMap(([name, job]) => jobProblems(job, workflow).map((problem) => `job ${name} ${problem}`)),
    ...(/secrets:\s*inherit/.test(text) ? ['hands all secrets on'] : []),
  ];
}

function pinProblems({ action, ref, version }: Pin): readonly string[] {
  if (/^org\/keep-deploy(\/|$)/.test(action)) return ref === 'v1' ? [] : [`uses ${action}@${ref}, not @v1`];
  if (!/^[0-9a-f]{40}$/.test(ref)) return [`uses ${action}@${ref}, which is no commit`];
  return /^v\d+\.\d+\.\d+$/.test(version ?? '') ? [] : [`uses ${action} by commit without the version beside it`];
}

function jobProblems(job: Job, workflow: Workflow): readonly string[] {
  const text = JSON.stringify(job);
  const written = Object.entries(job.permissions ?? {}).filter(
    ([scope, level]) => level !== 'read' && scope !== 'id-token',
  );
  const steps = job.steps ?? [];
  return [
    ...(job.permissions === undefined ? ['does not say its permissions'] : []),
    ...written.map(([scope, level]) => `may ${level} ${scope}`),
    ...(job['timeout-minutes'] === undefined ? ['has no timeout'] : []),
    ...(job.concurrency === undefined && workflow.concurrency === undefined ? ['has no concurrency group'] : []),
    ...(/\$\{\{\s*secrets\./.test(text) && job.environment === undefined
      ? ['reads secrets outside of an environment']
      : []),
    ...steps.filter(({ run }) => run?.includes('${{')).map(({ run }) => `has an expression in a script: ${run}`),
    ...steps.filter(leavesCredentials).map(() => 'leaves its token in the checkout'),
  ];
}

function isOnlyReading(permissions: Readonly<Record<string, string>> | undefined): boolean {
  return typeof permissions === 'object' && Object.values(permissions).every((level) => level === 'read');
}

function leavesCredentials({ uses, with: inputs }: Step): boolean {
  return uses?.startsWith('actions/checkout@') === true && inputs?.['persist-credentials'] !== false;
}
