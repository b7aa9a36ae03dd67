import type { LiveObject, WantedObject } from '../kubernetes-object.ts';
import { describeOwner, isOurs, ownedFields, ownersOf } from '../ownership/owners-of.ts';
import { mapIn } from './json-reading.ts';
import type { PlaceFor, PreflightFinding } from './preflight-finding.ts';

/**
 * A Deployment that somebody paused (`kubectl rollout pause`) would be written and not rolled, while the clients before it were.
 * @param live undefined: nothing stands, and everything may be written.
 * @param migrated managers whose fields become ours by the write: what they paused goes on.
 */
export function pausedFindings(
  wanted: WantedObject,
  live: LiveObject | undefined,
  migrated: readonly string[],
  placeFor?: PlaceFor,
): readonly PreflightFinding[] {
  // Where the manifest says whether it is paused, that is a conflict with whoever says otherwise.
  if (live === undefined || mapIn(live, 'spec')['paused'] !== true || 'paused' in mapIn(wanted, 'spec')) return [];
  const owners = ownersOf(ownedFields(live), ['f:spec', 'f:paused']).filter((owner) => !isOurs(owner));
  if (owners.length > 0 && owners.every(({ manager }) => migrated.includes(manager))) return [];
  const { kind, metadata } = wanted;
  const who = owners.length === 0 ? '' : `, by ${owners.map(describeOwner).join(' and ')}`;
  const command = `kubectl --namespace ${metadata.namespace} rollout resume ${kind.toLowerCase()} ${metadata.name}`;
  const message = `${kind} ${metadata.name}: it is paused (spec.paused${who}), and nothing of it would be rolled. Resume it (${command}), then run this step again.`;
  return [{ severity: 'error', ...placeFor?.(), message }];
}
