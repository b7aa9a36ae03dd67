import { findProgram } from './binaries.ts';
import type { Certificate } from './certificate.ts';
import type { ClusterCredentials } from './cluster-credentials.ts';
import { askHttps, type HttpsAnswer } from './https-ask.ts';
import { type Place, type RunningServer, startServer } from './process.ts';

/** What every part of one control plane is given. */
export interface ClusterContext {
  readonly credentials: ClusterCredentials;
  readonly admin: Certificate;
  readonly signal?: AbortSignal;
}

export type AskApiServer = (
  path: string,
  request?: { readonly method?: string; readonly json?: unknown; readonly signal?: AbortSignal },
) => Promise<HttpsAnswer>;

/** Nothing in a test cluster is worth an orderly end: an API server would take seconds to drain its watches. */
const THROWN_AWAY = { stopWithinMs: 0 } as const;

export const SERVICE_CIDR = '10.96.0.0/16';
const SERVICE_HOSTS = [
  '10.96.0.1',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];
export const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost'];

export async function startEtcd({ signal }: ClusterContext): Promise<RunningServer<'client' | 'peer'>> {
  const file = await findProgram('etcd');
  const local = (port: number) => `http://127.0.0.1:${port}`;
  return startServer({
    name: 'etcd',
    ports: ['client', 'peer'],
    command: ({ ports, folder }) => ({
      file,
      args: [
        `--data-dir=${folder}/data`,
        ...[`--listen-client-urls=${local(ports.client)}`, `--advertise-client-urls=${local(ports.client)}`],
        ...[`--listen-peer-urls=${local(ports.peer)}`, `--initial-advertise-peer-urls=${local(ports.peer)}`],
        `--initial-cluster=default=${local(ports.peer)}`,
        ...['--unsafe-no-fsync', '--log-level=warn'],
      ],
    }),
    isReady: async ({ ports }, probe) => (await fetch(`${local(ports.client)}/health`, { signal: probe })).ok,
    ...THROWN_AWAY,
    ...(signal && { signal }),
  });
}

export interface ApiServerOptions {
  readonly etcdPort: number;
  readonly bindAddress: string;
  readonly hosts: readonly string[];
  readonly flags: readonly string[];
  /** Of the one that this one follows. */
  readonly place?: Place<'https'>;
}

export async function startApiServer(
  context: ClusterContext,
  options: ApiServerOptions,
): Promise<RunningServer<'https'>> {
  const { credentials, admin, signal } = context;
  const file = await findProgram('kubernetes', 'kube-apiserver');
  const hosts = [...LOOPBACK_HOSTS, ...options.hosts, ...SERVICE_HOSTS];
  const serving = credentials.issueCertificate({ commonName: 'kube-apiserver', hosts });
  const kubelet = credentials.issueCertificate({
    commonName: 'kube-apiserver-kubelet-client',
    organization: 'system:masters',
  });
  const flags = {
    'etcd-servers': `http://127.0.0.1:${options.etcdPort}`,
    'bind-address': options.bindAddress,
    // What it would otherwise guess from the machine's interfaces, and refuse to start without a network.
    'advertise-address': '127.0.0.1',
    'tls-cert-file': serving.certFile,
    'tls-private-key-file': serving.keyFile,
    'client-ca-file': credentials.caFile,
    // For a proxy of a test's own (cluster-faults.ts); without it the controllers complain in their logs for ever.
    ...{ 'requestheader-client-ca-file': credentials.caFile, 'requestheader-allowed-names': 'front-proxy-client' },
    ...{ 'requestheader-username-headers': 'X-Remote-User', 'requestheader-group-headers': 'X-Remote-Group' },
    'service-account-key-file': credentials.serviceAccountPublicKeyFile,
    'service-account-signing-key-file': credentials.serviceAccountKeyFile,
    'service-account-issuer': 'https://kubernetes.default.svc',
    'authorization-mode': 'Node,RBAC',
    'service-cluster-ip-range': SERVICE_CIDR,
    'endpoint-reconciler-type': 'none',
    'kubelet-client-certificate': kubelet.certFile,
    'kubelet-client-key': kubelet.keyFile,
    'kubelet-preferred-address-types': 'InternalIP',
  };
  return startServer({
    name: 'kube-apiserver',
    ports: ['https'],
    ...(options.place && { place: options.place }),
    command: ({ ports, folder }) => ({
      file,
      args: [...toArguments(flags), `--secure-port=${ports.https}`, `--cert-dir=${folder}`, ...options.flags],
    }),
    isReady: async ({ ports }, probe) => {
      const url = `https://127.0.0.1:${ports.https}/readyz`;
      return (await askHttps(url, { caPem: credentials.caPem, client: admin, signal: probe })).status === 200;
    },
    ...THROWN_AWAY,
    ...(signal && { signal }),
  });
}

/**
 * How fast controllers may work. `quick` starts fast and is otherwise as they come; `default` is what a real cluster has
 * (20 requests a second, bursts of 30, five StatefulSets at once); `raised` takes the limits away, for measuring clients.
 */
export type ControllerLimits = 'quick' | 'default' | 'raised';

export interface ControllerOptions {
  readonly limits: ControllerLimits;
  readonly flags: readonly string[];
}

const requestLimits: Readonly<Record<ControllerLimits, Readonly<Record<string, string>>>> = {
  // The default of 20 requests a second takes seconds to start all controllers on an empty cluster.
  quick: { 'kube-api-qps': '500', 'kube-api-burst': '500' },
  default: {},
  raised: { 'kube-api-qps': '1000', 'kube-api-burst': '1000' },
};
const workers = { statefulset: '50', deployment: '50', replicaset: '50', endpoint: '50', 'service-endpoint': '50' };
const raisedWorkers = Object.fromEntries(
  Object.entries(workers).map(([of, count]) => [`concurrent-${of}-syncs`, count]),
);

/** The controller manager and the scheduler. */
export function startControllers(
  context: ClusterContext,
  apiServerUrl: string,
  ask: AskApiServer,
  { limits, flags }: ControllerOptions,
) {
  const { credentials } = context;
  const limited = requestLimits[limits];
  const controllerFlags = {
    ...limited,
    ...(limits === 'raised' && raisedWorkers),
    'service-account-private-key-file': credentials.serviceAccountKeyFile,
    'root-ca-file': credentials.caFile,
    'use-service-account-credentials': 'true',
  };
  const hasServiceAccount = async (signal: AbortSignal) =>
    (await ask('/api/v1/namespaces/default/serviceaccounts/default', { signal })).status === 200;
  return [
    // Without its default service account a namespace refuses pods.
    startController(context, apiServerUrl, 'kube-controller-manager', controllerFlags, flags, hasServiceAccount),
    startController(context, apiServerUrl, 'kube-scheduler', limited, flags, async () => true),
  ];
}

async function startController(
  { credentials, signal }: ClusterContext,
  apiServerUrl: string,
  name: 'kube-controller-manager' | 'kube-scheduler',
  flags: Readonly<Record<string, string>>,
  moreFlags: readonly string[],
  hasWorked: (signal: AbortSignal) => Promise<boolean>,
): Promise<RunningServer<'https'>> {
  const file = await findProgram('kubernetes', name);
  const kubeconfig = credentials.writeKubeconfig(apiServerUrl, { commonName: `system:${name}` });
  const serving = credentials.issueCertificate({ commonName: name, hosts: LOOPBACK_HOSTS });
  const common = {
    kubeconfig,
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'tls-cert-file': serving.certFile,
    'tls-private-key-file': serving.keyFile,
    'leader-elect': 'false',
    'bind-address': '127.0.0.1',
  };
  return startServer({
    name,
    ports: ['https'],
    command: ({ ports }) => ({
      file,
      args: [...toArguments({ ...common, ...flags }), `--secure-port=${ports.https}`, ...moreFlags],
    }),
    isReady: async ({ ports }, probe) => {
      const health = await askHttps(`https://127.0.0.1:${ports.https}/healthz`, {
        caPem: credentials.caPem,
        signal: probe,
      });
      return health.status === 200 && (await hasWorked(probe));
    },
    ...THROWN_AWAY,
    ...(signal && { signal }),
  });
}

function toArguments(flags: Readonly<Record<string, string>>): string[] {
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
}
