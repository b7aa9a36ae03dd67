import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { packSet } from '../../../../src/cluster/record/packed-set.ts';
import { readGroup, writeShards } from '../../../../src/cluster/record/record-shards.ts';
import { type RecordedOwner, sharedOwner } from '../../../../src/cluster/record/recorded-owner.ts';
import { createSetReader } from '../../../../src/cluster/record/set-reader.ts';
import {
  differingGroups,
  groupOf,
  groupsFor,
  type PackedGroup,
  shardNames,
} from '../../../../src/cluster/record/shard-groups.ts';
import { createMemoryServer } from './memory-cluster.ts';
import { client, digestKey, namespace } from './record-scene.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `keep-client-${index}`);
const clients = (count: number, version = 'a1') => names(count).map((name) => client(name, version));
const storedBytes = ({ pieces }: PackedGroup) => pieces.reduce((sum, { text }) => sum + gzipSync(text).length, 0);
const holding = (owner: string, text: string): RecordedOwner => {
  const { bodies, ...rest } = client(owner === sharedOwner ? 'all' : owner, 'a1');
  const large = { ...bodies[0], data: { configuration: text } } as RecordedOwner['bodies'][number];
  return { ...rest, owner, bodies: [large, ...bodies.slice(1)] };
};

describe('clients are spread over groups', () => {
  test.each([
    [0, 1],
    [8, 1],
    [9, 2],
    [10, 2],
    [100, 16],
    [1000, 128],
    [100_000, 256],
  ])('of %d clients there are %d', (count, groups) => {
    expect(groupsFor(count)).toBe(groups);
  });

  test('a client stays in its group whoever comes or goes, while the size class is the same', () => {
    const before = new Map(names(70).map((name) => [name, groupOf(name, groupsFor(70))]));
    for (const [name, group] of before) expect(groupOf(name, groupsFor(120))).toBe(group);
  });

  test('evenly enough that no group is a large one', () => {
    const sizes = new Map<string, number>();
    for (const name of names(1000)) {
      const group = groupOf(name, groupsFor(1000));
      sizes.set(group, (sizes.get(group) ?? 0) + 1);
    }
    expect(Math.max(...sizes.values())).toBeLessThan(24);
  });
});

describe('a changed set', () => {
  test('of 1000 clients one of which changed has one other shard, and that is a small one', () => {
    const before = packSet(clients(1000), digestKey);
    const changed = clients(1000).map((each) => (each.owner === 'keep-client-123' ? client(each.owner, 'b2') : each));
    const after = packSet(changed, digestKey);
    const known = new Set(shardNames(before.set));
    const fresh = after.groups.filter(({ pieces }) => pieces.some(({ name }) => !known.has(name)));
    expect(fresh).toHaveLength(1);
    expect(fresh[0]?.pieces).toHaveLength(1);
    expect(fresh.map(storedBytes)[0]).toBeLessThan(20_000);
  });

  test('has the same names for the same clients in another order', () => {
    const [one, other] = [packSet(clients(50), digestKey), packSet(clients(50).toReversed(), digestKey)];
    expect(differingGroups([one.set, other.set])).toEqual([]);
  });

  test('has other names with another key, and none that the content alone determines', () => {
    const [one, other] = [packSet(clients(5), digestKey), packSet(clients(5), `${digestKey}!`)];
    expect(shardNames(one.set).filter((name) => shardNames(other.set).includes(name))).toEqual([]);
  });
});

describe('shards', () => {
  async function roundTrip(owners: readonly RecordedOwner[]): Promise<ReadonlyMap<string, RecordedOwner>> {
    const cluster = createMemoryServer().connect();
    const { set, groups } = packSet(owners, digestKey);
    await writeShards(cluster, namespace, groups);
    return createSetReader({ cluster, namespace, digestKey }).inGroups(set);
  }

  test('give back what was put into them, whatever it is', async () => {
    const owner = fc.record({
      owner: fc.oneof(fc.constant(sharedOwner), fc.stringMatching(/^[a-z][-a-z0-9]{0,20}[a-z0-9]$/)),
      texts: fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(owner, { selector: (each) => each.owner, maxLength: 30 }), async (all) => {
        const owners = all.map(({ owner: name, texts }) => holding(name, texts.join('\n').toWellFormed()));
        expect(await roundTrip(owners)).toEqual(new Map(owners.map((each) => [each.owner, each])));
      }),
      { numRuns: 60 },
    );
  });

  test('that text can not be pressed into one Secret are several, none of which is too large', async () => {
    const owners = names(3).map((name) => holding(name, randomBytes(450_000).toString('base64')));
    expect(packSet(owners, digestKey).groups.map(({ pieces }) => pieces.length)).toEqual([3]);
    expect(await roundTrip(owners)).toEqual(new Map(owners.map((each) => [each.owner, each])));
  });

  test('are written although the answers are lost, and those that are there are left alone', async () => {
    const server = createMemoryServer();
    const { set, groups } = packSet(clients(40), digestKey);
    let calls = 0;
    const cluster = server.connect({
      fate: ({ verb }) => (verb === 'create' && calls++ % 2 ? 'lose-answer' : 'answer'),
    });
    await writeShards(cluster, namespace, groups.slice(0, 3));
    await writeShards(cluster, namespace, groups);
    expect([...server.objects.values()].map(({ metadata }) => metadata.name).sort()).toEqual(
      [...shardNames(set)].sort(),
    );
  });

  test('that nobody lets be written are an error', async () => {
    const cluster = createMemoryServer().connect({ fate: ({ verb }) => (verb === 'create' ? 'refuse' : 'answer') });
    await expect(writeShards(cluster, namespace, packSet(clients(1), digestKey).groups)).rejects.toThrow('refused');
  });
});

describe('a shard', () => {
  const group = packSet(clients(3), digestKey).groups[0] as PackedGroup;
  const name = group.pieces[0]?.name ?? '';
  const read = (data: object | undefined, isComparable = true) => {
    const server = createMemoryServer();
    if (data !== undefined) server.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, ...data });
    const cluster = server.connect();
    const key = isComparable ? digestKey : undefined;
    return readGroup({ cluster, namespace, group: '0', names: [name], digestKey: key, holds: 'what it holds' });
  };
  const packed = (text: string) => ({ data: { 'owners.json.gz': gzipSync(text).toString('base64') } });
  const other = JSON.stringify({ version: 1, owners: [client('keep-client-0', 'evil')] });

  test.each([
    ['is missing', undefined],
    ['does not hold what it was written with', {}],
    ['does not hold what it was written with', { data: { 'owners.json.gz': 'AAAA' } }],
    ['holds something else than what its name was made for', packed('{}')],
    ['holds something else than what its name was made for', packed(other)],
  ])('that %s is an error that says what is lost and what to do', async (what, data) => {
    const error = await read(data).catch((caught: Error) => caught);
    expect(error).toMatchObject({ name: 'RemoteError', message: expect.stringContaining(`the Secret ${name}`) });
    expect(String(error)).toContain(what);
    expect(String(error)).toMatch(/what it holds.*no way back.*Bring the Secret back.*delete the ConfigMap/);
  });

  test.each([['{}'], ['[]'], ['{"version":2,"owners":[]}'], ['{"version":1,"owners":[{"owner":"x"}]}']])(
    'is read only if it is a list of owners, also with a key that nobody can compare: %s',
    async (text) => {
      await expect(read(packed(text), false)).rejects.toThrow('does not hold what it was written with');
    },
  );

  test('of another key is taken as it is: the key may have been changed', async () => {
    expect(await read(packed(other), false)).toMatchObject([{ owner: 'keep-client-0' }]);
  });
});
