import { describe, expect, test } from '@jest/globals';
import { readinessOf } from '../../../../src/cluster/judge/stateful-set-readiness.ts';
import type { LivePod, LiveStatefulSet } from '../../../../src/cluster/live-workload.ts';

const statefulSet = (observedGeneration: number, updateRevision = 'new'): LiveStatefulSet => ({
  metadata: { name: 'keep-client-0' },
  status: { observedGeneration, updateRevision },
});
const pod = (revision: string, isReady: boolean, more: object = {}): LivePod => ({
  metadata: { name: 'keep-client-0-0', labels: { 'controller-revision-hash': revision }, ...more },
  status: { conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
});

describe('a StatefulSet', () => {
  test('whose status speaks of an older generation says nothing yet, however ready its pod is', () => {
    expect(readinessOf(statefulSet(1), [pod('new', true)], 2).kind).toBe('unseen');
    expect(readinessOf({ metadata: { name: 'x' } }, [pod('new', true)], 1).kind).toBe('unseen');
  });

  test('is not ready by a ready pod of the old revision', () => {
    const old = pod('old', true);
    expect(readinessOf(statefulSet(2), [old], 2)).toMatchObject({ kind: 'starting', pod: undefined, old: [old] });
  });

  test('is not ready by a pod that is on its way out', () => {
    const leaving = pod('new', true, { deletionTimestamp: '2026-01-01T00:00:00Z' });
    expect(readinessOf(statefulSet(2), [leaving], 2)).toMatchObject({ kind: 'starting', pod: undefined, old: [] });
  });

  test('is starting while the new pod is not ready', () => {
    expect(readinessOf(statefulSet(2), [pod('new', false)], 2)).toMatchObject({ kind: 'starting', revision: 'new' });
  });

  test('is ready by the ready pod of the update revision, also of a later generation', () => {
    expect(readinessOf(statefulSet(3), [pod('old', false), pod('new', true)], 2)).toMatchObject({
      kind: 'ready',
      revision: 'new',
    });
  });
});
