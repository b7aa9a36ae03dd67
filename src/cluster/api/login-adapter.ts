import { X509Certificate } from 'node:crypto';
import type { RequestOptions } from 'node:https';
import type { KubeConfig, RequestContext } from '@kubernetes/client-node';
import type { Dispatcher } from 'undici';
import { excerpt, RemoteError } from '../../report/index.ts';
import { digestOf } from '../../values/index.ts';
import type { Connections } from './connections.ts';
import type { WorkedOut } from './credentials.ts';
import { type ExecCredential, type ExecPlugin, runExecPlugin } from './exec-plugin.ts';
import { createConnections, dispatcherFor, type TlsIdentity } from './wire-adapter.ts';

interface LoginOptions {
  /** Reads the kubeconfig from disk. */
  load(): KubeConfig;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Who we are to the API server, worked out from the kubeconfig. */
export interface Login {
  workOut(isAgain: boolean): Promise<WorkedOut>;
  /** When what was last worked out runs out, where there is no way to have it anew. */
  expiresAt(): Date | undefined;
  /** For client-node's own requests: with what the plugin answered instead of the plugin. */
  kubeConfig(): KubeConfig;
}

/** How long files of tokens and certificates are trusted to be the same. */
const filesKeptMs = 60_000;

interface Wires {
  readonly key: string;
  readonly requests: Connections;
  readonly watches: Connections;
}

export function createLogin({ load, environment, signal }: LoginOptions): Login {
  let config = load();
  let wires: Wires | undefined;
  let last: { readonly config: KubeConfig; readonly expiresAt: Date | undefined } | undefined;

  const wiresOf = (key: string, makeDispatcher: () => Dispatcher): Wires => {
    if (wires?.key === key) return wires;
    wires?.requests.close();
    wires?.watches.close();
    wires = { key, requests: createConnections(makeDispatcher), watches: createConnections(makeDispatcher) };
    return wires;
  };

  return {
    workOut: async (isAgain) => {
      if (isAgain) config = load();
      const plugin = pluginOf(config);
      const answer = plugin && (await runExecPlugin(plugin, { environment, cluster: clusterInfo(config), signal }));
      const plain = withAnswer(load(), answer);
      const options = await httpsOptions(plain);
      const headers = headersOf(options);
      const tls = tlsOf(options);
      const cluster = plain.getCurrentCluster();
      const server = new URL(cluster?.server ?? '');
      const proxyUrl = cluster?.proxyUrl;
      const key = digestOf(JSON.stringify([server.href, proxyUrl, ...Object.entries(tls).map(String)]));
      const socks = proxyUrl?.startsWith('socks') === true ? await socksDispatcher(plain) : undefined;
      const { requests, watches } = wiresOf(key, () => socks ?? dispatcherFor({ server, tls, proxyUrl }));
      const canHaveAnew = plugin !== undefined || isRenewedByFile(plain);
      last = { config: plain, expiresAt: canHaveAnew ? undefined : expiryOf(headers, tls) };
      return {
        credentials: { server, headers, requests, watches },
        expiresAt: answer?.expiresAt,
        keepMs: plugin === undefined ? filesKeptMs : undefined,
      };
    },
    expiresAt: () => last?.expiresAt,
    kubeConfig: () => last?.config ?? config,
  };
}

function pluginOf(config: KubeConfig): ExecPlugin | undefined {
  const user = config.getCurrentUser();
  return (user?.exec ?? user?.authProvider?.config?.exec) || undefined;
}

/** The same login without the plugin: client-node would start it once more for each of its own questions. */
function withAnswer(config: KubeConfig, answer: ExecCredential | undefined): KubeConfig {
  if (answer === undefined) return config;
  config.users = config.users.map((user) => {
    if (user.name !== config.getCurrentUser()?.name) return user;
    const { exec: _exec, authProvider: _provider, certFile, keyFile, ...rest } = user;
    const { certificate, key } = answer;
    const isCertified = certificate !== undefined && key !== undefined;
    const ofFile = { ...(certFile !== undefined && { certFile }), ...(keyFile !== undefined && { keyFile }) };
    return {
      ...rest,
      ...(isCertified ? { certData: base64(certificate), keyData: base64(key) } : ofFile),
      // A token that stands in the kubeconfig comes first, as for kubectl.
      ...(rest.token === undefined && answer.token !== undefined && { token: answer.token }),
    };
  });
  return config;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

function clusterInfo(config: KubeConfig): Readonly<Record<string, unknown>> {
  const cluster = config.getCurrentCluster();
  return {
    server: cluster?.server,
    'tls-server-name': cluster?.tlsServerName,
    'insecure-skip-tls-verify': cluster?.skipTLSVerify,
    'certificate-authority-data': cluster?.caData,
    'proxy-url': cluster?.proxyUrl,
  };
}

async function httpsOptions(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options).catch((error: unknown) => {
    throw new RemoteError(
      `The credentials of the kubeconfig can't be had: ${excerpt(error instanceof Error ? error.message : String(error))}`,
    );
  });
  return options;
}

function headersOf(options: RequestOptions): Record<string, string> {
  const headers = Object.fromEntries(
    Object.entries(options.headers ?? {}).map(([name, value]) => [name, String(value).trim()]),
  );
  if (typeof options.auth === 'string') headers['Authorization'] = `Basic ${base64(options.auth)}`;
  return headers;
}

function tlsOf({ ca, cert, key, servername, rejectUnauthorized }: RequestOptions): TlsIdentity {
  const all = { ca, cert, key, servername, rejectUnauthorized };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''));
}

/** client-node speaks all kinds of SOCKS, undici one of them. */
async function socksDispatcher(config: KubeConfig): Promise<Dispatcher | undefined> {
  let dispatcher: Dispatcher | undefined;
  const context = {
    setHeaderParam: () => {},
    setDispatcher: (made: Dispatcher) => {
      dispatcher = made;
    },
  };
  await config.applySecurityAuthentication(context as unknown as RequestContext);
  return dispatcher;
}

/** A file that the platform writes anew, or a provider that client-node knows how to ask again. */
function isRenewedByFile(config: KubeConfig): boolean {
  return Boolean(config.getCurrentUser()?.authProvider);
}

/** By the token's or the certificate's own words; neither is secret. */
function expiryOf(headers: Readonly<Record<string, string>>, { cert }: TlsIdentity): Date | undefined {
  const [, token] = /^Bearer (\S+)$/.exec(headers['Authorization'] ?? '') ?? [];
  if (token !== undefined) return expiryOfToken(token);
  if (cert === undefined || headers['Authorization'] !== undefined) return undefined;
  try {
    return new Date(new X509Certificate(cert).validTo);
  } catch {
    return undefined;
  }
}

/** https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4; other tokens say nothing. */
function expiryOfToken(token: string): Date | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp?: unknown };
    return typeof claims.exp === 'number' ? new Date(claims.exp * 1000) : undefined;
  } catch {
    return undefined;
  }
}
