import { type RecordedOwner, sharedOwner } from './recorded-owner.ts';
import type { SetReader } from './set-reader.ts';
import {
  grouped,
  groupOf,
  groupsFor,
  keyMark,
  type PackedGroup,
  packGroup,
  type ShardSet,
  shardNames,
} from './shard-groups.ts';

export interface PackedSet {
  readonly set: ShardSet;
  /** The groups that were packed anew; those that stand nowhere yet have to be written. */
  readonly groups: readonly PackedGroup[];
  /** Who is in those groups. */
  readonly owners: readonly RecordedOwner[];
}

/** A set of exactly these owners. */
export function packSet(owners: readonly RecordedOwner[], digestKey: string): PackedSet {
  const clients = owners.filter(({ owner }) => owner !== sharedOwner).length;
  const groups = packAll(owners, groupsFor(clients), digestKey);
  return {
    set: { groups: groupsFor(clients), clients, key: keyMark(digestKey), shards: shardsOf(groups) },
    groups,
    owners,
  };
}

/**
 * A set with some owners changed (`undefined`: gone). Only their groups are read and packed, unless the size class or the key
 * is another one now.
 */
export async function changedSet(
  reader: Pick<SetReader, 'inGroups'>,
  set: ShardSet,
  changes: ReadonlyMap<string, RecordedOwner | undefined>,
  digestKey: string,
): Promise<PackedSet> {
  if (changes.size === 0) return { set, groups: [], owners: [] };
  const touched = new Set([...changes.keys()].map((name) => groupOf(name, set.groups)));
  const before = await reader.inGroups(set, touched);
  let clients = set.clients;
  for (const [name, owner] of changes) {
    if (name !== sharedOwner) clients += Number(owner !== undefined) - Number(before.has(name));
  }
  const groups = groupsFor(clients);
  const key = keyMark(digestKey);
  const isRegrouped = groups !== set.groups || key !== set.key;
  const owners = new Map(isRegrouped ? await reader.inGroups(set) : before);
  for (const [name, owner] of changes) {
    if (owner === undefined) owners.delete(name);
    else owners.set(name, owner);
  }
  const packed = packAll(owners.values(), groups, digestKey);
  const others = isRegrouped ? [] : Object.entries(set.shards).filter(([group]) => !touched.has(group));
  return {
    set: { groups, clients, key, shards: { ...Object.fromEntries(others), ...shardsOf(packed) } },
    groups: packed,
    owners: [...owners.values()],
  };
}

/** Those of the packed groups that stand in none of the sets. */
export function missingGroups(groups: readonly PackedGroup[], known: readonly ShardSet[]): readonly PackedGroup[] {
  const standing = new Set(known.flatMap(shardNames));
  return groups.filter(({ pieces }) => pieces.some(({ name }) => !standing.has(name)));
}

function packAll(owners: Iterable<RecordedOwner>, groups: number, digestKey: string): readonly PackedGroup[] {
  return [...grouped(owners, groups)].map(([group, members]) => packGroup(group, members, digestKey));
}

function shardsOf(groups: readonly PackedGroup[]): ShardSet['shards'] {
  return Object.fromEntries(groups.map(({ group, pieces }) => [group, pieces.map(({ name }) => name)]));
}
