import { describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../../../src/cluster/api/cluster-port.ts';
import type { ApiRequest } from '../../../../src/cluster/api/transport.ts';
import { RemoteError } from '../../../../src/report/index.ts';
import { clusterOver, never } from './cluster-over.ts';

test('a list is read to its last page', async () => {
  const pages: Readonly<Record<string, { readonly names: readonly string[]; readonly next: string }>> = {
    '': { names: ['a', 'b'], next: 'second' },
    second: { names: ['c'], next: 'third' },
    third: { names: ['d'], next: '' },
  };
  const queries: unknown[] = [];
  const cluster = clusterOver(async ({ query = {} }) => {
    queries.push(query);
    const { names = [], next = '' } = pages[query['continue'] ?? ''] ?? {};
    const items = names.map((name) => ({ metadata: { name } }));
    return { status: 200, body: JSON.stringify({ items, metadata: { continue: next } }) };
  });
  const found = await cluster.list('/api/v1/pods', { labelSelector: 'x' });
  expect(found.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c', 'd']);
  expect(queries).toHaveLength(3);
  expect(queries[2]).toMatchObject({ labelSelector: 'x', continue: 'third' });
});

test('a list from memory is one answer', async () => {
  const queries: unknown[] = [];
  const cluster = clusterOver(async ({ query }) => {
    queries.push(query);
    return { status: 200, body: '{"items":[{"metadata":{"name":"a"}}],"metadata":{}}' };
  });
  expect(await cluster.list('/api/v1/pods', { labelSelector: 'x' }, { isFromMemory: true })).toHaveLength(1);
  expect(queries).toEqual([{ labelSelector: 'x', resourceVersion: '0' }]);
});

test("an answer that is no JSON is the other side's fault, and none of it is shown", async () => {
  const cluster = clusterOver(async () => ({ status: 200, body: '<h1>Log in</h1>' }));
  const error = await cluster.get('/api/v1/namespaces/x').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RemoteError);
  expect(String(error)).toContain('/api/v1/namespaces/x: answered 15 characters that are not JSON');
  expect(String(error)).not.toContain('Log in');
});

test.each([
  ['which the kubelet has removed', 'unable to retrieve container logs for containerd://71f9b0ce7f28', undefined],
  [
    'that says so of another',
    'unable to retrieve container logs for a friend\n',
    'unable to retrieve container logs for a friend\n',
  ],
])('of a container %s, the log is %j → %j', async (_, body, log) => {
  const cluster = clusterOver(async () => ({ status: 200, body }));
  expect(await cluster.logs('keep', 'a-0', { container: 'client', previous: true, lines: 30 })).toBe(log);
});

describe('what is said to be repeatable', () => {
  const metadata = { name: 'x', namespace: 'keep' };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {} } as const;
  const versioned = { ...configMap, metadata: { ...metadata, resourceVersion: '7' } };

  test.each<readonly [string, (cluster: Cluster) => Promise<unknown>, string, boolean | undefined]>([
    ['a server-side apply', (cluster) => cluster.apply(configMap), 'PATCH', true],
    ['no apply upon one version', (cluster) => cluster.apply(versioned), 'PATCH', false],
    ['a delete of one uid', (cluster) => cluster.remove('/x', 'uid'), 'DELETE', true],
    ['a question that stores nothing', (cluster) => cluster.review('/x', {}), 'POST', true],
    ['no creation', (cluster) => cluster.create(configMap), 'POST', undefined],
    ['no replacement', (cluster) => cluster.replace(versioned), 'PUT', undefined],
    ['no patch', (cluster) => cluster.patch('/x', []), 'PATCH', undefined],
  ])('%s', async (_, act, method, isRepeatable) => {
    const asked: ApiRequest[] = [];
    const cluster = clusterOver(async (request) => {
      asked.push(request);
      return { status: 200, body: '{}' };
    });
    await act(cluster);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.method).toBe(method);
    expect(asked[0]?.isRepeatable).toBe(isRepeatable);
  });
});

test.each([
  [false, 'false'],
  [true, 'true'],
])('an apply is forced only when it is said: %p', async (isForced, force) => {
  const asked: ApiRequest[] = [];
  const cluster = clusterOver(async (request) => {
    asked.push(request);
    return { status: 200, body: '{}' };
  });
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'keep' } } as const;
  await cluster.apply(object, { isForced });
  expect(asked[0]?.query).toEqual({ fieldManager: 'keep-deploy', fieldValidation: 'Strict', force });
});

test('another signal ends requests of the same cluster', async () => {
  const stopping = new AbortController();
  const signals: AbortSignal[] = [];
  const cluster = clusterOver(async ({ signal }) => {
    signals.push(signal);
    return { status: 200, body: '{}' };
  });
  await cluster.get('/x');
  await cluster.withSignal(stopping.signal).get('/x');
  expect(signals).toEqual([never, stopping.signal]);
});
