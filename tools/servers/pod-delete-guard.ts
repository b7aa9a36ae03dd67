import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FrontAnswer, FrontRequest, Treat, Upstream } from './api-front.ts';
import { nameRequest } from './api-request.ts';
import { statusObject } from './api-status.ts';

/**
 * kwok 0.8.0 deletes a pod by its name: two events about a pod that goes are two deletes, and the second, when it comes
 * late, takes the successor of the same name, ready or not. Here every delete of a pod is of one that is terminating now,
 * by its uid; anything else is refused with 409, as the API server refuses a uid that is not the one there.
 */
export function guardPodDeletes(upstream: Upstream, tellRefused: (pod: string) => void): Treat {
  const hand = (answer: FrontAnswer, found: IncomingMessage) =>
    answer.send(found.statusCode ?? 502, found.headers, found);
  return async (request, answer) => {
    const { verb, resource, subresource, namespace, name } = nameRequest(request.method, request.path);
    if (verb !== 'delete' || resource !== 'pods' || subresource !== '') {
      return hand(answer, await upstream.ask(request, request.gone));
    }
    const current = await upstream.ask(readOf(request));
    if (current.statusCode !== 200) return hand(answer, current);
    const { metadata } = JSON.parse(await text(current)) as {
      metadata: { uid: string; deletionTimestamp?: string };
    };
    if (metadata.deletionTimestamp === undefined) {
      tellRefused(`${namespace}/${name}`);
      const refusal = statusObject(409, `pod ${name} of uid ${metadata.uid} was not asked to go: a late delete`);
      return answer.send(409, { 'content-type': 'application/json' }, [Buffer.from(JSON.stringify(refusal))]);
    }
    return hand(answer, await upstream.ask(deleteOf(request, metadata.uid)));
  };
}

function readOf({ path, headers }: FrontRequest) {
  const [pathname = path] = path.split('?');
  const { 'content-type': _, 'content-length': __, ...kept } = headers;
  const plain = { ...kept, accept: 'application/json', 'accept-encoding': 'identity' };
  return { method: 'GET', path: pathname, headers: plain, body: Buffer.alloc(0) };
}

function deleteOf({ path, headers }: FrontRequest, uid: string) {
  // Nothing runs in a simulated pod: it needs no time to end, which is all that kwok says here.
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions: { uid } };
  const body = Buffer.from(JSON.stringify(options));
  return { method: 'DELETE', path, headers: { ...headers, 'content-type': 'application/json' }, body };
}
