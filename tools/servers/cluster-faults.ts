import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { type FrontAnswer, type FrontRequest, openFront, openUpstream } from './api-front.ts';
import { isRequest, type NamedRequest, nameRequest, type RequestFilter } from './api-request.ts';
import { statusObject } from './api-status.ts';
import { brokenOff } from './broken-stream.ts';
import {
  type ClusterFault,
  ClusterFaultPlan,
  type ClusterFaultRule,
  type HeldRequest,
  type PlannedClusterFault,
  type Refusal,
} from './cluster-fault-plan.ts';
import type { ControlPlane } from './control-plane.ts';
import { forwardUpgrade } from './front-upgrade.ts';
import { kubeconfigThrough } from './kubeconfig-through.ts';
import { openRelay, type TcpRelay } from './tcp-relay.ts';

/** One request as it came, and what became of it. */
export interface SeenRequest extends NamedRequest {
  readonly path: string;
  readonly protocol: '1.1' | '2';
  readonly userAgent: string;
  readonly user: string;
  /** What the client was answered; undefined while it waits, and for good where it never was. */
  readonly status: number | undefined;
}

/** Stands before a real API server: the client under test talks to it as to the server itself. */
export interface ClusterFaults {
  readonly url: string;
  /** The administrator's way through. */
  readonly kubeconfig: string;
  /** A copy of this kubeconfig that leads through here. */
  through(kubeconfig: string): string;
  plan(rule: ClusterFaultRule): PlannedClusterFault;
  /** Keeps the nth matching request at the door. */
  hold(match: RequestFilter, nth?: number): HeldRequest;
  /** From now on connections are refused, and those there are reset: the API server is gone. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  /** Everything asked since the start or the last {@link clear}. */
  requests(filter?: RequestFilter): readonly SeenRequest[];
  /** `patch statefulsets` → how often; dry runs apart, as `dry-run patch statefulsets`. */
  counts(filter?: RequestFilter): Readonly<Record<string, number>>;
  /** TCP connections that clients have made. */
  connections(): number;
  /** Forgets requests, faults and holds. */
  clear(): void;
  stop(): Promise<void>;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export async function startClusterFaults(
  cluster: ControlPlane,
  { hasHttp2 = true }: { readonly hasHttp2?: boolean } = {},
): Promise<ClusterFaults> {
  const { apiServerUrl, caPem: ca } = cluster;
  const plan = new ClusterFaultPlan();
  let seen: Mutable<SeenRequest>[] = [];
  // On behalf of whoever presented a certificate here; who has a token is nobody until the API server has seen it.
  const proxy = cluster.issueCertificate({ commonName: 'front-proxy-client' });
  const upstreams = {
    forUsers: openUpstream(apiServerUrl, { ca, client: proxy }),
    plain: openUpstream(apiServerUrl, { ca }),
  };
  let relay: TcpRelay | undefined;

  const treat = async (request: FrontRequest, answer: FrontAnswer): Promise<void> => {
    const named = nameRequest(request.method, request.path);
    const { path, protocol, user } = request;
    const userAgent = String(request.headers['user-agent'] ?? '');
    const entry: Mutable<SeenRequest> = {
      ...named,
      path,
      protocol,
      userAgent,
      user: user?.name ?? '',
      status: undefined,
    };
    seen.push(entry);
    const connection = () => relay?.connection(request.clientPort);
    const upstream = user ? upstreams.forUsers : upstreams.plain;
    const onBehalf = { ...request, headers: { ...request.headers, ...remoteUser(user) } };
    const forward = (signal?: AbortSignal) => upstream.ask(onBehalf, signal);
    const forwardPlain = (signal: AbortSignal) =>
      upstream.ask({ ...onBehalf, headers: { ...onBehalf.headers, 'accept-encoding': 'identity' } }, signal);
    const telling: FrontAnswer = {
      send: (status, headers, chunks) => {
        entry.status = status;
        return answer.send(status, headers, chunks);
      },
    };

    const hold = plan.nextHold(named);
    if (hold) {
      hold.arrive(named);
      if (!(await hold.mayGo)) {
        hold.landed(undefined);
        return connection()?.reset();
      }
      // Not tied to the client: it may be dead, and its request is on the way nevertheless.
      const landed = await forward();
      hold.landed(landed.statusCode);
      if (request.gone.aborted) return void landed.resume();
      return telling.send(landed.statusCode ?? 502, landed.headers, landed);
    }
    await underFault(plan.nextFault(named), { request, answer: telling, forward, forwardPlain, connection });
  };

  const serving = cluster.issueCertificate({ commonName: 'kube-apiserver', hosts: ['127.0.0.1', 'localhost'] });
  const upgrade = forwardUpgrade(apiServerUrl, { ca, proxy });
  const front = await openFront({ serving, caPem: ca, hasHttp2, treat, upgrade });
  const opened = await openRelay(front.port);
  relay = opened;
  const url = `https://127.0.0.1:${opened.port}`;
  const requests = (filter: RequestFilter = {}) => seen.filter((request) => isRequest(request, filter));
  const through = (kubeconfig: string) => kubeconfigThrough(kubeconfig, url);
  return {
    url,
    kubeconfig: through(cluster.kubeconfig),
    through,
    plan: (rule) => plan.add(rule),
    hold: (match, nth) => plan.hold(match, nth),
    refuse: opened.refuse,
    accept: opened.accept,
    requests,
    counts: (filter) => countByKind(requests(filter)),
    connections: opened.connections,
    clear: () => {
      seen = [];
      plan.clear();
    },
    stop: async () => {
      await Promise.all([opened.stop(), front.stop()]);
      for (const upstream of Object.values(upstreams)) upstream.close();
    },
  };
}

interface Situation {
  readonly request: FrontRequest;
  readonly answer: FrontAnswer;
  readonly forward: (signal?: AbortSignal) => Promise<IncomingMessage>;
  /** Not compressed, so that lines can be told. */
  readonly forwardPlain: (signal: AbortSignal) => Promise<IncomingMessage>;
  readonly connection: () => { reset(): void; freeze(): void } | undefined;
}

async function underFault(
  fault: ClusterFault | undefined,
  { request, answer, forward, forwardPlain, connection }: Situation,
): Promise<void> {
  switch (fault?.type) {
    case undefined: {
      const found = await forward(request.gone);
      return answer.send(found.statusCode ?? 502, found.headers, found);
    }
    case 'answer-instead':
      return refuseWith(fault, answer);
    case 'answer-after-it-landed':
      (await forward()).resume();
      return refuseWith(fault, answer);
    case 'reset-before':
      return connection()?.reset();
    case 'reset-after-it-landed':
      (await forward()).resume();
      return connection()?.reset();
    case 'stall':
      return;
    case 'half-open':
      return connection()?.freeze();
    case 'break': {
      const found = await forwardPlain(request.gone);
      const chunks = brokenOff(found, fault, connection(), request.gone);
      const { 'content-length': _, ...headers } = found.headers;
      return answer.send(found.statusCode ?? 502, headers, chunks);
    }
  }
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#authenticating-proxy */
function remoteUser(user: FrontRequest['user']): OutgoingHttpHeaders {
  if (user === undefined) return {};
  return { 'x-remote-user': user.name, ...(user.groups.length > 0 && { 'x-remote-group': [...user.groups] }) };
}

function refuseWith(
  { status, message = 'a fault planned by a test', retryAfterSeconds }: Refusal,
  answer: FrontAnswer,
) {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  };
  return answer.send(status, headers, [Buffer.from(JSON.stringify(statusObject(status, message)))]);
}

function countByKind(requests: readonly SeenRequest[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { verb, resource, isDryRun } of requests) {
    const kind = `${isDryRun ? 'dry-run ' : ''}${verb} ${resource}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
