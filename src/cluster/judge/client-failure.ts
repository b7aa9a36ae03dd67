import { excerpt } from '../../report/index.ts';
import type { Cluster } from '../api/cluster-port.ts';
import { within } from '../api/within.ts';
import { listPath } from '../kubernetes-object.ts';
import { eventTime, type LiveEvent, type LivePod } from '../live-workload.ts';
import type { Cause, StartFailure } from './start-failure.ts';

/** Why a client is red, with what the cluster had to say. Events and log lines are foreign text as it came. */
export interface ClientFailure {
  readonly cause: Cause;
  readonly pod?: string | undefined;
  readonly container?: string | undefined;
  readonly reason: string;
  /** One plain line. */
  readonly message: string;
  readonly exitCode?: number | undefined;
  /** The last warnings, oldest first. */
  readonly events: readonly string[];
  /** The last lines of the container's present run, and of the one before. */
  readonly logs: { readonly current: readonly string[]; readonly previous: readonly string[] };
}

const logLines = 15;
const eventCount = 4;
/** The verdict is there already: what explains it may not keep it waiting. */
const explainingMs = 5_000;

/** Looks for what explains the failure. Never fails itself: what can't be read is left out. */
export async function explainFailure(
  cluster: Cluster,
  namespace: string,
  sign: StartFailure,
  pod: LivePod | undefined,
): Promise<ClientFailure> {
  const name = pod?.metadata.name;
  const container = sign.container ?? pod?.status?.containerStatuses?.[0]?.name;
  const linesOf = async (previous: boolean): Promise<readonly string[]> => {
    if (name === undefined || container === undefined) return [];
    const reading = cluster.logs(namespace, name, { container, previous, lines: logLines }).catch(() => undefined);
    const text = await within(reading, explainingMs);
    return (text ?? '')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-logLines);
  };
  const eventsOf = async (uid: string | undefined): Promise<readonly LiveEvent[]> => {
    if (uid === undefined) return [];
    return (
      (await within(
        warningsOf(cluster, namespace, uid).catch(() => []),
        explainingMs,
      )) ?? []
    );
  };
  const [current, previous, events] = await Promise.all([linesOf(false), linesOf(true), eventsOf(pod?.metadata.uid)]);
  return {
    cause: sign.cause,
    pod: name,
    container,
    reason: excerpt(sign.reason, 80),
    message: excerpt(sign.message),
    exitCode: sign.exitCode,
    events: events.slice(-eventCount).map(({ reason, message }) => `${reason ?? ''}: ${message ?? ''}`),
    logs: { current, previous },
  };
}

/** Warnings about one object, oldest first. */
export async function warningsOf(cluster: Cluster, namespace: string, uid: string): Promise<readonly LiveEvent[]> {
  const events = await cluster.list<LiveEvent>(listPath('Event', namespace), {
    fieldSelector: `involvedObject.uid=${uid},type=Warning`,
  });
  return events.toSorted((a, b) => (eventTime(a) ?? 0) - (eventTime(b) ?? 0));
}

/** The failure in one sentence, for a heading, an annotation, a table. */
export function describeFailure(client: string, failure: ClientFailure): string {
  const { pod, container, reason, exitCode, message } = failure;
  const where = pod === undefined ? '' : ` (pod ${pod}${container === undefined ? '' : `, container ${container}`})`;
  const exit = exitCode === undefined ? '' : `, exit code ${exitCode}`;
  return `${client}${where}: ${reason}${exit}${message === '' ? '' : `: ${message}`}`;
}
