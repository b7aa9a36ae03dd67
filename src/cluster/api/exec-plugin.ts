import { spawn } from 'node:child_process';
import { excerpt, RemoteError, UserError } from '../../report/index.ts';

/** A login plugin as a kubeconfig names it. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins */
export interface ExecPlugin {
  readonly command: string;
  readonly args?: readonly string[] | undefined;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | undefined;
  readonly apiVersion?: string | undefined;
  readonly provideClusterInfo?: boolean | undefined;
  readonly interactiveMode?: string | undefined;
  readonly installHint?: string | undefined;
}

export interface ExecCredential {
  readonly token?: string | undefined;
  /** PEM. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  /** In ms since 1970. */
  readonly expiresAt?: number | undefined;
}

export interface ExecOptions {
  /** All that the plugin sees besides what the kubeconfig adds for it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Told to a plugin that asks for it. */
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 60_000;
const keptCharacters = 1024 * 1024;

/**
 * Starts a login plugin and reads what it answers. client-node would, too, but it keeps the expiry to itself, tells the
 * plugin nothing about the cluster (KUBERNETES_EXEC_INFO), waits for ever, and hands it the whole environment.
 */
export async function runExecPlugin(plugin: ExecPlugin, options: ExecOptions): Promise<ExecCredential> {
  const { environment, cluster, signal, timeoutMs = defaultTimeoutMs } = options;
  const { command, args = [], apiVersion = 'client.authentication.k8s.io/v1' } = plugin;
  if (plugin.interactiveMode === 'Always')
    throw new UserError(`The kubeconfig's login plugin ${command} only works for a person at a terminal.`);
  const spec = { interactive: false, ...(plugin.provideClusterInfo === true && { cluster }) };
  const env: Record<string, string> = {
    ...environment,
    KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec }),
  };
  for (const { name, value } of plugin.env ?? []) env[name] = value;
  const { exitCode, output, complaints } = await run(command, args, env, signal, timeoutMs).catch((error: unknown) => {
    signal.throwIfAborted();
    const code = (error as NodeJS.ErrnoException).code;
    const hint = code === 'ENOENT' && plugin.installHint !== undefined ? ` ${excerpt(plugin.installHint)}` : '';
    const why = code ?? (error instanceof Error ? error.message : 'no reason given');
    throw new RemoteError(`The kubeconfig's login plugin ${command} can't be run (${why}).${hint}`);
  });
  if (exitCode !== 0)
    throw new RemoteError(
      `The kubeconfig's login plugin ${command} ended with ${exitCode}: ${excerpt(complaints) || 'it says no reason'}`,
    );
  return readCredential(command, output);
}

interface Ended {
  readonly exitCode: number | string;
  readonly output: string;
  readonly complaints: string;
}

function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ofRun: AbortSignal,
  timeoutMs: number,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([ofRun, timeout]);
    const child = spawn(command, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'], signal, windowsHide: true });
    const output = textOf(child.stdout);
    const complaints = textOf(child.stderr);
    child.on('error', (error) =>
      reject(timeout.aborted ? new Error(`no answer within ${Math.round(timeoutMs / 1000)} s`) : error),
    );
    child.on('close', (code, killedBy) =>
      resolve({ exitCode: code ?? killedBy ?? 'nothing', output: output(), complaints: complaints() }),
    );
  });
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text = (text + chunk).slice(0, keptCharacters);
  });
  return () => text;
}

/** What it printed is full of secrets: none of it is shown, not even where it can't be read. */
function readCredential(command: string, output: string): ExecCredential {
  const unusable = (what: string) =>
    new RemoteError(`The kubeconfig's login plugin ${command} answered ${what}: is it the right one?`);
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    throw unusable('what is not JSON');
  }
  const { kind, status } = (answer ?? {}) as { readonly kind?: unknown; readonly status?: Record<string, unknown> };
  if (kind !== 'ExecCredential' || typeof status !== 'object' || status === null) throw unusable('no ExecCredential');
  const [token, certificate, key, expiry] = [
    ...['token', 'clientCertificateData', 'clientKeyData', 'expirationTimestamp'].map((name) => textIn(status, name)),
  ];
  if (token === undefined && (certificate === undefined || key === undefined))
    throw unusable('neither a token nor a certificate with its key');
  const expiresAt = expiry === undefined ? Number.NaN : Date.parse(expiry);
  return { token, certificate, key, expiresAt: Number.isNaN(expiresAt) ? undefined : expiresAt };
}

function textIn(status: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = status[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
