import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Cluster, WatchOptions } from '../../../../src/cluster/api/cluster-port.ts';
import { type NamespaceStore, openNamespaceStore } from '../../../../src/cluster/api/namespace-store.ts';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import { recordingLog } from '../recording-log.ts';
import { type HeldClock, heldClock, settled } from './held-clock.ts';

/** The store's watches, told by hand. */
interface Followed {
  readonly options: WatchOptions<LiveObject>;
  sync(): void;
  fail(error: Error): void;
  isClosed: boolean;
}

let followed: Map<string, Followed>;
let store: NamespaceStore;
let clock: HeldClock;
let lines: readonly string[];
let run: AbortController;

beforeEach(() => {
  followed = new Map();
  clock = heldClock();
  run = new AbortController();
  const recording = recordingLog();
  lines = recording.lines;
  const watch: Cluster['watch'] = (path, options) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => {});
    const one: Followed = {
      options: options as unknown as WatchOptions<LiveObject>,
      sync: resolve,
      fail: reject,
      isClosed: false,
    };
    followed.set(path.split('/').at(-1) ?? '', one);
    return {
      synced: promise,
      close: () => {
        one.isClosed = true;
      },
    };
  };
  store = openNamespaceStore({ cluster: { watch }, namespace: 'keep', signal: run.signal, log: recording.log, clock });
});

const tell = (plural: string, object: object) => {
  const options = followed.get(plural)?.options;
  options?.changed(options.kept?.(object as LiveObject) ?? (object as LiveObject));
};
const untell = (plural: string, object: object) => followed.get(plural)?.options.deleted(object as LiveObject);

const live = (name: string, uid: string, owner?: string, more: object = {}) => ({
  metadata: {
    ...{ name, uid, resourceVersion: '1', managedFields: [{ manager: 'keep-deploy' }] },
    ...(owner !== undefined && { ownerReferences: [{ uid: owner, kind: 'X', controller: true }] }),
  },
  ...more,
});
const warning = (name: string, about: string, at: string) => ({
  ...live(name, `uid-${name}`),
  ...{ involvedObject: { uid: about }, lastTimestamp: at, message: name },
});

/** Whether the promise has resolved by now. */
async function isOver(promise: Promise<void>): Promise<boolean> {
  let over = false;
  promise.then(() => {
    over = true;
  });
  await settled();
  return over;
}

test('the namespace is followed in five watches, of events only the warnings', () => {
  expect([...followed.keys()].toSorted()).toEqual(['deployments', 'events', 'pods', 'replicasets', 'statefulsets']);
  expect([...followed].filter(([, { options }]) => options.fieldSelector !== undefined)).toEqual([
    ['events', expect.objectContaining({ options: expect.objectContaining({ fieldSelector: 'type=Warning' }) })],
  ]);
});

describe('it is known', () => {
  test('which pods a StatefulSet has: not those of an earlier one of its name', () => {
    tell('statefulsets', live('client', 's2'));
    tell('pods', live('client-0', 'p1', 's1'));
    tell('pods', live('client-0', 'p2', 's2'));
    expect(store.workload('StatefulSet', 'client')).toMatchObject({ kind: 'StatefulSet', metadata: { uid: 's2' } });
    expect(store.workload('Deployment', 'client')).toBeUndefined();
    expect(store.podsOf('s2').map(({ metadata }) => metadata.uid)).toEqual(['p2']);
  });

  test('which pods a Deployment has, through all its ReplicaSets, in whatever order they are told', () => {
    tell('pods', live('new-1', 'p1', 'r2'));
    tell('replicasets', live('old', 'r1', 'd'));
    tell('pods', live('old-1', 'p2', 'r1'));
    tell('replicasets', live('new', 'r2', 'd'));
    expect(store.podsOf('d').map(({ metadata }) => metadata.name)).toEqual(['old-1', 'new-1']);
    expect(store.replicaSetsOf('d').map(({ metadata }) => metadata.name)).toEqual(['old', 'new']);
  });

  test('which warnings are about an object, oldest first', () => {
    tell('events', warning('second', 'p1', '2026-01-01T00:00:02Z'));
    tell('events', warning('first', 'p1', '2026-01-01T00:00:01Z'));
    tell('events', warning('other', 'p2', '2026-01-01T00:00:01Z'));
    expect(store.warningsOf('p1').map(({ message }) => message)).toEqual(['first', 'second']);
    untell('events', warning('first', 'p1', ''));
    expect(store.warningsOf('p1').map(({ message }) => message)).toEqual(['second']);
  });

  test('what is gone, and what was given to another owner', () => {
    tell('statefulsets', live('client', 's'));
    tell('pods', live('a', 'p1', 's'));
    tell('pods', live('b', 'p2', 's'));
    untell('pods', live('a', 'p1', 's'));
    tell('pods', live('b', 'p2', 'other'));
    untell('statefulsets', live('client', 's'));
    expect(store.podsOf('s')).toEqual([]);
    expect(store.podsOf('other')).toHaveLength(1);
    expect(store.workloads()).toEqual([]);
  });

  test('every pod until it is gone, whatever made it, and one that nothing made', () => {
    for (const pod of [live('of-set', 'p1', 's'), live('of-job', 'p2', 'j'), live('bare', 'p3')]) tell('pods', pod);
    tell('pods', live('orphan', 'p4', 's'));
    tell('pods', { ...live('orphan', 'p4') });
    const names = () => store.pods().map(({ metadata: { name } }) => name);
    expect(names().sort()).toEqual(['bare', 'of-job', 'of-set', 'orphan']);
    untell('pods', live('bare', 'p3'));
    expect(names().sort()).toEqual(['of-job', 'of-set', 'orphan']);
    expect(store.podsOf('s').map(({ metadata: { name } }) => name)).toEqual(['of-set']);
  });

  test('who owns which field of a workload, and of nothing else; the template of a ReplicaSet that runs something', () => {
    tell('statefulsets', live('client', 's'));
    tell('pods', live('p', 'p', 's'));
    tell('replicasets', live('idle', 'r1', 'd', { spec: { replicas: 0, template: {} } }));
    tell('replicasets', live('busy', 'r2', 'd', { spec: { replicas: 1, template: {} } }));
    expect(store.workload('StatefulSet', 'client')?.metadata.managedFields).toHaveLength(1);
    expect(store.podsOf('s')[0]?.metadata).not.toHaveProperty('managedFields');
    expect(store.replicaSetsOf('d').map(({ spec }) => Object.keys(spec ?? {}))).toEqual([
      ['replicas'],
      ['replicas', 'template'],
    ]);
  });
});

describe('who waits for a workload is woken', () => {
  beforeEach(() => {
    tell('deployments', live('client', 'd'));
    tell('replicasets', live('rs', 'r', 'd'));
    tell('pods', live('pod', 'p', 'r'));
    tell('pods', live('other', 'p2', 's2'));
  });

  test.each([
    ['by itself', () => tell('deployments', live('client', 'd'))],
    ['by its end', () => untell('deployments', live('client', 'd'))],
    ['by a ReplicaSet of it', () => tell('replicasets', live('rs', 'r', 'd'))],
    ['by a pod of it', () => tell('pods', live('pod', 'p', 'r'))],
    ['by a new pod of it', () => tell('pods', live('more', 'p3', 'r'))],
    ['by the end of a pod of it', () => untell('pods', live('pod', 'p', 'r'))],
    ['by the loss of a pod', () => tell('pods', live('pod', 'p', 'another'))],
    ['by a warning about it', () => tell('events', warning('w', 'd', ''))],
    ['by a warning about a ReplicaSet of it', () => tell('events', warning('w', 'r', ''))],
    ['by a warning about a pod of it', () => tell('events', warning('w', 'p', ''))],
    ['by the time', () => clock.advance(1_000)],
  ])('%s', async (_, happen) => {
    const waiting = store.changed('d', 1_000);
    expect(await isOver(waiting)).toBe(false);
    await happen();
    expect(await isOver(waiting)).toBe(true);
  });

  test.each([
    ['another pod', () => tell('pods', live('other', 'p2', 's2'))],
    ['a warning about another pod', () => tell('events', warning('w', 'p2', ''))],
    ['an event that is forgotten', () => untell('events', warning('w', 'p', ''))],
    ['less time', () => clock.advance(999)],
  ])('not by %s', async (_, happen) => {
    const waiting = store.changed('d', 1_000);
    await happen();
    expect(await isOver(waiting)).toBe(false);
  });
});

describe('the store', () => {
  test('is synced when every kind was listed', async () => {
    for (const plural of ['pods', 'events', 'deployments', 'statefulsets']) followed.get(plural)?.sync();
    expect(await isOver(store.synced)).toBe(false);
    followed.get('replicasets')?.sync();
    expect(await isOver(store.synced)).toBe(true);
  });

  test('fails all who wait when the API server refuses a kind, and all who come', async () => {
    const waiting = store.changed('d', 60_000);
    const refusal = new Error('403');
    followed.get('pods')?.fail(refusal);
    followed.get('pods')?.options.refused?.(refusal);
    await expect(store.synced).rejects.toBe(refusal);
    await expect(waiting).rejects.toBe(refusal);
    await expect(store.changed('d', 60_000)).rejects.toBe(refusal);
  });

  test.each([
    ['it is closed', () => store.close(), /namespace keep is followed no more/],
    ['the run is stopped', () => run.abort(new Error('SIGTERM')), /SIGTERM/],
  ])('ends its watches and whoever waits when %s', async (_, end, why) => {
    const waiting = store.changed('d', 60_000);
    end();
    await expect(waiting).rejects.toThrow(why);
    expect([...followed.values()].every(({ isClosed }) => isClosed)).toBe(true);
  });
});

describe('an interruption', () => {
  beforeEach(() => {
    for (const { options } of followed.values()) options.resumed?.();
  });

  test('of a moment is not worth a line', async () => {
    followed.get('pods')?.options.interrupted?.('closed');
    await clock.advance(4_999);
    followed.get('pods')?.options.resumed?.();
    await clock.advance(60_000);
    expect(lines).toEqual([]);
    expect(store.behindMs()).toBe(0);
  });

  test('that lasts is told once for all kinds, and so is its end', async () => {
    for (const { options } of followed.values()) options.interrupted?.('connection refused');
    await clock.advance(20_000);
    expect(store.behindMs()).toBe(20_000);
    for (const { options } of followed.values()) options.resumed?.();
    expect(store.behindMs()).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(/^warning The cluster can't be watched since 5 s \(.*Pod.*\): connection refused\./),
      'info The cluster is watched again, after 20 s.',
    ]);
  });
});
