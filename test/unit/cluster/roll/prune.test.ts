import { expect, test } from '@jest/globals';
import { ApiRefusal } from '../../../../src/cluster/api/cluster-port.ts';
import type { LiveObject, WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { LiveWorkload } from '../../../../src/cluster/live-workload.ts';
import type { TouchedOwner } from '../../../../src/cluster/record/open-record.ts';
import type { ObjectKey } from '../../../../src/cluster/record/recorded-owner.ts';
import { leftOver, prune } from '../../../../src/cluster/roll/prune.ts';
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
function namespaceOf(objects: Readonly<Record<string, LiveObject>>, refused: readonly string[] = []) {
  const { log, lines } = recordingLog();
  const removed: string[] = [];
  const find = (name: string) => objects[name];
  const ports = {
    ...{ namespace: 'keep', log },
    store: {
      workload: (_: string, name: string) => find(name) as LiveWorkload | undefined,
      workloads: () => Object.values(objects).filter((one) => 'kind' in one),
    },
    cluster: {
      get: async (path: string) => find(path.split('/').at(-1) ?? ''),
      remove: async (path: string, uid: string) => {
        if (refused.some((name) => path.endsWith(`/${name}`)))
          throw new ApiRefusal('DELETE: 403 Forbidden', 403, 'Forbidden');
        removed.push(`${path.split('/').slice(-2).join('/')} ${uid}`);
        return 'removed';
      },
    },
  } as unknown as RollPorts;
  return { ports, removed, lines };
}
const never = new AbortController().signal;

test('a workload goes before what it stands on, each by its uid; what is gone is nothing', async () => {
  const { ports, removed } = namespaceOf({ b: live('b'), sa: live('sa') });
  const pruned = await prune([owner('b', 'ServiceAccount/sa', 'Service/gone', 'StatefulSet/b')], [], never, ports);
  expect(removed).toEqual(['statefulsets/b uid-b', 'serviceaccounts/sa uid-sa']);
  expect([pruned.writes, [...pruned.kept]]).toEqual([2, []]);
});

test('what somebody else has made theirs stays, is said, and is ours no more', async () => {
  const { ports, removed, lines } = namespaceOf({ b: live('b', 'kubectl') });
  expect([...(await prune([owner('b', 'Service/b')], [], never, ports)).kept]).toEqual([]);
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
  const { kept } = await prune(owners, [wanted as unknown as WantedObject], never, ports);
  expect(removed).toEqual(['statefulsets/b uid-b', 'secrets/sb uid-sb']);
  expect([...kept]).toEqual([]);
  expect(lines.join('\n')).toContain('Secret sc is wanted no more and stays: something that stays names it');
});

test('what stands beside a workload that is not ours to remove stays with it', async () => {
  const { ports, removed } = namespaceOf({ b: live('b', 'kubectl'), pdb: live('pdb') });
  await prune([owner('b', 'PodDisruptionBudget/pdb', 'StatefulSet/b')], [], never, ports);
  expect(removed).toEqual([]);
});

test('a refusal is warned of, keeps that owner for the next release, and hinders no other', async () => {
  const { ports, removed, lines } = namespaceOf({ b: live('b'), c: live('c') }, ['b']);
  const { kept } = await prune([owner('b', 'Service/b'), owner('c', 'Service/c')], [], never, ports);
  expect([...kept]).toEqual(['b']);
  expect(removed).toEqual(['services/c uid-c']);
  expect(lines.join('\n')).toMatch(/not removed this time: DELETE: 403/);
});

test('what a workload stands on is not removed where the workload could not be', async () => {
  const { ports, removed } = namespaceOf({ b: live('b'), sa: live('sa') }, ['b']);
  const { kept } = await prune([owner('b', 'ServiceAccount/sa', 'StatefulSet/b')], [], never, ports);
  expect([removed, [...kept]]).toEqual([[], ['b']]);
});

test('a run that is stopped removes nothing more, and leaves it to the next', async () => {
  const { ports, removed } = namespaceOf({ b: live('b') });
  const { kept } = await prune([owner('b', 'Service/b')], [], AbortSignal.abort(), ports);
  expect([removed, [...kept]]).toEqual([[], ['b']]);
});

test('where nothing was removed all that is left over is kept, and whoever is wanted no more', () => {
  const wanted = { ...owner('a'), after: { owner: 'a', role: '', bodies: [], contentNamed: [], adopted: [] } };
  const { kept } = leftOver([wanted, { ...wanted, owner: 'b', superfluous: ['Service/b'] }, owner('c')]);
  expect([...kept]).toEqual(['b', 'c']);
});
