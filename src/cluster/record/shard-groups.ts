import { canonicalJson, digestOf, type Json, keyedDigestOf } from '../../values/index.ts';
import { type RecordedOwner, sharedOwner } from './recorded-owner.ts';

/** Names a set of recorded owners: where each group of them stands. It says nothing of what they hold. */
export interface ShardSet {
  /** Over how many groups the clients are spread. */
  readonly groups: number;
  /** How many clients there are. */
  readonly clients: number;
  /** The mark of the key that the shards' names were made with. */
  readonly key: string;
  /** The Secrets of each group that has somebody in it, in order. */
  readonly shards: { readonly [group: string]: readonly string[] };
}

export const emptySet: ShardSet = { groups: 1, clients: 0, key: '', shards: {} };

/** One group as it is stored: its text is cut into pieces only when it is too long for one Secret. */
export interface PackedGroup {
  readonly group: string;
  readonly pieces: readonly { readonly name: string; readonly text: Uint8Array }[];
}

/**
 * A client changed is a group written, so a group is small; a group read is a request, and its name stands in the head, so
 * that there aren't too many.
 */
const clientsPerGroup = 8;
const mostGroups = 256;
/** Of text. A Secret holds 1 MiB at most; gzip makes text that it can't compress longer by less than a thousandth. */
export const pieceBytes = 680_000;

/** Tells whether two names were made with the same key, and nothing else about it. */
export function keyMark(digestKey: string): string {
  return keyedDigestOf(digestKey, 'the key of a roll-out record').slice('sha256:'.length, 'sha256:'.length + 12);
}

/** By size class only (powers of two), so that one client more doesn't move all others to other groups. */
export function groupsFor(clients: number): number {
  let groups = 1;
  while (groups * clientsPerGroup < clients && groups < mostGroups) groups *= 2;
  return groups;
}

/** The same for the same client whatever the others are, as long as the number of groups is. */
export function groupOf(owner: string, groups: number): string {
  if (owner === sharedOwner) return 'shared';
  return String(Number.parseInt(digestOf(owner).slice('sha256:'.length, 'sha256:'.length + 8), 16) % groups);
}

/** The owners of each group, by name. */
export function grouped(
  owners: Iterable<RecordedOwner>,
  groups: number,
): ReadonlyMap<string, readonly RecordedOwner[]> {
  const byGroup = new Map<string, RecordedOwner[]>();
  for (const owner of owners) {
    const group = groupOf(owner.owner, groups);
    const members = byGroup.get(group);
    if (members === undefined) byGroup.set(group, [owner]);
    else members.push(owner);
  }
  for (const members of byGroup.values()) members.sort((a, b) => (a.owner < b.owner ? -1 : 1));
  return byGroup;
}

/**
 * A group under names that only its content and the key determine: same content, same names, and nothing to write. The
 * digest is keyed, because a plain one would let anybody who sees the name check a guess of what the Secret holds.
 */
export function packGroup(group: string, owners: readonly RecordedOwner[], digestKey: string): PackedGroup {
  const whole = canonicalJson({ version: 1, owners: owners as unknown as Json });
  const bytes = new TextEncoder().encode(whole);
  const count = Math.max(1, Math.ceil(bytes.length / pieceBytes));
  const pieces = Array.from({ length: count }, (_, index) => ({
    name: pieceName(group, index, whole, digestKey),
    text: bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  }));
  return { group, pieces };
}

/** True when a group's text is the one that these names were made for, with the same key. */
export function isNamedFor(names: readonly string[], group: string, whole: string, digestKey: string): boolean {
  return names.every((name, index) => name === pieceName(group, index, whole, digestKey));
}

function pieceName(group: string, index: number, whole: string, digestKey: string): string {
  const digest = keyedDigestOf(digestKey, canonicalJson(['roll-out record', group, index, whole]));
  return `keep-deploy-record-${group}-${index}-${digest.slice('sha256:'.length, 'sha256:'.length + 20)}`;
}

/** Every Secret of a set. */
export function shardNames(set: ShardSet): readonly string[] {
  return Object.values(set.shards).flat();
}

/** Of the sets' groups those that are not the same in all; `undefined`: they are grouped differently, so all may differ. */
export function differingGroups(sets: readonly ShardSet[]): readonly string[] | undefined {
  const [first] = sets;
  if (first === undefined) return [];
  if (sets.some(({ groups }) => groups !== first.groups)) return undefined;
  const all = new Set(sets.flatMap(({ shards }) => Object.keys(shards)));
  const namesIn = (set: ShardSet, group: string) => (set.shards[group] ?? []).join(' ');
  return [...all].filter((group) => sets.some((set) => namesIn(set, group) !== namesIn(first, group))).sort();
}
