import type { Cluster } from '../../../../src/cluster/api/cluster-port.ts';
import { type LiveObject, objectPath } from '../../../../src/cluster/kubernetes-object.ts';
import type { RollToOptions } from '../../../../src/cluster/network/roll-to.ts';
import { createMemoryServer, type MemoryServer } from '../record/memory-cluster.ts';
import { recordingLog } from '../recording-log.ts';

export interface MemoryNamespace {
  readonly server: MemoryServer;
  /** What was asked, the lock left out: `get configmaps/x`, `watch pods`, `dry-run apply Service/x`. */
  readonly asked: string[];
  readonly lines: readonly string[];
  readonly options: RollToOptions;
}

const never = new AbortController().signal;

/** A namespace without controllers, and a run on it. @param beforeLock just before the lock is taken */
export function memoryNamespace(
  server: MemoryServer = createMemoryServer(),
  beforeLock: () => Promise<void> = async () => {},
): MemoryNamespace {
  const asked: string[] = [];
  const { log, lines } = recordingLog();
  const memory = server.connect();
  const note = (verb: string, path: string) => {
    if (!path.includes('/leases')) asked.push(`${verb} ${path.split('/keep/')[1] ?? path}`);
  };
  let wasLocked = false;
  const mayBeLock = async (kind: string) => {
    if (kind !== 'Lease' || wasLocked) return;
    wasLocked = true;
    await beforeLock();
  };
  const cluster: Cluster = {
    ...{ endpoint: { context: 'test' }, serverNow: memory.serverNow, unanswered: () => [] },
    get: (path, options) => {
      note('get', path);
      return memory.get(path, options);
    },
    list: (path) => {
      note('list', path);
      return memory.list(path);
    },
    watch: (path, { changed, resumed }) => {
      note('watch', path);
      const synced = memory.list<LiveObject>(path).then((objects) => {
        for (const object of objects) changed(object as never);
        resumed?.();
      });
      return { synced, close: () => {} };
    },
    apply: async <T extends LiveObject>(object: Parameters<Cluster['apply']>[0], { dryRun = false } = {}) => {
      asked.push(`${dryRun ? 'dry-run ' : ''}apply ${object.kind}/${object.metadata.name}`);
      if (!dryRun) server.put(object);
      const path = objectPath(object.kind, 'keep', object.metadata.name);
      return (server.objects.get(path) ?? object) as unknown as T;
    },
    create: async (object, options) => {
      const path = objectPath(object.kind, 'keep', object.metadata.name);
      note('create', path);
      await mayBeLock(object.kind);
      return memory.create(object, options);
    },
    replace: async (object, options) => {
      note('replace', objectPath(object.kind, 'keep', object.metadata.name));
      await mayBeLock(object.kind);
      return memory.replace(object, options);
    },
    remove: (path, uid) => {
      note('remove', path);
      return memory.remove(path, uid);
    },
    patch: () => Promise.reject(new Error('nothing is patched here')),
    review: async <T>() => {
      const all = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
      return { status: { resourceRules: [all], nonResourceRules: [], incomplete: false } } as T;
    },
    logs: async () => undefined,
    ask: () => Promise.reject(new Error('no pod is asked here')),
    withSignal: () => cluster,
    credentialsExpireAt: async () => undefined,
  };
  const options: RollToOptions = {
    ...{
      cluster,
      log,
      namespace: 'keep',
      environment: 'keep-test',
      roles: ['standard'],
      voters: new Set(),
      policy: 'rollback-all',
    },
    ...{ maxParallel: 1, limits: { clientMs: 60_000, waveMs: 60_000, totalMs: 60_000 }, forcedManagers: [] },
    ...{ digestKey: 'a key of the test', run: 'the test', lock: { waitMs: 0, breakLock: false }, references: [] },
    ...{ accounts: new Map(), redact: (text: string) => text, release: `sha256:${'1'.repeat(64)}`, signal: never },
    ...{ beforeFirstWrite: async () => {}, mayGoBack: async () => undefined },
  };
  return { server, asked, lines, options };
}
