import { checkManifests, type Manifest, type ManifestRules, readManifests } from '../../../../src/cluster/index.ts';
import { describeFinding } from '../../../../src/report/index.ts';

export const rules: ManifestRules = {
  namespace: 'keep-test',
  container: 'client',
  mounted: ['/mnt/config/keep.toml', '/mnt/keyfile/keyfile.json'],
  variables: ['KEEP_ETHEREUM_PASSWORD'],
  clients: [
    { name: 'keep-client-0', role: 'bootstrap' },
    { name: 'keep-client-1', role: 'standard' },
  ],
};

/** A template as short as one can be. */
export const statefulSet = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: keep-client
spec:
  selector:
    matchLabels:
      app: keep
  template:
    metadata:
      labels:
        app: keep
    spec:
      containers:
        - name: client
          image: any
`;
export const service = `apiVersion: v1
kind: Service
metadata:
  name: keep-client
spec:
  clusterIP: None
  ports:
    - port: 3919
`;

/** One client's workload and Service as keep-core writes them: named, labelled and numbered one by one. */
export function keepClient(index: number, change: (text: string) => string = (text) => text): string {
  return change(`apiVersion: v1
kind: Service
metadata:
  name: keep-client-${index}
  labels: { app: keep, type: beacon, id: '${index}' }
spec:
  type: LoadBalancer
  ports: [{ name: tcp-3919, port: 3919, targetPort: 3919 }]
  selector: { app: keep, type: beacon, id: '${index}' }
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: keep-client-${index}
  labels: { app: keep, type: beacon, id: '${index}' }
spec:
  replicas: 1
  serviceName: keep-client-${index}
  selector:
    matchLabels: { app: keep, type: beacon, id: '${index}' }
  volumeClaimTemplates:
    - metadata: { name: keep-client-data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 512Mi } } }
  template:
    metadata:
      labels: { app: keep, type: beacon, id: '${index}' }
    spec:
      containers:
        - name: client
          image: keep-client
          imagePullPolicy: Always
          volumeMounts: [{ name: keep-client-data, mountPath: /mnt/keep-client/data }]
          env:
            - name: KEEP_ETHEREUM_PASSWORD
              valueFrom: { secretKeyRef: { name: eth-account-passphrases, key: account-${index} } }
      initContainers:
        - { name: initialize, image: 'initialize:1', envFrom: [{ configMapRef: { name: eth-network-internal } }] }
`);
}

/** Of keep-core's own. */
export const keepRules: ManifestRules = {
  ...rules,
  clients: [0, 1].map((index) => ({
    name: `keep-client-${index}`,
    role: index === 0 ? 'bootstrap' : 'standard',
    password: { secret: 'eth-account-passphrases', key: `account-${index}` },
  })),
};

/** `line:column: message` of each mistake in one file for all. */
export function mistakesIn(...documents: readonly string[]): readonly string[] {
  const files = { all: [{ file: 'keep-client.yml', text: documents.join('---\n') }], own: {} };
  return checkManifests(files, rules).findings.map(({ file: _, ...finding }) => shown(finding));
}

function shown({
  line,
  column,
  message,
}: {
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}) {
  return `${[line, column].filter((part) => part !== undefined).join(':')}: ${message}`;
}

/** `file:line:column: message` of each mistake. */
export function findingsIn(...given: Parameters<typeof checkManifests>): readonly string[] {
  return checkManifests(...given).findings.map(describeFinding);
}

export function template(...documents: readonly string[]): Manifest {
  return readManifests({ all: [{ file: 'keep-client.yml', text: documents.join('---\n') }], own: {} }, rules);
}

/** A file for each client. */
export function ownFiles(texts: readonly string[]) {
  const own = texts.map((text, index) => [`keep-client-${index}`, [{ file: `${index}.yml`, text }]] as const);
  return { own: Object.fromEntries(own) };
}
