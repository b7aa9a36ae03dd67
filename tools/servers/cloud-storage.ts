import { findProgram } from './binaries.ts';
import { type CloudStorageProxy, startCloudStorageProxy } from './cloud-storage-proxy.ts';
import { startServer } from './process.ts';

export interface CloudStorage extends Omit<CloudStorageProxy, 'forwardTo'> {
  createBucket(name: string): Promise<void>;
  readonly logFile: string;
}

/** fake-gcs-server, everything in memory, behind the proxy that gives it the preconditions it lacks. */
export async function startCloudStorage(options: { readonly signal?: AbortSignal } = {}): Promise<CloudStorage> {
  const file = await findProgram('fake-gcs-server');
  const { forwardTo, ...proxy } = await startCloudStorageProxy();
  try {
    const server = await startServer({
      name: 'fake-gcs-server',
      ports: ['http'],
      command: ({ ports }) => ({
        file,
        args: [
          ...['-scheme', 'http', '-host', '127.0.0.1', '-port', String(ports.http), '-backend', 'memory'],
          // The addresses it hands out (upload sessions, media links) lead back through the proxy.
          ...['-public-host', new URL(proxy.endpoint).host, '-external-url', proxy.endpoint],
        ],
      }),
      isReady: async ({ ports }, signal) =>
        (await fetch(`http://127.0.0.1:${ports.http}/_internal/healthcheck`, { signal })).ok,
      ...options,
    });
    forwardTo(`http://127.0.0.1:${server.ports.http}`);
    const stop = async () => {
      await Promise.all([proxy.stop(), server.stop()]);
    };
    const createBucket = (name: string) => makeBucket(`http://127.0.0.1:${server.ports.http}`, name);
    return { ...proxy, createBucket, logFile: server.logFile, stop };
  } catch (error) {
    await proxy.stop();
    throw error;
  }
}

/** Past the proxy: a test's own set-up is not counted. */
async function makeBucket(origin: string, name: string): Promise<void> {
  const response = await fetch(`${origin}/storage/v1/b?project=test`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (!response.ok) throw new Error(`bucket ${name} could not be made: ${response.status} ${await response.text()}`);
}
