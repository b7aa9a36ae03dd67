import { isWorkloadKind, type LiveObject } from '../kubernetes-object.ts';
import { mentioned } from './collection.ts';
import type { RecordHead } from './record-head.ts';
import { isGood, keyOf, type ObjectKey, partsOf, type RecordedOwner } from './recorded-owner.ts';
import { type ShardSet, shardNames } from './shard-groups.ts';

type Version = RecordedOwner | undefined;

/**
 * What is named by what it holds and nothing needs any more. What went out of use is newest, what failed is oldest, also
 * where it was left standing: the newest few are kept.
 * @param touched of each owner the baseline's version, the wanted one and those of killed runs
 * @param standing what is recorded of them from here on
 */
export function retiredThen(
  retiredBefore: readonly ObjectKey[],
  { baseline, wanted, abandoned }: Pick<RecordHead, 'baseline' | 'wanted' | 'abandoned'>,
  touched: readonly (readonly Version[])[],
  standingSet: ShardSet,
  standing: readonly Version[],
): readonly ObjectKey[] {
  const inUse = new Set([...shardKeys(standingSet), ...standing.flatMap((owner) => owner?.contentNamed ?? [])]);
  const before = touched.map(([version]) => version);
  const proved = before.flatMap((version) => (isGood(version) ? ownContentOf(version) : []));
  const namedIn = (index: number) => touched.flatMap((versions) => versions[index]?.contentNamed ?? []);
  const unused = [wanted, ...abandoned].flatMap((set, index) => [...namedIn(index + 1), ...shardKeys(set)]);
  const all = [...proved, ...shardKeys(baseline), ...retiredBefore, ...namedIn(0), ...unused];
  return [...new Set(all)].filter((key) => !inUse.has(key));
}

/**
 * Without what stands beside its own workload's: releases that failed left that. It is retired, or else each of them would leave
 * more in the record for as long as none succeeds.
 */
export function withOwnContent(version: Version): Version {
  if (version === undefined) return undefined;
  const own = new Set(ownContentOf(version));
  if (own.size === version.contentNamed.length) return version;
  const isOther = (key: ObjectKey) => version.contentNamed.includes(key) && !own.has(key);
  return {
    ...version,
    bodies: version.bodies.filter((body) => !isOther(keyOf(body))),
    contentNamed: version.contentNamed.filter((key) => own.has(key)),
  };
}

export function shardKeys(set: ShardSet): readonly ObjectKey[] {
  return shardNames(set).map((name): ObjectKey => `Secret/${name}`);
}

/** What its workload reads; all of it where it has none. */
function ownContentOf({ bodies, contentNamed }: RecordedOwner): readonly ObjectKey[] {
  const workloads = bodies.filter(({ kind }) => isWorkloadKind(kind)) as unknown as readonly LiveObject[];
  if (workloads.length === 0) return contentNamed;
  const read = mentioned(workloads, new Set(contentNamed.map((key) => partsOf(key).name)));
  return contentNamed.filter((key) => read.has(partsOf(key).name));
}
