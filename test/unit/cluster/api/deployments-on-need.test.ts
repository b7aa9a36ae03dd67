import { describe, expect, test } from '@jest/globals';
import type { Cluster, WatchOptions } from '../../../../src/cluster/api/cluster-port.ts';
import { deploymentsOnNeed } from '../../../../src/cluster/api/deployments-on-need.ts';
import { type LiveObject, listPath } from '../../../../src/cluster/kubernetes-object.ts';
import { settled } from './held-clock.ts';

const paths = {
  Deployment: listPath('Deployment', 'keep'),
  ReplicaSet: listPath('ReplicaSet', 'keep'),
  Pod: listPath('Pod', 'keep'),
};

/** All three kinds followed, in a namespace with these Deployments. */
function follow(found: readonly string[] | Error) {
  const requests: string[] = [];
  const told: string[] = [];
  const list = (async (path: string) => {
    requests.push(`LIST ${path.split('/').at(-1)}`);
    if (found instanceof Error) throw found;
    return found.map((name) => ({ metadata: { name } }));
  }) as Cluster['list'];
  const watch: Cluster['watch'] = (path) => {
    const kind = path.split('/').at(-1);
    requests.push(`WATCH ${kind}`);
    return { synced: Promise.resolve(), close: () => void told.push(`${kind} closed`) };
  };
  const onNeed = deploymentsOnNeed({ list, watch }, 'keep');
  const watches = Object.entries(paths).map(([kind, path]) => {
    const options: WatchOptions<LiveObject> = {
      changed: () => {},
      deleted: () => {},
      resumed: () => void told.push(`${kind} known`),
      refused: ({ message }) => void told.push(`${kind} refused: ${message}`),
    };
    return onNeed.cluster.watch(path, options);
  });
  const synced = Promise.all(watches.map((one) => one.synced));
  synced.catch(() => {});
  return { onNeed, requests, told, watches, synced };
}

describe('Deployments on need', () => {
  test('are refused as any kind is', async () => {
    const { synced, told } = follow(new Error('403'));
    await expect(synced).rejects.toThrow('403');
    await settled();
    expect(told).toEqual(['Deployment refused: 403', 'ReplicaSet refused: 403']);
  });

  test('are listed once where there are none, and count as known', async () => {
    const { synced, requests, told } = follow([]);
    await synced;
    expect(requests).toEqual(['WATCH pods', 'LIST deployments']);
    expect(told).toEqual(['Deployment known', 'ReplicaSet known']);
  });

  test('are followed with their ReplicaSets where there is one', async () => {
    const { synced, requests } = follow(['other']);
    await synced;
    expect(requests).toEqual(['WATCH pods', 'LIST deployments', 'WATCH deployments', 'WATCH replicasets']);
  });

  test('are followed once somebody says that one may come', async () => {
    const { synced, requests, onNeed } = follow([]);
    await synced;
    await Promise.all([onNeed.follow(), onNeed.follow()]);
    expect(requests.slice(2)).toEqual(['WATCH deployments', 'WATCH replicasets']);
  });

  test('are not followed after the end, and what is followed is ended', async () => {
    const early = follow([]);
    for (const watch of early.watches) watch.close();
    await early.onNeed.follow();
    expect(early.requests).toEqual(['WATCH pods']);
    const late = follow(['other']);
    await late.synced;
    for (const watch of late.watches) watch.close();
    expect(late.told).toEqual(['deployments closed', 'replicasets closed', 'pods closed']);
  });
});
