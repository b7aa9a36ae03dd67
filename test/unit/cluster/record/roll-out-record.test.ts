import { describe, expect, test } from '@jest/globals';
import { bodyOfLive } from '../../../../src/cluster/record/adopted-object.ts';
import { RecordTakenError } from '../../../../src/cluster/record/head-swap.ts';
import { releasesBefore } from '../../../../src/cluster/record/mixture.ts';
import type { OpenRecord, Standing } from '../../../../src/cluster/record/open-record.ts';
import { headName } from '../../../../src/cluster/record/record-head.ts';
import { keysOf, ownersOf, type RecordedOwner, sharedOwner } from '../../../../src/cluster/record/recorded-owner.ts';
import { type RollOutRecord, readRollOutRecord } from '../../../../src/cluster/record/roll-out-record.ts';
import { shardNames } from '../../../../src/cluster/record/shard-groups.ts';
import { UserError } from '../../../../src/report/index.ts';
import { beside, client, createRecordScene, digestKey, namespace, type RecordScene } from './record-scene.ts';

const names = ['keep-client-0', 'keep-client-1', 'keep-client-2'];
const network = (version: string) => names.map((name) => client(name, version));
const headPath = `/api/v1/namespaces/${namespace}/configmaps/${headName}`;
const succeeded = { outcome: 'deployed', standing: () => 'wanted' as const, unproved: [] };
const wentBack = { outcome: 'failed-rolled-back', standing: () => 'baseline' as const, unproved: [] };
const versionsIn = async (record: RollOutRecord, of: readonly string[] = names) => {
  const owners = await record.baselineOf(of);
  return Object.fromEntries(
    [...owners].map(([name, { contentNamed }]) => [name, contentNamed.map((key) => key.slice(-2))]),
  );
};
const live = (kind: 'StatefulSet' | 'Service', name: string) =>
  bodyOfLive(kind, namespace, { metadata: { name, uid: 'u', resourceVersion: '7' } });

describe('the baseline', () => {
  test('is nothing before the first roll-out', async () => {
    const record = await createRecordScene().read();
    expect(record).toMatchObject({ head: undefined, unfinished: undefined });
    expect(await record.baselineOf(names)).toEqual(new Map());
  });

  test('is what the last roll-out left standing', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    await scene.roll('release 2', network('b2'));
    const record = await scene.read();
    expect(record.unfinished).toBeUndefined();
    expect(record.head).toMatchObject({ state: 'settled', outcome: 'deployed', releaseStanding: 'release 2' });
    expect(await versionsIn(record)).toEqual({
      'keep-client-0': ['b2'],
      'keep-client-1': ['b2'],
      'keep-client-2': ['b2'],
    });
  });

  test('is the one from before when the roll-out went back, and no shard is written for that', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    const open = await (await scene.read()).begin({ release: 'release 2', wanted: network('b2'), adopted: [] });
    await open.goBack();
    scene.server.calls.length = 0;
    const record = await open.settle(wentBack);
    expect(scene.server.calls).toEqual([{ verb: 'replace', path: headPath }]);
    expect(record.head).toMatchObject({ state: 'settled', releaseStanding: 'release 1' });
    expect(await versionsIn(await scene.read())).toMatchObject({ 'keep-client-1': ['a1'] });
  });

  test.each<[string, Standing, readonly string[]]>([
    ['was rolled', 'wanted', ['b2']],
    ['went back', 'baseline', ['a1']],
    ['was left in the middle of going forward', 'wanted-and-rest', ['b2', 'a1']],
    ['was left in the middle of going back', 'baseline-and-rest', ['a1', 'b2']],
  ])('of a mixture has for a client that %s what stands of it', async (_, standing, versions) => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    const open = await (await scene.read()).begin({ release: 'release 2', wanted: network('b2'), adopted: [] });
    await open.settle({
      outcome: 'rollback-failed',
      standing: (owner) => (owner === 'keep-client-1' ? standing : 'wanted'),
      unproved: ['keep-client-1'],
    });
    const record = await scene.read();
    expect(await versionsIn(record)).toEqual({
      'keep-client-0': ['b2'],
      'keep-client-1': versions,
      'keep-client-2': ['b2'],
    });
    expect(record.head).toMatchObject({ unproved: ['keep-client-1'] });
    expect(record.head?.releaseStanding).toBe(standing.startsWith('wanted') ? 'release 2' : undefined);
    const workload = (await record.baselineOf(names)).get('keep-client-1')?.bodies.at(-1);
    expect(workload).toMatchObject({ spec: { template: { spec: { image: versions[0] } } } });
  });

  test('forgets a client whose first roll-out was taken back, and keeps one that is no longer wanted but stands', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1').slice(0, 2));
    const wanted = network('b2').slice(1);
    const open = await (await scene.read()).begin({ release: 'release 2', wanted, adopted: [] });
    await open.settle(wentBack);
    expect(Object.keys(await versionsIn(await scene.read()))).toEqual(['keep-client-0', 'keep-client-1']);
  });
});

describe('the releases that a way back leads to', () => {
  const releases = async (scene: RecordScene) => releasesBefore((await scene.read()).head);

  /** A release that some clients don't come to stand of. @returns what the next one would go back to */
  async function settled(scene: RecordScene, release: string, back: readonly string[]): Promise<readonly string[]> {
    const open = await (await scene.read()).begin({ release, wanted: network(release), adopted: [] });
    const standing = (owner: string) => (back.includes(owner) ? ('baseline' as const) : ('wanted' as const));
    await open.settle({ outcome: 'failed-rolled-back', standing, unproved: [] });
    return releases(scene);
  }

  test('are several where a mixture stands, each as long as somebody stands of it', async () => {
    const scene = createRecordScene();
    expect(await settled(scene, 'a1', [])).toEqual(['a1']);
    expect(await settled(scene, 'b2', ['keep-client-1'])).toEqual(['b2', 'a1']);
    expect(await settled(scene, 'c3', ['keep-client-1'])).toEqual(['c3', 'a1']);
    expect(await settled(scene, 'd4', names)).toEqual(['c3', 'a1']);
    await (await scene.read()).begin({ release: 'e5', wanted: network('e5'), adopted: [] });
    expect(await releases(scene)).toEqual(['c3', 'a1']);
    expect(await settled(scene, 'f6', ['keep-client-0'])).toEqual(['f6', 'c3']);
    expect(await settled(scene, 'g7', [])).toEqual(['g7']);
  });

  test('are the one that stands in part where nothing stood before, and none before anything does', async () => {
    const scene = createRecordScene();
    expect(await releases(scene)).toEqual([]);
    expect(await settled(scene, 'a1', ['keep-client-1'])).toEqual(['a1']);
  });
});

describe('a run that was killed', () => {
  test('is told of, and its baseline is inherited, however often that happens', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    for (const version of ['b2', 'c3', 'd4']) {
      await (await scene.read(`run of ${version}`)).begin({ release: version, wanted: network(version), adopted: [] });
      const record = await scene.read('run after it');
      expect(record.unfinished).toMatchObject({ state: 'forward', run: `run of ${version}`, release: version });
      expect(record.unfinished?.releaseBefore).toBe('release 1');
      expect(await versionsIn(record)).toMatchObject({ 'keep-client-0': ['a1'] });
    }
    const open = await (await scene.read()).begin({ release: 'e5', wanted: network('e5'), adopted: [] });
    const [touched] = await open.touched();
    expect(touched?.created.filter((key) => key.startsWith('ConfigMap')).sort()).toEqual(
      ['b2', 'c3', 'd4', 'e5'].map((version) => `ConfigMap/keep-client-0-config-${version}`),
    );
    expect(touched?.attempted?.contentNamed).toHaveLength(4);
    expect(touched?.attempted?.bodies.at(-1)).toEqual(client('keep-client-0', 'e5').bodies.at(-1));
    expect(await versionsIn(await open.settle(wentBack))).toMatchObject({ 'keep-client-0': ['a1'] });
  });

  test('while going back is taken over before anything new begins', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    const killed = await (await scene.read()).begin({ release: 'release 2', wanted: network('b2'), adopted: [] });
    await killed.goBack();
    const record = await scene.read('run 2');
    expect(record.unfinished).toMatchObject({ state: 'going-back', release: 'release 2', releaseBefore: 'release 1' });
    await expect(record.begin({ release: 'release 3', wanted: network('c3'), adopted: [] })).rejects.toThrow(
      'the going back of the run before is finished first',
    );
    const resumed = await record.resume();
    expect((await resumed.touched()).map(({ owner, created }) => [owner, created])).toEqual(
      names.map((name) => [name, [`ConfigMap/${name}-config-b2`]]),
    );
    await expect(killed.settle(succeeded)).rejects.toThrow(RecordTakenError);
    const settled = await resumed.settle(wentBack);
    expect(settled.head).toMatchObject({ state: 'settled', run: 'run 2', releaseStanding: 'release 1' });
  });

  test('and wakes up changes nothing: the record is another’s', async () => {
    const scene = createRecordScene();
    const paused = await (await scene.read()).begin({ release: 'release 1', wanted: network('a1'), adopted: [] });
    await (await scene.read('run 2')).begin({ release: 'release 2', wanted: network('b2'), adopted: [] });
    await expect(paused.goBack()).rejects.toThrow(/was changed by another run \(run 2: forward\) meanwhile/);
    await expect(paused.settle(succeeded)).rejects.toThrow(RecordTakenError);
  });
});

describe('the first write', () => {
  test('comes after everything that a way back needs was found: a lost shard of a client that changes ends the run', async () => {
    const scene = createRecordScene();
    const { head } = await scene.roll('release 1', network('a1'));
    const [name] = head === undefined ? [] : shardNames(head.baseline);
    scene.server.objects.delete(`/api/v1/namespaces/${namespace}/secrets/${name}`);
    const before = JSON.stringify(scene.server.objects.get(headPath));
    scene.server.calls.length = 0;
    await expect(
      (await scene.read()).begin({ release: 'release 2', wanted: network('b2'), adopted: [] }),
    ).rejects.toThrow(`the Secret ${name} in ${namespace} is missing`);
    expect(scene.server.calls.filter(({ verb }) => verb !== 'get')).toEqual([]);
    expect(JSON.stringify(scene.server.objects.get(headPath))).toBe(before);
  });

  test('costs four requests when one of 1000 clients changes: head, its old shard, its new shard, head', async () => {
    const scene = createRecordScene();
    const many = (changed?: number) =>
      Array.from({ length: 1000 }, (_, index) => client(`keep-client-${index}`, index === changed ? 'b2' : 'a1'));
    await scene.roll('release 1', many());
    scene.server.calls.length = 0;
    const open = await (await scene.read()).begin({ release: 'release 2', wanted: many(7), adopted: [] });
    expect(scene.server.calls.map(({ verb }) => verb)).toEqual(['get', 'get', 'create', 'replace']);
    expect((await open.touched()).map(({ owner }) => owner)).toEqual(['keep-client-7']);
    await open.settle(succeeded);
    expect(scene.server.calls.map(({ verb }) => verb)).toEqual(['get', 'get', 'create', 'replace', 'replace']);
  });

  test('needs the key of the digests; a look does not', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    const record = await readRollOutRecord({
      ...{ cluster: scene.cluster, namespace, environment: 'keep-test', digestKey: undefined, run: 'plan' },
      now: () => new Date(0),
    });
    expect(await versionsIn(record)).toMatchObject({ 'keep-client-0': ['a1'] });
    await expect(record.begin({ release: 'r', wanted: [], adopted: [] })).rejects.toThrow('KEEP_DEPLOY_DIGEST_KEY');
  });

  test('with another key than before writes every shard anew, and reads the old ones all the same', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    const other = await scene.read('run 2', scene.cluster, `${digestKey} 2`);
    const open = await other.begin({ release: 'release 2', wanted: network('a1'), adopted: [] });
    expect(await open.touched()).toEqual([]);
    await open.settle(succeeded);
    const third = await scene.read('run 3', scene.cluster, `${digestKey} 2`);
    expect(await versionsIn(third)).toMatchObject({ 'keep-client-0': ['a1'] });
  });
});

describe('a look at everything', () => {
  const many = (changed?: number) =>
    Array.from({ length: 1000 }, (_, index) => client(`keep-client-${index}`, index === changed ? 'b2' : 'a1'));
  const look = async (expected: readonly RecordedOwner[], key: string | undefined = digestKey) => {
    const scene = createRecordScene();
    await scene.roll('release 1', many());
    scene.server.calls.length = 0;
    const record = await readRollOutRecord({
      ...{ cluster: scene.cluster, namespace, environment: 'keep-test', digestKey: key, run: 'plan', expected },
      now: () => new Date(0),
    });
    const found = await record.baselineOf(many().map(({ owner }) => owner));
    return { found, requests: scene.server.calls.length };
  };

  test.each([
    ['nothing changed', many(), 1],
    ['one of 1000 clients changed', many(7), 2],
  ])(
    'costs a request for the head, and one for each shard that holds something else than is wanted: %s',
    async (_, wanted, count) => {
      const { found, requests } = await look(wanted);
      expect(requests).toBe(count);
      expect(found).toEqual(new Map(many().map((owner) => [owner.owner, owner])));
    },
  );

  test('reads all of it with another key: then names say nothing', async () => {
    const { found, requests } = await look(many(), 'another key');
    expect(requests).toBeGreaterThan(100);
    expect(found.size).toBe(1000);
  });
});

describe('what a roll-out touches', () => {
  const owners = async (before: readonly RecordedOwner[], after: readonly RecordedOwner[]) => {
    const scene = createRecordScene();
    await scene.roll('release 1', before);
    const open = await (await scene.read()).begin({ release: 'release 2', wanted: after, adopted: [] });
    return open.touched();
  };

  test('is created if the baseline has it not, never a PVC; and superfluous if nobody wants it', async () => {
    const [touched, ...more] = await owners(
      [client('c', 'a1', [beside('PersistentVolumeClaim', 'old'), beside('PodDisruptionBudget', 'old')])],
      [client('c', 'b2', [beside('PersistentVolumeClaim', 'new'), beside('NetworkPolicy', 'new')])],
    );
    expect(more).toEqual([]);
    expect(touched).toMatchObject({
      owner: 'c',
      created: ['ConfigMap/c-config-b2', 'NetworkPolicy/new'],
      superfluous: ['PersistentVolumeClaim/old', 'PodDisruptionBudget/old'],
    });
  });

  test('is neither when it goes from one owner to another', async () => {
    const budget = beside('PodDisruptionBudget', 'all');
    const shared: RecordedOwner = { owner: sharedOwner, role: '', bodies: [budget], contentNamed: [], adopted: [] };
    const touched = await owners([shared, client('c', 'a1')], [client('c', 'a1', [budget])]);
    expect(touched.map(({ owner, created, superfluous }) => ({ owner, created, superfluous }))).toEqual([
      { owner: sharedOwner, created: [], superfluous: [] },
      { owner: 'c', created: [], superfluous: [] },
    ]);
  });

  test('has the whole of a client that is not wanted any more, but for what is collected', async () => {
    const touched = await owners([client('c', 'a1', [beside('PersistentVolumeClaim', 'data')])], []);
    expect(touched).toMatchObject([
      { after: undefined, superfluous: ['Service/c', 'PersistentVolumeClaim/data', 'StatefulSet/c'] },
    ]);
  });

  test('is recorded in the order of writing, the shared objects as an owner of their own', () => {
    const [configuration, service, workload] = client('c', 'a1').bodies;
    if (!configuration || !service || !workload) throw new Error('the scene has three');
    const budget = beside('PodDisruptionBudget', 'all');
    const found = ownersOf({
      shared: [budget],
      clients: [{ client: 'c', role: 'standard', immutable: [configuration], beside: [service], workload }],
    });
    expect(found.map((owner) => [owner.owner, keysOf(owner), owner.contentNamed])).toEqual([
      [sharedOwner, ['PodDisruptionBudget/all'], []],
      ['c', ['ConfigMap/c-config-a1', 'Service/c', 'StatefulSet/c'], ['ConfigMap/c-config-a1']],
    ]);
  });
});

describe('objects that were there before us', () => {
  const wanted = network('a1');
  const found = (name: string) => [
    { owner: name, role: 'standard', body: live('StatefulSet', name) },
    { owner: name, role: 'standard', body: live('Service', name) },
  ];

  test('are what the first roll-out goes back to', async () => {
    const scene = createRecordScene();
    const open = await (await scene.read()).begin({ release: 'r', wanted, adopted: found('keep-client-0') });
    const [first, second] = await open.touched();
    expect(first?.before).toMatchObject({ adopted: ['StatefulSet/keep-client-0', 'Service/keep-client-0'] });
    expect(first?.created).toEqual(['ConfigMap/keep-client-0-config-a1']);
    expect(second).toMatchObject({ before: undefined, created: expect.arrayContaining(['StatefulSet/keep-client-1']) });
    await open.settle(wentBack);
    expect(keysOf((await (await scene.read()).baselineOf(names)).get('keep-client-0'))).toEqual([
      'Service/keep-client-0',
      'StatefulSet/keep-client-0',
    ]);
  });

  test('are not what a killed run made of them, and not what it made', async () => {
    const scene = createRecordScene();
    await (await scene.read()).begin({ release: 'r', wanted, adopted: found('keep-client-0') });
    const again = {
      owner: 'keep-client-0',
      role: 'standard',
      body: { ...live('StatefulSet', 'keep-client-0'), made: 'by us' },
    };
    const open = await (await scene.read()).begin({
      ...{ release: 'r', wanted },
      adopted: [again, ...found('keep-client-1')],
    });
    const [first, second] = await open.touched();
    expect(first?.before?.bodies).toEqual(expect.arrayContaining([live('StatefulSet', 'keep-client-0')]));
    expect(first?.before?.bodies).toHaveLength(2);
    expect(second?.before).toBeUndefined();
  });

  test('join what is recorded of their client', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    const budget = { owner: 'keep-client-0', role: 'standard', body: beside('PodDisruptionBudget', 'by-hand') };
    const open = await (await scene.read()).begin({ release: 'r', wanted: network('b2'), adopted: [budget] });
    const [first] = await open.touched();
    expect(keysOf(first?.before)).toEqual([
      'ConfigMap/keep-client-0-config-a1',
      'Service/keep-client-0',
      'PodDisruptionBudget/by-hand',
      'StatefulSet/keep-client-0',
    ]);
    expect(first?.before?.adopted).toEqual(['PodDisruptionBudget/by-hand']);
  });
});

describe('a change of the head', () => {
  const begin = { release: 'release 1', wanted: network('a1'), adopted: [] };

  test('whose answers are lost is found out by reading, and made once', async () => {
    const scene = createRecordScene();
    let writes = 0;
    scene.server.onChange = (path) => {
      if (path === headPath) writes++;
    };
    const lossy = scene.server.connect({
      fate: ({ verb, path }) => (path === headPath && verb !== 'get' ? 'lose-answer' : 'answer'),
    });
    const open = await (await scene.read('run 1', lossy)).begin(begin);
    await open.goBack();
    await open.settle(wentBack);
    expect(writes).toBe(3);
  });

  test('that did not arrive is made again', async () => {
    const scene = createRecordScene();
    let refusals = 0;
    const flaky = scene.server.connect({
      fate: ({ verb, path }) => (path === headPath && verb !== 'get' && refusals++ % 3 < 2 ? 'refuse' : 'answer'),
    });
    const open = await (await scene.read('run 1', flaky)).begin(begin);
    expect((await open.settle(succeeded)).head?.state).toBe('settled');
  });

  test('that never arrives is an error, and the record stays as it was', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    const before = JSON.stringify(scene.server.objects.get(headPath));
    const deaf = scene.server.connect({ fate: ({ verb }) => (verb === 'replace' ? 'refuse' : 'answer') });
    const record = await scene.read('run 2', deaf);
    await expect(record.begin({ ...begin, wanted: network('b2') })).rejects.toThrow('refused by the test');
    expect(JSON.stringify(scene.server.objects.get(headPath))).toBe(before);
  });

  test('of somebody else’s labels is no change of the record, and they stay', async () => {
    const scene = createRecordScene();
    const open = await (await scene.read()).begin(begin);
    const head = scene.server.objects.get(headPath);
    if (head === undefined) throw new Error('the head is there');
    const metadata = {
      ...head.metadata,
      labels: { ...head.metadata.labels, team: 'keep' },
      annotations: { note: 'x' },
    };
    scene.server.put({ ...head, apiVersion: 'v1', kind: 'ConfigMap', metadata } as never);
    await open.settle(succeeded);
    expect(scene.server.objects.get(headPath)?.metadata).toMatchObject({
      labels: { team: 'keep', 'app.kubernetes.io/managed-by': 'keep-deploy' },
      annotations: { note: 'x' },
    });
  });

  test('after it was deleted is refused', async () => {
    const scene = createRecordScene();
    const open = await (await scene.read()).begin(begin);
    scene.server.objects.delete(headPath);
    await expect(open.settle(succeeded)).rejects.toThrow(/was deleted: nothing more is written/);
  });

  test('names nothing secret: neither bodies nor what a digest without the key could confirm', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    const text = JSON.stringify(scene.server.objects.get(headPath));
    expect(text).not.toMatch(/StatefulSet|configuration|clusterIP/);
  });
});

describe('a head', () => {
  const put = (data: object) => {
    const scene = createRecordScene();
    scene.server.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: headName, namespace }, ...data });
    return scene;
  };

  test('of a newer version is refused, whatever else it says', async () => {
    const scene = put({ data: { 'record.json': '{"version":2,"other":"fields"}' } });
    await expect(scene.read()).rejects.toThrow(
      /written by a newer keep-deploy .* version 2, this one reads 1.*use that version/,
    );
  });

  test.each([
    ['is empty', {}],
    ['is not JSON', { data: { 'record.json': 'x' } }],
    ['is a list', { data: { 'record.json': '[]' } }],
    ['lacks its fields', { data: { 'record.json': '{"version":1,"state":"forward"}' } }],
  ])('that %s is refused, with what to do', async (_, data) => {
    await expect(put(data).read()).rejects.toThrow(/is no roll-out record.*Bring it back.*delete it/);
  });

  test.each([['AAAA'], ['not base64 of anything']])(
    'whose list of the retired is broken is refused: %s',
    async (text) => {
      const scene = createRecordScene();
      await scene.roll('release 1', network('a1'));
      const head = scene.server.objects.get(headPath);
      scene.server.put({ ...head, kind: 'ConfigMap', binaryData: { 'retired.json.gz': text } } as never);
      await expect(scene.read()).rejects.toThrow('is no roll-out record');
    },
  );
});

describe('a record of another environment', () => {
  const environmentIn = ({ server }: RecordScene) => {
    const { data } = server.objects.get(headPath) as unknown as { data: { 'record.json': string } };
    return (JSON.parse(data['record.json']) as { environment?: string }).environment;
  };
  /** As it stood before records said whose they are. */
  const withoutEnvironment = (scene: RecordScene) => {
    const head = scene.server.objects.get(headPath) as unknown as { data: { 'record.json': string } };
    const { environment: _, ...rest } = JSON.parse(head.data['record.json']) as Record<string, unknown>;
    const data = { 'record.json': JSON.stringify(rest) };
    scene.server.put({ ...head, kind: 'ConfigMap', data } as never);
  };

  test.each<[string, (open: OpenRecord) => Promise<unknown>]>([
    ['settled', (open) => open.settle(succeeded)],
    ['broken off going forward', async () => {}],
    ['broken off going back', (open) => open.goBack()],
  ])('that was %s is refused in one request, with whose it is and what to do', async (_, end) => {
    const scene = createRecordScene();
    await end(await (await scene.read()).begin({ release: 'release 1', wanted: network('a1'), adopted: [] }));
    scene.server.calls.length = 0;
    const reading = readRollOutRecord({
      ...{ cluster: scene.cluster, namespace, environment: 'keep-dev', digestKey, run: 'another' },
      now: () => new Date(0),
    });
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(
      /those of environment keep-test, .*ConfigMap keep-deploy-roll-out\), and this is keep-dev: .*namespace of its own/,
    );
    expect(scene.server.calls.map(({ verb }) => verb)).toEqual(['get']);
  });

  test('is none where none is named: it was written before, and the next run that writes says whose it is', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', network('a1'));
    expect(environmentIn(scene)).toBe('keep-test');
    withoutEnvironment(scene);
    expect(await versionsIn(await scene.read())).toMatchObject({ 'keep-client-0': ['a1'] });
    expect(environmentIn(scene)).toBeUndefined();
    await scene.roll('release 2', network('b2'));
    expect(environmentIn(scene)).toBe('keep-test');
  });
});

describe('what was left where it is', () => {
  const left = [{ owner: 'keep-client-1', key: 'Secret/token' }] as const;
  const noted = async (scene: RecordScene) => (await scene.read()).head?.left;
  const begin = async (scene: RecordScene, wanted = network('a1')) =>
    (await scene.read()).begin({ release: 'release', wanted, adopted: [] });

  test('is noted, also through runs that fail or are killed, until a run says what is left of it', async () => {
    const scene = createRecordScene();
    await (await begin(scene)).settle({ ...succeeded, left });
    expect(await noted(scene)).toEqual(left);
    await begin(scene, network('b2'));
    expect(await noted(scene)).toEqual(left);
    const killed = await begin(scene, network('c3'));
    await killed.goBack();
    await (await (await scene.read()).resume()).settle({ outcome: '', standing: () => 'baseline', unproved: [] });
    expect(await noted(scene)).toEqual(left);
    await (await begin(scene)).settle({ ...succeeded, left: [] });
    expect(await noted(scene)).toBeUndefined();
  });

  test('is nothing that a way back would write: it touches no owner', async () => {
    const scene = createRecordScene();
    await (await begin(scene)).settle({ ...succeeded, left });
    expect(await (await begin(scene)).touched()).toEqual([]);
  });

  test('is noted no more once it is applied again', async () => {
    const scene = createRecordScene();
    await (await begin(scene)).settle({ ...succeeded, left });
    const wanted = [client('keep-client-1', 'a1', [beside('Secret', 'token')])];
    await (await begin(scene, wanted)).settle(succeeded);
    expect(await noted(scene)).toBeUndefined();
  });
});
