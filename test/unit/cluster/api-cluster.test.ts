import { expect, test } from '@jest/globals';
import { createApiCluster } from '../../../src/cluster/api-cluster.ts';

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
