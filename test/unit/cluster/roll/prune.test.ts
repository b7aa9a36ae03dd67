import { describe, expect, test } from '@jest/globals';
import { ApiRefusal } from '../../../../src/cluster/api/cluster-port.ts';
import type { LiveObject, WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { LivePod, LiveWorkload } from '../../../../src/cluster/live-workload.ts';
import type { TouchedOwner } from '../../../../src/cluster/record/open-record.ts';
import type { LeftObject } from '../../../../src/cluster/record/record-head.ts';
import type { ObjectKey } from '../../../../src/cluster/record/recorded-owner.ts';
import { leftOver, type Pruned, prune } from '../../../../src/cluster/roll/prune.ts';
import type { RollPorts } from '../../../../src/cluster/roll/roll-ports.ts';
import { recordingLog } from '../recording-log.ts';

const owner = (name: string, ...superfluous: ObjectKey[]): TouchedOwner => ({
  ...{ owner: name, role: '', before: undefined, after: undefined, attempted: undefined, created: [] },
  superfluous,
});
const live = (name: string, manager = 'keep-deploy'): LiveObject => ({
  metadata: {
    name,
    uid: `uid-${name}`,
    labels: { 'app.kubernetes.io/managed-by': 'keep-deploy' },
    managedFields: [{ manager, operation: 'Apply', fieldsV1: { 'f:spec': {} } }],
  },
});

/** A namespace with these objects, where some may not be removed. */
function namespaceOf(
  objects: Readonly<Record<string, LiveObject>>,
  refused: readonly string[] = [],
  {
    pods = [],
    listed = {},
  }: { pods?: readonly LivePod[]; listed?: Readonly<Record<string, readonly LiveObject[]>> } = {},
) {
  const lists: string[] = [];
  const { log, lines } = recordingLog();
  const removed: string[] = [];
  const find = (name: string) => objects[name];
  const ports = {
    ...{ namespace: 'keep', log },
    store: {
      workload: (_: string, name: string) => find(name) as LiveWorkload | undefined,
      workloads: () => Object.values(objects).filter((one) => (one as { kind?: string }).kind === 'StatefulSet'),
      pods: () => pods,
      podsOf: (uid: string) => pods.filter(({ metadata }) => metadata.ownerReferences?.[0]?.uid === uid),
    },
    cluster: {
      get: async (path: string) => find(path.split('/').at(-1) ?? ''),
      list: async (path: string) => {
        const plural = path.split('/').at(-1) ?? '';
        lists.push(plural);
        if (refused.includes(plural)) throw new ApiRefusal('GET: 403 Forbidden', 403, 'Forbidden');
        return listed[plural] ?? [];
      },
      remove: async (path: string, uid: string) => {
        if (refused.some((name) => path.endsWith(`/${name}`)))
          throw new ApiRefusal('DELETE: 403 Forbidden', 403, 'Forbidden');
        removed.push(`${path.split('/').slice(-2).join('/')} ${uid}`);
        return 'removed';
      },
    },
  } as unknown as RollPorts;
  return { ports, removed, lines, lists };
}
const never = new AbortController().signal;
const baseline = (owners: readonly TouchedOwner[], ...left: readonly LeftObject[]) => ({
  owners: new Map(owners.map((one) => [one.owner, one])),
  left,
});
const leftIn = ({ left = [] }: Pruned) => left.map(({ owner: of, key }) => `${of}: ${key}`);

test('a workload goes before what it stands on, each by its uid; what is gone is nothing', async () => {
  const { ports, removed } = namespaceOf({ b: live('b'), sa: live('sa') });
  const pruned = await prune(
    baseline([owner('b', 'ServiceAccount/sa', 'Service/gone', 'StatefulSet/b')]),
    [],
    never,
    ports,
  );
  expect(removed).toEqual(['statefulsets/b uid-b', 'serviceaccounts/sa uid-sa']);
  expect([pruned.writes, [...pruned.kept]]).toEqual([2, []]);
});

test('what somebody else has made theirs stays, is said, and is ours no more', async () => {
  const { ports, removed, lines } = namespaceOf({ b: live('b', 'kubectl') });
  expect([...(await prune(baseline([owner('b', 'Service/b')]), [], never, ports)).kept]).toEqual([]);
  expect(removed).toEqual([]);
  expect(lines.join('\n')).toContain('Service b is wanted no more and stays');
});

/** A workload whose pods have this Secret in their environment. */
const reading = (name: string, secret: string, manager?: string) => ({
  ...{ ...live(name, manager), kind: 'StatefulSet' },
  spec: { template: { spec: { containers: [{ name: 'c', envFrom: [{ secretRef: { name: secret } }] }] } } },
});

test('what a workload that stays reads is left, whoever made that; what only the removed one read is removed', async () => {
  const { ports, removed, lines } = namespaceOf({
    ...{ b: reading('b', 'sb'), stranger: reading('stranger', 'sc', 'helm') },
    ...{ sb: live('sb'), sc: live('sc'), sd: live('sd') },
  });
  const wanted = { ...reading('a', 'sd'), apiVersion: 'apps/v1', metadata: { name: 'a', namespace: 'keep' } } as const;
  const owners = [owner('', 'Secret/sb', 'Secret/sc', 'Secret/sd'), owner('b', 'StatefulSet/b')];
  const { kept } = await prune(baseline(owners), [wanted as unknown as WantedObject], never, ports);
  expect(removed).toEqual(['statefulsets/b uid-b', 'secrets/sb uid-sb']);
  expect([...kept]).toEqual([]);
  expect(lines.join('\n')).toContain('Secret sc is wanted no more and stays: StatefulSet stranger names it');
});

describe('what something else than a workload names that is followed', () => {
  const spec = { containers: [{ name: 'c', envFrom: [{ secretRef: { name: 'token' } }] }] };
  const pod = (of: string, more: object = {}): LivePod =>
    ({
      metadata: { name: 'p', uid: 'uid-p', ownerReferences: [{ uid: of, kind: 'x', controller: true }], ...more },
      spec,
    }) as LivePod;
  const template = { template: { spec } };
  const over = { status: { conditions: [{ type: 'Complete', status: 'True' }] } };
  const token = { token: live('token'), b: { ...live('b'), kind: 'StatefulSet' } };
  const two = baseline([owner('', 'Secret/token'), owner('b', 'StatefulSet/b')]);

  test.each([
    [
      'a CronJob',
      { listed: { cronjobs: [{ ...live('nightly'), spec: { jobTemplate: { spec: template } } }] } },
      'CronJob nightly',
    ],
    ['a DaemonSet', { listed: { daemonsets: [{ ...live('agent'), spec: template }] } }, 'DaemonSet agent'],
    ['a Job that is not over', { listed: { jobs: [{ ...live('once'), spec: template }] } }, 'Job once'],
    ['a bare pod', { pods: [pod('nobody')] }, 'Pod p'],
  ])('is left: %s', async (_, stands, who) => {
    const { ports, removed, lines } = namespaceOf(token, [], stands);
    const pruned = await prune(two, [], never, ports);
    expect([removed, leftIn(pruned)]).toEqual([['statefulsets/b uid-b'], [': Secret/token']]);
    expect(lines.join('\n')).toContain(`Secret token is wanted no more and stays: ${who} names it`);
  });

  test.each([
    ['a Job that is over', { listed: { jobs: [{ ...live('once'), spec: template, ...over }] } }],
    ['a pod that ends', { pods: [pod('nobody', { deletionTimestamp: 'now' })] }],
    ['a pod that has ended', { pods: [{ ...pod('nobody'), status: { phase: 'Succeeded' } }] }],
    ['a pod of the workload that was just removed', { pods: [pod('uid-b')] }],
  ])('is removed: %s', async (_, stands) => {
    const { ports, removed } = namespaceOf(token, [], stands);
    expect(leftIn(await prune(two, [], never, ports))).toEqual([]);
    expect(removed).toEqual(['statefulsets/b uid-b', 'secrets/token uid-token']);
  });

  test('is left where nobody may look, and what no pod can name is not', async () => {
    const { ports, removed, lines } = namespaceOf({ ...token, s: live('s') }, ['cronjobs']);
    const pruned = await prune(baseline([owner('', 'Service/s', 'Secret/token')]), [], never, ports);
    expect([removed, leftIn(pruned)]).toEqual([['services/s uid-s'], [': Secret/token']]);
    expect(lines.join('\n')).toContain('these credentials may not list CronJobs, and one may name it');
  });

  test('costs no list where nothing is removed that a pod can name', async () => {
    const theirs = { token: live('token', 'kubectl') };
    const { ports, lists } = namespaceOf({ ...theirs, s: live('s') });
    await prune(baseline([owner('', 'Service/s', 'Secret/token', 'Secret/gone')]), [], never, ports);
    expect(lists).toEqual([]);
  });
});

describe('what an earlier run left', () => {
  const spec = { containers: [{ name: 'c', envFrom: [{ secretRef: { name: 'token' } }] }] };
  const left: LeftObject = { owner: 'b', key: 'Secret/token' };
  const naming = { listed: { jobs: [{ ...live('once'), spec: { template: { spec } } }] } };

  test('is looked at again: it stays noted while somebody names it, and goes when nobody does', async () => {
    const still = namespaceOf({ token: live('token') }, [], naming);
    expect(leftIn(await prune(baseline([], left), [], never, still.ports))).toEqual(['b: Secret/token']);
    const then = namespaceOf({ token: live('token') });
    expect(leftIn(await prune(baseline([], left), [], never, then.ports))).toEqual([]);
    expect([still.removed, then.removed]).toEqual([[], ['secrets/token uid-token']]);
  });

  test.each<[string, Readonly<Record<string, LiveObject>>, readonly WantedObject[]]>([
    ['it is gone', {}, []],
    ['somebody took our label off', { token: { metadata: { ...live('token').metadata, labels: {} } } }, []],
    [
      'a manifest has it again',
      { token: live('token') },
      [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token', namespace: 'keep' } }],
    ],
  ])('is noted no more where %s, and nothing is removed', async (_, objects, wanted) => {
    const { ports, removed } = namespaceOf(objects);
    expect([leftIn(await prune(baseline([], left), wanted, never, ports)), removed]).toEqual([[], []]);
  });

  test('stays noted where it could not be removed', async () => {
    const { ports } = namespaceOf({ token: live('token') }, ['token']);
    const pruned = await prune(baseline([], left), [], never, ports);
    expect([leftIn(pruned), [...pruned.kept]]).toEqual([['b: Secret/token'], ['b']]);
  });

  test('is a claim as well, in every run', async () => {
    const { ports, removed, lines } = namespaceOf({ data: live('data') });
    const pruned = await prune(baseline([owner('b', 'PersistentVolumeClaim/data')]), [], never, ports);
    expect([removed, leftIn(pruned)]).toEqual([[], ['b: PersistentVolumeClaim/data']]);
    expect(lines.join('\n')).toContain('a claim holds data, and is never removed');
  });
});

test('what stands beside a workload that is not ours to remove stays with it', async () => {
  const { ports, removed } = namespaceOf({ b: live('b', 'kubectl'), pdb: live('pdb') });
  await prune(baseline([owner('b', 'PodDisruptionBudget/pdb', 'StatefulSet/b')]), [], never, ports);
  expect(removed).toEqual([]);
});

test('a refusal is warned of, keeps that owner for the next release, and hinders no other', async () => {
  const { ports, removed, lines } = namespaceOf({ b: live('b'), c: live('c') }, ['b']);
  const { kept } = await prune(baseline([owner('b', 'Service/b'), owner('c', 'Service/c')]), [], never, ports);
  expect([...kept]).toEqual(['b']);
  expect(removed).toEqual(['services/c uid-c']);
  expect(lines.join('\n')).toMatch(/not removed this time: DELETE: 403/);
});

test('what a workload stands on is not removed where the workload could not be', async () => {
  const { ports, removed } = namespaceOf({ b: live('b'), sa: live('sa') }, ['b']);
  const { kept } = await prune(baseline([owner('b', 'ServiceAccount/sa', 'StatefulSet/b')]), [], never, ports);
  expect([removed, [...kept]]).toEqual([[], ['b']]);
});

test('a run that is stopped removes nothing more, and leaves it to the next', async () => {
  const { ports, removed } = namespaceOf({ b: live('b') });
  const { kept } = await prune(baseline([owner('b', 'Service/b')]), [], AbortSignal.abort(), ports);
  expect([removed, [...kept]]).toEqual([[], ['b']]);
});

test('where nothing was removed all that is left over is kept, and whoever is wanted no more', () => {
  const wanted = { ...owner('a'), after: { owner: 'a', role: '', bodies: [], contentNamed: [], adopted: [] } };
  const { kept } = leftOver([wanted, { ...wanted, owner: 'b', superfluous: ['Service/b'] }, owner('c')]);
  expect([...kept]).toEqual(['b', 'c']);
});
