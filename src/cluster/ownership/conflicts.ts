import { excerpt } from '../../report/index.ts';
import type { FieldPath } from './field-set.ts';
import { describeOwner } from './owners-of.ts';

/** A field that we want another value in than the manager who owns it. */
export interface Conflict {
  /** As in `describePath`: `spec.template.spec.containers[name="client"].image`. */
  readonly field: string;
  readonly manager: string;
  /** It wrote through `…/scale`, say. */
  readonly subresource: string | undefined;
}

/**
 * What the API server says when it refuses a server-side apply (409): one conflict for each field and manager. Of any other
 * answer, 409 for a stale resourceVersion too, there are none.
 * @param body the answer's text.
 */
export function conflictsIn(body: string): readonly Conflict[] {
  return causesOf(body).flatMap(({ reason, field, message }) => {
    if (reason !== 'FieldManagerConflict') return [];
    // The API server prints the names with Go's %q, which JSON reads but for rare escapes.
    const [, manager, subresource] = /conflict with ("(?:[^"\\]|\\.)*")(?: with subresource ("(?:[^"\\]|\\.)*"))?/.exec(
      text(message),
    ) ?? [undefined, text(message)];
    return [
      {
        field: excerpt(text(field).replace(/^\./, ''), 300) || '(unknown field)',
        manager: excerpt(unquoted(manager ?? ''), 120) || 'another manager',
        subresource: subresource === undefined ? undefined : excerpt(unquoted(subresource), 60),
      },
    ];
  });
}

/** The fields for which the API server refuses an object (422): a path that leads into a list is that of no field. */
export function fieldsIn(body: string): readonly FieldPath[] {
  return causesOf(body).map(({ field }) =>
    text(field)
      .split('.')
      .map((step) => `f:${step}`),
  );
}

/**
 * True when every field in conflict belongs to a manager that the user named: force takes all of them or none. The forced
 * apply has to carry the resourceVersion that was looked at, or it would take fields of whoever came in between too.
 */
export function mayForce(conflicts: readonly Conflict[], namedManagers: readonly string[]): boolean {
  return conflicts.length > 0 && conflicts.every(({ manager }) => namedManagers.includes(manager));
}

/** For a person: `spec.replicas → kubectl (scale)`. */
export function describeConflict({ field, manager, subresource }: Conflict): string {
  return `${field} → ${describeOwner({ manager, subresource })}`;
}

interface Cause {
  readonly reason?: unknown;
  readonly field?: unknown;
  readonly message?: unknown;
}

function causesOf(body: string): readonly Cause[] {
  try {
    const answer = JSON.parse(body) as { readonly details?: { readonly causes?: unknown } } | null;
    const causes = answer?.details?.causes;
    return Array.isArray(causes) ? causes.filter((cause) => typeof cause === 'object' && cause !== null) : [];
  } catch {
    return [];
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function unquoted(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.replace(/^"|"$/g, '');
  }
}
