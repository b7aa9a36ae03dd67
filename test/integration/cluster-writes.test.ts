import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openCluster } from '../../src/cluster/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane?.stop());

const open = (kubeconfig: string) =>
  openCluster({ settings: {}, kubeconfig, signal: new AbortController().signal, log: recordingLog().log });

describe('a write with a precondition', () => {
  const map = (name: string, data: Readonly<Record<string, string>>, resourceVersion?: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap' as const,
    metadata: { name, namespace: 'default', ...(resourceVersion !== undefined && { resourceVersion }) },
    data,
  });

  test('makes an object once', async () => {
    const cluster = await open(plane.kubeconfig);
    await cluster.create(map('once', { by: 'first' }));
    await expect(cluster.create(map('once', { by: 'second' }))).rejects.toMatchObject({
      status: 409,
      reason: 'AlreadyExists',
    });
    expect(await cluster.get('/api/v1/namespaces/default/configmaps/once')).toMatchObject({ data: { by: 'first' } });
  });

  test('replaces only what was seen', async () => {
    const cluster = await open(plane.kubeconfig);
    const { metadata } = await cluster.create(map('swapped', { by: 'first' }));
    const seen = metadata.resourceVersion ?? '';
    const replacing = (by: string) => {
      const object = map('swapped', { by }, seen);
      return { ...object, metadata: { ...object.metadata, resourceVersion: seen } };
    };
    await cluster.replace(replacing('second'));
    await expect(cluster.replace(replacing('third'))).rejects.toMatchObject({ status: 409, reason: 'Conflict' });
    expect(await cluster.get('/api/v1/namespaces/default/configmaps/swapped')).toMatchObject({
      data: { by: 'second' },
    });
  });

  test('patches only the version that it names', async () => {
    const cluster = await open(plane.kubeconfig);
    const path = '/api/v1/namespaces/default/configmaps/patched';
    const { metadata } = await cluster.create(map('patched', { by: 'first' }));
    const patch = (by: string) => [
      { op: 'replace', path: '/metadata/resourceVersion', value: metadata.resourceVersion ?? '' },
      { op: 'replace', path: '/data/by', value: by },
    ];
    expect(await cluster.patch(path, patch('second'))).toMatchObject({ data: { by: 'second' } });
    await expect(cluster.patch(path, patch('third'))).rejects.toMatchObject({ status: 409 });
  });

  test('is not in the way of a question that stores nothing', async () => {
    const cluster = await open(plane.kubeconfig);
    const question = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      spec: { namespace: 'default' },
    };
    const answer = await cluster.review('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', question);
    expect(answer).toMatchObject({ status: { incomplete: expect.any(Boolean) } });
  });
});
