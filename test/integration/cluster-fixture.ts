import {
  type Cluster,
  composeNetwork,
  type Manifest,
  type NetworkObjects,
  objectPlaces,
  openCluster,
  planRollTo,
  type RolledTo,
  type RollToOptions,
  readManifests,
  rollTo,
  type WantedClient,
} from '../../src/cluster/index.ts';
import type { JsonObject, WantedObject } from '../../src/cluster/kubernetes-object.ts';
import type { LivePodTemplate } from '../../src/cluster/live-workload.ts';
import type { Log } from '../../src/report/index.ts';
import type { ControlPlane, PodBehaviour } from '../../tools/servers/index.ts';

export const roles = ['bootstrap', 'standard'] as const;
export const digestKey = 'a key of the test';

const image = (digit: string) => `registry.invalid/keep-client@sha256:${digit.repeat(64)}`;

/** As a user writes it, for every client. */
export const manifestText = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: keep-client, labels: { app: keep } }
spec:
  replicas: 1
  selector: { matchLabels: { app: keep } }
  template:
    metadata: { labels: { app: keep } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: client
          command: [keep-client]
          resources: { requests: { cpu: 0.1 } }
          ports: [{ name: p2p, containerPort: 3919 }, { name: diagnostics, containerPort: 9602 }]
---
apiVersion: v1
kind: Service
metadata: { name: keep-client }
spec:
  clusterIP: None
  ports: [{ name: p2p, port: 3919 }]
`;

export const client = (
  name: string,
  role: string,
  more: { readonly image?: string; readonly text?: string } = {},
): WantedClient => ({
  name,
  role,
  image: image(more.image ?? 'a'),
  configuration: { path: '/mnt/config/keep.toml', text: more.text ?? `name = "${name}"\n`, isSecret: false },
  keyfile: { path: '/mnt/keyfile/keyfile.json', text: `{"address":"${name}"}` },
  password: { variable: 'KEEP_ETHEREUM_PASSWORD', secret: 'passphrases', key: name },
});

/** With a readiness probe, ready means ready: no client has to stay so for a while. */
export const probedManifest = manifestText.replace(
  '        - name: client\n',
  '        - name: client\n          readinessProbe: { tcpSocket: { port: 3919 } }\n',
);

/** Its pods behave so on a simulated node (tools/servers/pod-behaviours.ts). */
export const behaving = (behaviour: PodBehaviour): string =>
  probedManifest.replace(
    '    metadata: { labels: { app: keep } }\n    spec:\n      termination',
    `    metadata: { labels: { app: keep }, annotations: { keep-deploy.test/behaviour: ${behaviour} } }\n    spec:\n      termination`,
  );

type Change = Partial<RollToOptions> & {
  readonly manifest?: string;
  /** Clients whose pods can't start, whatever their manifest says. */
  readonly broken?: readonly string[];
  /** Stands in for what is composed: what an earlier version of keep-deploy wrote, say. */
  readonly composed?: (wanted: NetworkObjects) => NetworkObjects;
  readonly deadlineMs?: number;
};

/** The same network, in which the image of these clients isn't there. */
function breaking({ clients, ...rest }: NetworkObjects, names: readonly string[]): NetworkObjects {
  const broken = (workload: WantedObject): WantedObject => {
    const spec = workload['spec'] as JsonObject & { readonly template: LivePodTemplate };
    const annotations = { ...spec.template.metadata?.annotations, 'keep-deploy.test/behaviour': 'image-missing' };
    const template = { ...spec.template, metadata: { ...spec.template.metadata, annotations } };
    return { ...workload, spec: { ...spec, template: template as unknown as JsonObject } };
  };
  const broke = clients.map((one) => (names.includes(one.client) ? { ...one, workload: broken(one.workload) } : one));
  return { ...rest, clients: broke };
}

export interface Rig {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly log: Log;
  compose(clients: readonly WantedClient[], manifest?: string): NetworkObjects;
  /** Plans and applies, as a release does. */
  roll(clients: readonly WantedClient[], change?: Change): Promise<RolledTo>;
  plan(clients: readonly WantedClient[], change?: Change): ReturnType<typeof planRollTo>;
}

/** What became of each client: `keep-client-0 deployed`. */
export const results = ({ clients }: RolledTo): readonly string[] =>
  clients.map(({ client: name, result }) => `${name} ${result}`);

/** A namespace of its own on a shared control plane. */
export async function createRig(
  plane: ControlPlane,
  namespace: string,
  log: Log,
  kubeconfig = plane.kubeconfig,
): Promise<Rig> {
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  const answer = await plane.ask('/api/v1/namespaces', { method: 'POST', json });
  if (answer.status !== 201) throw new Error(answer.body);
  const never = new AbortController().signal;
  const cluster = await openCluster({ settings: {}, kubeconfig, signal: never, log });
  const manifestFor = (clients: readonly WantedClient[], text = probedManifest): Manifest => {
    const mounted = clients.flatMap(({ configuration, keyfile }) => [configuration.path, keyfile.path]);
    const rules = { namespace, container: 'client', mounted, variables: ['KEEP_ETHEREUM_PASSWORD'], clients };
    return readManifests({ all: [{ file: 'keep-client.yml', text }], own: {} }, rules);
  };
  const compose: Rig['compose'] = (clients, text) =>
    composeNetwork(manifestFor(clients, text), clients, { namespace, digestKey });
  const optionsFor = (
    clients: readonly WantedClient[],
    { deadlineMs = 60_000, manifest, broken: _, composed: _composed, ...change }: Change,
  ): RollToOptions => ({
    ...{
      cluster,
      namespace,
      environment: 'keep-test',
      roles,
      voters: new Set(),
      policy: 'rollback-all',
      maxParallel: 10,
    },
    limits: { clientMs: deadlineMs, waveMs: 120_000, totalMs: 300_000 },
    ...{ forcedManagers: [], digestKey, run: 'the test', lock: { waitMs: 0, breakLock: false }, references: [] },
    accounts: new Map(clients.map(({ name }) => [name, name])),
    placeOf: objectPlaces(
      manifestFor(clients, manifest),
      clients.map(({ name }) => name),
    ),
    redact: (text) => text,
    release: `sha256:${'1'.repeat(64)}`,
    beforeFirstWrite: async () => {},
    mayGoBack: async () => undefined,
    ...{ signal: never, log },
    ...change,
  });
  return {
    ...{ cluster, namespace, log, compose },
    roll: (clients, change = {}) => {
      const { composed = (wanted) => wanted } = change;
      const wanted = breaking(compose(clients, change.manifest), change.broken ?? []);
      return rollTo(composed(wanted), optionsFor(clients, change));
    },
    plan: (clients, change = {}) => planRollTo(compose(clients, change.manifest), 'apply', optionsFor(clients, change)),
  };
}
