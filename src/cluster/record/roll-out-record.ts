import { randomUUID } from 'node:crypto';
import { excerpt, UserError } from '../../report/index.ts';
import type { Clock } from '../api/clock.ts';
import type { AdoptedObject } from './adopted-object.ts';
import { readHead, swapHead } from './head-swap.ts';
import { type OpenRecord, openRecord } from './open-record.ts';
import { changedSet, missingGroups, packSet } from './packed-set.ts';
import type { RecordCluster } from './record-cluster.ts';
import { headName, type RecordHead, type RecordState, type SeenHead } from './record-head.ts';
import { writeShards } from './record-shards.ts';
import { joined, keyOf, keysOf, type ObjectKey, type RecordedOwner } from './recorded-owner.ts';
import { shardKeys } from './retirement.ts';
import { createSetReader, type SetReader } from './set-reader.ts';
import { emptySet, type ShardSet } from './shard-groups.ts';

export interface RecordOptions {
  readonly cluster: RecordCluster;
  readonly namespace: string;
  /** Whose network it is. A namespace has one record, and so room for one environment. */
  readonly environment: string;
  /** `$KEEP_DEPLOY_DIGEST_KEY`. A plan reads without it. */
  readonly digestKey: string | undefined;
  /** What is wanted: where just that is recorded, nothing has to be read. Reading 1000 clients whole is 128 requests. */
  readonly expected?: readonly RecordedOwner[] | undefined;
  /** Who runs this, for people: such as the URL of the run. */
  readonly run: string;
  /** For the note of when the record was changed. */
  readonly now: () => Date;
  readonly clock?: Clock | undefined;
  /** Where the record is read more than once: no shard is, because none ever changes. */
  readonly reader?: SetReader | undefined;
}

/** What the cluster knows of the roll-outs before this one. */
export interface RollOutRecord {
  /** Absent: nothing was ever rolled here. */
  readonly head: RecordHead | undefined;
  /** The roll-out that nobody ended: its run was killed, unless it is still at work. */
  readonly unfinished: Unfinished | undefined;
  /** The run before ended, and left something unproved: one that proves it says so, though it has nothing to write. */
  readonly isUnproved: boolean;
  /** What is gone back to for these owners, as it was last applied and proved; one that isn't there was never applied. */
  baselineOf(owners: Iterable<string>): Promise<ReadonlyMap<string, RecordedOwner>>;
  /** The same of everybody in the record, also who is wanted no more. */
  everyOwner(): Promise<ReadonlyMap<string, RecordedOwner>>;
  /**
   * Before the first write of a roll-out. The baseline is the one that stands in the record, also when the run before was
   * killed: it is inherited and never observed anew. Everything that a way back needs has been read when this resolves.
   * @throws RecordTakenError, or a RemoteError that names a shard that is lost; then nothing was written that counts.
   */
  begin(options: BeginOptions): Promise<OpenRecord>;
  /** Takes over a going back that its run didn't end. Nothing new is planned before it is settled. */
  resume(): Promise<OpenRecord>;
  /** Takes names off the list of what may be collected. The lock is held for it. */
  forget(collected: ReadonlySet<ObjectKey>): Promise<RollOutRecord>;
}

export interface Unfinished {
  readonly state: Exclude<RecordState, 'settled'>;
  readonly run: string;
  readonly changedAt: string;
  readonly release: string;
  readonly releaseBefore: string | undefined;
}

export interface BeginOptions {
  readonly release: string;
  /** Everything that will stand when the roll-out succeeds, of clients that don't change too. */
  readonly wanted: readonly RecordedOwner[];
  /** Live objects of the wanted keys that `baselineOf` doesn't know: there before us. Those of a killed run are left out here. */
  readonly adopted: readonly AdoptedObject[];
}

/**
 * Reads the head, in one request. The shards are read when they are asked for.
 * @throws UserError when the record is another environment's: what stands in it would be taken for clients of this one.
 */
export async function readRollOutRecord(options: RecordOptions): Promise<RollOutRecord> {
  const seen = await readHead(options);
  requireOwn(seen?.head, options);
  return recordOf(options, seen, randomUUID());
}

function requireOwn(
  head: RecordHead | undefined,
  { environment, namespace }: Pick<RecordOptions, 'environment' | 'namespace'>,
): void {
  if (head?.environment === undefined || head.environment === environment) return;
  const other = excerpt(head.environment, 200);
  throw new UserError(
    `the clients in namespace ${namespace} are those of environment ${other}, as the roll-out record there says (ConfigMap ${headName}), and this is ${environment}: nothing is written to the cluster, because one environment would take over and remove the other's clients. Give each a namespace of its own (cluster: namespace in keep-deploy.yml). If ${environment} is only a new name of ${other}, delete that ConfigMap: the next run then takes what runs at that moment for what it goes back to`,
  );
}

function recordOf(options: RecordOptions, seen: SeenHead | undefined, token: string): RollOutRecord {
  const { run, environment, now } = options;
  const head = seen?.head;
  const reader = options.reader ?? createSetReader(options);
  /** A head of this run, from the one that stands. */
  const written = () => ({ run, environment, token, change: randomUUID(), changedAt: now().toISOString() });
  const open = (from: SeenHead, retiredBefore: readonly ObjectKey[]) =>
    openRecord({
      options: { ...options, digestKey: requireKey(options) },
      reader,
      seen: from,
      retiredBefore,
      written,
      settled: (at) => recordOf(options, at, token),
    });
  return {
    head,
    unfinished: unfinishedIn(head),
    isUnproved: head?.state === 'settled' && (head.unproved?.length ?? 0) > 0,
    baselineOf: (owners) => reader.owners(head?.baseline ?? emptySet, owners),

    everyOwner: () => reader.inGroups(head?.baseline ?? emptySet),

    async begin({ release, wanted, adopted }) {
      if (head?.state === 'going-back') throw new Error('the going back of the run before is finished first');
      const digestKey = requireKey(options);
      const before = head?.baseline ?? emptySet;
      const abandoned = head?.state === 'forward' ? distinct([head.wanted, ...head.abandoned]) : [];
      const changes = await adoptedChanges(reader, before, abandoned, adopted);
      const baseline = await changedSet(reader, before, changes, digestKey);
      const packed = packSet(wanted, digestKey);
      for (const { groups, owners, set } of [baseline, packed]) reader.remember(groups, owners, set);
      // A way back that isn't there is found out here.
      await reader.differing([baseline.set, packed.set, ...abandoned]);
      const missing = missingGroups([...baseline.groups, ...packed.groups], [before, ...abandoned]);
      // Before the head names them. Those of a run that is killed in between are taken up by the next run of the same release.
      await writeShards(options.cluster, options.namespace, missing);
      // What was adopted took the place of a shard in the baseline.
      const inUse = new Set([baseline.set, packed.set, ...abandoned].flatMap(shardKeys));
      const replaced = shardKeys(before).filter((key) => !inUse.has(key));
      const releaseBefore = head?.state === 'settled' ? head.releaseStanding : head?.releaseBefore;
      const next: RecordHead = {
        ...written(),
        state: 'forward',
        release,
        ...(releaseBefore !== undefined && { releaseBefore }),
        ...(head?.mixture !== undefined && { mixture: head.mixture }),
        baseline: baseline.set,
        wanted: packed.set,
        abandoned,
        ...(head?.outcome !== undefined && { outcome: head.outcome }),
        ...(head?.unproved !== undefined && { unproved: head.unproved }),
        ...(head?.left !== undefined && { left: head.left }),
        retired: [...new Set([...replaced, ...(head?.retired ?? [])])],
      };
      return open(await swapHead(options, seen, next), next.retired);
    },

    async resume() {
      if (seen?.head.state !== 'going-back') throw new Error('there is no going back to finish');
      await reader.differing([seen.head.baseline, seen.head.wanted, ...seen.head.abandoned]);
      const next: RecordHead = { ...seen.head, ...written() };
      return open(await swapHead(options, seen, next), next.retired);
    },

    async forget(collected) {
      if (seen === undefined || collected.size === 0) return recordOf(options, seen, token);
      const retired = seen.head.retired.filter((key) => !collected.has(key));
      return recordOf(options, await swapHead(options, seen, { ...seen.head, ...written(), retired }), token);
    },
  };
}

/** Adopted objects join what is recorded of their owner. What a killed run may have made was not there before. */
async function adoptedChanges(
  reader: SetReader,
  baseline: ShardSet,
  abandoned: readonly ShardSet[],
  adopted: readonly AdoptedObject[],
): Promise<ReadonlyMap<string, RecordedOwner>> {
  const names = new Set(adopted.map(({ owner }) => owner));
  if (names.size === 0) return new Map();
  const recorded = await reader.owners(baseline, names);
  const ofKilled = await Promise.all(abandoned.map((set) => reader.owners(set, names)));
  const known = new Set([recorded, ...ofKilled].flatMap((owners) => [...owners.values()].flatMap(keysOf)));
  const changes = new Map<string, RecordedOwner>();
  for (const { owner, role, body } of adopted) {
    const key = keyOf(body);
    if (known.has(key)) continue;
    const found = { owner, role, bodies: [body], contentNamed: [], adopted: [key] };
    changes.set(owner, joined(changes.get(owner) ?? recorded.get(owner), found) ?? found);
  }
  return changes;
}

function unfinishedIn(head: RecordHead | undefined): Unfinished | undefined {
  if (head === undefined || head.state === 'settled') return undefined;
  const { state, run, changedAt, release, releaseBefore } = head;
  return { state, run, changedAt, release, releaseBefore };
}

function distinct(sets: readonly ShardSet[]): readonly ShardSet[] {
  return [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];
}

function requireKey({ digestKey }: RecordOptions): string {
  if (digestKey === undefined) throw new Error('a roll-out needs $KEEP_DEPLOY_DIGEST_KEY');
  return digestKey;
}
