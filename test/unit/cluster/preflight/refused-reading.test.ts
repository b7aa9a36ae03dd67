import { expect, test } from '@jest/globals';
import { ApiRefusal, type Cluster } from '../../../../src/cluster/api/cluster-port.ts';
import { accessToLook } from '../../../../src/cluster/preflight/needed-access.ts';
import { allowedToRead } from '../../../../src/cluster/preflight/refused-reading.ts';
import type { RulesReview } from '../../../../src/cluster/preflight/rules-review.ts';
import { UserError } from '../../../../src/report/index.ts';

const asking = (status: RulesReview) => ({
  cluster: { review: async () => ({ status }) } as unknown as Pick<Cluster, 'review'>,
  namespace: 'keep',
  needed: () => accessToLook({ namespace: 'keep', besideKinds: ['Service'], writes: [], prunes: [] }),
});
const all = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
const refuse = (status: number) => async () => {
  throw new ApiRefusal('refused', status, 'x');
};

test('a reading that is forbidden is told with everything else that reading lacks', async () => {
  const pods = [{ apiGroups: [''], resources: ['pods', 'namespaces', 'configmaps', 'secrets'], verbs: ['*'] }];
  const error = await allowedToRead(refuse(403), asking({ resourceRules: pods })).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UserError);
  for (const resource of ['statefulsets', 'deployments', 'replicasets', 'events', 'services']) {
    expect(String(error)).toContain(`resources: [${resource}]`);
  }
  expect(String(error)).not.toContain('resources: [pods]');
  expect(String(error)).toContain('nothing was written to the cluster');
});

test.each([
  ['forbids although it lists the permission', 403, { resourceRules: all }],
  ['forbids and can’t list its rules', 403, { resourceRules: [], incomplete: true }],
  ['fails otherwise', 503, { resourceRules: [] }],
])('an API server that %s is quoted as it is', async (_, status, review) => {
  await expect(allowedToRead(refuse(status), asking(review))).rejects.toMatchObject({ message: 'refused', status });
});

test('what is allowed is read, and nobody asks for rules', async () => {
  const { cluster: _, ...rest } = asking({});
  const cluster = { review: () => Promise.reject(new Error('asked')) };
  await expect(allowedToRead(async () => 'read', { ...rest, cluster })).resolves.toBe('read');
});
