import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../src/cluster/api/clock.ts';
import { openNamespaceStore } from '../../src/cluster/api/namespace-store.ts';
import { openCluster } from '../../src/cluster/index.ts';
import type { WantedObject } from '../../src/cluster/kubernetes-object.ts';
import type { ClientObjects } from '../../src/cluster/manifest/client-objects.ts';
import type { OpenRecord } from '../../src/cluster/record/open-record.ts';
import { ownersOf } from '../../src/cluster/record/recorded-owner.ts';
import { type BeginOptions, type RollOutRecord, readRollOutRecord } from '../../src/cluster/record/roll-out-record.ts';
import { finishGoingBack } from '../../src/cluster/roll/finish-going-back.ts';
import type { Baseline } from '../../src/cluster/roll/go-back-plan.ts';
import { rollNetwork } from '../../src/cluster/roll/roll-network.ts';
import type { RollOptions } from '../../src/cluster/roll/roll-options.ts';
import type { RollOutState } from '../../src/cluster/roll/roll-out-state.ts';
import type { RollResult } from '../../src/cluster/roll/roll-result.ts';
import type { RollCluster } from '../../src/cluster/roll/writer.ts';
import type { Json } from '../../src/values/index.ts';
import { canonicalJson, digestOf } from '../../src/values/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { type Release, taskOf } from '../unit/cluster/roll/network-fixture.ts';
import { until } from './stand-in-client-setting.ts';

let plane: ControlPlane;

const runs = new Set<AbortController>();
afterEach(() => {
  for (const run of runs) run.abort(new Error('the test is over'));
  runs.clear();
});

const never = new AbortController().signal;
const names = ['b0', 'b1', 's0', 's1', 's2', 's3'];

interface Choice {
  readonly image?: string;
  readonly env?: Record<string, string>;
  readonly behaviour?: string;
  readonly kind?: 'StatefulSet' | 'Deployment';
  readonly updateStrategy?: Json;
  readonly replicas?: number;
}

/** What is written for one client, as composing would make it. */
function client(namespace: string, name: string, choice: Choice = {}): ClientObjects {
  const { image = 'a', env = { MODE: image }, behaviour, kind = 'StatefulSet', updateStrategy, replicas = 1 } = choice;
  const role = name.startsWith('b') ? 'bootstrap' : 'standard';
  const content = digestOf(canonicalJson([name, choice as Json]));
  const labels = { 'keep-deploy/client': name, 'keep-deploy/role': role };
  const annotations = { 'keep-deploy/content': content };
  const named = (own: string) => ({ name: own, namespace, labels, annotations });
  const config = `${name}-config-${digestOf(image).slice(7, 13)}`;
  const behaves = behaviour === undefined ? {} : { 'keep-deploy.test/behaviour': behaviour };
  const spec = {
    replicas,
    revisionHistoryLimit: 0,
    selector: { matchLabels: { 'keep-deploy/client': name } },
    ...(kind === 'StatefulSet' && { serviceName: name, ...(updateStrategy !== undefined && { updateStrategy }) }),
    template: {
      metadata: { labels, annotations: { ...annotations, ...behaves } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          {
            name: 'client',
            image: `registry.invalid/keep-client@sha256:${image.repeat(64)}`,
            env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
            readinessProbe: { tcpSocket: { port: 3919 } },
            volumeMounts: [{ name: 'c', mountPath: '/c' }],
          },
        ],
        volumes: [{ name: 'c', configMap: { name: config } }],
      },
    },
  };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Mi' } } };
  const bare = { name: config, namespace, labels };
  return {
    ...{ client: name, role, content, isCompared: true },
    immutable: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: bare, immutable: true, data: { text: image } }],
    beside: [
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: named(`${name}-data`), spec: claim },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: named(name),
        spec: {
          clusterIP: 'None',
          selector: { 'keep-deploy/client': name },
          ports: [{ name: `p-${image}`, port: 3919 }],
        },
      },
    ],
    workload: { apiVersion: 'apps/v1', kind, metadata: named(name), spec },
  };
}

const budget = (namespace: string, minAvailable: number): WantedObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'network', namespace },
  spec: { minAvailable, selector: { matchLabels: { app: 'keep' } } },
});

/** The record as a roll-out drives it. */
function recordedState(record: RollOutRecord, begin: BeginOptions): RollOutState {
  let open: OpenRecord | undefined;
  return {
    beginForward: async () => {
      open = await record.begin(begin);
      return baselineIn(open, record.unfinished !== undefined, (record.head?.baseline.clients ?? 0) === 0);
    },
    beginGoingBack: async (clients) => open?.goBack(clients),
    settle: async (settlement) => open?.settle(settlement),
  };
}

async function baselineIn(open: OpenRecord, isInherited: boolean, isEmpty: boolean): Promise<Baseline> {
  return {
    owners: new Map((await open.touched()).map((owner) => [owner.owner, owner])),
    isUnsure: () => isInherited,
    isEmpty,
    left: [],
  };
}

interface Scene {
  readonly ports: RollOptions['ports'];
  readonly lines: readonly string[];
  release(image: string, choices?: Record<string, Choice>, clients?: readonly string[]): Release;
  roll(before: Release | undefined, after: Release, options?: Partial<RollOptions>): Promise<RollResult>;
  finish(): Promise<RollResult>;
  /** The images of each client's ready pods, by their digits. */
  serving(): Promise<Record<string, string>>;
  /** Resolves when the watch has shown this image of a client. */
  shows(name: string, image: string): Promise<void>;
  /** Kind and name of all that we wrote. */
  names(): Promise<readonly string[]>;
  get(path: string): Promise<{ readonly [field: string]: unknown }>;
}

async function createScene(namespace: string): Promise<Scene> {
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  expect((await plane.ask('/api/v1/namespaces', { method: 'POST', json })).status).toBe(201);
  const run = new AbortController();
  runs.add(run);
  const { log, lines } = recordingLog();
  const cluster = await openCluster({ settings: {}, kubeconfig: plane.kubeconfig, signal: run.signal, log });
  const store = openNamespaceStore({ cluster, namespace, signal: run.signal, log });
  await store.synced;
  const read = () =>
    readRollOutRecord({
      environment: 'keep-test',
      cluster,
      namespace,
      digestKey: 'a key of the test, long enough',
      run: 'a test',
      now: () => new Date(),
    });
  const options = {
    ...{ roles: ['bootstrap', 'standard'], voters: new Set<string>(), maxParallel: 10 },
    limits: { clientMs: 60_000, waveMs: 120_000, totalMs: 300_000 },
    ports: { cluster, store, namespace, clock: systemClock, log, redact: (text: string) => text },
    ...{ mayGoBack: async () => undefined, cancelled: never, lockLost: never, policy: 'rollback-all' as const },
  };
  const list = async (path: string) =>
    (
      JSON.parse((await plane.ask(path)).body) as {
        items: readonly { metadata: { name: string }; [field: string]: unknown }[];
      }
    ).items;
  const paths = {
    ConfigMap: `/api/v1/namespaces/${namespace}/configmaps`,
    PersistentVolumeClaim: `/api/v1/namespaces/${namespace}/persistentvolumeclaims`,
    Service: `/api/v1/namespaces/${namespace}/services`,
    PodDisruptionBudget: `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`,
    StatefulSet: `/apis/apps/v1/namespaces/${namespace}/statefulsets`,
    Deployment: `/apis/apps/v1/namespaces/${namespace}/deployments`,
  };
  return {
    ports: options.ports,
    lines,
    release: (image, choices = {}, clients = names) => ({
      clients: clients.map((name) => client(namespace, name, { image, ...choices[name] })),
    }),
    roll: async (before, after, more = {}) => {
      const wanted = ownersOf({ shared: [], ...after });
      const state = recordedState(await read(), {
        release: digestOf(canonicalJson(wanted as never)),
        wanted,
        adopted: [],
      });
      return rollNetwork(taskOf(before, after), { ...options, state, ...more });
    },
    finish: async () => {
      const open = await (await read()).resume();
      const state: RollOutState = {
        beginForward: () => baselineIn(open, true, false),
        beginGoingBack: (clients) => open.goBack(clients),
        settle: (settlement) => open.settle(settlement),
      };
      return finishGoingBack(await state.beginForward(), { ...options, state, chosen: undefined });
    },
    serving: async () => {
      const pods = (await list(`/api/v1/namespaces/${namespace}/pods`)) as unknown as readonly {
        metadata: { name: string; labels: Record<string, string>; deletionTimestamp?: string };
        spec: { containers: readonly { image: string }[] };
        status: { conditions?: readonly { type: string; status: string }[] };
      }[];
      const ready = pods.filter(
        ({ metadata, status }) =>
          metadata.deletionTimestamp === undefined &&
          status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true,
      );
      const images: Record<string, string> = {};
      for (const { metadata, spec } of ready.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
        const name = metadata.labels['keep-deploy/client'] ?? '';
        images[name] = `${images[name] ?? ''}${spec.containers[0]?.image.at(-1)}`;
      }
      return images;
    },
    shows: async (name, image) => {
      for (;;) {
        const live = store.workload('StatefulSet', name);
        if (live?.spec?.template?.spec?.containers?.[0]?.image?.endsWith(image.repeat(64)) === true) return;
        await store.changed(live?.metadata.uid ?? '', 30_000);
      }
    },
    names: async () => {
      const all = await Promise.all(
        Object.entries(paths).map(async ([kind, path]) =>
          (await list(path)).map(({ metadata }) => `${kind}/${metadata.name}`),
        ),
      );
      return all
        .flat()
        .filter((name) => !/kube-root-ca|keep-deploy-roll-out/.test(name))
        .toSorted();
    },
    get: async (path) => JSON.parse((await plane.ask(path)).body) as { readonly [field: string]: unknown },
  };
}

const results = ({ clients }: RollResult) => Object.fromEntries(clients.map((one) => [one.client, one.result]));
const all = (image: string, clients = names) => Object.fromEntries(clients.map((name) => [name, image]));

describe.each([
  ['off', false],
  ['on', true],
])('on a real API server with MaxUnavailableStatefulSet %s, after a bad image in one of six clients', (_, isOn) => {
  beforeAll(async () => {
    plane = await startControlPlane({ nodes: 1, featureGates: { MaxUnavailableStatefulSet: isOn } });
  });
  afterAll(() => plane?.stop());

  test('all that were touched are back, what was created is gone, claims stay, and the next release has no conflict', async () => {
    const scene = await createScene('back');
    const before: Release = { ...scene.release('a'), shared: [budget('back', 1)] };
    expect((await scene.roll(undefined, before)).outcome).toBe('deployed');
    const stood = await scene.names();

    const bad: Release = {
      ...scene.release('b', { s1: { image: 'f', behaviour: 'image-missing' } }, [...names, 's4']),
      shared: [budget('back', 2)],
    };
    const rolled = await scene.roll(before, bad);
    expect(scene.lines.join('\n')).toMatch(
      /error s1 \(pod s1-0, container client\): (ErrImagePull|ImagePullBackOff).*not found/,
    );
    expect(rolled.outcome).toBe('failed-rolled-back');
    expect(results(rolled)).toMatchObject({ b0: 'rolled-back', s0: 'rolled-back', s1: 'failed-rolled-back' });
    expect(await scene.serving()).toEqual(all('a'));
    expect((await scene.names()).filter((name) => !stood.includes(name))).toEqual(['PersistentVolumeClaim/s4-data']);
    expect(await scene.names()).toEqual(expect.arrayContaining([...stood]));
    const service = await scene.get('/api/v1/namespaces/back/services/s0');
    expect(service['spec']).toMatchObject({ ports: [{ name: 'p-a' }] });
    const shared = await scene.get('/apis/policy/v1/namespaces/back/poddisruptionbudgets/network');
    expect(shared['spec']).toMatchObject({ minAvailable: 1 });
    // The StatefulSet waits for its broken pod: nobody but us takes it away.
    const deleted = plane.auditLog
      .writes({ namespace: 'back', userAgent: 'keep-deploy' })
      .filter(({ verb }) => verb === 'delete');
    expect(deleted.filter(({ resource }) => resource === 'pods').map(({ name }) => name)).toEqual(['s1-0']);
    expect(deleted.filter(({ resource }) => resource === 'persistentvolumeclaims')).toEqual([]);

    const choices = Object.fromEntries(names.map((name) => [name, { env: { MODUS: 'c' } }]));
    const next = await scene.roll(before, { ...scene.release('c', choices), shared: [budget('back', 1)] });
    expect(next.outcome).toBe('deployed');
    expect(await scene.serving()).toEqual(all('c'));
    const live = await scene.get('/apis/apps/v1/namespaces/back/statefulsets/s1');
    const spec = live['spec'] as { template: { spec: { containers: readonly { env: unknown }[] } } };
    expect(spec.template.spec.containers[0]?.env).toEqual([{ name: 'MODUS', value: 'c' }]);
    expect(JSON.stringify(live)).not.toMatch(/image-missing/);
  });

  test('a client with OnDelete, one with a partition and a Deployment are back too', async () => {
    const scene = await createScene('kinds');
    const partitioned = { replicas: 2, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } };
    const kinds: Record<string, Choice> = {
      s0: { updateStrategy: { type: 'OnDelete' } },
      s1: { kind: 'Deployment' },
      s2: partitioned,
      s3: partitioned,
    };
    const clients = ['b0', 's0', 's1', 's2', 's3'];
    const before = scene.release('a', kinds, clients);
    expect((await scene.roll(undefined, before)).outcome).toBe('deployed');
    const bad = scene.release(
      'b',
      {
        ...kinds,
        s1: { ...kinds['s1'], image: 'f', behaviour: 'crash-loops' },
        // From a partition to none.
        s3: { replicas: 2 },
      },
      clients,
    );
    const rolled = await scene.roll(before, bad);
    expect(rolled.outcome).toBe('failed-rolled-back');
    expect(results(rolled)).toMatchObject({ b0: 'rolled-back', s0: 'rolled-back', s1: 'failed-rolled-back' });
    expect(await scene.serving()).toEqual({ ...all('a', clients), s2: 'aa', s3: 'aa' });
    const live = await scene.get('/apis/apps/v1/namespaces/kinds/statefulsets/s3');
    expect(live['spec']).toMatchObject({ updateStrategy: { rollingUpdate: { partition: 1 } } });
  });

  test('a pod below the partition that becomes the bad version while its client is about to go back goes back too', async () => {
    const scene = await createScene('late');
    const kinds: Record<string, Choice> = {
      s3: { replicas: 2, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
    };
    const clients = ['b0', 's0', 's1', 's3'];
    const before = scene.release('a', kinds, clients);
    expect((await scene.roll(undefined, before)).outcome).toBe('deployed');
    const bad = scene.release(
      'b',
      { s1: { image: 'f', behaviour: 'crash-loops' }, s3: { replicas: 2, behaviour: 'slow' } },
      clients,
    );
    const { cluster } = scene.ports;
    let isBack = false;
    const apply: typeof cluster.apply = async (object, options) => {
      const isLate = isBack && object.kind === 'StatefulSet' && object.metadata.name === 's3';
      if (isLate) {
        isBack = false;
        await until('the pod below the partition', 60_000, async () =>
          (await scene.serving())['s3'] === 'bb' ? true : undefined,
        );
      }
      return cluster.apply(object, options);
    };
    const mayGoBack = async () => {
      isBack = true;
      return undefined;
    };
    const rolled = await scene.roll(before, bad, {
      ports: { ...scene.ports, cluster: { ...cluster, apply } },
      mayGoBack,
    });
    expect([rolled.outcome, results(rolled)]).toMatchObject(['failed-rolled-back', { s3: 'rolled-back' }]);
    expect(await scene.serving()).toEqual({ ...all('a', clients), s3: 'aa' });
  });

  test('a client whose image somebody else changed meanwhile is left to them, and the others go back', async () => {
    const scene = await createScene('superseded');
    const before = scene.release('a');
    await scene.roll(undefined, before);
    const path = '/apis/apps/v1/namespaces/superseded/statefulsets/s0';
    const takeOver = async () => {
      const { metadata, ...live } = await scene.get(path);
      const theirs = JSON.parse(JSON.stringify(live).replaceAll('b'.repeat(64), 'e'.repeat(64))) as object;
      const { resourceVersion: _, ...rest } = metadata as { readonly resourceVersion: string };
      const json = { ...theirs, metadata: rest };
      expect((await plane.ask(`${path}?fieldManager=keel`, { method: 'PUT', json })).status).toBe(200);
    };
    const bad = scene.release('b', { s1: { image: 'f', behaviour: 'image-missing' } });
    // Between the failure and the way back.
    const mayGoBack = async () => {
      await takeOver();
      await scene.shows('s0', 'e');
      return undefined;
    };
    const rolled = await scene.roll(before, bad, { mayGoBack });
    expect(results(rolled)).toMatchObject({ b0: 'rolled-back', s0: 'superseded', s1: 'failed-rolled-back' });
    expect(rolled.outcome).toBe('superseded');
    expect(await scene.serving()).toMatchObject({ b0: 'a', s1: 'a', s3: 'a' });
    const spec = (await scene.get(path))['spec'] as {
      template: { spec: { containers: readonly { image: string }[] } };
    };
    expect(spec.template.spec.containers[0]?.image).toMatch(/e{64}$/);
  });

  test('a run that is killed on its way back is finished by the next, from what stands in the cluster', async () => {
    const scene = await createScene('killed');
    const before = scene.release('a');
    await scene.roll(undefined, before);
    const stood = await scene.names();
    const bad = scene.release('b', { s1: { image: 'f', behaviour: 'image-missing' } }, [...names, 's4']);
    let count = 0;
    let isBack = false;
    const cluster: RollCluster = {
      ...scene.ports.cluster,
      apply: (object) => {
        if (isBack && count++ >= 6) throw new Error('killed');
        return scene.ports.cluster.apply(object);
      },
    };
    const ports = { ...scene.ports, cluster };
    const mayGoBack = async () => {
      isBack = true;
      return undefined;
    };
    await expect(scene.roll(before, bad, { ports, mayGoBack })).rejects.toThrow('killed');
    const finished = await scene.finish();
    expect(finished.outcome).toBe('failed-rolled-back');
    expect(await scene.serving()).toEqual(all('a'));
    expect((await scene.names()).filter((name) => !stood.includes(name))).toEqual(['PersistentVolumeClaim/s4-data']);
  });
});
