import { describe, expect, test } from '@jest/globals';
import { type ClientObjects, type ObservedClient, planRollout } from '../../../../src/cluster/index.ts';
import type { LivePod, LiveStatefulSet } from '../../../../src/cluster/live-workload.ts';
import { digestOf } from '../../../../src/values/index.ts';

const content = digestOf('wanted');
const object = (kind: 'StatefulSet' | 'Service') =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'keep-client-0', namespace: 'keep' } }) as const;
const wanted: ClientObjects = {
  client: 'keep-client-0',
  role: 'bootstrap',
  immutable: [],
  beside: [object('Service')],
  workload: object('StatefulSet'),
  content,
  isCompared: true,
};
const written = {
  name: 'keep-client-0',
  uid: 'one',
  generation: 2,
  labels: { 'keep-deploy/client': 'keep-client-0' },
  annotations: { 'keep-deploy/content': content },
};
const statefulSet: LiveStatefulSet = { metadata: written, status: { observedGeneration: 2, updateRevision: 'new' } };
const pod: LivePod = {
  metadata: { name: 'keep-client-0-0', uid: 'pod', labels: { 'controller-revision-hash': 'new' } },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
};
const healthy: ObservedClient = { statefulSet, service: { metadata: written }, pods: [pod], missing: [] };
const stepFor = (observed: ObservedClient | undefined, client = wanted) =>
  planRollout([client], new Map(observed === undefined ? [] : [[client.client, observed]]), ['bootstrap'])[0]?.steps[0];

describe('a client', () => {
  test.each<[string, ObservedClient | undefined, string]>([
    ['that is not there', undefined, 'create'],
    [
      'whose StatefulSet is somebody else’s',
      { ...healthy, statefulSet: { metadata: { name: 'keep-client-0' } } },
      'update',
    ],
    [
      'of another content',
      { ...healthy, statefulSet: { ...statefulSet, metadata: { ...written, annotations: {} } } },
      'update',
    ],
    ['without its Service', { ...healthy, service: undefined }, 'update'],
    ['whose Service has another content', { ...healthy, service: { metadata: { name: 'keep-client-0' } } }, 'update'],
    ['whose keyfile is gone', { ...healthy, missing: ['Secret x'] }, 'update'],
    ['without a pod', { ...healthy, pods: [] }, 'prove'],
    ['whose pod is not ready', { ...healthy, pods: [{ ...pod, status: {} }] }, 'prove'],
    [
      'whose ready pod is of the old revision',
      { ...healthy, pods: [{ ...pod, metadata: { ...pod.metadata, labels: { 'controller-revision-hash': 'old' } } }] },
      'prove',
    ],
    [
      'whose ready pod is on its way out',
      { ...healthy, pods: [{ ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01' } }] },
      'prove',
    ],
    [
      'whose generation was not observed',
      { ...healthy, statefulSet: { ...statefulSet, status: { observedGeneration: 1, updateRevision: 'new' } } },
      'prove',
    ],
    ['as wanted and ready', healthy, 'unchanged'],
  ])('%s', (_, observed, action) => {
    expect(stepFor(observed)?.action).toBe(action);
  });

  test('that is unchanged names the pod and revision that prove it', () => {
    expect(stepFor(healthy)?.proof).toEqual({ pod: 'keep-client-0-0', revision: 'new' });
  });

  test('whose secret parts were not compared is said to be so', () => {
    expect(stepFor(healthy, { ...wanted, isCompared: false })?.reason).toMatch(/secret parts not compared$/);
  });
});

describe('waves', () => {
  const of = (client: string, role: string): ClientObjects => ({ ...wanted, client, role });

  test('follow the order of roles, whatever the order of clients', () => {
    const waves = planRollout([of('c', 'standard'), of('a', 'bootstrap'), of('b', 'bootstrap')], new Map(), [
      'bootstrap',
      'standard',
    ]);
    expect(waves.map(({ role, steps }) => `${role}: ${steps.map(({ client }) => client)}`)).toEqual([
      'bootstrap: a,b',
      'standard: c',
    ]);
  });

  test('leave nobody out: a role that is in no wave is an error', () => {
    expect(() => planRollout([of('c', 'observer')], new Map(), ['bootstrap'])).toThrow(/observer, which is in no wave/);
  });
});
