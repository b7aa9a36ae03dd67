import { excerpt } from '../../report/index.ts';
import { ApiRefusal } from './cluster-port.ts';
import { adviceOf, forbidderOf } from './forbidden-by.ts';

/** What is kept of an answer that says no: a page of a proxy may be any length. */
const keptCharacters = 256 * 1024;

interface Status {
  readonly kind?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  };
}

/** What a refusal says to a person: what was asked, what was answered, what to do where that is known. */
export function refusalOf(asked: string, status: number, body: string): ApiRefusal {
  const answer = readStatus(body);
  const reason = excerpt(answer?.reason ?? '', 60);
  const causes = conflictsOf(answer);
  const text = causes.length > 0 ? causes.join('; ') : excerpt(answer?.message ?? body) || 'no explanation';
  const said = [String(status), reason].filter((part) => part !== '').join(' ');
  const advice = causes.length > 0 ? takeIt : adviceFor(status, reason, text);
  const message = `${asked}: ${said}: ${text}${advice}`;
  return new ApiRefusal(message, status, reason || `HTTP ${status}`, body.slice(0, keptCharacters));
}

/**
 * What the schema doesn't know, or can't be read (a quantity `20mm`), comes back from server-side apply as 500, not as 400:
 * asking again is no use.
 */
export function isFinal(status: number, body: string): boolean {
  return status === 500 && ofTheObject.test(body);
}

const ofTheObject =
  /failed to create typed patch object|field not declared in schema|failed to convert new object|unable to convert unstructured object/;

function readStatus(body: string): Status | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && (value as Status).kind === 'Status'
      ? (value as Status)
      : undefined;
  } catch {
    return undefined;
  }
}

/** `field → manager`, which is what one needs to know about a conflict. */
function conflictsOf(answer: Status | undefined): readonly string[] {
  return (answer?.details?.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ field, message }) => {
      const manager = /conflict with "([^"]*)"/.exec(message ?? '')?.[1] ?? message ?? 'another manager';
      return `${excerpt(field ?? '(unknown field)', 120)} belongs to ${excerpt(manager, 120)}`;
    });
}

function adviceFor(status: number, reason: string, text: string): string {
  if (status === 401) return '. The credentials of the kubeconfig are not accepted, also after reading them again.';
  const forbidder = forbidderOf(status, reason, text);
  return forbidder === undefined ? '' : `. ${adviceOf(forbidder, text)}`;
}

const takeIt =
  '. Take the field out of the manifest, or out of the hands of that manager; if it is to write it no more, name it in force-managers.';
