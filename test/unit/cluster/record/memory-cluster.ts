import { randomUUID } from 'node:crypto';
import {
  ApiRefusal,
  type Cluster,
  type ReplacingObject,
  UnclearOutcome,
  type WholeObject,
} from '../../../../src/cluster/api/cluster-port.ts';
import { type LiveObject, objectPath } from '../../../../src/cluster/kubernetes-object.ts';
import { RemoteError } from '../../../../src/report/index.ts';

export type MemoryCluster = Pick<Cluster, 'get' | 'list' | 'create' | 'replace' | 'remove' | 'serverNow'>;
export type Verb = 'get' | 'list' | 'create' | 'replace' | 'remove';
export interface Call {
  readonly verb: Verb;
  readonly path: string;
  readonly metadataOnly?: boolean;
}
/**
 * `refuse`: nothing happens, and the caller hears of a failure. `lose-answer`: it happens, and the caller hears that nobody
 * knows. `die-before`, `die-after`: the caller never hears anything again.
 */
export type Fate = 'answer' | 'refuse' | 'lose-answer' | 'die-before' | 'die-after';

/** What an API server does with single objects: create-only, compare-and-swap, immutable Secrets, limits of size. */
export interface MemoryServer {
  readonly objects: Map<string, LiveObject & { readonly [field: string]: unknown }>;
  readonly calls: Call[];
  /** Told of each change after it took place. */
  onChange: (path: string, before: LiveObject | undefined, after: LiveObject | undefined) => void;
  /** One caller's way to it; `fate` decides before each call, and may take its time. */
  connect(options?: { fate?: (call: Call) => Fate | Promise<Fate>; now?: () => number }): MemoryCluster;
  put(object: WholeObject): void;
}

const mebibyte = 1024 * 1024;

export function createMemoryServer(): MemoryServer {
  let version = 0;
  const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
  const pathOf = ({ kind, metadata }: WholeObject) => objectPath(kind, metadata.namespace, metadata.name);
  const refusal = (status: number, reason: string, path: string) =>
    new ApiRefusal(`${path}: ${status} ${reason}`, status, reason);

  const store = (path: string, object: WholeObject, before: LiveObject | undefined): LiveObject => {
    const text = JSON.stringify(object);
    if (text.length > 1.5 * mebibyte) throw refusal(413, 'RequestEntityTooLarge', path);
    const data = Object.values((object['data'] ?? {}) as Readonly<Record<string, string>>);
    const size = data.reduce(
      (sum, value) => sum + (object.kind === 'Secret' ? (value.length / 4) * 3 : value.length),
      0,
    );
    if (size > mebibyte) throw refusal(422, 'Invalid', path);
    const after = {
      ...copy(object),
      metadata: {
        ...copy(object.metadata),
        uid: before?.metadata.uid ?? randomUUID(),
        resourceVersion: String(++version),
        creationTimestamp: before?.metadata.creationTimestamp ?? '2026-11-21T12:00:00Z',
      },
    } as unknown as LiveObject & { readonly [field: string]: unknown };
    server.objects.set(path, after);
    server.onChange(path, before, after);
    return copy(after);
  };

  const act = {
    get: (path: string) => {
      const found = server.objects.get(path);
      return found && copy(found);
    },
    list: (path: string) =>
      [...server.objects].filter(([each]) => each.startsWith(`${path}/`)).map(([, object]) => copy(object)),
    create: (object: WholeObject) => {
      const path = pathOf(object);
      if (server.objects.has(path)) throw refusal(409, 'AlreadyExists', path);
      return store(path, object, undefined);
    },
    replace: (object: ReplacingObject) => {
      const path = pathOf(object);
      const before = server.objects.get(path);
      if (before === undefined) throw refusal(404, 'NotFound', path);
      if (before.metadata.resourceVersion !== object.metadata.resourceVersion) throw refusal(409, 'Conflict', path);
      if (before['immutable'] === true) throw refusal(422, 'Invalid', path);
      return store(path, object, before);
    },
    remove: (path: string, uid: string) => {
      const before = server.objects.get(path);
      if (before?.metadata.uid !== uid) return 'gone' as const;
      server.objects.delete(path);
      server.onChange(path, before, undefined);
      return 'removed' as const;
    },
  };

  const server: MemoryServer = {
    objects: new Map(),
    calls: [],
    onChange: () => {},
    put: (object) => {
      const path = pathOf(object);
      store(path, object, server.objects.get(path));
    },
    connect: ({ fate = () => 'answer', now = () => Date.UTC(2026, 10, 21, 12) } = {}) => {
      const forever = new Promise<never>(() => {});
      const call = async <T>(of: Call, work: () => T): Promise<T> => {
        server.calls.push(of);
        const fated = await fate(of);
        if (fated === 'die-before') return forever;
        if (fated === 'refuse') throw new RemoteError('refused by the test');
        const isWrite = of.verb !== 'get' && of.verb !== 'list';
        const answer = work();
        if (fated === 'die-after') return forever;
        if (fated === 'lose-answer') {
          throw isWrite ? new UnclearOutcome('lost by the test') : new RemoteError('lost by the test');
        }
        return answer;
      };
      return {
        get: async <T extends LiveObject>(path: string, { metadataOnly = false } = {}) => {
          const found = await call({ verb: 'get', path, metadataOnly }, () => act.get(path));
          if (found === undefined || !metadataOnly) return found as T | undefined;
          return { kind: 'PartialObjectMetadata', metadata: found.metadata } as unknown as T;
        },
        list: async <T extends LiveObject>(path: string) =>
          (await call({ verb: 'list', path }, () => act.list(path))) as unknown as readonly T[],
        create: async <T extends LiveObject>(object: WholeObject) =>
          (await call({ verb: 'create', path: pathOf(object) }, () => act.create(object))) as T,
        replace: async <T extends LiveObject>(object: ReplacingObject) =>
          (await call({ verb: 'replace', path: pathOf(object) }, () => act.replace(object))) as T,
        remove: (path, uid) => call({ verb: 'remove', path }, () => act.remove(path, uid)),
        // As a Date header says it.
        serverNow: () => new Date(Math.floor(now() / 1000) * 1000),
      };
    },
  };
  return server;
}
