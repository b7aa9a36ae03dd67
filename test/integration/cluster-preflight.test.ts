import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Cluster, identifyCluster, openCluster } from '../../src/cluster/index.ts';
import {
  type LiveObject,
  objectPath,
  type WantedObject,
  type WrittenKind,
} from '../../src/cluster/kubernetes-object.ts';
import { dryRunFindings } from '../../src/cluster/preflight/dry-run.ts';
import { immutableFieldFindings } from '../../src/cluster/preflight/immutable-fields.ts';
import { rivalFindings } from '../../src/cluster/preflight/rival-controllers.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

const namespace = 'preflight';
let plane: ControlPlane;
let cluster: Cluster;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
  const { status, body } = await plane.ask('/api/v1/namespaces', {
    method: 'POST',
    json: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  });
  if (status !== 201) throw new Error(body);
  cluster = await openCluster({
    settings: {},
    kubeconfig: plane.kubeconfig,
    signal: new AbortController().signal,
    log: recordingLog().log,
  });
});
afterAll(() => plane?.stop());

const object = (apiVersion: string, kind: WrittenKind, name: string, fields: object) =>
  ({ apiVersion, kind, metadata: { name, namespace }, ...fields }) as WantedObject;
const template = (app: string) => ({
  metadata: { labels: { app } },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'client', image: 'registry.invalid/client:v1' }] },
});
const claim = (storage: string) => ({
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
});
const statefulSet = (name: string, spec: object = {}) =>
  object('apps/v1', 'StatefulSet', name, {
    spec: {
      serviceName: name,
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: template(name),
      volumeClaimTemplates: [claim('0.5Gi')],
      ...spec,
    },
  });
const deployment = (app: string) =>
  object('apps/v1', 'Deployment', 'deployment', {
    spec: { selector: { matchLabels: { app } }, template: template(app) },
  });
const service = (clusterIP?: string) =>
  object('v1', 'Service', 'service', {
    spec: { ...(clusterIP !== undefined && { clusterIP }), ports: [{ port: 80 }], selector: { app: 'x' } },
  });
const configMap = (value: string) => object('v1', 'ConfigMap', 'map', { immutable: true, data: { a: value } });
const secret = (value: string) => object('v1', 'Secret', 'secret', { immutable: true, stringData: { a: value } });
const volumeClaim = (storage: string) => object('v1', 'PersistentVolumeClaim', 'claim', { spec: claim(storage).spec });
const roleBinding = (role: string) =>
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'binding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
    subjects: [],
  });

const standing = ({ kind, metadata }: WantedObject) =>
  cluster.get<LiveObject>(objectPath(kind, namespace, metadata.name));
const compare = async (wanted: WantedObject) => immutableFieldFindings(wanted, await standing(wanted));
const dryRun = (...wanted: readonly WantedObject[]) =>
  dryRunFindings(
    (one) => cluster.apply(one, { dryRun: true }),
    wanted.map((one) => ({ object: one })),
  );

describe('an object as the API server keeps it', () => {
  test.each(
    [
      statefulSet('same'),
      deployment('a'),
      service(),
      configMap('1'),
      secret('1'),
      volumeClaim('1024Mi'),
      roleBinding('a'),
    ].map((wanted) => [wanted.kind, wanted] as const),
  )('(a %s) shows no change of what can’t be changed when it is wanted again', async (_, wanted) => {
    await cluster.apply(wanted);
    expect(await compare(wanted)).toEqual([]);
    expect(await dryRun(wanted)).toEqual([]);
  });

  test.each([
    ['a StatefulSet’s claims', statefulSet('same', { volumeClaimTemplates: [claim('1Gi')] }), '--cascade=orphan'],
    ['a StatefulSet’s Service', statefulSet('same', { serviceName: 'other' }), '--cascade=orphan'],
    [
      'how a StatefulSet’s pods are managed',
      statefulSet('same', { podManagementPolicy: 'Parallel' }),
      '--cascade=orphan',
    ],
    [
      'what a StatefulSet selects',
      statefulSet('same', { selector: { matchLabels: { app: 'other' } }, template: template('other') }),
      'kubectl --namespace preflight delete statefulset same, then',
    ],
    ['what a Deployment selects', deployment('b'), 'delete deployment deployment'],
    ['a Service’s address', service('None'), 'delete service service'],
    ['what a ConfigMap holds', configMap('2'), 'delete configmap map'],
    ['what a Secret holds', secret('2'), 'delete secret secret'],
    ['a claim’s size', volumeClaim('1Mi'), 'A claim is never deleted here'],
    ['a binding’s Role', roleBinding('b'), 'delete rolebinding binding'],
  ])(
    'refuses to have %s changed, which comparison foretells with the recipe that the refusal gets too',
    async (_, wanted, recipe) => {
      expect(await compare(wanted)).toEqual([{ severity: 'error', message: expect.stringContaining(recipe) }]);
      const refused = await dryRun(wanted);
      expect(refused).toEqual([{ severity: 'error', message: expect.stringMatching(/would be refused: PATCH/) }]);
      // The server names the StatefulSet's whole spec, whatever part of it: there the careful recipe is right.
      if (wanted.kind !== 'StatefulSet') expect(refused[0]?.message).toContain(recipe);
    },
  );
});

test('everything that would be refused is told at once, and nothing is written', async () => {
  const unknown = statefulSet('fresh', { typo: true });
  const incomplete = object('v1', 'Service', 'fresh', { spec: {} });
  const good = object('v1', 'ConfigMap', 'fresh', { data: {} });
  const before = plane.auditLog.writes({ userAgent: 'keep-deploy' }).length;
  const messages = (await dryRun(unknown, incomplete, good)).map(({ message }) => message);
  expect(messages).toEqual([
    expect.stringMatching(/^StatefulSet fresh would be refused: .*field not declared in schema/),
    expect.stringMatching(/^Service fresh would be refused: .*spec\.ports: Required value/),
  ]);
  expect(plane.auditLog.writes({ userAgent: 'keep-deploy' })).toHaveLength(before);
});

test('what a quota refuses is refused already in the dry run', async () => {
  const json = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'few' },
    spec: { hard: { 'count/services': '1' } },
  };
  const path = `/api/v1/namespaces/${namespace}/resourcequotas`;
  await plane.ask(path, { method: 'POST', json });
  const isCounted = async () =>
    JSON.parse((await plane.ask(`${path}/few`)).body).status?.used?.['count/services'] === '1';
  await poll(isCounted, AbortSignal.timeout(60_000));
  const another = object('v1', 'Service', 'another', { spec: { ports: [{ port: 80 }] } });
  // Admission follows quotas by a watch of its own.
  await poll(async () => (await dryRun(another)).length > 0, AbortSignal.timeout(60_000));
  expect(await dryRun(another)).toEqual([
    { severity: 'error', message: expect.stringMatching(/403 Forbidden.*exceeded quota/) },
  ]);
  await plane.ask(`${path}/few`, { method: 'DELETE' });
});

test('what the credentials may not write is said to be untried', async () => {
  const kubeconfig = plane.writeKubeconfig({ commonName: 'visitor' });
  const visitor = await openCluster({
    settings: {},
    kubeconfig,
    signal: new AbortController().signal,
    log: recordingLog().log,
  });
  const findings = await dryRunFindings((one) => visitor.apply(one, { dryRun: true }), [{ object: configMap('2') }]);
  expect(findings).toEqual([
    {
      severity: 'warning',
      message: expect.stringContaining('the credentials of the kubeconfig may not write configmaps'),
    },
  ]);
});

test('the recipe for claims keeps the pod, and the StatefulSet takes it over again', async () => {
  const name = 'kept';
  await cluster.apply(statefulSet(name));
  const pod = async () => cluster.get<LiveObject>(objectPath('Pod', namespace, `${name}-0`));
  await poll(async () => (await pod()) !== undefined, AbortSignal.timeout(120_000));
  const uid = (await pod())?.metadata.uid;
  const grown = statefulSet(name, { volumeClaimTemplates: [claim('1Gi')] });
  expect(await compare(grown)).toHaveLength(1);
  const path = objectPath('StatefulSet', namespace, name);
  // kubectl delete statefulset --cascade=orphan
  await plane.ask(path, {
    method: 'DELETE',
    json: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Orphan' },
  });
  await poll(async () => (await cluster.get(path)) === undefined, AbortSignal.timeout(120_000));
  expect(await compare(grown)).toEqual([]);
  const owner = (await cluster.apply<LiveObject>(grown)).metadata.uid;
  const isAdopted = async () => (await pod())?.metadata.ownerReferences?.some((one) => one.uid === owner) === true;
  await poll(isAdopted, AbortSignal.timeout(120_000));
  expect((await pod())?.metadata.uid).toBe(uid);
});

test('the recipe for a Deployment that is to take its pod away first takes away what Kubernetes filled in, and is enough', async () => {
  const rolling = object('apps/v1', 'Deployment', 'rolling', {
    spec: { selector: { matchLabels: { app: 'rolling' } }, template: template('rolling') },
  });
  const recreating = {
    ...rolling,
    spec: { ...(rolling['spec'] as object), strategy: { type: 'Recreate' } },
  } as WantedObject;
  // Nobody owns what is filled in beside what was applied on the server's side.
  await cluster.apply(rolling);
  const [refused] = await dryRun(recreating);
  expect(refused?.message).toMatch(/spec\.strategy\.rollingUpdate: Forbidden.*belongs to nobody/);
  const patch = /patch deployment rolling --type json --patch '(.*)', then run this step again/.exec(
    refused?.message ?? '',
  )?.[1];
  await cluster.patch(objectPath('Deployment', namespace, 'rolling'), JSON.parse(patch ?? ''));
  expect(await dryRun(recreating)).toEqual([]);
  const { generation } = ((await standing(recreating)) as LiveObject).metadata;
  await cluster.apply(recreating);
  expect((await standing(recreating))?.metadata.generation).toBe(generation);
});

test('an autoscaler that scales a client shows in who owns its replicas', async () => {
  const wanted = statefulSet('scaled');
  await cluster.apply(wanted);
  expect(rivalFindings([{ wanted, live: await standing(wanted) }])).toEqual([]);
  const hpa = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'scaled' },
    // More than there are: no metrics are needed to see that.
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'scaled' },
      minReplicas: 2,
      maxReplicas: 3,
    },
  };
  await plane.ask(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`, {
    method: 'POST',
    json: hpa,
  });
  const isScaled = async () =>
    ((await standing(wanted)) as { spec?: { replicas?: number } } | undefined)?.spec?.replicas === 2;
  await poll(isScaled, AbortSignal.timeout(120_000));
  expect(rivalFindings([{ wanted, live: await standing(wanted) }])).toEqual([
    { severity: 'error', message: expect.stringContaining('an autoscaler sets its replicas') },
  ]);
});

test('a namespace on its way out is told', async () => {
  const path = '/api/v1/namespaces/going';
  const metadata = { name: 'going', finalizers: ['keep-deploy.test/held'] };
  await plane.ask('/api/v1/namespaces', { method: 'POST', json: { apiVersion: 'v1', kind: 'Namespace', metadata } });
  expect(await identifyCluster(cluster, 'going')).toHaveProperty('namespaceUid');
  await plane.ask(path, { method: 'DELETE' });
  await expect(identifyCluster(cluster, 'going')).rejects.toThrow('The namespace going is being deleted');
});
