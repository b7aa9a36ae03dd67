import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digestOf } from '../../src/values/index.ts';

/** A registry that opens for one login. What nobody logged in asks for isn't counted. */
export interface TagRegistry {
  readonly host: string;
  /** What was asked for since the last look, as `HEAD keep/client v1`. */
  asked(): readonly string[];
  /** Makes a tag mean this manifest. @returns its digest */
  tag(name: string, manifest: object): string;
  stop(): Promise<void>;
}

export async function startTagRegistry(login: string): Promise<TagRegistry> {
  const manifests = new Map<string, string>();
  let asked: string[] = [];
  const server = createServer((request, response) => {
    const { authorization = '' } = request.headers;
    const [, name = '', reference = ''] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(request.url ?? '') ?? [];
    if (authorization !== `Basic ${Buffer.from(login).toString('base64')}`) {
      response.writeHead(authorization === '' ? 401 : 403, { 'www-authenticate': 'Basic realm="images"' });
      return void response.end();
    }
    asked.push(`${request.method} ${name} ${reference}`);
    const manifest = manifests.get(`${name} ${reference}`);
    if (manifest === undefined) {
      response.writeHead(404);
      // More than it should say.
      const message = `no such manifest for ${login.slice(login.indexOf(':') + 1)}`;
      return void response.end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message }] }));
    }
    response.setHeader('docker-content-digest', digestOf(manifest));
    response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
    response.end(request.method === 'HEAD' ? undefined : manifest);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked() {
      const since = asked.sort();
      asked = [];
      return since;
    },
    tag(name, manifest) {
      const text = JSON.stringify({ schemaVersion: 2, ...manifest });
      const digest = digestOf(text);
      const [repository = ''] = name.split(':');
      manifests.set(name.replace(':', ' '), text).set(`${repository} ${digest}`, text);
      return digest;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
