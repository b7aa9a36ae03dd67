import { counted, type Severity, type SummaryRow, type SummarySection } from '../../report/index.ts';
import { type Drift, describeDrift } from '../ownership/drift.ts';
import type { Shown } from '../ownership/shown-value.ts';
import { maskedDiff } from './masked-diff.ts';
import type { ClientStep, NetworkPlan } from './network-plan.ts';
import type { ObjectStep } from './object-step.ts';

/** What a plan says: a table for the summary, and the differences for the log, each under a title. */
export interface PlanReport {
  readonly section: SummarySection;
  /** The most telling first. The lines hold text from the cluster and from the user's files, masked. */
  readonly details: readonly PlanDetail[];
}

export interface PlanDetail {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface PlanReportLimits {
  /** Of all details together. Default 400. */
  readonly lines?: number;
  /** Clients shown in full of all that change for one reason. Default 3. */
  readonly ofOneReason?: number;
}

export function reportPlan(
  environment: string,
  plan: NetworkPlan,
  shown: Shown,
  { lines: mostLines = 400, ofOneReason = 3 }: PlanReportLimits = {},
): PlanReport {
  const rows: readonly SummaryRow[] = [
    ...plan.shared.map((step) => row('(all)', '', step.action, `${nameOf(step)}: ${step.reason}`, step.drift)),
    ...plan.clients.map(({ client, role, action, reason, drift }) => row(client, role, action, reason, drift)),
    ...plan.left.map(({ owner, kind, name, reason }) =>
      row(owner || '(all)', '', 'left', `${kind} ${name}: ${reason}`),
    ),
    ...plan.prune.map(({ owner, kind, name, reason }) =>
      row(owner || '(all)', '', 'prune', `${kind} ${name}: ${reason}`),
    ),
  ];
  return {
    section: {
      title: `Clients of ${environment}: plan`,
      severity: plan.isUnchanged ? 'unchanged' : 'changed',
      columns: ['client', 'role', 'action', 'why', 'drift'],
      rows,
    },
    details: shorten([...plan.shared.flatMap(ofShared(shown)), ...ofClients(plan, shown, ofOneReason)], mostLines),
  };
}

type RowAction = ClientStep['action'] | 'left' | 'prune';

const severities: Readonly<Record<RowAction, Severity>> = {
  prove: 'warned',
  left: 'warned',
  create: 'changed',
  update: 'changed',
  prune: 'changed',
  unchanged: 'unchanged',
};

const mostDrifts = 3;

function row(client: string, role: string, action: RowAction, why: string, drift: readonly Drift[] = []): SummaryRow {
  const told = drift.slice(0, mostDrifts).map(describeDrift);
  const more = drift.length > mostDrifts ? [`and ${drift.length - mostDrifts} more`] : [];
  return {
    severity: drift.length > 0 ? 'warned' : severities[action],
    cells: [client, role, action, why, [...told, ...more].join('; ')],
  };
}

/** Those with drift first, then those that are alone with their reason; of many with the same the first few. */
function ofClients({ clients }: NetworkPlan, shown: Shown, ofOneReason: number): readonly PlanDetail[] {
  const changed = clients.filter(({ action }) => action === 'create' || action === 'update');
  const groups = [...Map.groupBy(changed, ({ action, reason }) => `${action}: ${reason}`)].sort(
    ([, one], [, other]) => Number(hasDrift(other)) - Number(hasDrift(one)) || one.length - other.length,
  );
  return groups.flatMap(([what, steps]) => {
    const first = steps.slice(0, ofOneReason);
    const others = steps.slice(ofOneReason);
    const details = first.map((step) => ({
      title: `${step.client}: ${what}`,
      lines: step.objects.flatMap((object) => linesOf(object, shown)),
    }));
    if (others.length === 0) return details;
    const names = others.map(({ client }) => client).join(', ');
    return [...details, { title: `${counted(others.length, 'more client')}: ${what}`, lines: [names] }];
  });
}

function hasDrift(steps: readonly ClientStep[]): boolean {
  return steps.some(({ drift }) => drift.length > 0);
}

function ofShared(shown: Shown): (step: ObjectStep) => readonly PlanDetail[] {
  return (step) => {
    if (step.action === 'unchanged') return [];
    return [{ title: `(all): ${step.action}: ${step.reason}`, lines: linesOf(step, shown) }];
  };
}

function linesOf(step: ObjectStep, shown: Shown): readonly string[] {
  const { object, action, reason, before, drift, migrated } = step;
  if (action === 'unchanged') return [];
  const name = { kind: object.kind, name: object.metadata.name };
  const diff = maskedDiff(before?.body, object, { object: name, shown, isBeforeLive: before?.isLive ?? false });
  return [
    `${nameOf(step)}: ${action}: ${reason}`,
    ...drift.map((one) => `  drift: ${describeDrift(one)}`),
    ...migrated.map((manager) => `  fields that ${manager} left become keep-deploy's`),
    ...diff.map((line) => `  ${line}`),
  ];
}

function nameOf({ object }: ObjectStep): string {
  return `${object.kind} ${object.metadata.name}`;
}

function shorten(details: readonly PlanDetail[], mostLines: number): readonly PlanDetail[] {
  const kept: PlanDetail[] = [];
  let left = mostLines;
  for (const [at, detail] of details.entries()) {
    if (detail.lines.length + 1 > left) {
      const title = `${counted(details.length - at, 'more change')}: left out, for the plan would get too long`;
      return [
        ...kept,
        {
          title,
          lines: details
            .slice(at)
            .map(({ title: what }) => what)
            .slice(0, Math.max(0, left - 1)),
        },
      ];
    }
    kept.push(detail);
    left -= detail.lines.length + 1;
  }
  return kept;
}
