import { appliedOf, isOurs } from '../judge/sight.ts';
import { supersededSign } from '../judge/superseded.ts';
import type { ManagedFields } from '../kubernetes-object.ts';
import type { LiveWorkload } from '../live-workload.ts';
import type { BackStep } from './go-back-plan.ts';
import { workloadOf } from './live-client.ts';
import type { RollStore } from './roll-ports.ts';

/**
 * How somebody else has changed a workload since it was rolled; `undefined` when nobody has. Such a workload is left to them:
 * they may have mended it. Judged as it is going forward, by what our write was answered with; where the answer got lost (or
 * the run that wrote was killed), by the object's own books.
 */
export function changedByOthers({ touch, wanted, before }: BackStep, store: RollStore): string | undefined {
  const body = wanted ?? before;
  if (touch === undefined || body === undefined) return undefined;
  const { kind, name } = workloadOf(body);
  const workload = store.workload(kind, name);
  // A watch may be a moment behind a creation; of what was there before it knows.
  if (workload === undefined) return before === undefined ? undefined : `the ${kind} ${name} was deleted`;
  if (touch.answer === undefined) {
    const manager = laterManager(workload.metadata.managedFields ?? []);
    return manager && `the ${kind} ${name} was changed by ${manager} after it was rolled`;
  }
  const applied = appliedOf({ ...touch.answer, kind } as LiveWorkload, true);
  const sight = { workload, applied, pods: [], replicaSets: [], warnings: [], restartsBefore: new Map(), nowMs: 0 };
  return supersededSign(sight, true)?.message;
}

/**
 * Who wrote something other than metadata, the status and the scale after us: notes on the object (`kubectl annotate`, what a
 * dashboard keeps there) change nothing that is rolled. Times are of whole seconds: in the same one nobody did.
 */
function laterManager(books: readonly ManagedFields[]): string | undefined {
  const ourTime = books.find(isOurs)?.time;
  if (ourTime === undefined) return 'another manager';
  const later = books.find(
    (entry) =>
      !isOurs(entry) &&
      !['status', 'scale'].includes(entry.subresource ?? '') &&
      !isOfMetadata(entry) &&
      Date.parse(entry.time ?? '') > Date.parse(ourTime),
  );
  return later && (later.manager ?? 'another manager');
}

function isOfMetadata({ fieldsV1 }: ManagedFields): boolean {
  return fieldsV1 !== undefined && Object.keys(fieldsV1).every((part) => part === 'f:metadata');
}
