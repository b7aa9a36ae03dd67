import { describe, expect, test } from '@jest/globals';
import type { LiveObject, WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import { pausedFindings } from '../../../../src/cluster/preflight/paused-workload.ts';

const place = { file: 'client.yml', line: 4 };
const wanted = (spec: object = {}) =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'c0', namespace: 'keep' },
    spec: { replicas: 1, ...spec },
  }) as WantedObject;
const live = (paused: boolean | undefined, ...managers: readonly string[]) =>
  ({
    metadata: {
      name: 'c0',
      managedFields: [
        { manager: 'keep-deploy', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
        ...managers.map((manager) => ({ manager, operation: 'Update', fieldsV1: { 'f:spec': { 'f:paused': {} } } })),
      ],
    },
    spec: { replicas: 1, ...(paused !== undefined && { paused }) },
  }) as LiveObject;

describe('a Deployment that is about to be written', () => {
  test('is an error where it is paused: who paused it, and how it goes on', () => {
    expect(pausedFindings(wanted(), live(true, 'kubectl-rollout'), [], () => place)).toEqual([
      {
        severity: 'error',
        ...place,
        message:
          'Deployment c0: it is paused (spec.paused, by kubectl-rollout), and nothing of it would be rolled. Resume it (kubectl --namespace keep rollout resume deployment c0), then run this step again.',
      },
    ]);
  });

  test.each([
    ['its books name nobody', [], []],
    [
      'not all who paused it lose it to us',
      ['kubectl-client-side-apply', 'kubectl-rollout'],
      ['kubectl-client-side-apply'],
    ],
  ])('is one where %s', (_, managers, migrated) => {
    expect(pausedFindings(wanted(), live(true, ...managers), migrated)).toHaveLength(1);
  });

  test.each([
    ['where nothing stands', wanted(), undefined, []],
    ['that runs on', wanted(), live(undefined), []],
    ['that was resumed', wanted(), live(false, 'kubectl-rollout'), []],
    ['whose manifest takes it up: a conflict tells who holds it', wanted({ paused: false }), live(true, 'x'), []],
    ['that goes on by being taken over', wanted(), live(true, 'kubectl-create'), ['kubectl-create']],
  ])('is none %s', (_, object, standing, migrated) => {
    expect(pausedFindings(object, standing, migrated)).toEqual([]);
  });
});
