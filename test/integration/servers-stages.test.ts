import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  BEHAVIOUR_ANNOTATION,
  type ControlPlane,
  loseNode,
  misbehave,
  type PodBehaviour,
  podBehaviours,
  READY_ANNOTATIONS,
  startControlPlane,
  type Watching,
  watchObjects,
} from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { addPod, forceDelete, lookOf, podPath, type SeenPod } from './simulated-pod.ts';

const withinMs = 120_000;
const behaviours = Object.keys(podBehaviours) as readonly PodBehaviour[];
/** Pod → what its status said, one after the other. */
const looks = new Map<string, string[]>();
const pods = new Map<string, SeenPod>();
let cluster: ControlPlane;
let watching: Watching;

beforeAll(async () => {
  cluster = await startControlPlane({ nodes: 2 });
  watching = await watchObjects<SeenPod>(cluster, '/api/v1/namespaces/default/pods', ({ type, object }) => {
    const { name } = object.metadata;
    if (type === 'DELETED') return void pods.delete(name);
    pods.set(name, object);
    const seen = looks.get(name) ?? [];
    looks.set(name, seen);
    const look = lookOf(object);
    if (look !== undefined && look !== seen.at(-1)) seen.push(look);
  });
  // All at once: each takes its seconds beside the others.
  await Promise.all(
    behaviours.map((behaviour) => addPod(cluster, behaviour, { annotations: { [BEHAVIOUR_ANNOTATION]: behaviour } })),
  );
});
afterAll(async () => {
  watching?.stop();
  await cluster?.stop();
});

const crashing = (end: string) => {
  const exit = end.split(' ').slice(0, 2).join(' ');
  return [
    `Running: ${end}`,
    `Running: ${end}, restarted 1 after ${exit}`,
    `Running: CrashLoopBackOff, restarted 1 after ${exit}`,
    `Running: ${end}, restarted 2 after ${exit}`,
    `Running: CrashLoopBackOff, restarted 2 after ${exit}`,
  ];
};

const expected: Readonly<Record<PodBehaviour, readonly string[]>> = {
  slow: ['Running, ready: running'],
  'image-missing': [
    ...['Pending: ErrImagePull', 'Pending: ImagePullBackOff'],
    ...['Pending: ErrImagePull', 'Pending: ImagePullBackOff'],
  ],
  'image-flaky': [
    ...['Pending: ErrImagePull', 'Pending: ImagePullBackOff'],
    ...['Pending: ErrImagePull', 'Pending: ImagePullBackOff'],
    'Running, ready: running',
  ],
  'crash-loops': crashing('exit 1 Error'),
  'crash-late': [
    'Running, ready: running',
    'Running: exit 1 Error',
    'Running: CrashLoopBackOff after exit 1',
    'Running, ready: running, restarted 1 after exit 1',
    'Running: exit 1 Error, restarted 1',
  ],
  'one-restart': ['Running: exit 1 Error', 'Running, ready: running, restarted 1 after exit 1'],
  'out-of-memory': crashing('exit 137 OOMKilled'),
  'configuration-error': ['Pending: CreateContainerConfigError'],
  'configuration-late': ['Pending: CreateContainerConfigError', 'Running, ready: running'],
  'init-crash': [
    'Pending: init exit 1 Error; PodInitializing',
    'Pending: init exit 1 Error, restarted 1 after exit 1; PodInitializing',
    'Pending: init CrashLoopBackOff, restarted 1 after exit 1; PodInitializing',
  ],
  'never-ready': ['Running: running'],
  'stuck-terminating': ['Running, ready: running'],
  'on-lost-node': ['Running: running'],
  evicted: ['Failed Evicted: exit 137 Error'],
};

describe('the status that a simulated pod shows', () => {
  test.each(behaviours)('%s goes the way of a real one', async (behaviour) => {
    const wanted = expected[behaviour];
    await poll(async () => (looks.get(behaviour)?.length ?? 0) >= wanted.length, AbortSignal.timeout(withinMs)).catch(
      () => {},
    );
    expect(looks.get(behaviour)?.slice(0, wanted.length)).toEqual(wanted);
  });
});

describe('the texts of a kubelet', () => {
  const container = (name: string) => pods.get(name)?.status?.containerStatuses?.[0]?.state['waiting'];
  const image = `registry.invalid/client@sha256:${'a'.repeat(64)}`;

  test.each([
    ['image-missing', [`Back-off pulling image "${image}": ErrImagePull`, `"${image}": not found`]],
    ['configuration-error', ['secret "passphrases" not found']],
  ] as const)('%s says why in its message', async (name, parts) => {
    const isThere = () => {
      const message = container(name)?.message ?? '';
      return Promise.resolve(parts.every((part) => message.includes(part)));
    };
    await poll(isThere, AbortSignal.timeout(withinMs));
  });

  test.each([
    ['image-missing', ['BackOff', 'Failed']],
    ['crash-loops', ['BackOff']],
    ['configuration-error', ['Failed']],
    ['never-ready', ['Unhealthy']],
    ['evicted', ['Evicted']],
  ] as const)('%s is told in events about this very pod: %s', async (name, reasons) => {
    const uid = pods.get(name)?.metadata.uid;
    await poll(async () => {
      const { body } = await cluster.ask(
        `/api/v1/namespaces/default/events?fieldSelector=involvedObject.uid=${uid},involvedObject.name=${name}`,
      );
      const { items } = JSON.parse(body) as { items: { reason: string }[] };
      return reasons.every((reason) => items.some((event) => event.reason === reason));
    }, AbortSignal.timeout(withinMs));
  });
});

test('a slow pod is ready when its annotations say', async () => {
  const at = (ready: string) => ({
    [BEHAVIOUR_ANNOTATION]: 'slow',
    [READY_ANNOTATIONS.from]: ready,
    [READY_ANNOTATIONS.until]: ready,
  });
  await addPod(cluster, 'in-an-hour', { annotations: at('1h') });
  await addPod(cluster, 'soon', { annotations: at('10ms') });
  await addPod(cluster, 'usually', { annotations: { [BEHAVIOUR_ANNOTATION]: 'slow' } });
  const isReady = (name: string) => looks.get(name)?.at(-1) === 'Running, ready: running';
  await poll(async () => isReady('usually') && isReady('soon'), AbortSignal.timeout(withinMs));
  expect(looks.get('soon')).toEqual(['Running, ready: running']);
  expect(looks.get('in-an-hour')).toEqual([]);
});

test('a pod stuck in its end stays until it is removed by force', async () => {
  await addPod(cluster, 'goes');
  for (const name of ['stuck-terminating', 'goes']) await cluster.ask(podPath(name), { method: 'DELETE' });
  await poll(async () => !pods.has('goes'), AbortSignal.timeout(withinMs));
  expect(pods.get('stuck-terminating')?.metadata.deletionTimestamp).toBeDefined();
  await forceDelete(cluster, 'stuck-terminating');
  await poll(async () => !pods.has('stuck-terminating'), AbortSignal.timeout(withinMs));
});

test('one pod of a StatefulSet can be made to misbehave, and its successor does not', async () => {
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'client', image: 'i' }] } };
  const spec = { replicas: 1, serviceName: 'web', selector: { matchLabels: labels }, template };
  const json = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web' }, spec };
  await cluster.ask('/apis/apps/v1/namespaces/default/statefulsets', { method: 'POST', json });
  const isReady = () => Promise.resolve(looks.get('web-0')?.at(-1) === 'Running, ready: running');
  await poll(isReady, AbortSignal.timeout(withinMs));
  const first = pods.get('web-0')?.metadata.uid;
  await misbehave(cluster, podPath('web-0'), 'evicted');
  // The controller replaces what failed.
  await poll(async () => pods.get('web-0')?.metadata.uid !== first && (await isReady()), AbortSignal.timeout(withinMs));
  expect(looks.get('web-0')).toContain('Failed Evicted: exit 137 Error');
});

test('a lost node is no longer ready, nor are its pods, and they do not go', async () => {
  await addPod(cluster, 'cut-off', { spec: { nodeSelector: { 'kubernetes.io/hostname': 'simulated-1' } } });
  await poll(async () => looks.get('cut-off')?.at(-1) === 'Running, ready: running', AbortSignal.timeout(withinMs));
  await loseNode(cluster, 'simulated-1');
  await poll(async () => looks.get('cut-off')?.at(-1) === 'Running: running', AbortSignal.timeout(withinMs));
  const isLost = async () => {
    const { status } = JSON.parse((await cluster.ask('/api/v1/nodes/simulated-1')).body) as {
      status: { conditions: { type: string; status: string; reason: string }[] };
    };
    const ready = status.conditions.find(({ type }) => type === 'Ready');
    return ready?.status === 'Unknown' && ready.reason === 'NodeStatusUnknown';
  };
  await poll(isLost, AbortSignal.timeout(withinMs));
  // The scheduler hears of the loss later than the node's status says it.
  await addPod(cluster, 'elsewhere', { spec: { nodeSelector: { 'kubernetes.io/hostname': 'simulated-0' } } });
  for (const name of ['cut-off', 'elsewhere']) await cluster.ask(podPath(name), { method: 'DELETE' });
  await poll(async () => !pods.has('elsewhere'), AbortSignal.timeout(withinMs));
  expect(pods.has('cut-off')).toBe(true);
});
