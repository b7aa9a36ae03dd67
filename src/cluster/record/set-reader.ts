import { canonicalJson, type Json } from '../../values/index.ts';
import { inParallel } from '../api/parallel.ts';
import type { RecordCluster } from './record-cluster.ts';
import { readGroup } from './record-shards.ts';
import { type RecordedOwner, sharedOwner } from './recorded-owner.ts';
import {
  differingGroups,
  grouped,
  groupOf,
  keyMark,
  type PackedGroup,
  packGroup,
  type ShardSet,
} from './shard-groups.ts';

const groupsAtOnce = 8;

export interface SetReaderOptions {
  readonly cluster: Pick<RecordCluster, 'get'>;
  readonly namespace: string;
  /** Without it, or with another one than a set's, nobody can tell whether a shard holds what its name was made for. */
  readonly digestKey: string | undefined;
  /** What is most likely recorded: a shard whose name is made for these isn't read, because its name says what it holds. */
  readonly expected?: readonly RecordedOwner[] | undefined;
}

/** Reads recorded owners: each shard at most once, and only those that are asked for. */
export interface SetReader {
  /** Those of these owners that the set has. */
  owners(set: ShardSet, names: Iterable<string>): Promise<ReadonlyMap<string, RecordedOwner>>;
  /** Every owner of these groups; of all groups when none are named. */
  inGroups(set: ShardSet, groups?: Iterable<string>): Promise<ReadonlyMap<string, RecordedOwner>>;
  /** Each owner that isn't recorded alike in all sets, with what each of them has of it. */
  differing(sets: readonly ShardSet[]): Promise<ReadonlyMap<string, readonly (RecordedOwner | undefined)[]>>;
  /** Saves reading what was packed just now. */
  remember(groups: readonly PackedGroup[], owners: Iterable<RecordedOwner>, set: ShardSet): void;
}

export function createSetReader({ cluster, namespace, digestKey, expected = [] }: SetReaderOptions): SetReader {
  const known = new Map<string, Promise<readonly RecordedOwner[]>>();
  const mark = digestKey && keyMark(digestKey);
  const cacheKey = (names: readonly string[]) => names.join(' ');

  const expectedBySize = new Map<number, ReadonlyMap<string, readonly RecordedOwner[]>>();

  function expectedIn(set: ShardSet, group: string, names: readonly string[]): readonly RecordedOwner[] | undefined {
    if (digestKey === undefined || set.key !== mark || expected.length === 0) return undefined;
    const groups = expectedBySize.get(set.groups) ?? grouped(expected, set.groups);
    expectedBySize.set(set.groups, groups);
    const owners = groups.get(group);
    if (owners === undefined) return undefined;
    const { pieces } = packGroup(group, owners, digestKey);
    return cacheKey(pieces.map(({ name }) => name)) === cacheKey(names) ? owners : undefined;
  }

  function readOne(set: ShardSet, group: string, holds: string): Promise<readonly RecordedOwner[]> {
    const names = set.shards[group];
    if (names === undefined) return Promise.resolve([]);
    const key = cacheKey(names);
    let reading = known.get(key);
    if (reading === undefined) {
      const keyOfNames = set.key === mark ? digestKey : undefined;
      const owners = expectedIn(set, group, names);
      reading =
        owners === undefined
          ? readGroup({ cluster, namespace, group, names, digestKey: keyOfNames, holds })
          : Promise.resolve(owners);
      known.set(key, reading);
      reading.catch(() => known.delete(key));
    }
    return reading;
  }

  async function read(set: ShardSet, groups: Iterable<string>, holds: string): Promise<Map<string, RecordedOwner>> {
    const lists = await inParallel([...groups], groupsAtOnce, (group) => readOne(set, group, holds));
    return new Map(lists.flat().map((owner) => [owner.owner, owner]));
  }

  const inGroups: SetReader['inGroups'] = (set, groups = Object.keys(set.shards)) =>
    read(set, groups, 'what was last applied for some of the clients');

  return {
    inGroups,
    async owners(set, names) {
      const wanted = [...new Set(names)];
      const groups = new Set(wanted.map((name) => groupOf(name, set.groups)));
      const found = await read(set, groups, `what was last applied for ${sayOwners(wanted)}`);
      const entries = wanted.map((name) => [name, found.get(name)] as const);
      return new Map(entries.filter((entry): entry is [string, RecordedOwner] => entry[1] !== undefined));
    },
    async differing(sets) {
      const groups = differingGroups(sets);
      const maps: ReadonlyMap<string, RecordedOwner>[] = [];
      for (const set of sets) maps.push(await inGroups(set, groups));
      const names = [...new Set(maps.flatMap((map) => [...map.keys()]))].sort();
      const entries = names.map((name) => [name, maps.map((map) => map.get(name))] as const);
      return new Map(entries.filter(([, versions]) => !versions.every((version) => isAlike(version, versions[0]))));
    },
    remember(groups, owners, set) {
      const byGroup = grouped(owners, set.groups);
      for (const { group, pieces } of groups) {
        known.set(cacheKey(pieces.map(({ name }) => name)), Promise.resolve(byGroup.get(group) ?? []));
      }
    },
  };
}

/** True when exactly the same is recorded. */
export function isAlike(a: RecordedOwner | undefined, b: RecordedOwner | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return canonicalJson(a as unknown as Json) === canonicalJson(b as unknown as Json);
}

function sayOwners(names: readonly string[]): string {
  const said = names.slice(0, 5).map((name) => (name === sharedOwner ? 'all clients together' : name));
  return names.length > 5 ? `${said.join(', ')} and ${names.length - 5} more` : said.join(', ');
}
