import { contentAnnotation, type JsonObject, type ManagedFields } from '../kubernetes-object.ts';
import type { LiveWorkload } from '../live-workload.ts';
import { type Applied, isOurs, type Sight } from './sight.ts';
import { type Sign, signOf } from './sign.ts';
import { compare } from './warnings-about.ts';

/**
 * Somebody else changed, deleted or remade what is rolled: it is theirs now. Scaling is none where the number of replicas
 * is left to its owner, an autoscaler say.
 * @param wasSeen the watch has shown the workload of this uid before: until then it only hasn't caught up with our write.
 */
export function supersededSign({ workload, applied }: Sight, wasSeen: boolean): Sign | undefined {
  const by = (message: string, manager?: string) => signOf('superseded', { reason: 'Superseded', message, manager });
  if (workload === undefined) return wasSeen ? by('the workload was deleted while it was rolled') : undefined;
  const { uid, generation = 0, deletionTimestamp, annotations } = workload.metadata;
  if (uid !== applied.uid)
    return wasSeen ? by('the workload was deleted and made anew while it was rolled') : undefined;
  if (deletionTimestamp !== undefined) return by('the workload is being deleted while it is rolled');
  if (generation < applied.generation || isOlder(workload, applied)) return undefined;
  const isScaledByOthers = isOnlyScaled(workload, applied);
  const isOtherContent = annotations?.[contentAnnotation] !== applied.content;
  if (!isOtherContent && (generation === applied.generation || isScaledByOthers)) return undefined;
  const manager = managerSince(workload, applied);
  const what = isOtherContent ? 'its content is no longer the one that was applied' : 'its specification was changed';
  return by(`${what} while it was rolled, by ${manager ?? 'another manager'}`, manager);
}

/**
 * True of what a watch shows that hasn't caught up with our write; one that changes annotations only leaves the generation as
 * it was. Versions are numbers that grow (promised since Kubernetes 1.35, and so before); of anything else nothing is known.
 */
function isOlder({ metadata }: LiveWorkload, applied: Applied): boolean {
  const [shown = '', written = ''] = [metadata.resourceVersion, applied.resourceVersion];
  return /^\d+$/.test(shown) && /^\d+$/.test(written) && BigInt(shown) < BigInt(written);
}

/** Who wrote the workload last, after us; undefined where its books don't say. */
export function managerSince(live: LiveWorkload, { writtenAtMs }: Applied): string | undefined {
  const since = entriesSince(live, writtenAtMs);
  // A write of ours in the same second is the one that is judged.
  const byOthers = since.filter((entry) => !isOurs(entry) || timeOf(entry.time) > writtenAtMs);
  const last = byOthers.findLast((entry) => !isOurs(entry)) ?? byOthers.at(-1);
  if (last === undefined) return undefined;
  return isOurs(last) ? `${last.manager} (another run)` : last.manager;
}

function isOnlyScaled(live: LiveWorkload, { writtenAtMs, replicas }: Applied): boolean {
  if (replicas !== undefined) return false;
  const since = entriesSince(live, writtenAtMs);
  const others = since.filter((entry) => !isOurs(entry));
  const isOursAsWritten = since.filter(isOurs).every(({ time }) => timeOf(time) === writtenAtMs);
  return others.length > 0 && others.every(ownsReplicasOnly) && isOursAsWritten;
}

function ownsReplicasOnly({ fieldsV1 }: ManagedFields): boolean {
  const spec = fieldsV1?.['f:spec'] as JsonObject | undefined;
  return spec !== undefined && Object.keys(spec).every((field) => field === 'f:replicas');
}

/** Entries of the object's books that are not older than our write, the status left out; oldest first. */
function entriesSince({ metadata }: LiveWorkload, writtenAtMs: number): readonly ManagedFields[] {
  return (metadata.managedFields ?? [])
    .filter(({ subresource, time }) => subresource !== 'status' && timeOf(time) >= writtenAtMs)
    .toSorted((a, b) => timeOf(a.time) - timeOf(b.time) || compare(a.manager ?? '', b.manager ?? ''));
}

function timeOf(time: string | undefined): number {
  const parsed = Date.parse(time ?? '');
  return Number.isNaN(parsed) ? 0 : parsed;
}
