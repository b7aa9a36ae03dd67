import { describe, expect, test } from '@jest/globals';
import type { NamespaceStore } from '../../../../src/cluster/api/namespace-store.ts';
import type { WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { LivePod } from '../../../../src/cluster/live-workload.ts';
import { presentStateOf } from '../../../../src/cluster/network/present-state.ts';
import { pod, ready, statefulSet } from '../judge/sight-builder.ts';

const image = (letter: string) => `r/keep-client@sha256:${letter.repeat(64)}`;
const specOf = (letter: string) => ({
  template: { spec: { containers: [{ name: 'client', image: image(letter), readinessProbe: {} }] } },
});
const wantedWith = (letter: string): WantedObject => ({
  ...{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'keep-client-0', namespace: 'keep' } },
  spec: specOf(letter),
});
const runs = (letter: string): LivePod =>
  pod({ spec: specOf(letter).template.spec, status: ready(5, { imageID: image(letter) }) });

/** A StatefulSet that is through, with the image of its own template, and its pod. */
const present = (wanted: string, own: string, running: string) => {
  const live = statefulSet(specOf(own), {
    ...{ replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1, currentReplicas: 1 },
    ...{ currentRevision: 'new', updateRevision: 'new' },
  });
  const store: Pick<NamespaceStore, 'workload' | 'podsOf' | 'replicaSetsOf' | 'warningsOf'> = {
    ...{ workload: () => live, podsOf: () => [runs(running)], replicaSetsOf: () => [], warningsOf: () => [] },
  };
  return presentStateOf(wantedWith(wanted), { store: store as NamespaceStore, nowMs: 0, serverNowMs: undefined });
};

describe('a client whose pod is ready', () => {
  test('is not proved where its pod runs another image than its workload says', async () => {
    expect(await present('a', 'a', 'b')).toMatchObject({
      isProved: false,
      why: expect.stringContaining('another image'),
    });
  });

  test('is proved where it runs what its workload says', async () => {
    expect(await present('a', 'a', 'a')).toMatchObject({ isProved: true });
  });

  test('is proved as it stands where another image is wanted: all its files would be asked for otherwise', async () => {
    expect(await present('b', 'a', 'a')).toMatchObject({ isProved: true });
  });
});
