import { excerpt } from '../../report/index.ts';
import { failureRules } from './failure-rules.ts';
import type { LogRequest, Sign } from './sign.ts';

/** The last lines of one run of a container, as they came. */
export interface FetchedLog {
  readonly request: LogRequest;
  readonly text: string;
}

/**
 * Why a client failed. `headline`, `facts` and `advice` are plain lines that may be printed as they are; what is in
 * `foreign` goes through `log.untrusted`, each part under its source.
 */
export interface FailureMessage {
  readonly headline: string;
  readonly facts: readonly string[];
  readonly foreign: readonly ForeignText[];
  readonly advice: string;
}

export interface ForeignText {
  readonly source: string;
  readonly lines: readonly string[];
}

/** A client's share of a run's log, however many fail. */
export const messageLimits = { lines: 40, bytes: 8 * 1024 } as const;
const lineLength = 300;
/** Before it is redacted a line may be longer: what is cut first could hide half of a secret. */
const readLength = 4_000;
const headlineLength = 600;

/** The failure in one line, for a table, an annotation, a heading. */
export function describeSign(client: string, sign: Sign, redact: (text: string) => string): string {
  const { pod, container, isInit, message } = sign;
  const inPod = container === undefined ? '' : `, ${isInit === true ? 'init container' : 'container'} ${container}`;
  const where = pod === undefined ? '' : ` (pod ${pod.name}${inPod})`;
  const within = sign.within === undefined ? '' : `not ready within ${sign.within}: `;
  const said = message === '' ? '' : `: ${message}`;
  return clean(`${client}${where}: ${within}${howItEnded(sign)}${said}`, headlineLength, redact);
}

/** @param redact hides the run's secrets. It is handed whole texts, so that a secret over several lines is found. */
export function failureMessage(
  client: string,
  sign: Sign,
  logs: readonly FetchedLog[],
  redact: (text: string) => string,
): FailureMessage {
  const { rule, restarts = 0 } = sign;
  const headline = describeSign(client, sign, redact);
  const { advice } = failureRules[rule];
  const facts = [
    // As the failure table of the documentation has it.
    `cause: ${rule}${restarts > 0 ? `; restarts of the container since it was written: ${restarts}` : ''}`,
  ];
  const own = [headline, ...facts, advice];
  const events = sign.warnings.map(({ reason = '', message = '' }) => `${reason}: ${message}`);
  const parts = [
    { source: `${sign.pod?.name ?? client} warnings`, lines: linesOf(events.join('\n'), redact) },
    ...logs.map(({ request, text }) => ({ source: sourceOf(request), lines: linesOf(text, redact) })),
  ];
  return { headline, facts, foreign: fitted(parts, own), advice };
}

/** The whole message as it will stand in a log, foreign lines under their sources. */
export function messageLines({ headline, facts, foreign, advice }: FailureMessage): readonly string[] {
  const told = foreign.flatMap(({ source, lines }) => lines.map((line) => `${source} | ${line}`));
  return [headline, ...facts, ...told, advice];
}

function howItEnded({ reason, exitCode, signal }: Sign): string {
  const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
  return `${reason}${code}${signal === undefined ? '' : ` (${signal})`}`;
}

function sourceOf({ pod, container, previous }: LogRequest): string {
  return `${pod}/${container}${previous ? ' previous run' : ''}`;
}

/** Cleaned before it is redacted, so that no control character hides a secret; cut only afterwards. */
function linesOf(text: string, redact: (text: string) => string): readonly string[] {
  const cleaned = text
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map((line) => excerpt(line, readLength))
    .filter((line) => line !== '')
    .slice(-messageLimits.lines * 2);
  return redact(cleaned.join('\n'))
    .split('\n')
    .map((line) => excerpt(line, lineLength))
    .filter((line) => line !== '');
}

function clean(text: string, limit: number, redact: (text: string) => string): string {
  return excerpt(redact(excerpt(text, readLength)), limit);
}

/**
 * The last lines of each part that fit: in turn one more of each, from its end, so that neither a long log nor many events
 * leave the others no room.
 */
function fitted(parts: readonly ForeignText[], own: readonly string[]): readonly ForeignText[] {
  let lines: number = messageLimits.lines - own.length;
  let bytes: number = messageLimits.bytes - own.reduce((sum, line) => sum + bytesOf(line), 0);
  const taken = parts.map(() => 0);
  const isFull = parts.map(() => false);
  while (isFull.includes(false)) {
    for (const [index, part] of parts.entries()) {
      if (isFull[index] === true) continue;
      const count = taken[index] ?? 0;
      const line = part.lines.at(-1 - count);
      const size = line === undefined ? 0 : bytesOf(`${part.source} | ${line}`);
      isFull[index] = line === undefined || lines < 1 || bytes < size;
      if (isFull[index] === true) continue;
      taken[index] = count + 1;
      lines -= 1;
      bytes -= size;
    }
  }
  return parts
    .map(({ source, lines: all }, index) => ({ source, lines: all.slice(all.length - (taken[index] ?? 0)) }))
    .filter(({ lines: kept }) => kept.length > 0);
}

function bytesOf(line: string): number {
  return Buffer.byteLength(line) + 1;
}
