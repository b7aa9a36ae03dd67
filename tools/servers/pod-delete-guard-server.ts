import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateFiles } from './cluster-credentials.ts';
import { type ClusterContext, LOOPBACK_HOSTS } from './control-plane-parts.ts';
import { askHttps } from './https-ask.ts';
import type { GuardSettings } from './pod-delete-guard-process.ts';
import { type RunningServer, startServer } from './process.ts';

export interface PodDeleteGuard {
  readonly server: RunningServer<'https'>;
  readonly url: string;
  /** Pods that kwok would have deleted although nobody had asked them to go, as namespace/name. */
  lateDeletes(): readonly string[];
}

/** @param client kwok's own identity. */
export async function startPodDeleteGuard(
  { credentials, signal }: ClusterContext,
  apiServerUrl: string,
  client: CertificateFiles,
): Promise<PodDeleteGuard> {
  const serving = credentials.issueCertificate({ commonName: 'kwok-guard', hosts: LOOPBACK_HOSTS });
  const server = await startServer({
    name: 'kwok-guard',
    ports: ['https'],
    command: ({ ports, folder }) => {
      const settings: GuardSettings = { port: ports.https, apiServerUrl, caPem: credentials.caPem, serving, client };
      const file = join(folder, 'settings.json');
      writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
      return { file: process.execPath, args: [join(import.meta.dirname, 'pod-delete-guard-process.ts'), file] };
    },
    isReady: async ({ ports }, probe) => {
      const url = `https://127.0.0.1:${ports.https}/readyz`;
      return (await askHttps(url, { caPem: credentials.caPem, client, signal: probe })).status === 200;
    },
    stopWithinMs: 0,
    ...(signal && { signal }),
  });
  const lateDeletes = () =>
    [...readFileSync(server.logFile, 'utf8').matchAll(/late delete refused: (\S+)/g)].map(([, pod = '']) => pod);
  return { server, url: `https://127.0.0.1:${server.ports.https}`, lateDeletes };
}
