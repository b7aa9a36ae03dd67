import { RemoteError } from '../../report/index.ts';
import {
  fieldManager,
  type JsonObject,
  type LiveObject,
  listPath,
  objectPath,
  type WantedObject,
} from '../kubernetes-object.ts';
import { withClearOutcome } from './clear-outcome.ts';
import { type Clock, systemClock } from './clock.ts';
import {
  ApiRefusal,
  type ApplyOptions,
  type Cluster,
  type ClusterEndpoint,
  type ListOptions,
  type PodAnswer,
  type PodQuestion,
  type ReplacingObject,
  type WatchOptions,
  type WholeObject,
  type WriteOptions,
} from './cluster-port.ts';
import type { ApiRequest, Transport } from './transport.ts';
import { startWatch } from './watch.ts';

const metadataOfOne = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const pageSize = '500';
/** Everything of a kind in one answer takes a busy server longer than a single object. */
const wholeListTimeoutMs = 60_000;

export interface ApiClusterParts {
  readonly endpoint: ClusterEndpoint;
  readonly transport: Transport;
  /** Ends every request and watch. */
  readonly signal: AbortSignal;
  readonly clock?: Clock | undefined;
  credentialsExpireAt(): Promise<Date | undefined>;
  portForward(namespace: string, pod: string, question: PodQuestion, signal: AbortSignal): Promise<PodAnswer>;
}

/** The API server's own paths and queries behind the room's port. */
export function createApiCluster(parts: ApiClusterParts): Cluster {
  const { endpoint, transport, signal, clock = systemClock } = parts;
  const ask = (request: Omit<ApiRequest, 'signal'>) => transport.request({ signal, ...request });

  const get = async <T extends LiveObject>(
    path: string,
    options: { readonly metadataOnly?: boolean } = {},
  ): Promise<T | undefined> => {
    const accept = options.metadataOnly === true ? { accept: metadataOfOne } : {};
    const answer = await absentAs(undefined, () => ask({ method: 'GET', path, ...accept }));
    return answer === undefined ? undefined : readAnswer<T>(path, answer.body);
  };

  const send = async <T>(method: 'POST' | 'PUT', path: string, object: WholeObject): Promise<T> => {
    const query = { fieldManager, fieldValidation: 'Strict' };
    const body = { type: 'application/json', text: JSON.stringify(object) };
    return readAnswer<T>(path, (await ask({ method, path, query, body })).body);
  };

  return {
    endpoint,
    get,

    list: async <T extends LiveObject>(
      path: string,
      query: Readonly<Record<string, string>> = {},
      { signal: ofReading, isFromMemory = false }: ListOptions = {},
    ) => {
      const ended = ofReading === undefined ? signal : AbortSignal.any([signal, ofReading]);
      if (isFromMemory) {
        const fromMemory = { ...query, resourceVersion: '0' };
        const answer = await transport.request({
          method: 'GET',
          path,
          query: fromMemory,
          timeoutMs: wholeListTimeoutMs,
          signal: ended,
        });
        return readAnswer<List<T>>(path, answer.body).items ?? [];
      }
      const items: T[] = [];
      for (let next: string | undefined = ''; next !== undefined; ) {
        const page = next === '' ? {} : { continue: next };
        const pageQuery = { ...query, limit: pageSize, ...page };
        const answer = await transport.request({ method: 'GET', path, query: pageQuery, signal: ended });
        const list = readAnswer<List<T>>(path, answer.body);
        items.push(...(list.items ?? []));
        next = list.metadata?.continue || undefined;
      }
      return items;
    },

    watch: <T extends LiveObject>(path: string, options: WatchOptions<T>) =>
      startWatch<T>(path, options, { transport, signal, clock }),

    apply: async <T extends LiveObject>(
      object: WantedObject,
      { dryRun = false, isForced = false }: ApplyOptions = {},
    ) => {
      const { name, namespace } = object.metadata;
      const path = objectPath(object.kind, namespace, name);
      const answer = await ask({
        method: 'PATCH',
        path,
        query: {
          fieldManager,
          fieldValidation: 'Strict',
          force: String(isForced),
          ...(dryRun ? { dryRun: 'All' } : {}),
        },
        // JSON is YAML too; the API server takes either under this one name.
        body: { type: 'application/apply-patch+yaml', text: JSON.stringify(object) },
        // With a resourceVersion the second would find the first in its way.
        isRepeatable: object.metadata['resourceVersion'] === undefined,
      });
      return readAnswer<T>(path, answer.body);
    },

    create: <T extends LiveObject>(object: WholeObject, { isOurs }: WriteOptions<T> = {}) => {
      const { name, namespace } = object.metadata;
      return withClearOutcome<T>({
        send: () => send('POST', listPath(object.kind, namespace), object),
        look: () => get(objectPath(object.kind, namespace, name)),
        isOurs,
        isAsBefore: (live) => live === undefined,
      });
    },

    replace: <T extends LiveObject>(object: ReplacingObject, { isOurs }: WriteOptions<T> = {}) => {
      const { name, namespace, resourceVersion } = object.metadata;
      const path = objectPath(object.kind, namespace, name);
      return withClearOutcome<T>({
        send: () => send('PUT', path, object),
        look: () => get(path),
        isOurs,
        isAsBefore: (live) => live?.metadata.resourceVersion === resourceVersion,
      });
    },

    patch: async <T extends LiveObject>(path: string, operations: readonly JsonObject[]) => {
      const body = { type: 'application/json-patch+json', text: JSON.stringify(operations) };
      const answer = await ask({ method: 'PATCH', path, query: { fieldManager }, body });
      return readAnswer<T>(path, answer.body);
    },

    review: async <T>(path: string, question: JsonObject) => {
      const body = { type: 'application/json', text: JSON.stringify(question) };
      const answer = await ask({ method: 'POST', path, body, isRepeatable: true });
      return readAnswer<T>(path, answer.body);
    },

    remove: async (path, uid) => {
      const text = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } });
      try {
        const body = { type: 'application/json', text };
        await ask({ method: 'DELETE', path, body, isRepeatable: true });
        return 'removed';
      } catch (error) {
        // 409: an object of this name is there, but not this one.
        if (error instanceof ApiRefusal && (error.status === 404 || error.status === 409)) return 'gone';
        throw error;
      }
    },

    logs: async (namespace, pod, { container, previous, lines }) => {
      try {
        const path = `${objectPath('Pod', namespace, pod)}/log`;
        const query = { container, previous: String(previous), tailLines: String(lines), limitBytes: '65536' };
        const { body } = await ask({ method: 'GET', path, query, accept: '*/*' });
        // 200, and the kubelet's words in place of the log: it has removed the container.
        return /^unable to retrieve container logs for \S+$/.test(body.trim()) ? undefined : body;
      } catch (error) {
        // 400: the container hasn't run, or has no previous run.
        if (error instanceof ApiRefusal && (error.status === 400 || error.status === 404)) return undefined;
        throw error;
      }
    },

    ask: (namespace, pod, question) => {
      if (question.via === 'port-forward') return parts.portForward(namespace, pod, question, signal);
      const path = `${objectPath('Pod', namespace, `${pod}:${question.port}`)}/proxy${question.path}`;
      return ask({ method: 'GET', path, accept: '*/*', timeoutMs: question.timeoutMs, isForPod: true });
    },

    withSignal: (other) => createApiCluster({ ...parts, signal: other }),
    serverNow: transport.serverNow,
    unanswered: transport.unanswered,
    credentialsExpireAt: parts.credentialsExpireAt,
  };
}

interface List<T> {
  readonly items?: readonly T[];
  readonly metadata?: { readonly continue?: string };
}

/** What stands before an API server (a login page, say) may answer 200 too; it is not repeated, and may repeat us. */
function readAnswer<T>(path: string, body: string): T {
  try {
    return JSON.parse(body) as T;
  } catch {
    throw new RemoteError(
      `${path}: answered ${body.length} characters that are not JSON: an API server doesn't do that. Does the server of the kubeconfig lead there?`,
    );
  }
}

async function absentAs<T, U>(absent: U, read: () => Promise<T>): Promise<T | U> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return absent;
    throw error;
  }
}
