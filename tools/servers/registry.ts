import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Blob, createImage, type ImageContent } from './image-layout.ts';
import { type RunningServer, startServer } from './process.ts';

export interface Registry {
  /** 127.0.0.1:PORT: what stands before the image's name. */
  readonly host: string;
  readonly server: RunningServer<'http'>;
  /** Pushes under the tag and returns the reference by digest. */
  pushImage(image: ImageContent & { readonly name: string; readonly tag: string }): Promise<string>;
}

const REQUEST_TIMEOUT_MS = 30_000;

/** Debian's docker-registry on loopback, with nothing in it. */
export async function startRegistry(signal?: AbortSignal): Promise<Registry> {
  const server = await startServer({
    name: 'docker-registry',
    ports: ['http'],
    command: ({ ports, folder }) => {
      const configuration = {
        version: 0.1,
        log: { level: 'warn', accesslog: { disabled: true } },
        storage: { filesystem: { rootdirectory: join(folder, 'images') } },
        http: { addr: `127.0.0.1:${ports.http}`, secret: 'one registry alone' },
      };
      const file = join(folder, 'config.yml');
      writeFileSync(file, JSON.stringify(configuration));
      return { file: 'docker-registry', args: ['serve', file], env: { OTEL_TRACES_EXPORTER: 'none' } };
    },
    isReady: async ({ ports }, probe) => (await fetch(`http://127.0.0.1:${ports.http}/v2/`, { signal: probe })).ok,
    stopWithinMs: 0,
    ...(signal && { signal }),
  });
  const host = `127.0.0.1:${server.ports.http}`;
  return {
    host,
    server,
    pushImage: async ({ name, tag, ...content }) => {
      const { config, layer, manifest } = createImage(content);
      const repository = `http://${host}/v2/${name}`;
      await Promise.all([pushBlob(repository, config), pushBlob(repository, layer)]);
      await put(`${repository}/manifests/${tag}`, manifest.bytes, manifest.mediaType);
      return `${host}/${name}@${manifest.digest}`;
    },
  };
}

/** https://github.com/opencontainers/distribution-spec: ask for a place, then put the bytes there, named by digest. */
async function pushBlob(repository: string, { digest, bytes }: Blob): Promise<void> {
  const opened = await request(`${repository}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(opened.headers.get('location') ?? '', repository);
  place.searchParams.set('digest', digest);
  await put(place.href, bytes, 'application/octet-stream');
}

const put = (url: string, body: Uint8Array, mediaType: string) =>
  request(url, { method: 'PUT', body: new Uint8Array(body), headers: { 'content-type': mediaType } });

async function request(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${init.method} ${url}: the registry answered ${response.status}: ${answer}`);
  return response;
}
