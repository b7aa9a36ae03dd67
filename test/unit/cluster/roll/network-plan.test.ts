import { describe, expect, test } from '@jest/globals';
import type { JsonObject, LiveObject, WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { ClientObjects, NetworkObjects } from '../../../../src/cluster/manifest/client-objects.ts';
import { createShown } from '../../../../src/cluster/ownership/shown-value.ts';
import { keyOf } from '../../../../src/cluster/record/recorded-owner.ts';
import type { Leftover } from '../../../../src/cluster/roll/leftovers.ts';
import {
  doubtfulObjects,
  type NetworkPlan,
  type NetworkSight,
  planNetwork,
} from '../../../../src/cluster/roll/network-plan.ts';
import type { Sighting } from '../../../../src/cluster/roll/object-step.ts';
import type { StandingPod } from '../../../../src/cluster/roll/who-names.ts';
import { digestOf } from '../../../../src/values/index.ts';

const shown = createShown({ redact: (text) => text });
const namespace = 'keep';

interface Choice {
  readonly image?: string;
  readonly configuration?: string;
  readonly keyfile?: string;
  readonly grace?: number;
  readonly port?: number;
}

/** A client as the manifest's part composes it. */
function client(
  name: string,
  { image = 'c@1', configuration = 'a', keyfile = 'k', grace = 1, port = 1 }: Choice = {},
): ClientObjects {
  const content = digestOf(JSON.stringify([name, image, configuration, keyfile, grace, port]));
  const annotations = { 'keep-deploy/content': content };
  const held = (kind: 'ConfigMap' | 'Secret', part: string, digest: string): WantedObject => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: `${name}-${part}-${digest}`, namespace },
    immutable: true,
    data: { [part]: digest },
  });
  return {
    client: name,
    role: 'standard',
    immutable: [held('ConfigMap', 'config', configuration), held('Secret', 'keyfile', keyfile)],
    beside: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace, annotations },
        spec: { clusterIP: 'None', port },
      },
    ],
    workload: {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name, namespace, annotations },
      spec: {
        replicas: 1,
        template: {
          metadata: { annotations },
          spec: {
            terminationGracePeriodSeconds: grace,
            containers: [{ name: 'client', image }],
            volumes: [
              { name: 'keep-deploy-configuration', configMap: { name: `${name}-config-${configuration}` } },
              { name: 'keep-deploy-keyfile', secret: { secretName: `${name}-keyfile-${keyfile}` } },
            ],
          },
        },
      },
    },
    content,
    isCompared: true,
  };
}

const objectsOf = ({ immutable, beside, workload }: ClientObjects) => [...immutable, ...beside, workload];

/** Books in which everything of a body is ours, lists as a whole. */
function fieldsOf(body: JsonObject): JsonObject {
  const unowned = ['apiVersion', 'kind', 'name', 'namespace'];
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => {
      if (unowned.includes(key)) return [];
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[`f:${key}`, {}]];
      const fields = fieldsOf(value as JsonObject);
      return Object.keys(fields).length === 0 ? [] : [[`f:${key}`, fields]];
    }),
  );
}
const asApplied = (body: WantedObject, change: JsonObject = {}): LiveObject =>
  ({
    ...body,
    ...change,
    metadata: {
      ...body.metadata,
      uid: 'u',
      managedFields: [{ manager: 'keep-deploy', operation: 'Apply', fieldsV1: fieldsOf(body) }],
    },
  }) as unknown as LiveObject;

/** Somebody scaled it, and perhaps back. */
function scaled(body: WantedObject, replicas = 3): LiveObject {
  const { 'f:spec': spec, ...rest } = fieldsOf(body);
  const { 'f:replicas': _, ...own } = spec as JsonObject;
  const managedFields = [
    { manager: 'keep-deploy', operation: 'Apply', fieldsV1: { ...rest, 'f:spec': own } },
    { manager: 'kubectl', operation: 'Update', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
  ];
  return {
    ...body,
    spec: { ...(body['spec'] as JsonObject), replicas },
    metadata: { ...body.metadata, managedFields },
  } as unknown as LiveObject;
}

interface Standing {
  /** What was applied last, by the record and in the cluster. */
  readonly applied: readonly ClientObjects[];
  readonly live?: { readonly [key: string]: Sighting };
  readonly isProved?: boolean;
  readonly more?: Partial<NetworkSight>;
}

/** Workloads and Services are seen, as a namespace's watches and lists show them; the rest is believed. */
function sightOf({ applied, live = {}, isProved = true, more = {} }: Standing): NetworkSight {
  const bodies = new Map(applied.flatMap(objectsOf).map((body) => [keyOf(body), body]));
  return {
    live: (object) => {
      const key = keyOf(object);
      if (live[key] !== undefined) return live[key];
      if (object.kind === 'ConfigMap' || object.kind === 'Secret') return 'unseen';
      const body = bodies.get(key);
      return body === undefined ? 'absent' : asApplied(body);
    },
    applied: applied.map((one) => ({
      owner: one.client,
      bodies: objectsOf(one),
      contentNamed: one.immutable.map(keyOf),
    })),
    present: () => ({ isProved, why: 'its pod crashes' }),
    ...{ workloads: [], leftovers: [], pods: [], podMakers: { objects: [], unreadable: [] } },
    recordedClients: applied.length,
    collectable: [],
    shown,
    ...more,
  };
}
const network = (...clients: readonly ClientObjects[]): NetworkObjects => ({ shared: [], clients });
const planOf = (wanted: ClientObjects, standing: Standing): NetworkPlan =>
  planNetwork(network(wanted), sightOf(standing));
const stepOf = (wanted: ClientObjects, standing: Standing) => {
  const [step] = planOf(wanted, standing).clients;
  if (step === undefined) throw new Error('no step');
  return step;
};
const written = (step: ReturnType<typeof stepOf>) =>
  step.objects.filter(({ action }) => action !== 'unchanged').map(({ object, action }) => `${action} ${keyOf(object)}`);
const a = client('a');

describe('a client that stands as wanted', () => {
  test('and is proved is unchanged: nothing of it is written', () => {
    const plan = planOf(a, { applied: [a] });
    expect(plan.clients).toMatchObject([
      { client: 'a', role: 'standard', action: 'unchanged', isRunning: true, drift: [] },
    ]);
    expect(plan.isUnchanged).toBe(true);
    expect([...(plan.clients[0]?.standing ?? [])]).toEqual(objectsOf(a).map(keyOf));
  });

  test('but is not proved is waited for, not written, and says why', () => {
    const step = stepOf(a, { applied: [a], isProved: false });
    expect(step).toMatchObject({ action: 'prove', reason: 'written before, but not proved: its pod crashes' });
    expect(written(step)).toEqual([]);
    expect(stepOf(a, { applied: [a], more: { present: () => undefined } }).action).toBe('prove');
  });

  test('is believed by its own annotation where a run was broken off and the record can’t tell', () => {
    const step = stepOf(a, {
      applied: [],
      live: Object.fromEntries(objectsOf(a).map((body) => [keyOf(body), asApplied(body)])),
    });
    expect([step.action, written(step)]).toEqual(['unchanged', []]);
  });

  test('is believed by the record where nobody looked at its Service', () => {
    const live = { 'Service/a': 'unseen' } as const;
    expect(stepOf(a, { applied: [a], live }).action).toBe('unchanged');
    expect(written(stepOf(client('a', { grace: 2 }), { applied: [a], live }))).toContain('update Service/a');
  });

  test('in a plan without the digest key is said to be not compared in full', () => {
    expect(stepOf({ ...a, isCompared: false }, { applied: [a] }).reason).toBe(
      'as wanted, and proved; secret parts not compared',
    );
  });
});

test('of what is named by its content it is enough that it is there, with or without what it holds', () => {
  const seen = { 'Secret/a-keyfile-k': { metadata: { name: 'a-keyfile-k' } } };
  expect(
    stepOf(a, {
      applied: [],
      isProved: false,
      live: { ...seen, 'StatefulSet/a': asApplied(a.workload), 'Service/a': 'unseen' },
    }).objects.map(({ action }) => action),
  ).toEqual(['create', 'unchanged', 'create', 'unchanged']);
});

test('what a proved pod mounts is there, whatever the record can tell; what an unproved one mounts is written', () => {
  const live = { 'StatefulSet/a': asApplied(a.workload), 'Service/a': asApplied(a.beside[0] ?? a.workload) };
  expect(written(stepOf(a, { applied: [], live }))).toEqual([]);
  const mounted = ['create ConfigMap/a-config-a', 'create Secret/a-keyfile-k'];
  expect(written(stepOf(a, { applied: [], live, isProved: false }))).toEqual(mounted);
  const changed = client('a', { grace: 2 });
  expect(written(stepOf(changed, { applied: [], live }))).toEqual([
    ...mounted,
    'update Service/a',
    'update StatefulSet/a',
  ]);
});

describe('a client is changed', () => {
  test.each<[string, Choice, string, readonly string[]]>([
    ['image', { image: 'c@2' }, 'the image changed', ['update Service/a', 'update StatefulSet/a']],
    [
      'configuration',
      { configuration: 'b' },
      'the configuration changed',
      ['create ConfigMap/a-config-b', 'update Service/a', 'update StatefulSet/a'],
    ],
    [
      'keyfile',
      { keyfile: 'l' },
      'the keyfile changed',
      ['create Secret/a-keyfile-l', 'update Service/a', 'update StatefulSet/a'],
    ],
    [
      'image and configuration',
      { image: 'c@2', configuration: 'b' },
      'the image and the configuration changed',
      ['create ConfigMap/a-config-b', 'update Service/a', 'update StatefulSet/a'],
    ],
    [
      'all',
      { image: 'c@2', configuration: 'b', keyfile: 'l', grace: 2 },
      'the image, the configuration, the keyfile and the manifest changed',
      ['create ConfigMap/a-config-b', 'create Secret/a-keyfile-l', 'update Service/a', 'update StatefulSet/a'],
    ],
    ['manifest', { grace: 2 }, 'the manifest changed', ['update Service/a', 'update StatefulSet/a']],
    ['Service', { port: 2 }, 'the manifest changed', ['update Service/a', 'update StatefulSet/a']],
  ])('by its %s, and only what differs is written', (_, choice, reason, writes) => {
    const step = stepOf(client('a', choice), { applied: [a] });
    expect([step.action, step.reason, written(step)]).toEqual(['update', reason, writes]);
  });

  test('back to what the record has, when a run that was broken off wrote something newer', () => {
    const newer = client('a', { image: 'c@2' });
    const live = { [keyOf(a.workload)]: asApplied(newer.workload) };
    expect(written(stepOf(a, { applied: [a], live }))).toEqual(['update StatefulSet/a']);
  });

  test.each<[string, { readonly [key: string]: Sighting }, string, readonly string[]]>([
    ['Service is gone', { 'Service/a': 'absent' }, 'Service a: somebody removed it', ['create Service/a']],
    [
      'keyfile is gone',
      { 'Secret/a-keyfile-k': 'absent' },
      'Secret a-keyfile-k: somebody removed it',
      ['create Secret/a-keyfile-k'],
    ],
    [
      'workload was scaled',
      { 'StatefulSet/a': scaled(a.workload) },
      'StatefulSet a: kubectl (scale) changed spec.replicas',
      ['update StatefulSet/a'],
    ],
    [
      'two objects are gone',
      { 'Service/a': 'absent', 'Secret/a-keyfile-k': 'absent' },
      'Secret a-keyfile-k: somebody removed it, and 1 more of its objects',
      ['create Secret/a-keyfile-k', 'create Service/a'],
    ],
    [
      'workload was written anew by somebody',
      { 'StatefulSet/a': { metadata: { name: 'a' } } },
      'StatefulSet a: it was written anew',
      ['update StatefulSet/a'],
    ],
    [
      'workload has fields of client-side apply',
      {
        'StatefulSet/a': {
          ...asApplied(a.workload),
          metadata: {
            ...asApplied(a.workload).metadata,
            managedFields: [
              ...(asApplied(a.workload).metadata.managedFields ?? []),
              { manager: 'helm', operation: 'Update', fieldsV1: { 'f:spec': { 'f:paused': {} } } },
            ],
          },
        },
      },
      'StatefulSet a: helm left fields in it',
      ['update StatefulSet/a'],
    ],
  ])('when its %s', (_, live, reason, writes) => {
    const step = stepOf(a, { applied: [a], live });
    expect([step.action, step.reason, written(step)]).toEqual(['update', reason, writes]);
  });

  test('and drifted: the drift against what was applied last is told beside the change', () => {
    const step = stepOf(client('a', { image: 'c@2' }), { applied: [a], live: { 'StatefulSet/a': scaled(a.workload) } });
    expect(step.reason).toBe('the image changed; kubectl (scale) changed spec.replicas');
    expect(step.drift).toEqual([{ path: 'spec.replicas', live: '3', managers: ['kubectl (scale)'] }]);
  });

  test.each([
    { replicas: 1, isBooksOnly: true },
    { replicas: 3, isBooksOnly: undefined },
  ])('in its books only, when somebody wrote what is wanted: $replicas replicas', ({ replicas, isBooksOnly }) => {
    const step = stepOf(a, { applied: [a], live: { 'StatefulSet/a': scaled(a.workload, replicas) } });
    expect([step.action, step.reason]).toEqual(['update', 'StatefulSet a: kubectl (scale) changed spec.replicas']);
    expect(step.objects.at(-1)?.isBooksOnly).toBe(isBooksOnly);
  });

  test('when its workload was never ours: it is taken over, and the difference begins with what stands', () => {
    const live = { metadata: { name: 'a' }, spec: a.workload['spec'] } as unknown as LiveObject;
    const step = stepOf(a, { applied: [], live: { 'StatefulSet/a': live } });
    expect(step).toMatchObject({
      action: 'update',
      isRunning: true,
      reason: 'StatefulSet a: it was not written by keep-deploy: it is taken over',
    });
    expect(step.objects.at(-1)?.before).toEqual({ body: live, isLive: true });
  });
});

describe('a client is created', () => {
  test('where there is no workload of its name: with all it stands on', () => {
    const step = stepOf(a, { applied: [] });
    expect(step).toMatchObject({ action: 'create', isRunning: false, reason: 'its StatefulSet: it is new' });
    expect(written(step)).toEqual(objectsOf(a).map((body) => `create ${keyOf(body)}`));
  });

  test('again where somebody removed it', () => {
    const step = stepOf(a, { applied: [a], live: { 'StatefulSet/a': 'absent' } });
    expect(step).toMatchObject({ action: 'create', reason: 'its StatefulSet: somebody removed it' });
    expect(written(step)).toEqual(['create StatefulSet/a']);
  });
});

describe('what all clients share', () => {
  const shared = (data: string, annotations?: JsonObject): WantedObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'shared', namespace, ...(annotations && { annotations }) },
    data: { key: data },
  });
  const planShared = (wanted: WantedObject, live: Sighting, applied?: WantedObject) =>
    planNetwork(
      { shared: [wanted], clients: [] },
      sightOf({
        applied: [],
        live: { 'ConfigMap/shared': live },
        more: { applied: applied === undefined ? [] : [{ owner: '', bodies: [applied], contentNamed: [] }] },
      }),
    ).shared[0];

  test.each<[string, Sighting, WantedObject | undefined, string]>([
    ['unseen and as recorded', 'unseen', shared('x'), 'unchanged'],
    ['unseen and recorded as another', 'unseen', shared('y'), 'update'],
    ['unseen and not recorded', 'unseen', undefined, 'create'],
    ['seen and as recorded', asApplied(shared('x')), shared('x'), 'unchanged'],
    ['seen, and recorded as another', asApplied(shared('y')), shared('y'), 'update'],
    ['seen as wanted, where the record can’t tell', asApplied(shared('x')), undefined, 'unchanged'],
    ['seen as another, where the record can’t tell', asApplied(shared('y')), undefined, 'update'],
    [
      'unseen and recorded with a sum that can’t be made now',
      'unseen',
      shared('x', { 'keep-deploy/content': 's' }),
      'unchanged',
    ],
    [
      'unseen and recorded with other annotations',
      'unseen',
      shared('x', { 'keep-deploy/content': 's', a: 'b' }),
      'update',
    ],
  ])('is %s', (_, live, applied, action) => {
    expect(planShared(shared('x'), live, applied)?.action).toBe(action);
  });
});

describe('what is wanted no more', () => {
  const claim: WantedObject = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'b-data', namespace },
  };

  const managed = (body: WantedObject): LiveObject => {
    const live = asApplied(body);
    return { ...live, metadata: { ...live.metadata, labels: { 'app.kubernetes.io/managed-by': 'keep-deploy' } } };
  };
  const leftover = (owner: string, body: WantedObject, live: Leftover['live'] = managed(body)): Leftover => ({
    ...{ owner, body, live },
  });
  const b = client('b');
  const planWith = (leftovers: readonly Leftover[]) => planOf(a, { applied: [a], more: { leftovers } });

  test('is removed after success: a client that is none any more, an object that no manifest has', () => {
    const [service] = b.beside;
    if (service === undefined) throw new Error('it has a Service');
    const plan = planWith([
      leftover('b', service),
      leftover('b', b.workload),
      leftover('a', service),
      leftover('', service),
    ]);
    expect(plan.prune.map(({ owner, kind, reason }) => `${owner}: ${kind}: ${reason}`)).toEqual([
      'b: Service: b is no client any more: removed after success',
      'b: StatefulSet: b is no client any more: removed after success (claims and their data stay)',
      'a: Service: no manifest has it any more: removed after success',
      ': Service: no manifest has it any more: removed after success',
    ]);
    expect([plan.left, plan.leaving, plan.isUnchanged]).toEqual([[], ['b'], false]);
  });

  test('is told and left where it is not ours to remove; what is gone is nothing', () => {
    const plan = planWith([
      leftover('b', claim),
      leftover('b', b.workload, asApplied(b.workload)),
      leftover('a', { ...claim, kind: 'Service' }, 'unreadable'),
      leftover('a', { ...claim, kind: 'ConfigMap' }, 'absent'),
    ]);
    expect(plan.left.map(({ owner, kind, reason }) => `${owner}: ${kind}: ${reason}`)).toEqual([
      'b: PersistentVolumeClaim: b is no client any more; it stays, for a claim holds data, and is never removed',
      'b: StatefulSet: b is no client any more; it still runs, for it is not marked as keep-deploy’s any more: remove it yourself',
      'a: Service: no manifest has it any more; it stays, for these credentials may not read it',
    ]);
    expect([plan.prune, plan.leaving, plan.isUnchanged]).toEqual([[], [], true]);
  });

  test('stays where something that stays names it, and beside a workload that stays', () => {
    const secret = (name: string): WantedObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
    });
    const reading = (name: string, read: string) => ({
      ...{ kind: 'StatefulSet' as const, metadata: { name } },
      spec: { template: { spec: { volumes: [{ name: 's', secret: { secretName: read } }] } } },
    });
    const workloads = [reading('a', 'of-a-before'), reading('b', 'of-b'), reading('stranger', 'of-stranger')];
    const volumes = [{ name: 's', secret: { secretName: 'of-a' } }];
    const wanted = { ...a, workload: { ...a.workload, spec: { template: { spec: { volumes } } } } };
    const leftovers = [
      ...[leftover('b', b.workload), leftover('', secret('of-b')), leftover('', secret('of-a-before'))],
      ...[leftover('', secret('of-stranger')), leftover('', secret('of-a'))],
      ...[leftover('c', client('c').workload, asApplied(client('c').workload)), leftover('c', secret('of-c'))],
    ];
    const plan = planOf(wanted, { applied: [a], more: { leftovers, workloads } });
    expect(plan.prune.map(({ name }) => name)).toEqual(['b', 'of-b', 'of-a-before']);
    expect(plan.left.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      'of-stranger: no manifest has it any more; it stays, for StatefulSet stranger names it',
      'of-a: no manifest has it any more; it stays, for StatefulSet a names it',
      expect.stringMatching(/^c: c is no client any more; it still runs/),
      'of-c: c is no client any more; it stays, for the workload of c stays',
    ]);
  });

  describe('and may be named by what makes pods', () => {
    const secret = leftover('', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token', namespace } });
    const account = leftover('', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'who', namespace } });
    const service = leftover('', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'token', namespace } });
    const spec = { containers: [{ name: 'c', envFrom: [{ secretRef: { name: 'token' } }] }] };
    const pod = (of?: StandingPod['of']): StandingPod => ({ kind: 'Pod', metadata: { name: 'p' }, spec, of });
    const cronJob = {
      kind: 'CronJob',
      metadata: { name: 'nightly' },
      spec: { jobTemplate: { spec: { template: { spec } } } },
    };
    const planBeside = (more: Partial<NetworkSight>, wanted = a) =>
      planOf(wanted, { applied: [a], more: { leftovers: [secret, account, service], ...more } });
    const leftBeside = (more: Partial<NetworkSight>, wanted = a) =>
      planBeside(more, wanted).left.map(({ kind, name, reason }) => `${kind} ${name}: ${reason.split('; ')[1]}`);

    test.each<[string, Partial<NetworkSight>, string]>([
      ['a CronJob between its runs', { podMakers: { objects: [cronJob], unreadable: [] } }, 'CronJob nightly'],
      ['a pod that none of the workloads has', { pods: [pod()] }, 'Pod p'],
      ['a pod of a client that stays as it is, at an old revision', { pods: [pod('StatefulSet/a')] }, 'Pod p'],
    ])('stays where it is: %s', (_, more, who) => {
      expect(leftBeside(more)).toEqual([`Secret token: it stays, for ${who} names it`]);
    });

    test('goes where only the pods of a client name it that is changed, or removed', () => {
      expect(leftBeside({ pods: [pod('StatefulSet/a')] }, client('a', { image: 'c@2' }))).toEqual([]);
      const leftovers = [secret, leftover('b', b.workload)];
      expect(leftBeside({ pods: [pod('StatefulSet/b')], leftovers })).toEqual([]);
    });

    test('stays where nobody may look, and only what a pod may name: which kinds is said', () => {
      const more = { podMakers: { objects: [], unreadable: ['CronJob', 'Job'] } } as const;
      const why = 'it stays, for these credentials may not list CronJobs and Jobs, and one may name it';
      expect(leftBeside(more)).toEqual([`Secret token: ${why}`, `ServiceAccount who: ${why}`]);
      const plan = planBeside(more);
      expect([plan.prune.map(({ kind }) => kind), plan.unseen]).toEqual([['Service'], ['CronJob', 'Job']]);
    });

    test('is no matter of permissions where it stays anyway', () => {
      const podMakers = { objects: [], unreadable: ['CronJob'] } as const;
      expect(planBeside({ podMakers, pods: [pod()], leftovers: [secret] }).unseen).toEqual([]);
    });
  });

  test('is told of a workload that carries our label, also where the record doesn’t know it', () => {
    const labelled = (name: string, client?: string) =>
      ({
        kind: 'StatefulSet',
        metadata: { name, labels: client === undefined ? {} : { 'keep-deploy/client': client } },
      }) as const;
    const workloads = [labelled('a', 'a'), labelled('a-old', 'a'), labelled('b', 'b'), labelled('else')];
    expect(
      planOf(a, { applied: [a], more: { workloads } }).left.map(({ name, reason }) => `${name}: ${reason}`),
    ).toEqual([
      'a-old: no manifest has it any more; it still runs, for it is not in the roll-out record: remove it yourself',
      'b: b is no client any more; it still runs, for it is not in the roll-out record: remove it yourself',
    ]);
  });

  test('is collected only where it is generated configuration that nothing wants, whatever may be collected', () => {
    const collectable = [
      'ConfigMap/a-config-old',
      'ConfigMap/a-config-a',
      'PersistentVolumeClaim/b-data',
      'StatefulSet/b',
      'Secret/keep-deploy-roll-out-x',
    ] as const;
    expect(planOf(a, { applied: [a], more: { collectable } }).prune).toMatchObject([
      { owner: 'a', kind: 'ConfigMap', name: 'a-config-old', isCollected: true },
      { owner: '', kind: 'Secret', name: 'keep-deploy-roll-out-x', isCollected: true },
    ]);
  });
});

test('what a client mounts is looked up before a plan only where the client is not proved', () => {
  const present = (name: string) => ({ isProved: name === 'a', why: '' });
  const looked = doubtfulObjects(network(a, client('b')), { present });
  expect(looked.map(keyOf)).toEqual(['ConfigMap/b-config-a', 'Secret/b-keyfile-k']);
});
