import { expect, test } from '@jest/globals';
import { createApiCluster } from '../../../../src/cluster/api/api-cluster.ts';
import { RemoteError } from '../../../../src/report/index.ts';

test('a list is read to its last page', async () => {
  const pages: Readonly<Record<string, { readonly names: readonly string[]; readonly next: string }>> = {
    '': { names: ['a', 'b'], next: 'second' },
    second: { names: ['c'], next: 'third' },
    third: { names: ['d'], next: '' },
  };
  const queries: unknown[] = [];
  const cluster = createApiCluster(
    { context: 'test' },
    async ({ query = {} }) => {
      queries.push(query);
      const { names = [], next = '' } = pages[query['continue'] ?? ''] ?? {};
      const items = names.map((name) => ({ metadata: { name } }));
      return { status: 200, body: JSON.stringify({ items, metadata: { continue: next } }) };
    },
    () => Promise.reject(new Error('no port-forward here')),
  );
  const found = await cluster.list('/api/v1/pods', { labelSelector: 'x' });
  expect(found.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c', 'd']);
  expect(queries).toHaveLength(3);
  expect(queries[2]).toMatchObject({ labelSelector: 'x', continue: 'third' });
});

test("an answer that is no JSON is the other side's fault, and none of it is shown", async () => {
  const cluster = createApiCluster(
    { context: 'test' },
    async () => ({ status: 200, body: '<h1>Log in</h1>' }),
    () => Promise.reject(new Error('no port-forward here')),
  );
  const error = await cluster.get('/api/v1/namespaces/x').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RemoteError);
  expect(String(error)).toContain('/api/v1/namespaces/x: answered 15 characters that are not JSON');
  expect(String(error)).not.toContain('Log in');
});
