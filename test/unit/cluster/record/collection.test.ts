import { describe, expect, test } from '@jest/globals';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import { beyondNewest, collectRetired, mentioned } from '../../../../src/cluster/record/collection.ts';
import { shardNames } from '../../../../src/cluster/record/shard-groups.ts';
import { recordingLog } from '../recording-log.ts';
import type { MemoryCluster } from './memory-cluster.ts';
import { client, createRecordScene, namespace, type RecordScene } from './record-scene.ts';

const versions = ['a1', 'b2', 'c3', 'd4', 'e5', 'f6', 'g7'];
const configuration = (version: string) => `/api/v1/namespaces/${namespace}/configmaps/keep-client-0-config-${version}`;
const pod = (spec: object): LiveObject => ({ metadata: { name: 'pod' }, spec }) as LiveObject;

/** Rolls every version, writing the configurations too. */
async function rolled(of: readonly string[], isManaged = true): Promise<RecordScene> {
  const scene = createRecordScene();
  for (const version of of) {
    const owner = client('keep-client-0', version);
    for (const body of owner.bodies.filter(({ kind }) => kind === 'ConfigMap')) {
      const labels = isManaged ? { 'app.kubernetes.io/managed-by': 'keep-deploy' } : {};
      scene.server.put({ ...body, metadata: { ...body.metadata, labels } } as never);
    }
    await scene.roll(`release ${version}`, [owner]);
  }
  return scene;
}

async function collect(
  scene: RecordScene,
  referring: readonly LiveObject[] = [],
  cluster: MemoryCluster = scene.cluster,
  requireHeld = () => {},
) {
  const { log, lines } = recordingLog();
  let looks = 0;
  const record = await collectRetired({
    ...{ cluster, namespace, log, requireHeld, record: await scene.read('run', cluster) },
    referring: async () => {
      looks++;
      return referring;
    },
  });
  const left = versions.filter((version) => scene.server.objects.has(configuration(version)));
  const shards = [...scene.server.objects.keys()].filter((path) => path.includes('/secrets/')).length;
  return { record, lines, looks, left, shards };
}

describe('what is collected', () => {
  test('is all but the newest five, of configurations and of record shards', async () => {
    const { left, shards, lines } = await collect(await rolled(versions));
    expect(left).toEqual(['c3', 'd4', 'e5', 'f6', 'g7']);
    expect(shards).toBe(5);
    expect(lines).toEqual(['info 4 objects of earlier releases removed that nothing needs any more']);
  });

  test('is nothing while there are five, and that costs no request', async () => {
    const scene = await rolled(versions.slice(0, 5));
    const calls = scene.server.calls.length;
    const { left, looks } = await collect(scene);
    expect({ left, looks, asked: scene.server.calls.length - calls }).toEqual({
      left: versions.slice(0, 5),
      looks: 0,
      asked: 1,
    });
  });

  test('is never what something live names, wherever it names it', async () => {
    const scene = await rolled(versions);
    const { left } = await collect(scene, [
      pod({ volumes: [{ configMap: { name: 'keep-client-0-config-a1' } }] }),
      pod({ template: { spec: { containers: [{ env: [{ valueFrom: { anything: 'keep-client-0-config-b2' } }] }] } } }),
    ]);
    expect(left).toEqual(versions);
  });

  test('is never a shard that the record names, though it was retired before', async () => {
    const scene = await rolled([...versions, 'a1']);
    const { record, left } = await collect(scene);
    expect(left).toEqual(['a1', 'd4', 'e5', 'f6', 'g7']);
    expect(await record.baselineOf(['keep-client-0'])).toMatchObject(new Map([['keep-client-0', {}]]));
    const [name] = record.head === undefined ? [] : shardNames(record.head.baseline);
    expect(scene.server.objects.has(`/api/v1/namespaces/${namespace}/secrets/${name}`)).toBe(true);
  });

  test('is looked for once: what is gone is off the list', async () => {
    const scene = await rolled(versions);
    await collect(scene);
    expect((await collect(scene)).looks).toBe(0);
  });

  test('is not an object of the same name that is not ours', async () => {
    const { left } = await collect(await rolled(versions, false));
    expect(left).toEqual(versions);
  });

  test('is asked for without a Secret’s data', async () => {
    const scene = await rolled(versions);
    scene.server.calls.length = 0;
    await collect(scene);
    const looks = scene.server.calls.filter(({ verb, path }) => verb === 'get' && path.includes('/secrets/'));
    expect(looks.map(({ metadataOnly }) => metadataOnly)).toEqual([true, true]);
    expect(scene.server.calls.filter(({ verb, path }) => verb === 'list' && path.includes('/secrets'))).toEqual([]);
  });

  test('stays on the list when it can not be removed, and fails nothing', async () => {
    const scene = await rolled(versions);
    const deaf = scene.server.connect({ fate: ({ verb }) => (verb === 'remove' ? 'refuse' : 'answer') });
    const { left, lines } = await collect(scene, [], deaf);
    expect(left).toEqual(versions);
    expect(lines.filter((line) => /^warning .* not removed this time: .*refused/.test(line))).toHaveLength(4);
    expect((await collect(scene)).left).toEqual(['c3', 'd4', 'e5', 'f6', 'g7']);
  });

  test('is nothing once the lock is lost, which is told once: the next run may have taken it up again', async () => {
    const scene = await rolled(versions);
    const lost = () => {
      throw new Error('the lock is lost');
    };
    const { left, lines } = await collect(scene, [], scene.cluster, lost);
    expect(left).toEqual(versions);
    expect(lines).toEqual([expect.stringMatching(/^warning .*not collected this time: .*the lock is lost/)]);
  });

  test('waits for the next time when nobody knows what is in use', async () => {
    const scene = await rolled(versions);
    const { log, lines } = recordingLog();
    const record = await scene.read();
    const refused = () => Promise.reject(new Error('403'));
    await collectRetired({ cluster: scene.cluster, namespace, log, record, requireHeld: () => {}, referring: refused });
    expect(lines).toEqual([expect.stringMatching(/^warning .*not collected this time: .*403/)]);
    expect(scene.server.objects.has(configuration('a1'))).toBe(true);
  });
});

test('of what a failed run left, nothing pushes out what once stood', async () => {
  const scene = await rolled(versions.slice(0, 5));
  for (const version of ['x1', 'x2', 'x3']) {
    const open = await (await scene.read()).begin({
      release: version,
      wanted: [client('keep-client-0', version)],
      adopted: [],
    });
    await open.settle({ outcome: 'failed-rolled-back', standing: () => 'baseline', unproved: [] });
  }
  const { left, record } = await collect(scene);
  expect(left).toEqual(versions.slice(0, 5));
  expect(record.head?.retired.filter((key) => key.includes('-x'))).toEqual([]);
});

test('of releases that failed and were left standing, only the last is in use beside what was proved', async () => {
  const scene = await rolled(versions.slice(0, 5));
  const halted = { outcome: 'failed-halted', standing: () => 'wanted-and-rest' as const };
  const [name] = ['keep-client-0'];
  for (const version of ['x1', 'x2', 'x3', 'x4', 'x5']) {
    const wanted = [client(name, version)];
    const open = await (await scene.read()).begin({ release: version, wanted, adopted: [] });
    await open.settle({ ...halted, unproved: [name], notProved: [name] });
    await collect(scene);
  }
  const { left, record } = await collect(scene);
  expect(left).toEqual(versions.slice(0, 5));
  const { contentNamed = [] } = (await record.baselineOf([name])).get(name) ?? {};
  expect(contentNamed).toEqual([`ConfigMap/${name}-config-e5`, `ConfigMap/${name}-config-x5`]);
  expect(record.head?.retired.filter((key) => key.includes('-x'))).toEqual([]);
});

test.each([
  [
    ['Secret/a-1', 'Secret/a-2', 'Secret/b-1', 'Secret/a-3', 'ConfigMap/a-9', 'Secret/a-4'],
    ['Secret/a-3', 'Secret/a-4'],
  ],
  [[], []],
])('of %j the older ones of each line are %j', (retired, old) => {
  expect(beyondNewest(retired as never, 2)).toEqual(old);
});

test('a name counts as mentioned only as a whole value of a spec', () => {
  const objects = [pod({ a: 'x-1-and-more', b: ['x-2'], c: { 'x-3': null } })];
  expect(mentioned(objects, new Set(['x-1', 'x-2', 'x-3', 'pod']))).toEqual(new Set(['x-2']));
});
