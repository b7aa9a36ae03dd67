import { excerpt, type Log, RemoteError } from '../../report/index.ts';
import { ApiRefusal } from '../api/cluster-port.ts';
import { within } from '../api/within.ts';
import { type FailureMessage, type FetchedLog, failureMessage } from '../judge/failure-message.ts';
import { failureRules } from '../judge/failure-rules.ts';
import type { LogRequest, Sign } from '../judge/sign.ts';
import { type EndedRuns, logLines } from './ended-runs.ts';
import { type OtherCause, otherFailures } from './other-failures.ts';
import type { RollPorts } from './roll-ports.ts';
import type { OtherImage } from './running-images.ts';

/** Why a client is red: a sign of the judge's, with the lines that explain it; or what went wrong around it. */
export type RollFailure =
  | { readonly kind: 'sign'; readonly sign: Sign; readonly logs: readonly FetchedLog[] }
  | {
      readonly kind: 'other';
      readonly cause: OtherCause | 'superseded';
      /** Foreign text may be in it. */
      readonly message: string;
    };

/** The verdict is there already: what explains it may not keep it waiting. */
const explainingMs = 5_000;

/**
 * With the last lines of the runs that the sign names; of the run before, as they were noted when it ended. Never fails
 * itself: what can't be read in time is left out.
 */
export async function explained(
  sign: Sign,
  endedRuns: Pick<EndedRuns, 'lastWords'>,
  { cluster, namespace, isMute = false }: RollPorts,
): Promise<RollFailure> {
  // A container's last message may be its last lines, and a probe's warning its answer.
  if (isMute) {
    const message = sign.container === undefined ? sign.message : '';
    return { kind: 'sign', sign: { ...sign, message, warnings: [] }, logs: [] };
  }
  const logs = await Promise.all(
    sign.logs.map(async (request: LogRequest): Promise<readonly FetchedLog[]> => {
      const { pod, container, previous } = request;
      const reading =
        (previous ? endedRuns.lastWords(pod, container) : undefined) ??
        cluster.logs(namespace, pod, { container, previous, lines: logLines }).catch(() => undefined);
      const text = await within(reading, explainingMs);
      return text === undefined || text.trim() === '' ? [] : [{ request, text }];
    }),
  );
  return { kind: 'sign', sign, logs: withoutRepetition(logs.flat()) };
}

/** While a container backs off, the kubelet gives the same run as this one and as the one before. */
function withoutRepetition(logs: readonly FetchedLog[]): readonly FetchedLog[] {
  const isSaid = ({ request, text }: FetchedLog, index: number) =>
    logs.slice(0, index).some((other) => other.text === text && other.request.container === request.container);
  return logs.filter((log, index) => !isSaid(log, index));
}

/** A write that the API server didn't take, or didn't answer. */
export function notWritten(error: RemoteError): RollFailure {
  return other(error instanceof ApiRefusal ? 'refused' : 'no-answer', error.message);
}

/** A field that somebody else took since the plan was made, which names every conflict that there was before. */
export function isConflict(error: RemoteError): boolean {
  return error instanceof ApiRefusal && error.status === 409 && error.reason === 'Conflict';
}

export function otherImage({ pod, container, wanted, found }: OtherImage): RollFailure {
  const where = `pod ${pod.metadata.name}, container ${container}`;
  return other('other-image', `${where}: runs the image ${found} instead of ${wanted}`);
}

export function supersededBy(message: string): RollFailure {
  return other('superseded', message);
}

export function leftStanding(message: string): RollFailure {
  return other('left-standing', message);
}

/** A client that would go back, and has nothing good to go back to. */
export const nothingToGoBackTo: RollFailure = other(
  'never-proved',
  'it has nothing to go back to, for no release of it was ever proved: it is left as it stands',
);

/**
 * A client that was to go back, and isn't back. Why nothing was taken back at all is told once, of the run.
 * @param way absent where there was none
 */
export function whyNotBack(
  way: { readonly kind: keyof typeof notBackFor } | undefined,
  isStopped: boolean,
): RollFailure {
  const kind = way?.kind ?? 'went';
  return isStopped && kind === 'went' ? stoppedOnWay : notBackFor[kind];
}

const notBackFor = {
  refused: other('not-begun', 'it stands as the release left it: nothing was taken back'),
  stopped: other('stopped', 'the run was stopped before anything went back: the next run goes on'),
  went: other('no-time', 'there was no time left for going back'),
} as const satisfies Record<string, RollFailure>;

const stoppedOnWay = other('stopped', 'the run was stopped before it was back: the next run takes it back');

function other(cause: OtherCause | 'superseded', message: string): RollFailure {
  return { kind: 'other', cause, message };
}

/** What is told about a failure. @param redact hides the run's secrets. */
export function messageOf(client: string, failure: RollFailure, redact: (text: string) => string): FailureMessage {
  if (failure.kind === 'sign') return failureMessage(client, failure.sign, failure.logs, redact);
  const { cause, message } = failure;
  const { advice } = cause === 'superseded' ? failureRules.superseded : otherFailures[cause];
  const headline = `${client}: ${excerpt(redact(excerpt(message, 4_000)), 600)}`;
  return { headline, facts: [`cause: ${cause}`], foreign: [], advice };
}

/** The whole message, foreign lines fenced. */
export function tellFailure({ headline, facts, foreign, advice }: FailureMessage, log: Log): void {
  log.error(headline);
  for (const fact of facts) log.info(fact);
  for (const { source, lines } of foreign) log.untrusted(source, lines.join('\n'));
  if (advice !== '') log.info(advice);
}

/**
 * What is told about a failure on the way back: marked as that, and without what was said of the client's failure going
 * forward. `advice` is empty where it is the same.
 * @param earlier why the client failed going forward, if it did.
 */
export function messageOfBack(
  client: string,
  failure: RollFailure,
  earlier: RollFailure | undefined,
  redact: (text: string) => string,
): FailureMessage {
  const { headline, facts, foreign, advice } = messageOf(client, failure, redact);
  const before = earlier && messageOf(client, earlier, redact);
  const said = new Set(before && [before.headline, ...before.facts, before.advice]);
  const shown = new Set(before?.foreign.flatMap(({ lines }) => lines));
  return {
    headline: `going back: ${said.has(headline) ? `${client} fails in the same way` : headline}`,
    facts: facts.filter((fact) => !said.has(fact)),
    foreign: foreign
      .map(({ source, lines }) => ({ source, lines: lines.filter((line) => !shown.has(line)) }))
      .filter(({ lines }) => lines.length > 0),
    advice: said.has(advice) ? '' : advice,
  };
}

/** What the API server says, or a defect of ours, which goes on its way. */
export function remoteError(error: unknown): RemoteError {
  if (error instanceof RemoteError) return error;
  throw error;
}
