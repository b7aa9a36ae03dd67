import { describe, expect, test } from '@jest/globals';
import type { LiveObject, WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import { rivalFindings } from '../../../../src/cluster/preflight/rival-controllers.ts';

const place = { file: 'client.yml', line: 4 };
const wanted = (metadata: object = {}) =>
  ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'c0', namespace: 'keep', ...metadata },
  }) as WantedObject;
const live = (metadata: object) => ({ metadata: { name: 'c0', ...metadata } }) as LiveObject;
const owner = (manager: string, fieldsV1: object, subresource?: string) => ({
  managedFields: [{ manager, fieldsV1, ...(subresource !== undefined && { subresource }) }],
});
const image = {
  'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"client"}': { 'f:image': {} } } } } },
};
const flux = { labels: { 'kustomize.toolkit.fluxcd.io/name': 'keep' } };

describe('a controller that fights for a client', () => {
  test.each([
    [
      'Keel, by a label of the manifest',
      wanted({ labels: { 'keel.sh/policy': 'all' } }),
      undefined,
      'error',
      'Take keel.sh/policy out of the manifest, or set it to never',
    ],
    [
      'Keel, by an annotation of the manifest',
      wanted({ annotations: { 'keel.sh/policy': 'force' } }),
      undefined,
      'error',
      'Keel updates its image by itself (keel.sh/policy: force)',
    ],
    [
      'Keel, by a label that somebody else set',
      wanted(),
      live({ labels: { 'keel.sh/policy': 'all' } }),
      'error',
      'kubectl label statefulset c0 keel.sh/policy-',
    ],
    [
      'Keel, by an annotation that somebody else set',
      wanted(),
      live({ annotations: { 'keel.sh/policy': 'all' } }),
      'error',
      'kubectl annotate statefulset c0 keel.sh/policy-',
    ],
    [
      'Argo CD Image Updater',
      wanted({ annotations: { 'argocd-image-updater.argoproj.io/image-list': 'x' } }),
      undefined,
      'error',
      'Argo CD Image Updater is told to update its image',
    ],
    [
      'Argo CD',
      wanted(),
      live({ annotations: { 'argocd.argoproj.io/tracking-id': 'keep:apps/StatefulSet:keep/c0' } }),
      'warning',
      'Argo CD manages it (keep:apps/StatefulSet:keep/c0)',
    ],
    [
      'Flux that owns the image',
      wanted(),
      live({ ...flux, ...owner('kustomize-controller', image) }),
      'error',
      'Flux owns its image (Kustomization keep)',
    ],
    [
      'Flux that owns something else',
      wanted(),
      live({ ...flux, ...owner('kustomize-controller', {}) }),
      'warning',
      'Flux manages it (Kustomization keep)',
    ],
    [
      'Flux with a release',
      wanted(),
      live({ labels: { 'helm.toolkit.fluxcd.io/name': 'keep' } }),
      'warning',
      'HelmRelease keep',
    ],
    [
      'a horizontal autoscaler',
      wanted(),
      live(owner('kube-controller-manager', { 'f:spec': { 'f:replicas': {} } }, 'scale')),
      'error',
      'an autoscaler sets its replicas (kube-controller-manager, through scale)',
    ],
  ])('(%s) is told', (_, object, standing, severity, expected) => {
    const findings = rivalFindings([{ wanted: object, live: standing, placeFor: () => place }]);
    expect(findings).toEqual([{ severity, ...place, message: expect.stringMatching(/^StatefulSet c0: /) }]);
    expect(findings[0]?.message).toContain(expected);
  });

  test('(a vertical autoscaler) is told by what it leaves on pods', () => {
    const pods = [live({ annotations: { vpaUpdates: 'Pod resources updated by keep' } })];
    expect(rivalFindings([{ wanted: wanted(), pods }])).toEqual([
      { severity: 'warning', message: expect.stringContaining('a VerticalPodAutoscaler changes its pods') },
    ]);
  });
});

test.each([
  ['Keel told never to', wanted({ labels: { 'keel.sh/policy': 'never' } }), undefined],
  [
    'Keel told never to by the manifest, whatever stands',
    wanted({ annotations: { 'keel.sh/policy': 'never' } }),
    live({ labels: { 'keel.sh/policy': 'all' } }),
  ],
  [
    'Flux told to keep off',
    wanted(),
    live({ ...flux, annotations: { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' } }),
  ],
  ['a person who scaled it', wanted(), live(owner('kubectl', { 'f:spec': { 'f:replicas': {} } }, 'scale'))],
  [
    'the controller that writes its status',
    wanted(),
    live(owner('kube-controller-manager', { 'f:status': {} }, 'status')),
  ],
  ['keep-deploy itself', wanted(), live(owner('keep-deploy', image))],
])('%s is no rival', (_, object, standing) => {
  expect(rivalFindings([{ wanted: object, live: standing }])).toEqual([]);
});
