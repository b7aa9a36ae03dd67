import { fieldManager, isWorkloadKind, type LiveObject, labels, type WantedObject } from '../kubernetes-object.ts';
import { isAppliedByUs } from '../ownership/drift.ts';
import { describeOwner, ownedFields } from '../ownership/owners-of.ts';
import type { PreflightFinding } from '../preflight/preflight-finding.ts';
import { takesClaimsAlong } from './go-back-plan.ts';
import { restartLimitOf } from './restart-limits.ts';

/** An object that stands by the record, and that nothing wants any more. */
export interface Leftover {
  /** The client it was of; empty: of none alone. */
  readonly owner: string;
  /** As it was applied last. */
  readonly body: WantedObject;
  /** As it stands, its books at least. `unreadable`: these credentials may not look. */
  readonly live: LiveObject | 'absent' | 'unreadable';
}

/** What books are about that isn't the object's own content. */
const beside: ReadonlySet<string> = new Set(['f:metadata', 'f:status']);

/**
 * Why something that nothing wants any more is left where it is; `undefined`: it is ours to remove. Data never is, nor what
 * somebody else has made their own.
 */
export function whyLeft({
  body,
  live,
}: Pick<Leftover, 'body'> & { readonly live: LiveObject | 'unreadable' }): string | undefined {
  if (body.kind === 'PersistentVolumeClaim') return 'a claim holds data, and is never removed';
  if (live === 'unreadable') return 'these credentials may not read it';
  if (live.metadata.labels?.[labels.managedBy] !== 'keep-deploy' || !isAppliedByUs(live)) {
    return 'it is not marked as keep-deploy’s any more';
  }
  const others = ownedFields(live).filter(
    ({ owner, entry }) =>
      owner.manager !== fieldManager &&
      owner.subresource === undefined &&
      Object.keys(entry.fieldsV1 ?? {}).some((part) => !beside.has(part)),
  );
  if (others.length > 0) {
    const names = [...new Set(others.map(({ owner }) => describeOwner(owner)))].join(' and ');
    return `${names} has made fields of it theirs`;
  }
  if (isWorkloadKind(body.kind) && (takesClaimsAlong(body) || takesClaimsAlong(live as unknown as WantedObject))) {
    return 'its persistentVolumeClaimRetentionPolicy would delete its claims with it';
  }
  return undefined;
}

/**
 * That more clients go than a network bears looks like the wrong clients file, and is refused: as many may go at once as
 * voters may restart.
 * @param of how many clients stand by the record.
 */
export function leavingFindings(leaving: readonly string[], of: number): readonly PreflightFinding[] {
  const members = Array.from({ length: of }, (_, index) => ({ client: String(index), role: 'any' }));
  const limit = restartLimitOf('any', { members, roles: [], voters: new Set(['any']) });
  if (leaving.length <= limit && leaving.length < of) return [];
  if (leaving.length === 0) return [];
  const message = `${leaving.length} of the ${of} clients that run by the last release are in the clients file no more, and would be removed: ${leaving.slice(0, 5).join(', ')}${leaving.length > 5 ? ' and others' : ''}. At most ${limit === of ? 0 : limit} may go in one release. Write them again, or take them out in several releases; one that is to go at once you remove yourself (kubectl delete statefulset NAME; its claims stay).`;
  return [{ severity: 'error', message }];
}
