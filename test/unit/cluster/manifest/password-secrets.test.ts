import { expect, test } from '@jest/globals';
import { ApiRefusal, type Cluster, checkPasswords } from '../../../../src/cluster/index.ts';
import { RemoteError } from '../../../../src/report/index.ts';

const client = (name: string, secret: string, key: string) => ({ name, password: { secret, key } });

/** Answers for each Secret, by name; everything else the room may ask is not there. */
function clusterWith(answers: Readonly<Record<string, () => unknown>>) {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    return answers[path.slice(path.lastIndexOf('/') + 1)]?.();
  };
  return { cluster: { get } as unknown as Cluster, asked };
}
const refuse = (status: number) => () => {
  throw new ApiRefusal('refused', status, 'Forbidden');
};

const noneWritten = new Map<string, ReadonlySet<string>>();

test('a Secret that is not there, and a key that it lacks, are told for each client that needs them', async () => {
  const { cluster } = clusterWith({ passwords: () => ({ data: { a: 'c2VjcmV0' } }), empty: () => ({}) });
  const clients = [client('c0', 'passwords', 'a'), client('c1', 'passwords', 'b'), client('c2', 'gone', 'a')];
  const { missing, notAllowed } = await checkPasswords(
    cluster,
    'keep',
    [...clients, client('c3', 'empty', 'a')],
    noneWritten,
  );
  expect(missing.map(({ client: name, part }) => `${name} ${part}`)).toEqual(['c1 key', 'c2 secret', 'c3 key']);
  expect(notAllowed).toEqual([]);
  expect(JSON.stringify(missing)).not.toContain('c2VjcmV0');
});

test('each Secret is read once, by name', async () => {
  const { cluster, asked } = clusterWith({ passwords: () => ({ data: { a: '', b: '' } }) });
  await checkPasswords(cluster, 'keep', [client('c0', 'passwords', 'a'), client('c1', 'passwords', 'b')], noneWritten);
  expect(asked).toEqual(['/api/v1/namespaces/keep/secrets/passwords']);
});

test('a Secret that may not be read is neither there nor missing', async () => {
  const { cluster } = clusterWith({ hidden: refuse(403) });
  const check = await checkPasswords(cluster, 'keep', [client('c0', 'hidden', 'a')], noneWritten);
  expect(check).toEqual({ missing: [], notAllowed: ['hidden'] });
});

test('a cluster that fails to answer is no answer', async () => {
  const { cluster } = clusterWith({ passwords: refuse(500) });
  await expect(checkPasswords(cluster, 'keep', [client('c0', 'passwords', 'a')], noneWritten)).rejects.toThrow(
    RemoteError,
  );
});

test('what the manifests themselves hold is there by then, and is not asked for; another key of it has to be there', async () => {
  const { cluster, asked } = clusterWith({ filled: () => ({ data: { b: '' } }) });
  const written = new Map(['mine', 'filled'].map((name) => [name, new Set(['a'])]));
  const clients = [client('c0', 'mine', 'a'), client('c1', 'mine', 'b'), client('c2', 'filled', 'b')];
  expect((await checkPasswords(cluster, 'keep', clients, written)).missing).toEqual([
    { client: 'c1', part: 'key', message: 'the Secret mine in the manifests has no key b' },
  ]);
  expect(asked.map((path) => path.slice(path.lastIndexOf('/') + 1))).toEqual(['mine', 'filled']);
});
