import { swapHead } from './head-swap.ts';
import { mixtureOf } from './mixture.ts';
import { changedSet, missingGroups } from './packed-set.ts';
import type { LeftObject, RecordHead, SeenHead } from './record-head.ts';
import { writeShards } from './record-shards.ts';
import { isGood, joined, keysOf, type ObjectKey, partsOf, type RecordedOwner, sharedOwner } from './recorded-owner.ts';
import { retiredThen, withOwnContent } from './retirement.ts';
import type { RecordOptions, RollOutRecord } from './roll-out-record.ts';
import { isAlike, type SetReader } from './set-reader.ts';

/** The record of a roll-out under way: this run's until it is settled, or until another run takes it. */
export interface OpenRecord {
  /** As it was opened, with what was adopted. */
  readonly head: RecordHead;
  /** Every owner that is to stand otherwise than before, or that a killed run was changing; the shared one first. */
  touched(): Promise<readonly TouchedOwner[]>;
  /**
   * Before the first write of a way back: from here on the next run finishes it, if this one is killed.
   * @param clients those that go back; absent: all that were touched, and what they share
   */
  goBack(clients?: readonly string[]): Promise<void>;
  /** When all writing is over. What stands then is the next roll-out's baseline. */
  settle(settlement: Settlement): Promise<RollOutRecord>;
}

export interface TouchedOwner {
  readonly owner: string;
  readonly role: string;
  /** What a way back applies; absent: nothing was there. */
  readonly before: RecordedOwner | undefined;
  /** What the roll-out applies; absent: no longer wanted. */
  readonly after: RecordedOwner | undefined;
  /** Everything that this run or a killed one may have written; the wanted body where they differ. */
  readonly attempted: RecordedOwner | undefined;
  /** Objects that this run or a killed one made, if they are there: a way back removes them. Never a PVC. */
  readonly created: readonly ObjectKey[];
  /** Objects that nobody wants when the roll-out succeeds: pruned then, or left (a PVC always is). Nothing that is collected. */
  readonly superfluous: readonly ObjectKey[];
}

/** What stands of an owner: with the rest, also what only the other one has (nobody removed it, or that isn't known). */
export type Standing = 'wanted' | 'baseline' | 'wanted-and-rest' | 'baseline-and-rest';

export interface Settlement {
  readonly outcome: string;
  /** Asked for each touched owner. */
  readonly standing: (owner: string) => Standing;
  /** The owners whose objects may stand otherwise than is recorded: the next run's to take back, though it doesn't write them. */
  readonly unproved: readonly string[];
  /** What nothing wants any more and stands still, where somebody looked after all of it; otherwise it is as before. */
  readonly left?: readonly LeftObject[] | undefined;
  /** The clients of which what stands was not proved: what was good before stays what is gone back to, if there was any. */
  readonly notProved?: readonly string[];
}

interface OpenRecordOptions {
  readonly options: RecordOptions & { readonly digestKey: string };
  readonly reader: SetReader;
  readonly seen: SeenHead;
  readonly retiredBefore: readonly ObjectKey[];
  readonly written: () => Pick<RecordHead, 'run' | 'environment' | 'token' | 'change' | 'changedAt'>;
  readonly settled: (seen: SeenHead) => RollOutRecord;
}

export function openRecord({ options, reader, retiredBefore, written, settled, ...at }: OpenRecordOptions): OpenRecord {
  let seen = at.seen;
  const { baseline, wanted, abandoned } = seen.head;
  /** Of each touched owner: the baseline's, the wanted one, and those of killed runs. */
  const versions = () => reader.differing([baseline, wanted, ...abandoned]);

  return {
    head: at.seen.head,

    async touched() {
      const all = [...(await versions())];
      const keysAt = (index: number) => new Set(all.flatMap(([, owners]) => keysOf(owners[index])));
      // Over all owners: an object that goes from one to another is neither new nor left over.
      const [inBaseline, inWanted, retired] = [keysAt(0), keysAt(1), new Set(retiredBefore)];
      return all.map(([owner, [before, after, ...killed]]): TouchedOwner => {
        const contentNamed = new Set([before, ...killed].flatMap((version) => version?.contentNamed ?? []));
        const attempted = joined(after, ...killed);
        return {
          owner,
          role: (attempted ?? before)?.role ?? '',
          before,
          after,
          attempted,
          created: removable([after, ...killed]).filter((key) => !inBaseline.has(key) && !retired.has(key)),
          superfluous: keysOfAll([before, ...killed]).filter((key) => !inWanted.has(key) && !contentNamed.has(key)),
        };
      });
    },

    async goBack(clients) {
      if (seen.head.state === 'going-back') return;
      const chosen = clients && { goingBack: [...clients] };
      seen = await swapHead(options, seen, { ...seen.head, ...written(), state: 'going-back', ...chosen });
    },

    async settle({ outcome, standing, unproved, left = seen.head.left ?? [], notProved = [] }) {
      const { digestKey, cluster, namespace } = options;
      const { release, releaseBefore, mixture: mixtureBefore } = seen.head;
      const all = await versions();
      const standings = new Map(
        [...all].map(([owner, [before]]) => {
          const isKept = notProved.includes(owner) && isGood(before);
          return [owner, isKept ? 'baseline-and-rest' : standing(owner)];
        }),
      );
      const stands = new Map(
        [...all].map(([owner, found]) => {
          const at = standings.get(owner) ?? 'wanted';
          const version = standingOf(at, found);
          const isMarked = (notProved.includes(owner) && !isGood(found[0])) || isUntried(owner, at, found[0]);
          return [owner, isMarked && version !== undefined ? { ...version, neverProved: true as const } : version];
        }),
      );
      // Beside what is gone back to the rest may stand too: it makes no other release of it.
      const isOf = (index: number, owner: string) =>
        indexOf(standings.get(owner)) === index ||
        isAlike(unmarked(stands.get(owner)), unmarked(all.get(owner)?.[index]));
      const isAll = (index: number) => [...all.keys()].every((owner) => isOf(index, owner));
      const changes = new Map([...stands].filter(([owner, version]) => !isAlike(version, all.get(owner)?.[1])));
      const recorded = new Set([...stands.values()].flatMap(keysOf));
      const leftNow = left.filter(({ key }) => !recorded.has(key));
      const packed = await changedSet(reader, wanted, changes, digestKey);
      await writeShards(cluster, namespace, missingGroups(packed.groups, [baseline, wanted, ...abandoned]));
      const [isNew, isBack] = [isAll(1), isAll(0)];
      const releaseStanding = isNew ? release : isBack ? releaseBefore : undefined;
      const back = [...all.keys()].filter((owner) => !isOf(1, owner));
      const mixture = isNew ? undefined : isBack ? mixtureBefore : mixtureOf(release, back, seen.head);
      const next: RecordHead = {
        ...written(),
        state: 'settled',
        release,
        ...(releaseBefore !== undefined && { releaseBefore }),
        ...(releaseStanding !== undefined && { releaseStanding }),
        ...(mixture !== undefined && { mixture }),
        baseline: packed.set,
        wanted: packed.set,
        abandoned: [],
        outcome,
        unproved: [...unproved],
        ...(leftNow.length > 0 && { left: leftNow }),
        retired: retiredThen(retiredBefore, seen.head, [...all.values()], packed.set, [...stands.values()]),
      };

      seen = await swapHead(options, seen, next);
      return settled(seen);
    },
  };
}

function standingOf(
  standing: Standing,
  [before, after, ...killed]: readonly (RecordedOwner | undefined)[],
): RecordedOwner | undefined {
  switch (standing) {
    case 'wanted':
      return after;
    case 'baseline':
      return before;
    case 'wanted-and-rest':
      return joined(after, withOwnContent(before), ...killed);
    case 'baseline-and-rest':
      return joined(withOwnContent(before), after, ...killed);
  }
}

function indexOf(standing: Standing | undefined): number {
  return standing === 'baseline' || standing === 'baseline-and-rest' ? 0 : 1;
}

/** True where some of it stands, unproved, of an owner of which nothing was ever proved before. */
function isUntried(owner: string, standing: Standing, before: RecordedOwner | undefined): boolean {
  if (owner === sharedOwner) return false;
  if (standing === 'baseline-and-rest') return before === undefined;
  return standing === 'wanted-and-rest' && before?.neverProved === true;
}

/** What was applied, whatever became of it. */
function unmarked(version: RecordedOwner | undefined): RecordedOwner | undefined {
  if (version?.neverProved === undefined) return version;
  const { neverProved: _, ...applied } = version;
  return applied;
}

/** Data outlives every roll-out. */
function removable(versions: readonly (RecordedOwner | undefined)[]): readonly ObjectKey[] {
  return keysOfAll(versions).filter((key) => partsOf(key).kind !== 'PersistentVolumeClaim');
}

function keysOfAll(versions: readonly (RecordedOwner | undefined)[]): readonly ObjectKey[] {
  return [...new Set(versions.flatMap(keysOf))];
}
