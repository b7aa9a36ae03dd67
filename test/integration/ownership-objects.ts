import type { WantedObject } from '../../src/cluster/kubernetes-object.ts';

/** A workload as people write them: with much that the API server fills in, normalises, or drops. */
export function workload(
  namespace: string,
  kind: 'StatefulSet' | 'Deployment' = 'StatefulSet',
  name = 'keep-client-0',
): WantedObject {
  const ofStatefulSet = {
    serviceName: name,
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '512Mi' } } },
      },
    ],
  };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: {
      name,
      namespace,
      labels: { app: 'keep' },
      annotations: { team: 'beacon', 'keep-deploy/content': 'sha256:1' },
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'keep' } },
      ...(kind === 'StatefulSet' ? ofStatefulSet : {}),
      template: {
        metadata: { labels: { app: 'keep' }, annotations: { 'keep-deploy/content': 'sha256:1' } },
        spec: {
          terminationGracePeriodSeconds: 1,
          securityContext: {},
          imagePullSecrets: [{ name: 'registry' }],
          hostAliases: [{ ip: '127.0.0.1', hostnames: ['a.example'] }],
          tolerations: [{ key: 'spot', operator: 'Exists' }],
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'zone',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: { app: 'keep' } },
            },
          ],
          initContainers: [{ name: 'init', image: 'registry.invalid/init:1' }],
          containers: [
            {
              name: 'client',
              image: 'registry.invalid/client:1',
              command: ['keep-client'],
              args: [],
              env: [
                { name: 'LOG', value: 'info' },
                { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'passphrases', key: 'account-0' } } },
              ],
              envFrom: [{ configMapRef: { name: 'shared', optional: true } }],
              resources: { requests: { cpu: '0.5', memory: '1024Mi' }, limits: { memory: '1Gi' } },
              ports: [
                { name: 'p2p', containerPort: 3919 },
                { containerPort: 9601, protocol: 'UDP' },
              ],
              readinessProbe: { httpGet: { path: '/metrics', port: 9601 } },
              volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
            },
          ],
          volumes: [
            { name: 'scratch', emptyDir: {} },
            { name: 'keyfile', secret: { secretName: 'keyfile', optional: true } },
          ],
        },
      },
    },
  };
}

/** One object of every other kind that a manifest may have. */
export function otherObjects(namespace: string): readonly WantedObject[] {
  const metadata = {
    name: 'keep',
    namespace,
    labels: { app: 'keep' },
    annotations: { 'keep-deploy/content': 'sha256:1' },
  };
  const selector = { matchLabels: { app: 'keep' } };
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata,
      automountServiceAccountToken: false,
      imagePullSecrets: [{ name: 'registry' }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'keep' },
      subjects: [{ kind: 'ServiceAccount', name: 'keep' }],
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { configuration: 'Port = 1\n', constructor: 'x' } },
    { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: { key: 'eA==' }, stringData: { text: 'open' } },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata,
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        clusterIP: 'None',
        selector: { app: 'keep' },
        ports: [
          { name: 'p2p', port: 3919 },
          { name: 'info', port: 9601, protocol: 'UDP' },
        ],
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: { podSelector: selector, ingress: [{ ports: [{ port: 3919 }] }], policyTypes: ['Ingress'] },
    },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { maxUnavailable: 1, selector } },
  ];
}
