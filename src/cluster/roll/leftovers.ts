import {
  fieldManager,
  isWorkloadKind,
  type JsonObject,
  type LiveObject,
  labels,
  type WantedObject,
} from '../kubernetes-object.ts';
import type { LiveWorkload } from '../live-workload.ts';
import { referencesIn } from '../manifest/references.ts';
import { isAppliedByUs } from '../ownership/drift.ts';
import { describeOwner, ownedFields } from '../ownership/owners-of.ts';
import type { PreflightFinding } from '../preflight/preflight-finding.ts';
import { keyOf, type ObjectKey } from '../record/recorded-owner.ts';
import { takesClaimsAlong } from './go-back-plan.ts';
import { minorityOf } from './restart-limits.ts';

/** An object that stands by the record, and that nothing wants any more. */
export interface Leftover {
  /** The client it was of; empty: of none alone. */
  readonly owner: string;
  /** As it was applied last. */
  readonly body: WantedObject;
  /** As it stands, its books at least. `unreadable`: these credentials may not look. */
  readonly live: LiveObject | 'absent' | 'unreadable';
}

/** What stays, and may stand on what nothing wants any more. */
export interface Staying {
  /** Whose workload stays though nothing wants it. */
  readonly owners: ReadonlySet<string>;
  /** What anything that stays names. */
  readonly named: ReadonlySet<ObjectKey>;
}

/** What these objects name. A Secret that has left the manifests may be looked after elsewhere now, and the pods still read it. */
export function namedBy(objects: readonly (WantedObject | LiveWorkload)[]): ReadonlySet<ObjectKey> {
  const references = objects.flatMap((object) => referencesIn(object as unknown as JsonObject));
  return new Set(references.map(({ kind, name }): ObjectKey => `${kind}/${name}`));
}

/** What books are about that isn't the object's own content. */
const beside: ReadonlySet<string> = new Set(['f:metadata', 'f:status']);

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
  if (live.metadata.labels?.[labels.managedBy] !== 'keep-deploy' || !isAppliedByUs(live)) {
    return 'it is not marked as keep-deploy’s any more';
  }
  const others = ownedFields(live).filter(
    (one) =>
      one.owner.manager !== fieldManager &&
      one.owner.subresource === undefined &&
      Object.keys(one.entry.fieldsV1 ?? {}).some((part) => !beside.has(part)),
  );
  if (others.length > 0) {
    const names = [...new Set(others.map((one) => describeOwner(one.owner)))].join(' and ');
    return `${names} has made fields of it theirs`;
  }
  if (isWorkloadKind(body.kind)) {
    const takesClaims = takesClaimsAlong(body) || takesClaimsAlong(live as unknown as WantedObject);
    return takesClaims ? 'its persistentVolumeClaimRetentionPolicy would delete its claims with it' : undefined;
  }
  if (staying.named.has(keyOf(body))) return 'something that stays names it';
  return staying.owners.has(owner) ? `the workload of ${owner} stays` : undefined;
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
