import {
  type ClientObjects,
  type Cluster,
  composeClient,
  observeClients,
  openCluster,
  planRollout,
  type RollOutResult,
  readManifests,
  rollOut,
  type WantedClient,
} from '../../src/cluster/index.ts';
import type { Log } from '../../src/report/index.ts';
import type { ControlPlane } from '../../tools/servers/index.ts';

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

export interface Rig {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly log: Log;
  compose(clients: readonly WantedClient[], manifest?: string): readonly ClientObjects[];
  /** Plans and applies, as a release does. */
  roll(
    clients: readonly WantedClient[],
    options?: { readonly deadlineMs?: number; readonly manifest?: string; readonly signal?: AbortSignal },
  ): Promise<RollOutResult>;
}

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
  const compose: Rig['compose'] = (clients, text = manifestText) => {
    const mounted = clients.flatMap(({ configuration, keyfile }) => [configuration.path, keyfile.path]);
    const rules = { namespace, container: 'client', mounted, variables: ['KEEP_ETHEREUM_PASSWORD'], clients };
    const manifest = readManifests({ all: [{ file: 'keep-client.yml', text }], own: {} }, rules);
    return clients.map((wanted) => composeClient(manifest, wanted, { namespace, digestKey }));
  };
  return {
    cluster,
    namespace,
    log,
    compose,
    roll: async (clients, { deadlineMs = 30_000, manifest, signal = never } = {}) => {
      const wanted = compose(clients, manifest);
      const waves = planRollout(wanted, await observeClients(cluster, namespace, wanted), roles);
      return rollOut(waves, { cluster, namespace, clientDeadlineMs: deadlineMs, signal, log });
    },
  };
}
