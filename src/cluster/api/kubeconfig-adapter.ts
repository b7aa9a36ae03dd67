import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { type Cluster, KubeConfig } from '@kubernetes/client-node';
import { excerpt, UserError } from '../../report/index.ts';
import { digestOf } from '../../values/index.ts';
import type { ClusterEndpoint } from './cluster-port.ts';

/**
 * The kubeconfig as kubectl reads it, with its context chosen. What it lacks shows here, not as a refusal of the API server.
 * @throws UserError
 */
export function loadKubeConfig(files: string | undefined, context: string | undefined): KubeConfig {
  const config = new KubeConfig();
  const named = (files ?? '').split(delimiter).filter((file) => file !== '');
  if (named.length === 0) reading('~/.kube/config', () => config.loadFromDefault());
  else loadFiles(config, named);
  if (context !== undefined) config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  // What client-node makes up when it finds nothing at all.
  if (cluster === null || cluster.server === 'http://localhost:8080') throw new UserError(whyNoCluster(config));
  requireUsable(config, cluster);
  return config;
}

/** What is written there and can't be meant: OpenSSL and the API server would say it in words that name no kubeconfig. */
function requireUsable(config: KubeConfig, { name, server, caData }: Cluster): void {
  const { name: context, user: named } = config.getContextObject(config.getCurrentContext()) ?? {};
  const user = config.getCurrentUser();
  const problems = [
    ...(/^https?:$/.test(URL.parse(server)?.protocol ?? '')
      ? []
      : [`its cluster ${name} has the server ${excerpt(server, 200)}: expected a URL such as https://HOST:6443`]),
    ...(holdsCertificate(caData) ? [] : [`the certificate-authority-data of its cluster ${name} is no certificate`]),
    // Without one it would be asked as nobody, and what that lacks says nothing of the kubeconfig.
    ...(named && user === null ? [`it has no user ${named}, which its context ${context} names`] : []),
    ...(holdsCertificate(user?.certData) ? [] : [`the client-certificate-data of its user ${named} is no certificate`]),
  ];
  if (problems.length === 0) return;
  throw new UserError(
    `The kubeconfig can't be used: ${problems.join('; ')}. Correct it, or log in to the cluster again.`,
  );
}

function holdsCertificate(inBase64: string | undefined): boolean {
  return inBase64 === undefined || Buffer.from(inBase64, 'base64').includes('-----BEGIN CERTIFICATE-----');
}

function whyNoCluster(config: KubeConfig): string {
  const [current, names] = [config.getCurrentContext(), config.getContexts().map(({ name }) => name)];
  const known = `it has ${names.join(', ') || 'none'}`;
  const cure = 'Correct cluster.context in keep-deploy.yml, or the kubeconfig';
  if (config.getCurrentCluster() !== null || (!current && names.length === 0))
    return 'The kubeconfig names no cluster: set $KUBECONFIG and cluster.context, or log in to the cluster first.';
  if (!current) return `The kubeconfig has no current context; ${known}. ${cure}.`;
  const named = config.getContextObject(current)?.cluster;
  if (named === undefined) return `The kubeconfig has no context ${current}; ${known}. ${cure}.`;
  return `The kubeconfig has no cluster ${named}, which its context ${current} names. ${cure}.`;
}

/** A parser's message quotes what it read, and a kubeconfig is full of secrets: only its place and a system error's code are safe. */
function reading(file: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    const { code, mark } = error as { readonly code?: unknown; readonly mark?: { readonly line?: unknown } };
    const line = typeof mark?.line === 'number' ? { line: mark.line + 1 } : {};
    const advice = 'correct it or $KUBECONFIG, or log in to the cluster before this step';
    throw new UserError([
      { file, ...line, message: `the kubeconfig can't be read: ${whyUnread(code, mark)}; ${advice}` },
    ]);
  }
}

function whyUnread(code: unknown, mark: unknown): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a folder';
  if (typeof code === 'string') return code;
  return mark === undefined
    ? 'expected clusters, users and contexts, as kubectl writes them'
    : 'this is not valid YAML';
}

/** As kubectl does: what isn't there is left out, and of two with one name the first counts, as does the first current context. */
function loadFiles(config: KubeConfig, files: readonly string[]): void {
  const there = files.filter((file) => existsSync(file));
  const [first = '', ...more] = there.length === 0 ? files : there;
  reading(first, () => config.loadFromFile(first));
  for (const file of more) {
    const next = new KubeConfig();
    reading(file, () => next.loadFromFile(file));
    next.clusters = next.clusters.filter(({ name }) => !config.clusters.some((one) => one.name === name));
    next.users = next.users.filter(({ name }) => !config.users.some((one) => one.name === name));
    next.contexts = next.contexts.filter(({ name }) => !config.contexts.some((one) => one.name === name));
    config.mergeConfig(next, Boolean(config.getCurrentContext()));
  }
}

/** Which cluster it leads to. @throws UserError */
export function endpointOf(config: KubeConfig): ClusterEndpoint {
  const cluster = config.getCurrentCluster();
  const context = config.getCurrentContext();
  if (cluster === null || cluster.skipTLSVerify) return { context };
  if (cluster.caData !== undefined)
    return { context, certificateAuthority: digestOf(Buffer.from(cluster.caData, 'base64')) };
  if (cluster.caFile === undefined) return { context };
  try {
    return { context, certificateAuthority: digestOf(readFileSync(cluster.caFile)) };
  } catch {
    throw new UserError(`The kubeconfig's CA bundle can't be read: ${cluster.caFile}`);
  }
}
