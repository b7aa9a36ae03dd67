import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import {
  assumedParts,
  type Cluster,
  composeNetwork,
  identifyFor,
  type NetworkObjects,
  planRollTo,
  type RolledTo,
  type RollToOptions,
  readManifests,
  rollTo,
} from '../../src/cluster/index.ts';
import {
  kindsInOrder,
  objectPath,
  pluralOf,
  podMakers,
  type WantedObject,
  type WrittenKind,
} from '../../src/cluster/kubernetes-object.ts';
import { isPodReady } from '../../src/cluster/live-workload.ts';
import type { ResourceRule } from '../../src/cluster/preflight/rules-review.ts';
import { type Log, UserError } from '../../src/report/index.ts';
import { type ControlPlane, misbehave, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, digestKey, manifestText, roles } from './cluster-fixture.ts';
import { createRoleUser, publishedRules, publishedVerbs, rulesToPlan, rulesWithout } from './role-users.ts';

const over = new AbortController();
let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(async () => {
  over.abort(new Error('over'));
  await plane?.stop();
});

const probed = manifestText.replace(
  '        - name: client\n',
  '        - name: client\n          readinessProbe: { tcpSocket: { port: 3919 } }\n',
);
const asDeployment = probed
  .replace('kind: StatefulSet', 'kind: Deployment')
  .replace('  replicas: 1\n', '  replicas: 1\n  strategy: { type: Recreate }\n');
const imageMissing = (text: string) =>
  text.replace(
    '    metadata: { labels: { app: keep } }\n    spec:\n      termination',
    '    metadata: { labels: { app: keep }, annotations: { keep-deploy.test/behaviour: image-missing } }\n    spec:\n      termination',
  );

/** One of every kind that may stand beside the workloads. */
function besideThem(namespace: string): readonly WantedObject[] {
  const object = (apiVersion: string, kind: WrittenKind, fields: object) =>
    ({ apiVersion, kind, metadata: { name: 'beside', namespace, labels }, ...fields }) as WantedObject;
  const rbac = 'rbac.authorization.k8s.io';
  const labels = { 'app.kubernetes.io/managed-by': 'keep-deploy' };
  return [
    object('v1', 'ServiceAccount', {}),
    object(`${rbac}/v1`, 'Role', { rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }] }),
    object(`${rbac}/v1`, 'RoleBinding', {
      roleRef: { apiGroup: rbac, kind: 'Role', name: 'beside' },
      subjects: [{ kind: 'ServiceAccount', name: 'beside', namespace }],
    }),
    object('v1', 'ConfigMap', { data: { a: '1' } }),
    object('v1', 'Secret', { data: { a: 'MQ==' } }),
    object('v1', 'PersistentVolumeClaim', {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
    }),
    object('v1', 'Service', { spec: { ports: [{ port: 80 }], selector: { app: 'keep' } } }),
    object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {} } }),
    object('policy/v1', 'PodDisruptionBudget', {
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'keep' } } },
    }),
  ];
}

/** A StatefulSet and a Deployment with everything beside them. */
function compose(namespace: string, change: (text: string) => string = (text) => text, image = 'a'): NetworkObjects {
  const clients = [client('s0', 'bootstrap', { image }), client('d0', 'standard', { image })];
  const rules = {
    ...{ namespace, container: 'client', clients },
    mounted: ['/mnt/config/keep.toml', '/mnt/keyfile/keyfile.json'],
    variables: ['KEEP_ETHEREUM_PASSWORD'],
  };
  const files = (file: string, text: string) => [{ file, text: change(text) }];
  const own = { d0: files('deployment.yml', asDeployment) };
  const manifest = readManifests({ all: files('keep-client.yml', probed), own }, rules);
  const composed = composeNetwork(manifest, clients, { namespace, digestKey });
  return { ...composed, shared: [...composed.shared, ...besideThem(namespace)] };
}

async function makeNamespace(namespace: string): Promise<void> {
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  expect((await plane.ask('/api/v1/namespaces', { method: 'POST', json })).status).toBe(201);
}

/** Without all that stands beside the clients. */
const alone = (network: NetworkObjects): NetworkObjects => ({ ...network, shared: [] });

function rollOptions(
  cluster: Cluster,
  namespace: string,
  wanted: NetworkObjects,
  log: Log = recordingLog().log,
): RollToOptions {
  return {
    ...{
      cluster,
      namespace,
      environment: 'keep-test',
      roles,
      voters: new Set(),
      policy: 'rollback-all',
      maxParallel: 10,
    },
    limits: { clientMs: 60_000, waveMs: 120_000, totalMs: 300_000 },
    ...{ forcedManagers: [], digestKey, run: 'the test', lock: { waitMs: 0, breakLock: false }, references: [] },
    accounts: new Map(wanted.clients.map(({ client: name }) => [name, name])),
    redact: (text) => text,
    release: `sha256:${'1'.repeat(64)}`,
    beforeFirstWrite: async () => {},
    mayGoBack: async () => undefined,
    ...{ signal: over.signal, log },
  };
}

function roll(cluster: Cluster, namespace: string, wanted: NetworkObjects, log?: Log): Promise<RolledTo> {
  return rollTo(wanted, rollOptions(cluster, namespace, wanted, log));
}

describe('somebody with exactly the Role of docs/rbac.yaml', () => {
  test('releases, changes nothing, fails, goes back, collects and prunes, and is refused nothing on the way', async () => {
    const [namespace, name] = ['journey', 'keep-deploy'];
    await makeNamespace(namespace);
    const ports = { signal: over.signal, log: recordingLog().log };
    const { cluster } = await createRoleUser(plane, { namespace, name, rules: publishedRules }, ports);

    const results: string[] = [];
    const go = async (wanted: NetworkObjects) => results.push((await roll(cluster, namespace, wanted)).outcome);
    await go(compose(namespace, imageMissing));
    await go(compose(namespace));
    await go(compose(namespace));
    await go(compose(namespace, imageMissing, 'b'));
    await go(compose(namespace, undefined, 'c'));
    await go(alone(compose(namespace, undefined, 'c')));
    const outcomes = ['failed-halted', 'deployed', 'unchanged', 'failed-rolled-back', 'deployed', 'deployed'];
    expect(results).toEqual(outcomes);
    const removed = plane.auditLog.events({ user: name, verb: 'delete' }).map(({ uri }) => uri);
    expect(removed).toContain(`/api/v1/namespaces/${namespace}/secrets/beside`);

    const refused = plane.auditLog.events({ user: name, status: 403 }).map(({ verb, uri }) => `${verb} ${uri}`);
    expect(refused).toEqual([]);
    const written = new Set(plane.auditLog.writes({ user: name }).map(({ resource }) => resource));
    expect(written.size).toBeGreaterThanOrEqual(kindsInOrder.length);
  });
});

/** What is asked for only before something is removed, and stops nothing. */
const isOfPodMakers = ({ lines }: (typeof publishedVerbs)[number]) =>
  podMakers.some((kind) => lines.some((line) => line.startsWith(`list ${pluralOf(kind)}.`)));

/** What is asked for only of workloads that somebody else is rolling (cluster-hand-made.test.ts). */
const isOfOthers = ({ lines }: (typeof publishedVerbs)[number]) => lines.includes('get controllerrevisions.apps');
/** What every first release of all kinds needs. */
const firstVerbs = publishedVerbs.filter((one) => !isOfPodMakers(one) && !isOfOthers(one));

describe('a release that would remove what a pod may name, without', () => {
  test.each(publishedVerbs.filter(isOfPodMakers))(
    '$verb of rule $index ($lines) leaves it there until somebody may look, and says which line is missing',
    async ({ verb, index, lines }) => {
      const [namespace, name] = [`unseen-${index}`, `unseen-${index}`];
      await makeNamespace(namespace);
      const { log, lines: said } = recordingLog();
      const ports = { signal: over.signal, log };
      const all = { namespace, name: `${name}-all`, rules: publishedRules };
      const { cluster: ofAll } = await createRoleUser(plane, all, ports);
      const wanted = compose(namespace);
      expect((await roll(ofAll, namespace, wanted)).outcome).toBe('deployed');
      const { cluster } = await createRoleUser(plane, { namespace, name, rules: rulesWithout(index, verb) }, ports);
      const isThere = async (kind: WrittenKind) =>
        (await ofAll.get(objectPath(kind, namespace, 'beside'))) !== undefined;

      expect((await roll(cluster, namespace, alone(wanted), log)).outcome).toBe('deployed');
      expect([await isThere('Secret'), await isThere('Service')]).toEqual([true, false]);
      for (const line of lines) {
        const resource = line.slice(verb.length + 1, line.indexOf('.'));
        expect(said.join('\n')).toMatch(
          new RegExp(`may not list .*resources: \\[${resource}\\], verbs: \\[list\\].* stays where`),
        );
      }
      expect(said.join('\n')).toMatch(/Secret beside is wanted no more and stays: these credentials may not list/);
      expect((await roll(ofAll, namespace, alone(wanted))).outcome).toBe('deployed');
      expect([await isThere('Secret'), await isThere('ServiceAccount')]).toEqual([false, false]);
    },
  );
});

/** The lines that an error says are to be added to a Role. */
function rulesIn(error: unknown): readonly ResourceRule[] {
  const { findings } = error as UserError;
  return findings.map(({ message }) => {
    const line = /Add to the rules of their Role \(docs\/rbac\.yaml\): - (\{.*\})$/.exec(message)?.[1];
    if (line === undefined) throw new Error(`no line of a Role: ${message}`);
    return parse(line) as ResourceRule;
  });
}

const linesOf = (rules: readonly ResourceRule[]): readonly string[] =>
  rules.flatMap(({ verbs, resources, apiGroups }) =>
    (verbs ?? []).flatMap((verb) =>
      (resources ?? []).flatMap((resource) => (apiGroups ?? []).map((group) => `${verb} ${resource}.${group}`)),
    ),
  );

describe('somebody who may do nothing', () => {
  const namespace = 'nothing';
  beforeAll(() => makeNamespace(namespace));

  test('is told at once all that a first release needs, also where asking which cluster it is was refused first, and has it with just those lines', async () => {
    const wanted = compose(namespace);
    const ports = { signal: over.signal, log: recordingLog().log };
    const { cluster } = await createRoleUser(plane, { namespace, name: 'nobody', rules: [] }, ports);
    const refused = [
      await roll(cluster, namespace, wanted).catch((caught: unknown) => caught),
      await identifyFor({ access: 'apply', wanted: () => wanted }, cluster, namespace).catch(
        (caught: unknown) => caught,
      ),
    ];
    const published = firstVerbs.flatMap(({ lines }) => lines);
    for (const error of refused) {
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).advice).toBe('nothing was written to the cluster');
      expect(linesOf(rulesIn(error)).toSorted()).toEqual([...new Set(published)].toSorted());
    }
    expect(plane.auditLog.writes({ user: 'nobody', namespace })).toEqual([]);

    const granted = { namespace, name: 'granted', rules: rulesIn(refused[0]) };
    const { cluster: ofGranted } = await createRoleUser(plane, granted, ports);
    expect((await roll(ofGranted, namespace, wanted)).outcome).toBe('deployed');
    expect(plane.auditLog.events({ user: 'granted', status: 403 })).toEqual([]);
  });

  test('is told of a plan no more than looking needs', async () => {
    const ports = { signal: over.signal, log: recordingLog().log };
    const { cluster } = await createRoleUser(plane, { namespace, name: 'no-planner', rules: [] }, ports);
    for (const ask of [
      () => planRollTo(compose(namespace), 'plan', rollOptions(cluster, namespace, compose(namespace))),
      () => identifyFor({ access: 'plan', wanted: () => compose(namespace) }, cluster, namespace),
    ]) {
      const error = await ask().catch((caught: unknown) => caught);
      const told = linesOf(rulesIn(error));
      expect(told).toContain('get namespaces.');
      expect(told).toContain('list services.');
      const allowed = new Set(linesOf(rulesToPlan));
      expect(told.filter((line) => !allowed.has(line))).toEqual([]);
    }
  });
});

test('who waits for a client that was written before, and writes nothing, is told what the lock needs before it is asked for', async () => {
  const [namespace, name] = ['waiting', 'without-lock'];
  await makeNamespace(namespace);
  const ports = { signal: over.signal, log: recordingLog().log };
  const all = { namespace, name: 'waiting-all', rules: publishedRules };
  const { cluster: ofAll } = await createRoleUser(plane, all, ports);
  const wanted = alone(compose(namespace));
  expect((await roll(ofAll, namespace, wanted)).outcome).toBe('deployed');
  const pod = `/api/v1/namespaces/${namespace}/pods/s0-0`;
  await misbehave(plane, pod, 'never-ready');
  const isReady = async () => isPodReady(JSON.parse((await plane.ask(pod)).body));
  await poll(async () => !(await isReady()), AbortSignal.timeout(120_000));
  const rules = publishedRules.filter(({ resources }) => !resources?.includes('leases'));
  const { cluster } = await createRoleUser(plane, { namespace, name, rules }, ports);
  const error = await roll(cluster, namespace, wanted).catch((caught: unknown) => caught);
  expect(linesOf(rulesIn(error)).toSorted()).toEqual(
    ['create', 'get', 'update'].map((verb) => `${verb} leases.coordination.k8s.io`),
  );
  expect(plane.auditLog.events({ user: name, status: 403 })).toEqual([]);
});

describe('somebody with exactly the Role of docs/rbac-plan.yaml', () => {
  test('plans a first release, a change, and what would be removed, is refused nothing on the way, watches and writes nothing', async () => {
    const [namespace, name] = ['planned', 'planner'];
    await makeNamespace(namespace);
    const ports = { signal: over.signal, log: recordingLog().log };
    const all = { namespace, name: 'planned-by', rules: publishedRules };
    const { cluster: ofAll } = await createRoleUser(plane, all, ports);
    const { cluster } = await createRoleUser(plane, { namespace, name, rules: rulesToPlan }, ports);
    const plan = async (wanted: NetworkObjects) => {
      await identifyFor({ access: 'plan', wanted: () => wanted }, cluster, namespace);
      const { plan: found, findings } = await planRollTo(wanted, 'plan', rollOptions(cluster, namespace, wanted));
      const says = findings.map(({ severity, message }) => `${severity} ${message}`);
      return { says, actions: found.clients.map(({ action }) => action), pruned: found.prune.map(({ kind }) => kind) };
    };
    const lookOnly = [expect.stringMatching(/^warning These credentials may look and not write/)];

    const wanted = compose(namespace);
    expect(await plan(wanted)).toEqual({ says: lookOnly, actions: ['create', 'create'], pruned: [] });
    expect((await roll(ofAll, namespace, wanted)).outcome).toBe('deployed');
    expect(await plan(wanted)).toEqual({ says: lookOnly, actions: ['unchanged', 'unchanged'], pruned: [] });
    expect((await plan(compose(namespace, undefined, 'b'))).actions).toEqual(['update', 'update']);
    const left = await plan(alone(wanted));
    expect([left.says, left.pruned]).toEqual([
      lookOnly,
      expect.arrayContaining(['Service', 'Secret', 'NetworkPolicy']),
    ]);

    const asked = plane.auditLog.events({ user: name });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ status }) => status === 403).map(({ verb, uri }) => `${verb} ${uri}`)).toEqual([]);
    expect([...new Set(asked.map(({ verb }) => verb))].toSorted()).toEqual(['create', 'get', 'list']);
    expect(plane.auditLog.writes({ user: name, namespace })).toEqual([]);
  });

  test('has the parts that a plan without the digest key takes for what they are', async () => {
    const [namespace, name] = ['planned-parts', 'planner-of-parts'];
    await makeNamespace(namespace);
    const ports = { signal: over.signal, log: recordingLog().log };
    const { cluster } = await createRoleUser(plane, { namespace, name, rules: rulesToPlan }, ports);
    const workloads = new Map([['s0', { kind: 'StatefulSet', name: 's0' } as const]]);
    expect(await assumedParts(cluster, namespace, workloads)).toEqual(new Map([['s0', {}]]));
  });
});

describe('a first release without', () => {
  const namespace = 'lacking';
  let wanted: NetworkObjects;
  beforeAll(async () => {
    await makeNamespace(namespace);
    wanted = compose(namespace);
  });

  test.each(firstVerbs)(
    '$verb of rule $index ($lines) writes nothing, and says what is missing',
    async ({ verb, index, lines }) => {
      const name = `lacks-${verb}-${index}`;
      const ports = { signal: over.signal, log: recordingLog().log };
      const { cluster } = await createRoleUser(plane, { namespace, name, rules: rulesWithout(index, verb) }, ports);
      const error = await roll(cluster, namespace, wanted).then(
        ({ outcome }) => new Error(`it ended with ${outcome}`),
        (caught: unknown) => caught as Error,
      );
      for (const line of lines) {
        const resource = line.slice(verb.length + 1, line.indexOf('.'));
        expect(error.message).toMatch(
          new RegExp(`may not ${verb} \\(to .*resources: \\[${resource}\\], verbs: \\[${verb}\\]`),
        );
      }
      expect(plane.auditLog.writes({ user: name, namespace })).toEqual([]);
    },
  );
});
