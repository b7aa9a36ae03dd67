import { describe, expect, test } from '@jest/globals';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import { bodyOfLive } from '../../../../src/cluster/record/adopted-object.ts';

const live = (rest: object): LiveObject => ({ metadata: { name: 'c' }, ...rest }) as LiveObject;

describe('the body of a live object', () => {
  test('has nothing that the server sets, and everything else', () => {
    const body = bodyOfLive(
      'StatefulSet',
      'keep',
      live({
        metadata: {
          name: 'c',
          namespace: 'keep',
          uid: 'u',
          resourceVersion: '5',
          generation: 3,
          creationTimestamp: '2026-11-21T12:00:00Z',
          managedFields: [{ manager: 'kubectl' }],
          labels: { app: 'keep' },
          annotations: { note: 'x' },
        },
        spec: { replicas: 1, unknownToUs: { kept: [1, null, 'x'] } },
        status: { readyReplicas: 1 },
      }),
    );
    expect(body).toEqual({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'c', namespace: 'keep', labels: { app: 'keep' }, annotations: { note: 'x' } },
      spec: { replicas: 1, unknownToUs: { kept: [1, null, 'x'] } },
    });
  });

  test('has no status and no times in its templates', () => {
    const spec = {
      template: { metadata: { creationTimestamp: null, labels: { app: 'keep' } }, spec: { containers: [] } },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data', creationTimestamp: null },
          spec: { volumeMode: 'Filesystem' },
          status: { phase: 'Pending' },
        },
      ],
    };
    expect(bodyOfLive('StatefulSet', 'keep', live({ spec }))['spec']).toEqual({
      template: { metadata: { labels: { app: 'keep' } }, spec: { containers: [] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { volumeMode: 'Filesystem' } }],
    });
  });

  test('has not what a controller counts on it', () => {
    const annotations = { 'deployment.kubernetes.io/revision': '4', note: 'x' };
    const { metadata } = bodyOfLive('Deployment', 'keep', live({ metadata: { name: 'c', annotations } }));
    expect(metadata).toEqual({ name: 'c', namespace: 'keep', annotations: { note: 'x' } });
  });

  test('of a Secret has its data', () => {
    expect(bodyOfLive('Secret', 'keep', live({ type: 'Opaque', data: { key: 'eA==' } }))).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'c', namespace: 'keep' },
      type: 'Opaque',
      data: { key: 'eA==' },
    });
  });
});
