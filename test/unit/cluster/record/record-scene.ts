import type { Clock } from '../../../../src/cluster/api/clock.ts';
import type { WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import { keyOf, type RecordedOwner } from '../../../../src/cluster/record/recorded-owner.ts';
import { type RollOutRecord, readRollOutRecord } from '../../../../src/cluster/record/roll-out-record.ts';
import { createMemoryServer, type MemoryCluster, type MemoryServer } from './memory-cluster.ts';

export const namespace = 'keep-test';
export const digestKey = 'a key of the test, long enough';

/** Time that doesn't matter: nobody waits. */
export const noTime: Clock = {
  now: () => 0,
  after: (_, call) => {
    const timer = setImmediate(call);
    return () => clearImmediate(timer);
  },
};

const object = (kind: WantedObject['kind'], name: string, rest: object): WantedObject =>
  ({
    apiVersion: kind === 'StatefulSet' ? 'apps/v1' : 'v1',
    kind,
    metadata: { name, namespace },
    ...rest,
  }) as WantedObject;

/** A client as it is written: its content-named configuration, a Service, and a workload that names the configuration. */
export function client(name: string, version: string, beside: readonly WantedObject[] = []): RecordedOwner {
  const configuration = object('ConfigMap', `${name}-config-${version}`, {
    immutable: true,
    data: { configuration: version },
  });
  const service = object('Service', name, { spec: { clusterIP: 'None' } });
  const volumes = [{ configMap: { name: configuration.metadata.name } }];
  const workload = object('StatefulSet', name, { spec: { template: { spec: { image: version, volumes } } } });
  return {
    owner: name,
    role: 'standard',
    bodies: [configuration, service, ...beside, workload],
    contentNamed: [keyOf(configuration)],
    adopted: [],
  };
}

export const beside = (kind: WantedObject['kind'], name: string): WantedObject => object(kind, name, {});

export interface RecordScene {
  readonly server: MemoryServer;
  readonly cluster: MemoryCluster;
  read(run?: string, cluster?: MemoryCluster, key?: string): Promise<RollOutRecord>;
  /** A whole roll-out that succeeds. */
  roll(release: string, wanted: readonly RecordedOwner[]): Promise<RollOutRecord>;
}

export function createRecordScene(): RecordScene {
  const server = createMemoryServer();
  const cluster = server.connect();
  const read: RecordScene['read'] = (run = 'run 1', from = cluster, key = digestKey) =>
    readRollOutRecord({
      ...{ cluster: from, namespace, environment: 'keep-test', digestKey: key, run, clock: noTime },
      now: () => new Date(Date.UTC(2026, 10, 21, 12)),
    });
  return {
    server,
    cluster,
    read,
    roll: async (release, wanted) => {
      const open = await (await read(release)).begin({ release, wanted, adopted: [] });
      return open.settle({ outcome: 'deployed', standing: () => 'wanted', unproved: [] });
    },
  };
}
