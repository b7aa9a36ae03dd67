import type { Json } from '../../values/index.ts';
import {
  apiVersionOf,
  fieldManager,
  isWorkloadKind,
  isWrittenKind,
  type JsonObject,
  type LiveObject,
  labels,
  type PodMaker,
  type WantedObject,
  type WrittenKind,
} from '../kubernetes-object.ts';
import { isMap } from '../manifest/manifest-values.ts';
import { isAppliedByUs } from '../ownership/drift.ts';
import { describeOwner, ownedFields } from '../ownership/owners-of.ts';
import type { PreflightFinding } from '../preflight/preflight-finding.ts';
import { keyOf, type ObjectKey, partsOf } from '../record/recorded-owner.ts';
import { takesClaimsAlong } from './go-back-plan.ts';
import { minorityOf } from './restart-limits.ts';
import type { Named } from './who-names.ts';

/** An object that was applied once, and that nothing wants any more. */
export interface Leftover {
  /** The client it was of; empty: of none alone. */
  readonly owner: string;
  /** As it was applied last; only its name where an earlier run left it. */
  readonly body: WantedObject;
  /** As it stands, its books at least. `unreadable`: these credentials may not look. */
  readonly live: LiveObject | 'absent' | 'unreadable';
}

/** What stays, and may stand on what nothing wants any more. */
export interface Staying {
  /** Whose workload stays though nothing wants it. */
  readonly owners: ReadonlySet<string>;
  /** What anything that stays names. */
  readonly named: Named;
  /** What may name something, and nobody could look. */
  readonly unseen: readonly PodMaker[];
}

export const nothingStays: Staying = { owners: new Set(), named: new Map(), unseen: [] };

/** The name of an object whose body nobody keeps; `undefined` where it is of no kind that is written. */
export function nameOnly(key: ObjectKey, namespace: string): WantedObject | undefined {
  const { kind, name } = partsOf(key);
  return isWrittenKind(kind) ? { apiVersion: apiVersionOf(kind), kind, metadata: { name, namespace } } : undefined;
}

/** What a pod can't start without, where it names it. (A claim too; but no claim is ever removed.) */
const namedByPods: ReadonlySet<WrittenKind> = new Set(['ConfigMap', 'Secret', 'ServiceAccount']);

/** True where whatever makes pods has to be looked at before it is removed. */
export function mayBeNamedByPods({ kind }: Pick<WantedObject, 'kind'>): boolean {
  return namedByPods.has(kind);
}

/** True where it isn't marked as ours any more: whoever took the mark off has it now. */
export function isTheirs(live: LiveObject): boolean {
  return live.metadata.labels?.[labels.managedBy] !== 'keep-deploy' || !isAppliedByUs(live);
}

/**
 * Why something that nothing wants any more is left where it is; `undefined`: it is ours to remove. Data never is, nor what
 * something that stays stands on, nor what somebody else has made their own.
 */
export function whyLeft(
  { owner, body, live }: Leftover & { readonly live: LiveObject | 'unreadable' },
  staying: Staying,
): string | undefined {
  if (body.kind === 'PersistentVolumeClaim') return 'a claim holds data, and is never removed';
  if (live === 'unreadable') return 'these credentials may not read it';
  if (isTheirs(live)) return 'it is not marked as keep-deploy’s any more';
  const others = ownedFields(live).filter(
    ({ owner: { manager, subresource }, entry }) =>
      manager !== fieldManager && subresource === undefined && hasContent(entry.fieldsV1),
  );
  if (others.length > 0) {
    const names = [...new Set(others.map((one) => describeOwner(one.owner)))].join(' and ');
    return `${names} has made fields of it theirs`;
  }
  if (isWorkloadKind(body.kind)) {
    const takesClaims = takesClaimsAlong(body) || takesClaimsAlong(live as unknown as WantedObject);
    return takesClaims ? 'its persistentVolumeClaimRetentionPolicy would delete its claims with it' : undefined;
  }
  const naming = staying.named.get(keyOf(body));
  if (naming !== undefined) return `${naming} names it`;
  if (staying.owners.has(owner)) return `the workload of ${owner} stays`;
  if (staying.unseen.length === 0 || !mayBeNamedByPods(body)) return undefined;
  const kinds = staying.unseen.map((kind) => `${kind}s`).join(' and ');
  return `these credentials may not list ${kinds}, and one may name it`;
}

/** True where these fields are more than notes: on the object, or on its pods as `kubectl rollout restart` leaves one. */
function hasContent(fields: JsonObject | undefined): boolean {
  return Object.entries(fields ?? {}).some(([part, inner]) => {
    if (part === 'f:metadata' || part === 'f:status') return false;
    return part !== 'f:spec' || !isOnly(inner, ['f:template', 'f:metadata']);
  });
}

function isOnly(fields: Json | undefined, [part, ...parts]: readonly string[]): boolean {
  if (part === undefined) return true;
  const names = isMap(fields) ? Object.keys(fields) : [];
  return isMap(fields) && names.length === 1 && names[0] === part && isOnly(fields[part], parts);
}

/**
 * That more clients go than a network bears looks like the wrong clients file, and is refused: as many may go at once as
 * voters may restart.
 * @param leaving the workload of each client that would go.
 * @param of how many clients stand by the record.
 */
export function leavingFindings(
  leaving: readonly { readonly owner: string; readonly kind: string; readonly name: string }[],
  of: number,
): readonly PreflightFinding[] {
  const limit = minorityOf(of);
  if (leaving.length === 0 || (leaving.length <= limit && leaving.length < of)) return [];
  const owners = leaving.map(({ owner }) => owner);
  // One of each kind shows how.
  const ways = [...new Map(leaving.toReversed().map((one) => [one.kind, one])).values()];
  const commands = ways.map(({ kind, name }) => `kubectl delete ${kind.toLowerCase()} ${name}`).join(', ');
  const message = `${leaving.length} of the ${of} clients that run by the last release are in the clients file no more, and would be removed: ${owners.slice(0, 5).join(', ')}${owners.length > 5 ? ' and others' : ''}. At most ${limit === of ? 0 : limit} may go in one release. Write them again, or take them out in several releases; one that is to go at once you remove yourself (${commands}; claims stay).`;
  return [{ severity: 'error', message }];
}
