import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { fieldManager, type LiveObject, objectPath, type WantedObject } from '../../src/cluster/kubernetes-object.ts';
import type { JsonPatch } from '../../src/cluster/ownership/client-side-apply.ts';
import type { ControlPlane } from '../../tools/servers/index.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Several managers at one namespace, each writing in its own way. */
export interface Scene {
  readonly namespace: string;
  live(object: WantedObject): Promise<LiveObject>;
  /** Server-side apply. */
  apply(object: WantedObject, as?: { readonly manager?: string; readonly force?: boolean }): Promise<Answer>;
  /** What `kubectl apply` without `--server-side` does: a merge patch that brings its annotation along. */
  kubectlApply(object: WantedObject): Promise<void>;
  /** A change as `kubectl edit`, an operator or a person makes it. */
  merge(object: WantedObject, change: unknown, manager: string, subresource?: string): Promise<void>;
  patch(object: WantedObject, patch: JsonPatch): Promise<Answer>;
}

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

export async function createScene(plane: ControlPlane, namespace: string): Promise<Scene> {
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  const { status, body } = await plane.ask('/api/v1/namespaces', { method: 'POST', json });
  if (status !== 201) throw new Error(body);
  return sceneIn(plane, namespace);
}

/** In a namespace that is there. */
export function sceneIn(plane: ControlPlane, namespace: string): Scene {
  const client = plane.issueCertificate({ commonName: 'admin', organization: 'system:masters' });
  const ask = (method: string, path: string, type: string, body?: unknown): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const asked = request(`${plane.apiServerUrl}${path}`, {
        method,
        ca: plane.caPem,
        cert: client.certificatePem,
        key: client.privateKeyPem,
        agent: false,
        headers: { 'content-type': type },
      });
      asked.once('error', reject);
      asked.once('response', (answer) => {
        text(answer).then((said) => resolve({ status: answer.statusCode ?? 0, body: said }), reject);
      });
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const sure = async (asked: Promise<Answer>): Promise<Answer> => {
    const answer = await asked;
    if (answer.status >= 300) throw new Error(answer.body);
    return answer;
  };
  const pathOf = ({ kind, metadata }: WantedObject): string => objectPath(kind, metadata.namespace, metadata.name);
  const mergePatch = (path: string, change: unknown, manager: string): Promise<Answer> =>
    sure(ask('PATCH', `${path}?fieldManager=${manager}`, 'application/merge-patch+json', change));

  return {
    namespace,
    live: async (object) => JSON.parse((await sure(ask('GET', pathOf(object), 'application/json'))).body) as LiveObject,
    apply: (object, { manager = fieldManager, force = false } = {}) =>
      ask(
        'PATCH',
        `${pathOf(object)}?fieldManager=${manager}&force=${force}&fieldValidation=Strict`,
        'application/apply-patch+yaml',
        object,
      ),
    kubectlApply: async (object) => {
      const annotations = {
        ...(object.metadata['annotations'] as object | undefined),
        [annotation]: JSON.stringify(object),
      };
      const whole = { ...object, metadata: { ...object.metadata, annotations } };
      const path = pathOf(object);
      const query = '?fieldManager=kubectl-client-side-apply';
      const there = await ask('GET', path, 'application/json');
      if (there.status === 404)
        await sure(ask('POST', `${path.replace(/\/[^/]*$/, '')}${query}`, 'application/json', whole));
      else await mergePatch(path, whole, 'kubectl-client-side-apply');
    },
    merge: async (object, change, manager, subresource) => {
      await mergePatch(`${pathOf(object)}${subresource === undefined ? '' : `/${subresource}`}`, change, manager);
    },
    patch: (object, patch) =>
      ask('PATCH', `${pathOf(object)}?fieldManager=${fieldManager}`, 'application/json-patch+json', patch),
  };
}
