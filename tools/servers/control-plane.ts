import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditLog, createAuditLog } from './audit-log.ts';
import { findProgram } from './binaries.ts';
import type { CertificateRequest } from './certificate.ts';
import { type CertificateFiles, createClusterCredentials } from './cluster-credentials.ts';
import { type ControllerLimits, startApiServer, startControllers, startEtcd } from './control-plane-parts.ts';
import { runFolder } from './guard-channel.ts';
import { askHttps, type HttpsAnswer } from './https-ask.ts';
import { startPodDeleteGuard } from './pod-delete-guard-server.ts';
import { type RunningServer, whileAlive } from './process.ts';
import { KWOK_IDENTITY, type SimulatedNodesOptions, startSimulatedNodes } from './simulated-nodes.ts';

export interface ControlPlaneOptions {
  /** Simulated nodes, for machines without root: pods on them become ready, and nothing runs. Default none. */
  readonly nodes?: number;
  readonly simulation?: Omit<SimulatedNodesOptions, 'nodes'>;
  /** Where the API server listens: 127.0.0.1, or 0.0.0.0 when pods on a bridge are to reach it. */
  readonly bindAddress?: '127.0.0.1' | '0.0.0.0';
  /** Further flags for the API server. */
  readonly apiServerFlags?: readonly string[];
  /** Default `quick`. */
  readonly controllers?: ControllerLimits;
  /** By name, for the API server, the controller manager and the scheduler: `MaxUnavailableStatefulSet`, say. */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  readonly signal?: AbortSignal;
}

export interface ControlPlane {
  /** The administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly apiServerUrl: string;
  readonly caFile: string;
  readonly caPem: string;
  readonly auditLog: AuditLog;
  /** Pods (namespace/name) that kwok would have deleted by their name alone, after their predecessor had gone. */
  lateDeletes(): readonly string[];
  /** The processes, for tests that stop or kill one. */
  readonly servers: Readonly<Record<string, RunningServer>>;
  readonly logFiles: readonly string[];
  issueCertificate(request: CertificateRequest): CertificateFiles;
  /** A kubeconfig for somebody else, say one who may only read. */
  writeKubeconfig(request: CertificateRequest): string;
  /** One request as administrator, `path` from /api or /apis. */
  ask(
    path: string,
    request?: { readonly method?: string; readonly json?: unknown; readonly signal?: AbortSignal },
  ): Promise<HttpsAnswer>;
  /**
   * SIGTERM to the API server, which from then on takes no connection and drains for up to a minute, and SIGKILL after
   * `graceMs`. What it resolves to, when it is gone, starts one in its place: the same port, the same etcd. The controllers
   * and the scheduler start anew with it, as where they end when they can't renew their leases on it.
   */
  endApiServer(graceMs: number): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/** Where a bridge puts the machine itself, as seen from its pods; in the certificate, should the API server listen there. */
export const POD_BRIDGE_ADDRESS = '10.88.0.1';

export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const folder = runFolder().makeDataFolder('control-plane');
  const credentials = createClusterCredentials(join(folder, 'pki'));
  mkdirSync(join(folder, 'audit'));
  const audit = createAuditLog(join(folder, 'audit'));
  const servers: Record<string, RunningServer> = {};
  const start = async <S extends RunningServer>(starting: Promise<S>): Promise<S> => {
    const server = await starting;
    servers[server.name] = server;
    return server;
  };
  const stop = async () => {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const admin = credentials.issueCertificate({ commonName: 'admin', organization: 'system:masters' });
    const { signal } = options;
    const context = { credentials, admin, ...(signal && { signal }) };
    const [etcd] = await Promise.all([start(startEtcd(context)), findProgram('kubernetes', 'kube-apiserver')]);
    const gates = Object.entries(options.featureGates ?? {}).map(([name, isOn]) => `--feature-gates=${name}=${isOn}`);
    const flags = [...audit.flags, ...gates, ...(options.apiServerFlags ?? [])];
    const bindAddress = options.bindAddress ?? '127.0.0.1';
    const apiServerOptions = { etcdPort: etcd.ports.client, bindAddress, hosts: [POD_BRIDGE_ADDRESS], flags };
    let apiServer = await start(startApiServer(context, apiServerOptions));
    const apiServerUrl = `https://127.0.0.1:${apiServer.ports.https}`;
    const ask: ControlPlane['ask'] = (path, request) =>
      askHttps(apiServerUrl + path, { caPem: credentials.caPem, client: admin, ...request });
    let lateDeletes: ControlPlane['lateDeletes'] = () => [];
    const simulate = async (nodes: number, simulation: Omit<SimulatedNodesOptions, 'nodes'> = {}) => {
      const settings = { nodes, ...simulation };
      if (simulation.guardsDeletes === false) return startSimulatedNodes(context, apiServerUrl, ask, settings);
      const guard = await startPodDeleteGuard(context, apiServerUrl, credentials.issueCertificate(KWOK_IDENTITY));
      servers[guard.server.name] = guard.server;
      lateDeletes = guard.lateDeletes;
      return startSimulatedNodes(context, guard.url, ask, settings);
    };
    const controllers = { limits: options.controllers ?? 'quick', flags: gates } as const;
    const control = () => startControllers(context, apiServerUrl, ask, controllers).map(start);
    await allStarted([...control(), ...(options.nodes ? [start(simulate(options.nodes, options.simulation))] : [])]);
    const endApiServer: ControlPlane['endApiServer'] = async (graceMs) => {
      apiServer.kill('SIGTERM');
      const timer = setTimeout(() => apiServer.kill('SIGKILL'), graceMs);
      await whileAlive(apiServer.exited);
      clearTimeout(timer);
      return async () => {
        await Promise.all([servers['kube-controller-manager'], servers['kube-scheduler']].map((one) => one?.stop()));
        apiServer = await start(startApiServer(context, { ...apiServerOptions, place: apiServer }));
        await allStarted(control());
      };
    };
    const writeKubeconfig = (request: CertificateRequest) => credentials.writeKubeconfig(apiServerUrl, request);
    return {
      kubeconfig: writeKubeconfig({ commonName: 'kubernetes-admin', organization: 'system:masters' }),
      apiServerUrl,
      caFile: credentials.caFile,
      caPem: credentials.caPem,
      auditLog: { file: audit.file, events: audit.events, writes: audit.writes },
      lateDeletes: () => lateDeletes(),
      servers,
      logFiles: Object.values(servers).map(({ logFile }) => logFile),
      issueCertificate: credentials.issueCertificate,
      writeKubeconfig,
      ask,
      endApiServer,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** When one fails the others are waited for nevertheless: stop() can only stop what it knows of. */
async function allStarted(starting: readonly Promise<RunningServer>[]): Promise<void> {
  const outcomes = await Promise.allSettled(starting);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
