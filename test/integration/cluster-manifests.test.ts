import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composeNetwork, type Manifest, type NetworkObjects, readManifests } from '../../src/cluster/index.ts';
import { kindsInOrder, type LiveObject, objectPath, type WantedObject } from '../../src/cluster/kubernetes-object.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { keepClient, keepRules, ownFiles } from '../unit/cluster/manifest/manifests.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, digestKey, type Rig } from './cluster-fixture.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane?.stop());

const names = ['keep-client-0', 'keep-client-1'];
const wanted = names.map((name) => client(name, 'bootstrap'));
const compose = (manifest: Manifest, namespace: string) => composeNetwork(manifest, wanted, { namespace, digestKey });
const all = ({ shared, clients }: NetworkObjects) => [
  ...shared,
  ...clients.flatMap(({ immutable, beside, workload }) => [...immutable, ...beside, workload]),
];
const live = async (rig: Rig, { kind, metadata }: WantedObject) =>
  rig.cluster.get<LiveObject & { readonly spec?: object }>(objectPath(kind, rig.namespace, metadata.name));

/** The fixture's clients have their password elsewhere. */
const withoutPassword = (text: string) => text.replace(/ *env:\n *- name: KEEP_E.*\n.*\n/, '');

/** Claim templates are one value to server-side apply: of another manager's they are a conflict, with its defaults in them. */
const withoutClaims = (text: string) =>
  text.replace(/ *volumeClaimTemplates:\n.*\n.*\n/, '').replace(/ *volumeMounts: .*\n/, '');

/** A template of a Deployment, of every kind that may stand beside it. */
const everyKind = `# Source: keep/templates/rbac.yaml
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: ServiceAccount, metadata: { name: keep } }
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: { name: keep }
    rules: [{ apiGroups: [""], resources: [configmaps], resourceNames: [keep-env], verbs: [get] }]
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: { name: keep }
    roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: keep }
    subjects: [{ kind: ServiceAccount, name: keep, namespace: every-kind }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: keep-env }
data: { RPC: http://rpc.invalid }
---
apiVersion: v1
kind: Secret
metadata: { name: keep-pin }
stringData: { PIN: "4711" }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: keep-data }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Mi } } }
---
apiVersion: v1
kind: Service
metadata: { name: keep }
spec: { ports: [{ name: p2p, port: 3919 }] }
---
apiVersion: v1
kind: Service
metadata: { name: keep-outside }
spec: { type: NodePort, ports: [{ name: p2p, port: 3919 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: network }
spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ ports: [{ port: 3919 }] }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: keep }
spec: { maxUnavailable: 1 }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: keep }
spec:
  strategy: { type: Recreate }
  template:
    metadata: { labels: { app: keep } }
    spec:
      serviceAccountName: keep
      volumes:
        - { name: data, persistentVolumeClaim: { claimName: keep-data } }
        - { name: pin, secret: { secretName: keep-pin, defaultMode: 0400 } }
      containers:
        - name: client
          envFrom: [{ configMapRef: { name: keep-env } }]
          volumeMounts: [{ name: data, mountPath: /mnt/data }, { name: pin, mountPath: /mnt/pin }]
`;

test('objects of every kind are taken by the API server as they are composed, and stay the same the second time', async () => {
  const rig = await createRig(plane, 'every-kind', recordingLog().log);
  const rules = { ...keepRules, namespace: rig.namespace };
  const own = { 'keep-client-1': [{ file: '1.yml', text: keepClient(1, withoutPassword) }] };
  const manifest = readManifests({ all: [{ file: 'keep.yml', text: everyKind }], own }, rules);
  const objects = all(compose(manifest, rig.namespace));
  expect(new Set(objects.map(({ kind }) => kind))).toEqual(new Set(kindsInOrder));
  for (const object of objects) await rig.cluster.apply(object);
  const first = await Promise.all(objects.map((object) => live(rig, object)));
  expect(first.map((object) => object?.metadata.name)).toEqual(objects.map(({ metadata }) => metadata.name));
  for (const object of objects) await rig.cluster.apply(object);
  const second = await Promise.all(objects.map((object) => live(rig, object)));
  const generations = (list: typeof first) => list.map((object) => object?.metadata.generation);
  expect(generations(second)).toEqual(generations(first));

  const workload = objects.find(({ kind }) => kind === 'Deployment');
  expect(workload && (await live(rig, workload))).toMatchObject({
    metadata: { name: 'keep-client-0' },
    spec: {
      template: {
        spec: {
          serviceAccountName: 'keep-client-0',
          volumes: [
            { persistentVolumeClaim: { claimName: 'keep-client-0-data' } },
            { secret: { secretName: 'keep-client-0-pin', defaultMode: 0o400 } },
            {},
            {},
          ],
        },
      },
    },
  });
});

describe('workloads that were there before, named as written', () => {
  test('are taken over: nothing that can’t change is to be changed, and what others set stays', async () => {
    const rig = await createRig(plane, 'taken-over', recordingLog().log);
    const texts = names.map((_, index) =>
      keepClient(index, (text) =>
        withoutClaims(withoutPassword(text)).replace('image: keep-client', `image: ${wanted[0]?.image}`),
      ),
    );
    const manifest = readManifests(ownFiles(texts), { ...keepRules, namespace: rig.namespace });
    const bare = Object.values(manifest.own).flatMap(({ beside, workload }) => [...beside, workload]);
    for (const { object } of bare) {
      const { kind, metadata } = object as WantedObject;
      const path = objectPath(kind, rig.namespace, metadata.name).replace(/\/[^/]+$/, '');
      const replicas = kind === 'StatefulSet' ? { spec: { ...(object['spec'] as object), minReadySeconds: 7 } } : {};
      const answer = await plane.ask(`${path}?fieldManager=kubectl-create`, {
        method: 'POST',
        json: { ...object, ...replicas },
      });
      expect(answer.status).toBe(201);
    }
    const objects = all(compose(manifest, rig.namespace));
    for (const object of objects) await rig.cluster.apply(object);
    const [workload] = objects.filter(({ kind }) => kind === 'StatefulSet');
    expect(workload && (await live(rig, workload))).toMatchObject({
      metadata: { labels: { id: '0', 'keep-deploy/client': 'keep-client-0' } },
      spec: { minReadySeconds: 7, serviceName: 'keep-client-0', selector: { matchLabels: { id: '0' } } },
    });
  });
});
