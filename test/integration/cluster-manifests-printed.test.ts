import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NetworkObjects } from '../../src/cluster/index.ts';
import { type LiveObject, objectPath, type WantedObject } from '../../src/cluster/kubernetes-object.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, type Rig } from './cluster-fixture.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 0 });
});
afterAll(() => plane?.stop());

/**
 * Byte for byte what these printed, in the folder beside this file (make it again after a change of what they read):
 * kubectl 1.36.3 `kustomize kustomize/here`, helm 4.3.1 `template keep chart --namespace by-helm --no-hooks`.
 */
const printed = (name: string) => readFileSync(join(import.meta.dirname, 'printed-manifests', `${name}.yml`), 'utf8');

const clients = ['keep-client-0', 'keep-client-1'].map((name) => client(name, 'bootstrap'));
const all = ({ shared, clients: each }: NetworkObjects): readonly WantedObject[] => [
  ...shared,
  ...each.flatMap(({ immutable, beside, workload }) => [...immutable, ...beside, workload]),
];

async function appliedTwice(rig: Rig, objects: readonly WantedObject[]) {
  const applyAll = async () => {
    const live: LiveObject[] = [];
    for (const object of objects) live.push(await rig.cluster.apply<LiveObject>(object));
    // Of what has a status, controllers change the version too.
    return live.map(({ metadata }) => metadata.generation ?? metadata.resourceVersion);
  };
  const first = await applyAll();
  expect(await applyAll()).toEqual(first);
  return (kind: WantedObject['kind'], name: string) =>
    rig.cluster.get<LiveObject>(objectPath(kind, rig.namespace, name));
}

/** What a plan would do about what the manifest itself holds, and why. */
async function changesOf(rig: Rig, manifest: string): Promise<readonly string[]> {
  const { plan } = await rig.plan(clients, { manifest });
  return [...plan.shared, ...plan.clients.flatMap(({ objects }) => objects)]
    .filter(({ action, object }) => action !== 'unchanged' && object['immutable'] !== true)
    .map(({ object, reason }) => `${object.kind} ${object.metadata.name}: ${reason}`);
}

/** What tools print that says nothing, and what the API server writes otherwise than it was written. */
const sayingNothing = `apiVersion: v1
kind: ConfigMap
metadata: { creationTimestamp: null, name: keep-client-env, labels: {}, annotations: }
data: {}
---
apiVersion: v1
kind: Secret
metadata: { name: keep-client-empty, namespace: }
data:
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny }
spec: { podSelector: { matchLabels: {} }, ingress: [], policyTypes: [Ingress] }
---
apiVersion: v1
kind: Service
metadata: { creationTimestamp: null, name: keep-client, labels: { app: keep } }
spec:
  type: ClusterIP
  ports: [{ name: a, port: 3919, protocol: TCP, targetPort: 3919 }, { name: b, port: 3919, protocol: UDP }]
  selector: { app: keep }
  sessionAffinityConfig: null
status: { loadBalancer: {} }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { creationTimestamp: null, name: keep-client, labels: { app: keep } }
spec:
  updateStrategy: {}
  selector: { matchLabels: { app: keep }, matchExpressions: [] }
  volumeClaimTemplates:
    - metadata: { name: data, creationTimestamp: null, labels: {} }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1024Mi } } }
      status: {}
  template:
    metadata: { creationTimestamp: null, labels: { app: keep }, annotations: {} }
    spec:
      affinity: {}
      nodeSelector: {}
      tolerations: []
      hostAliases:
      imagePullSecrets: []
      securityContext: { seLinuxOptions: {}, sysctls: [] }
      initContainers:
        - { name: proxy, image: 'proxy:1', restartPolicy: Always, resources: {}, command: [] }
      containers:
        - name: client
          args:
          command: []
          env: [{ name: EMPTY, value: '' }, { name: NOTHING, value: null }]
          envFrom: [{ configMapRef: { name: keep-client-env } }, { prefix: P_, configMapRef: { name: keep-client-env } }]
          lifecycle: {}
          ports: [{ containerPort: 3919 }, { containerPort: 3919, protocol: UDP }]
          resources: { limits: {}, requests: { cpu: 0.5, memory: 1024Mi, ephemeral-storage: 1000M } }
          securityContext: { capabilities: { drop: [ALL], add: [] } }
          volumeMounts: [{ name: data, mountPath: /data }, { name: tmp, mountPath: /tmp }]
      volumes: [{ name: tmp, emptyDir: {} }, { name: p, projected: { sources: [{ configMap: { name: keep-client-env, items: [] } }] } }]
`;

describe('what is printed is taken as it comes, and is the same the second time:', () => {
  test('what says nothing, or is written otherwise than the API server keeps it', async () => {
    const rig = await createRig(plane, 'saying-nothing', recordingLog().log);
    for (const object of all(rig.compose(clients, sayingNothing))) await rig.cluster.apply(object);
    expect(await changesOf(rig, sayingNothing)).toEqual([]);
  });

  test('a base and an overlay of kustomize, as a template', async () => {
    const rig = await createRig(plane, 'by-kustomize', recordingLog().log);
    const network = rig.compose(clients, printed('by-kustomize'));
    expect(network.shared.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ConfigMap environment-7mh8tg67ch',
      'Secret api-k564ckfh6b',
    ]);
    const live = await appliedTwice(rig, all(network));
    expect(await changesOf(rig, printed('by-kustomize'))).toEqual([]);
    expect(await live('StatefulSet', 'keep-client-1')).toMatchObject({
      metadata: { labels: { team: 'keep' }, annotations: { contact: 'operators@example.invalid' } },
      spec: {
        serviceName: 'keep-client-1',
        template: {
          metadata: { labels: { 'app.kubernetes.io/part-of': 'network', 'keep-deploy/client': 'keep-client-1' } },
          spec: {
            serviceAccountName: 'keep-client-1',
            tolerations: [{ key: 'dedicated' }],
            initContainers: [{ image: 'registry.invalid/busybox:1.36' }],
            containers: [{ image: clients[1]?.image, resources: { requests: { cpu: '250m' } } }],
            volumes: [{ secret: { defaultMode: 0o400, secretName: 'api-k564ckfh6b' } }, {}, {}],
          },
        },
      },
    });
    expect(await live('ConfigMap', 'environment-7mh8tg67ch')).toMatchObject({
      data: { MOTD: 'first line\\nsecond: "line"' },
    });
    expect(await live('PodDisruptionBudget', 'keep-client-1')).toMatchObject({ spec: { maxUnavailable: 1 } });
  });

  test('a chart of helm with a workload for each client', async () => {
    const rig = await createRig(plane, 'by-helm', recordingLog().log);
    const network = rig.compose(clients, printed('by-helm'));
    expect(network.shared.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ConfigMap keep-environment',
    ]);
    const live = await appliedTwice(rig, all(network));
    expect(await changesOf(rig, printed('by-helm'))).toEqual([]);
    expect(await live('StatefulSet', 'keep-client-0')).toMatchObject({
      metadata: { labels: { 'helm.sh/chart': 'keep-client-1.2.0', 'app.kubernetes.io/version': '2.10' } },
      spec: { selector: { matchLabels: { app: 'keep-client', id: '0' } } },
    });
    expect(await live('ConfigMap', 'keep-environment')).toMatchObject({
      data: { 'start.sh': '#!/bin/sh\n# ---\nexec keep-client "$@"\n' },
    });
  });
});
