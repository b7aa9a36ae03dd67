import { type ClientReport, headlinesOf, type RollEnd, type RollOutcome } from '../cluster/index.ts';
import { RemoteError, type Severity, type SummarySection } from '../report/index.ts';
import { failedRoll, type RollReport } from './failed-roll.ts';
import { countResults, mixture } from './network-standing.ts';

/** What a workflow tells outcomes apart by. Signals have their own (129, 130, 143). */
export const outcomeExitCodes: Readonly<Record<RollOutcome, number>> = {
  unchanged: 0,
  deployed: 0,
  'failed-rolled-back': 3,
  'failed-halted': 4,
  'rollback-failed': 5,
  superseded: 6,
  locked: 7,
  cancelled: 1,
};

export function reportOf({ outcome, clients, writes, isChanged }: RollEnd): RollReport {
  const count = (wanted: ClientReport['result']) => clients.filter(({ result }) => result === wanted).length;
  return {
    outcome,
    changed: isChanged,
    writes,
    updated: count('deployed'),
    unchanged: count('unchanged'),
    clients,
  };
}

/** @throws RemoteError that says what became of the network, unless all of it is as wanted. */
export function requireDeployed(rolled: RollEnd, redact: (text: string) => string): void {
  const { outcome, clients, why, notSettled } = rolled;
  if (outcome === 'unchanged' || outcome === 'deployed') {
    if (notSettled === undefined) return;
    throw failed(rolled, [`the clients are as wanted, but the roll-out record could not be closed: ${notSettled}`]);
  }
  const failures = headlinesOf(clients, redact).map(({ text }) => text);
  const open = notSettled === undefined ? [] : [`the roll-out record could not be closed: ${notSettled}`];
  throw failed(rolled, [meaningOf(rolled), ...failures, ...why, ...open]);
}

function failed(rolled: RollEnd, lines: readonly string[]): RemoteError {
  const error = new RemoteError(lines.join('\n'), { exitCode: outcomeExitCodes[rolled.outcome] || 1 });
  failedRoll.attach(error, reportOf(rolled));
  return error;
}

/** What the outcome means for the network, and what to do. */
function meaningOf({ outcome, clients }: RollEnd): string {
  const names = (result: ClientReport['result']) =>
    clients
      .filter((client) => client.result === result)
      .map(({ client }) => client)
      .join(', ');
  const back = [names('failed-rolled-back'), names('rolled-back')].filter((one) => one !== '').join(', ');
  const mixed = mixture(clients);
  const andMixed = mixed === undefined ? '' : `; ${mixed}`;
  switch (outcome) {
    case 'failed-rolled-back':
      return mixed === undefined
        ? 'failed-rolled-back: the release failed; every client that was touched runs and is proved as before. Mend what is named below, and release again'
        : `failed-rolled-back: the release failed for a part of the clients, and that part is back, and proved; ${mixed}. Mend what is named below, and release again`;
    case 'failed-halted':
      return back === ''
        ? `failed-halted: the release failed and was left as it stands${mixed === undefined ? listed('not rolled', names('not-started')) : andMixed}. Mend what is named below, and release again`
        : `failed-halted: the release failed; what ran before is proved as before (${back}), and clients that no release ever proved are left as they stand${andMixed}. Mend what is named below, and release again`;
    case 'rollback-failed':
      return `rollback-failed: the release failed, and the network is not back${listed('not back', names('rollback-failed'))}${andMixed}. Look after these clients now`;
    case 'superseded':
      return `superseded: somebody else changed what was being rolled, and was not overwritten${listed('theirs', names('superseded'))}`;
    case 'cancelled':
      return 'cancelled: the roll-out was stopped; run it again to finish it';
    case 'locked':
      return 'locked: nothing more was written';
    default:
      return outcome;
  }
}

function listed(what: string, names: string): string {
  return names === '' ? '' : ` (${what}: ${names})`;
}

const severityOf: Readonly<Record<ClientReport['result'], Severity>> = {
  'rollback-failed': 'failed',
  'failed-halted': 'failed',
  'failed-rolled-back': 'failed',
  superseded: 'failed',
  cancelled: 'warned',
  'rolled-back': 'warned',
  deployed: 'changed',
  unchanged: 'unchanged',
  'not-started': 'unchanged',
};

/** What became of the clients, for the end of the run. */
export function clientsSection(
  environment: string,
  { outcome, clients, isChanged }: RollEnd,
  redact: (text: string) => string,
): SummarySection {
  const isFailed = outcome !== 'deployed' && outcome !== 'unchanged';
  const mixed = isFailed ? mixture(clients) : undefined;
  const headlines = headlinesOf(clients, redact);
  // What several share stands beside the first of them.
  const why = (client: string): string =>
    headlines
      .filter((headline) => headline.clients.includes(client))
      .map(({ clients: [first], text, again }) => (first === client ? text : again))
      .join('; ');
  return {
    title: `Clients of ${environment}: ${outcome}`,
    severity: isFailed ? 'failed' : isChanged ? 'changed' : 'unchanged',
    ...(mixed !== undefined && { text: `${mixed.charAt(0).toUpperCase()}${mixed.slice(1)}.` }),
    ...(isFailed && clients.length > 0 && { count: countResults(clients) }),
    columns: ['client', 'role', 'outcome', 'pod', 'restarts', 'why'],
    rows: clients.map(({ client, role, result, pods, restartsBefore, restartsAfter }) => {
      const restarts = `${restartsBefore} → ${restartsAfter}`;
      return { severity: severityOf[result], cells: [client, role, result, pods.join(', '), restarts, why(client)] };
    }),
  };
}
