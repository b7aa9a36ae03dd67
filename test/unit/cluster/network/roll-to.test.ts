import { describe, expect, test } from '@jest/globals';
import type { WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { NetworkObjects } from '../../../../src/cluster/manifest/client-objects.ts';
import { lookAtNetwork, planRollTo, rollTo } from '../../../../src/cluster/network/roll-to.ts';
import { ownersOf } from '../../../../src/cluster/record/recorded-owner.ts';
import { readRollOutRecord } from '../../../../src/cluster/record/roll-out-record.ts';
import { type MemoryNamespace, memoryNamespace } from './memory-namespace.ts';

const metadata = { name: 'all', namespace: 'keep' };
const configured = (text: string): NetworkObjects => ({
  shared: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text } }],
  clients: [],
});
const textOf = ({ server }: MemoryNamespace) =>
  (server.objects.get('/api/v1/namespaces/keep/configmaps/all') as unknown as { data: { text: string } }).data.text;

const client = (kind: 'StatefulSet' | 'Deployment'): NetworkObjects => {
  const template = {
    metadata: { labels: { app: 'a' } },
    spec: { containers: [{ name: 'client', image: 'r/x@sha256:1' }] },
  };
  const workload: WantedObject = {
    ...{ apiVersion: 'apps/v1', kind, metadata: { name: 'a', namespace: 'keep' } },
    spec: { replicas: 1, selector: { matchLabels: { app: 'a' } }, template },
  };
  const content = `sha256:${'0'.repeat(64)}` as NetworkObjects['clients'][number]['content'];
  const parts = { immutable: [], beside: [], workload, content, isCompared: true };
  return { shared: [], clients: [{ client: 'a', role: 'standard', ...parts }] };
};

/** The record says that this was rolled, and stands. */
async function recorded(
  { options: { cluster, environment, run, digestKey, release } }: MemoryNamespace,
  network: NetworkObjects,
) {
  const now = () => new Date('2026-11-21T12:00:00Z');
  const record = await readRollOutRecord({ cluster, namespace: 'keep', environment, digestKey, run, now });
  const open = await record.begin({ release, wanted: ownersOf(network), adopted: [] });
  await open.settle({ outcome: 'deployed', standing: () => 'wanted', unproved: [] });
}

describe('Deployments', () => {
  const followed = async (before: NetworkObjects) => {
    const namespace = memoryNamespace();
    await recorded(namespace, before);
    const enough = { beforeFirstWrite: () => Promise.reject(new Error('enough')) };
    await expect(rollTo(client('StatefulSet'), { ...namespace.options, ...enough })).rejects.toThrow('enough');
    return namespace.asked.filter((line) => line.startsWith('watch') && /deployments|replicasets/.test(line));
  };

  test('are followed before the first write where going back would make one that nobody wants and that is gone', async () => {
    expect(await followed(client('Deployment'))).toEqual(['watch deployments', 'watch replicasets']);
  });

  test('are not followed where none is wanted, recorded or there', async () => {
    expect(await followed(client('StatefulSet'))).toEqual([]);
  });
});

describe('what one change costs', () => {
  const released = async (beforeLock?: () => Promise<void>) => {
    const first = memoryNamespace();
    await rollTo(configured('1'), first.options);
    return memoryNamespace(first.server, beforeLock);
  };

  test('is one look and the writes where nobody else is at work', async () => {
    const namespace = await released();
    expect((await rollTo(configured('2'), namespace.options)).outcome).toBe('deployed');
    expect(textOf(namespace)).toBe('2');
    const counted = (line: string) => namespace.asked.filter((each) => each === line).length;
    expect(counted('get configmaps/keep-deploy-roll-out')).toBe(1);
    expect(counted('list configmaps')).toBe(1);
  });

  test('is looking again where another run came and went before the lock was ours', async () => {
    const ours = await released(async () => {
      const other = memoryNamespace(ours.server);
      expect((await rollTo(configured('3'), other.options)).outcome).toBe('deployed');
    });
    const beforeFirstWrite = async () => expect(textOf(ours)).toBe('3');
    expect((await rollTo(configured('2'), { ...ours.options, beforeFirstWrite })).outcome).toBe('deployed');
    expect(textOf(ours)).toBe('2');
    expect(ours.lines.join()).toContain('Another run has worked since the first look');
  });
});

describe('another environment in the namespace', () => {
  const ofOther = ({ options }: MemoryNamespace) => ({ ...options, environment: 'keep-dev' });

  test('is refused by whoever looks, plans or applies, and nothing is written', async () => {
    const first = memoryNamespace();
    await rollTo(configured('1'), first.options);
    const stood = JSON.stringify([...first.server.objects]);
    const options = ofOther(memoryNamespace(first.server));
    const refused = /those of environment keep-test, .* this is keep-dev/;
    await expect(rollTo(configured('2'), options)).rejects.toThrow(refused);
    await expect(planRollTo(configured('2'), 'plan', options)).rejects.toThrow(refused);
    await expect(lookAtNetwork(configured('2'), options)).rejects.toThrow(refused);
    expect(JSON.stringify([...first.server.objects])).toBe(stood);
  });

  test('is refused too where it came between the first look and the lock', async () => {
    const ours = memoryNamespace(undefined, async () => {
      await rollTo(configured('of another'), ofOther(memoryNamespace(ours.server)));
    });
    await expect(rollTo(configured('2'), ours.options)).rejects.toThrow(/environment keep-dev, .* this is keep-test/);
    expect(textOf(ours)).toBe('of another');
  });
});
