import type { ClientOutcome, RollOutResult } from '../cluster/index.ts';
import type { Severity, SummarySection } from '../report/index.ts';

const severityOf: Readonly<Record<ClientOutcome['outcome'], Severity>> = {
  'failed-halted': 'failed',
  deployed: 'changed',
  unchanged: 'unchanged',
  // Nothing was written for it: its wave was never begun.
  'not-started': 'unchanged',
};

/** What became of the clients, for the end of the run. */
export function clientsSection(environment: string, { clients, isFailed, isChanged }: RollOutResult): SummarySection {
  return {
    title: `Clients of ${environment}`,
    severity: isFailed ? 'failed' : isChanged ? 'changed' : 'unchanged',
    columns: ['client', 'role', 'outcome', 'pod', 'restarts', 'why'],
    rows: clients.map(({ client, role, outcome, pod, restartsBefore, restartsAfter, failure }) => ({
      severity: severityOf[outcome],
      cells: [client, role, outcome, pod ?? '', `${restartsBefore} → ${restartsAfter}`, failure?.message ?? ''],
    })),
  };
}
