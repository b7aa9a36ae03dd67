import { counted } from '../../report/index.ts';
import { ApiRefusal } from '../api/cluster-port.ts';
import { inParallel } from '../api/parallel.ts';
import { isFinal } from '../api/refusal.ts';
import { type LiveObject, pluralOf, type WantedObject } from '../kubernetes-object.ts';
import { someOf } from '../roll/some-of.ts';
import { recipeForRefusal } from './immutable-recipes.ts';
import type { PlaceFor, PreflightFinding } from './preflight-finding.ts';

/** An object that is about to be written, and where the user wrote it. */
export interface PlacedObject {
  readonly object: WantedObject;
  readonly placeFor?: PlaceFor | undefined;
}

/** Server-side apply with strict validation that writes nothing; whether it is forced is the caller's choice. */
export type TryToApply = (object: WantedObject) => Promise<LiveObject>;

const atOnce = 16;

/**
 * Asks the API server what it would say to every object that is about to be written: half a release is worse than none.
 * Everything it refuses comes back at once. What couldn't be tried is said.
 * @param changed objects that are about to be written, and no others: an unchanged one costs no request.
 */
export async function dryRunFindings(
  tryToApply: TryToApply,
  changed: readonly PlacedObject[],
): Promise<readonly PreflightFinding[]> {
  const verdicts = await inParallel(changed, atOnce, async (one) => ({
    one,
    verdict: await tryOne(tryToApply, one, changed),
  }));
  const refused = verdicts.flatMap(({ one: { object, placeFor }, verdict }): readonly Refused[] => {
    if (verdict.kind !== 'refused') return [];
    return [{ object, message: verdict.message, place: placeFor?.(verdict.message) }];
  });
  return [...told(refused), ...untried(verdicts.map(({ one, verdict }) => ({ ...one, verdict })))];
}

interface Refused {
  readonly object: WantedObject;
  readonly message: string;
  readonly place: ReturnType<PlaceFor> | undefined;
}

/** A mistake in a template is that of every client's object: one place is told once, with who is made from it. */
function told(refused: readonly Refused[]): readonly PreflightFinding[] {
  const alike = Map.groupBy(refused, ({ object: { kind, metadata }, message, place }) =>
    JSON.stringify([kind, place ?? metadata.name, message.replaceAll(metadata.name, 'NAME')]),
  );
  return [...alike.values()].flatMap(([first, ...others]): readonly PreflightFinding[] => {
    if (first === undefined) return [];
    const { object, message, place } = first;
    const names = others.map((other) => other.object.metadata.name);
    const more = names.length === 0 ? '' : ` (and so would ${someOf(names)})`;
    const which = `${object.kind} ${object.metadata.name}`;
    return [{ severity: 'error', ...place, message: `${which} would be refused${more}: ${message}` }];
  });
}

type Verdict =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'untried'; readonly why: string };

async function tryOne(
  tryToApply: TryToApply,
  { object }: PlacedObject,
  all: readonly PlacedObject[],
): Promise<Verdict> {
  try {
    await tryToApply(object);
    return { kind: 'taken' };
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return verdictOf(error, object, all);
  }
}

function verdictOf(error: ApiRefusal, object: WantedObject, all: readonly PlacedObject[]): Verdict {
  const { status, message } = error;
  // RBAC's own refusal; quota and admission answer 403 too, and mean it.
  if (status === 403 && /cannot (patch|create) resource/.test(message)) {
    return { kind: 'untried', why: `the credentials of the kubeconfig may not write ${pluralOf(object.kind)}` };
  }
  if (/does not support dry ?run/i.test(message)) {
    return { kind: 'untried', why: 'an admission webhook of the cluster takes part in no dry run' };
  }
  if (status === 404 && object.kind === 'RoleBinding' && all.some(({ object: other }) => other.kind === 'Role')) {
    return { kind: 'untried', why: 'the Role that it binds is written by the same roll-out' };
  }
  // An unknown field comes back as 500; any other 500 says nothing about the object.
  if (status >= 500 && !isFinal(status, message)) throw error;
  const { name, namespace } = object.metadata;
  const recipe = recipeForRefusal(message, { kind: object.kind, name, namespace });
  return { kind: 'refused', message: recipe === undefined ? message : `${message} ${recipe}` };
}

function untried(tried: readonly (PlacedObject & { readonly verdict: Verdict })[]): readonly PreflightFinding[] {
  const byReason = new Map<string, string[]>();
  for (const { object, verdict } of tried) {
    if (verdict.kind !== 'untried') continue;
    byReason.set(verdict.why, [...(byReason.get(verdict.why) ?? []), `${object.kind} ${object.metadata.name}`]);
  }
  return [...byReason].map(([why, objects]) => {
    const names = objects.slice(0, 3).join(', ');
    const which = objects.length > 3 ? `${names} and ${objects.length - 3} more` : names;
    const message = `${counted(objects.length, 'object')} could not be tried out before writing, because ${why}: ${which}. Mistakes in ${objects.length === 1 ? 'it' : 'them'} would show only when written.`;
    return { severity: 'warning', message };
  });
}
