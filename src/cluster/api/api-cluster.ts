import { RemoteError } from '../../report/index.ts';
import { fieldManager, type LiveObject, objectPath, type WantedObject } from '../kubernetes-object.ts';
import { ApiRefusal, type Cluster, type ClusterEndpoint, type PodAnswer, type PodQuestion } from './cluster-port.ts';
import type { Transport } from './transport.ts';

const metadataOfOne = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const pageSize = '500';

type PortForward = (namespace: string, pod: string, question: PodQuestion) => Promise<PodAnswer>;

/** The API server's own paths and queries behind the room's port. */
export function createApiCluster(endpoint: ClusterEndpoint, transport: Transport, portForward: PortForward): Cluster {
  return {
    endpoint,

    get: async <T extends LiveObject>(path: string, options: { readonly metadataOnly?: boolean } = {}) => {
      const accept = options.metadataOnly === true ? { accept: metadataOfOne } : {};
      const answer = await absentAs(undefined, () => transport({ method: 'GET', path, ...accept }));
      return answer === undefined ? undefined : readAnswer<T>(path, answer.body);
    },

    list: async <T extends LiveObject>(
      path: string,
      query: Readonly<Record<string, string>> = {},
      signal?: AbortSignal,
    ) => {
      const items: T[] = [];
      for (let next: string | undefined = ''; next !== undefined; ) {
        const page = next === '' ? {} : { continue: next };
        const answer = await transport({
          method: 'GET',
          path,
          query: { ...query, limit: pageSize, ...page },
          ...(signal && { signal }),
        });
        const list = readAnswer<List<T>>(path, answer.body);
        items.push(...(list.items ?? []));
        next = list.metadata?.continue || undefined;
      }
      return items;
    },

    apply: async <T extends LiveObject>(object: WantedObject, options: { readonly dryRun?: boolean } = {}) => {
      const { name, namespace } = object.metadata;
      const path = objectPath(object.kind, namespace, name);
      const answer = await transport({
        method: 'PATCH',
        path,
        query: {
          fieldManager,
          fieldValidation: 'Strict',
          force: 'false',
          ...(options.dryRun === true ? { dryRun: 'All' } : {}),
        },
        // JSON is YAML too; the API server takes either under this one name.
        body: { type: 'application/apply-patch+yaml', text: JSON.stringify(object) },
      });
      return readAnswer<T>(path, answer.body);
    },

    remove: async (path, uid) => {
      const text = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } });
      try {
        await transport({ method: 'DELETE', path, body: { type: 'application/json', text } });
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
        return (await transport({ method: 'GET', path, query, accept: '*/*' })).body;
      } catch (error) {
        // 400: the container hasn't run, or has no previous run.
        if (error instanceof ApiRefusal && (error.status === 400 || error.status === 404)) return undefined;
        throw error;
      }
    },

    ask: (namespace, pod, question) => {
      if (question.via === 'port-forward') return portForward(namespace, pod, question);
      const path = `${objectPath('Pod', namespace, `${pod}:${question.port}`)}/proxy${question.path}`;
      return transport({ method: 'GET', path, accept: '*/*', timeoutMs: question.timeoutMs, isForPod: true });
    },
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
