import { readinessOf } from '../judge/stateful-set-readiness.ts';
import { labels } from '../kubernetes-object.ts';
import type { LivePod } from '../live-workload.ts';
import { describeChange } from '../manifest/changed-parts.ts';
import type { ClientObjects } from '../manifest/client-objects.ts';
import { hasContent, type ObservedClient } from './observed-clients.ts';

/** What a roll-out does about one client. */
export interface RolloutStep {
  readonly client: string;
  readonly role: string;
  /** `prove`: everything is written already (by a run that was stopped), but its pod is not ready: waited for, not written. */
  readonly action: 'create' | 'update' | 'prove' | 'unchanged';
  /** For a person. */
  readonly reason: string;
  readonly wanted: ClientObjects;
  /** Its pods as the plan found them: only what happens to them afterwards counts. */
  readonly podsBefore: readonly LivePod[];
  /** The ready pod and its revision, where the client is unchanged. */
  readonly proof?: { readonly pod: string; readonly revision: string } | undefined;
}

/** The clients that are rolled together; a wave starts when the one before it is proved. */
export interface Wave {
  readonly role: string;
  readonly steps: readonly RolloutStep[];
}

/** Pure. @param roles the order of waves. */
export function planRollout(
  wanted: readonly ClientObjects[],
  observed: ReadonlyMap<string, ObservedClient>,
  roles: readonly string[],
): readonly Wave[] {
  const unknown = wanted.find(({ role }) => !roles.includes(role));
  if (unknown !== undefined)
    throw new RangeError(`${unknown.client} has the role ${unknown.role}, which is in no wave`);
  return roles
    .map((role) => ({
      role,
      steps: wanted
        .filter((client) => client.role === role)
        .map((client) => planClient(client, observed.get(client.client))),
    }))
    .filter(({ steps }) => steps.length > 0);
}

function planClient(wanted: ClientObjects, observed: ObservedClient | undefined): RolloutStep {
  const { statefulSet, service, pods, missing } = observed ?? {
    statefulSet: undefined,
    service: undefined,
    pods: [],
    missing: [],
  };
  const step = (action: RolloutStep['action'], reason: string, proof?: RolloutStep['proof']): RolloutStep => ({
    client: wanted.client,
    role: wanted.role,
    action,
    reason: wanted.isCompared ? reason : `${reason}; secret parts not compared`,
    wanted,
    podsBefore: pods,
    proof,
  });
  if (statefulSet === undefined) return step('create', 'there is no StatefulSet of this name');
  if (statefulSet.metadata.labels?.[labels.client] !== wanted.client) {
    return step('update', 'the StatefulSet was not written by keep-deploy: it is taken over');
  }
  if (!hasContent(statefulSet, wanted)) return step('update', describeChange(statefulSet, wanted));
  if (service === undefined) return step('update', 'its Service is missing');
  if (!hasContent(service, wanted)) return step('update', 'its Service is not the one that belongs to this content');
  if (missing.length > 0) return step('update', `missing: ${missing.join(', ')}`);
  // Proof now, not memory: a client left crashing by a run that was stopped is not unchanged.
  const readiness = readinessOf(statefulSet, pods, statefulSet.metadata.generation ?? 0);
  if (readiness.kind !== 'ready') return step('prove', 'written before, but its pod is not ready');
  return step('unchanged', 'as wanted, and its pod is ready', {
    pod: readiness.pod.metadata.name,
    revision: readiness.revision,
  });
}
