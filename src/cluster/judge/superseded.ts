import { counted } from '../../report/index.ts';
import { contentAnnotation, type ManagedFields } from '../kubernetes-object.ts';
import type { LiveWorkload } from '../live-workload.ts';
import { describePath, type FieldPath, type FieldSet, parseFieldSet } from '../ownership/field-set.ts';
import { describeOwner } from '../ownership/owners-of.ts';
import { type Applied, isOurs, type Sight } from './sight.ts';
import { type Sign, signOf } from './sign.ts';
import { compare } from './warnings-about.ts';

/**
 * Somebody else changed, scaled, deleted or remade what is rolled: it is theirs now.
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
  const isOtherContent = annotations?.[contentAnnotation] !== applied.content;
  if (!isOtherContent && generation === applied.generation) return undefined;
  const what = isOtherContent ? 'its content is no longer the one that was applied' : 'its specification was changed';
  const { manager, fields = '' } = lastChange(workload, applied);
  return by(`${what} while it was rolled, by ${manager ?? 'another manager'}${fields}`, manager);
}

/**
 * True of what a watch shows that hasn't caught up with our write; one that changes annotations only leaves the generation as
 * it was. Versions are numbers that grow (promised since Kubernetes 1.35, and so before); of anything else nothing is known.
 */
function isOlder({ metadata }: LiveWorkload, applied: Applied): boolean {
  const [shown = '', written = ''] = [metadata.resourceVersion, applied.resourceVersion];
  return /^\d+$/.test(shown) && /^\d+$/.test(written) && BigInt(shown) < BigInt(written);
}

interface Change {
  /** Undefined where the workload's books don't say. */
  readonly manager?: string | undefined;
  /** `: spec.replicas`, for a person. */
  readonly fields?: string;
}

/** Who wrote the workload last, after us, and what of it. */
function lastChange(live: LiveWorkload, applied: Applied): Change {
  const since = entriesSince(live, applied);
  const last = since.findLast((entry) => !isOurs(entry)) ?? since.at(-1);
  if (last === undefined) return {};
  if (isOurs(last)) return { manager: `${last.manager} (another run)` };
  const { manager = '', subresource = '' } = last;
  const before = applied.books.find((entry) => isSameWriter(entry, last));
  return {
    manager: describeOwner({ manager, subresource: subresource === '' ? undefined : subresource }),
    fields: named(newFields(parseFieldSet(last.fieldsV1), parseFieldSet(before?.fieldsV1))),
  };
}

/**
 * Entries of the object's books that came after our write, the status left out; oldest first. What scales leaves no time in
 * them: it is told by what the answer to our write had.
 */
function entriesSince({ metadata }: LiveWorkload, { writtenAtMs, books }: Applied): readonly ManagedFields[] {
  const known = new Set(books.map((entry) => JSON.stringify(entry)));
  return (metadata.managedFields ?? [])
    .filter((entry) => {
      if (entry.subresource === 'status' || known.has(JSON.stringify(entry))) return false;
      // A write of ours in the same second is the one that is judged.
      if (isOurs(entry)) return timeOf(entry) > writtenAtMs;
      return entry.time === undefined || timeOf(entry) >= writtenAtMs;
    })
    .toSorted((a, b) => timeOf(a) - timeOf(b) || compare(a.manager ?? '', b.manager ?? ''));
}

function timeOf({ time }: ManagedFields): number {
  const parsed = Date.parse(time ?? '');
  return Number.isNaN(parsed) ? 0 : parsed;
}

function isSameWriter(one: ManagedFields, other: ManagedFields): boolean {
  const writer = ({ manager, operation, subresource = '' }: ManagedFields) =>
    [manager, operation, subresource].join('\n');
  return writer(one) === writer(other);
}

/** The fields of a set that the other one doesn't have, as a person reads them. */
function newFields(set: FieldSet, before: FieldSet | undefined, path: FieldPath = []): readonly string[] {
  const own = set.isMember && before?.isMember !== true ? [describePath(path)] : [];
  const below = [...set.children].flatMap(([step, child]) =>
    newFields(child, before?.children.get(step), [...path, step]),
  );
  return [...own, ...below];
}

function named(fields: readonly string[]): string {
  const [shown, more] = [fields.slice(0, 3).join(', '), fields.length - 3];
  return fields.length === 0 ? '' : `: ${shown}${more > 0 ? ` and ${counted(more, 'more field')}` : ''}`;
}
