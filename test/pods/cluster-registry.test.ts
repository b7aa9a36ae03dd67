import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLoginSource } from '../../src/cluster/registry/login-source.ts';
import { resolveImages } from '../../src/cluster/registry/resolve-images.ts';
import { createImageComparison } from '../../src/cluster/registry/same-image.ts';
import { digestOf } from '../../src/values/index.ts';
import { ensureDebianPackages, type RunningServer, startServer } from '../../tools/servers/index.ts';
import { type Registry, startRegistry } from '../../tools/servers/registry.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

/** `keeper` and `correct horse`, as htpasswd -B writes it. */
const passwordFile = 'keeper:$2b$04$BzTfh23D/4DZM.UNwZ3jaOlatHSIqVOfDFI1peC.4sMXgww0.X07e';

let registry: Registry;
let guarded: RunningServer<'http'>;
let pushed: string;
beforeAll(async () => {
  await ensureDebianPackages((line) => console.error(line));
  registry = await startRegistry();
  pushed = await registry.pushImage({ name: 'keep/client', tag: 'v1', files: [], entrypoint: ['/client'] });
  guarded = await startGuardedRegistry(join(registry.server.folder, 'images'));
});
afterAll(async () => {
  await guarded?.stop();
  await registry?.server.stop();
});

/** The same images behind a login. */
function startGuardedRegistry(images: string): Promise<RunningServer<'http'>> {
  return startServer({
    name: 'docker-registry-guarded',
    ports: ['http'],
    command: ({ ports, folder }) => {
      writeFileSync(join(folder, 'htpasswd'), `${passwordFile}\n`);
      const configuration = {
        version: 0.1,
        log: { level: 'warn', accesslog: { disabled: true } },
        storage: { filesystem: { rootdirectory: images } },
        auth: { htpasswd: { realm: 'images', path: join(folder, 'htpasswd') } },
        http: { addr: `127.0.0.1:${ports.http}`, secret: 'one registry alone' },
      };
      const file = join(folder, 'config.yml');
      writeFileSync(file, JSON.stringify(configuration));
      return { file: 'docker-registry', args: ['serve', file], env: { OTEL_TRACES_EXPORTER: 'none' } };
    },
    isReady: async ({ ports }, probe) =>
      (await fetch(`http://127.0.0.1:${ports.http}/v2/`, { signal: probe })).status === 401,
    stopWithinMs: 0,
  });
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Asks as a user does whose docker has this login for the registry. */
function askingWith(host: string, login?: string) {
  const configFolder = mkdtempSync(join(tmpdir(), 'keep-deploy-docker-'));
  folders.push(configFolder);
  const auths = login === undefined ? {} : { [host]: { auth: Buffer.from(login).toString('base64') } };
  writeFileSync(join(configFolder, 'config.json'), JSON.stringify({ auths }));
  const { signal } = new AbortController();
  const { log, lines } = recordingLog();
  return { lines, loginOf: createLoginSource({ configFolder, environment: {}, signal }), signal, log };
}

async function resolve(image: string, login?: string) {
  const [host = ''] = image.split('/');
  const mentions = [{ image, what: 'image', place: { file: 'clients.yml', line: 3 } }];
  const { images, findings } = await resolveImages(mentions, askingWith(host, login));
  return { byDigest: images.get(image), findings };
}

describe('a real registry', () => {
  test('that has no such tag, or no such image, says so', async () => {
    const missing = (image: string) => resolve(`${registry.host}/${image}`);
    expect((await missing('keep/client:v9')).findings).toEqual([
      {
        severity: 'error',
        file: 'clients.yml',
        line: 3,
        message: expect.stringMatching(/has no keep\/client:v9 \(MANIFEST_UNKNOWN: /),
      },
    ]);
    expect((await missing('keep/nobody:v1')).findings[0]?.message).toMatch(
      /has no keep\/nobody:v1 \((NAME|MANIFEST)_UNKNOWN: /,
    );
  });

  test('says which bytes a tag means, and other ones when the tag was moved', async () => {
    const image = `${registry.host}/keep/client:moving`;
    const push = (entrypoint: string) =>
      registry.pushImage({ name: 'keep/client', tag: 'moving', files: [], entrypoint: [entrypoint] });
    const first = await push('/first');
    expect((await resolve(image)).byDigest).toBe(first);
    const second = await push('/second');
    expect(second).not.toBe(first);
    expect((await resolve(image)).byDigest).toBe(second);
  });

  test('behind a login opens for the right one only', async () => {
    const host = `127.0.0.1:${guarded.ports.http}`;
    const image = `${host}/keep/client:v1`;
    expect((await resolve(image)).findings[0]?.message).toContain(
      `${host} wants a login, and docker's configuration has none for it`,
    );
    const wrong = (await resolve(image, 'keeper:wrong horse')).findings[0]?.message;
    expect(wrong).toContain(`${host} does not let the login of docker's configuration read keep/client`);
    expect(wrong).not.toContain('wrong horse');
    expect((await resolve(image, 'keeper:correct horse')).byDigest).toBe(pushed.replace(registry.host, host));
  });

  test('knows an image and the index that lists it as the same, and any other not', async () => {
    const [, digest = ''] = pushed.split('@');
    const other = await registry.pushImage({ name: 'keep/client', tag: 'other', files: [], entrypoint: ['/other'] });
    const index = await pushIndex('keep/client', 'index', [digest]);
    const { lines, ...asking } = askingWith(registry.host);
    const isSame = createImageComparison(asking);
    const named = (one: string) => `${registry.host}/keep/client@${one}`;
    expect(await isSame(named(index), digest)).toBe(true);
    expect(await isSame(named(digest), index)).toBe(true);
    expect(await isSame(other, index)).toBe(false);
    expect(await isSame(pushed, digestOf('never pushed'))).toBe(false);
    expect(lines).toEqual([]);
  });
});

/** https://github.com/opencontainers/image-spec/blob/main/image-index.md; returns its digest. */
async function pushIndex(name: string, tag: string, digests: readonly string[]): Promise<string> {
  const url = `http://${registry.host}/v2/${name}/manifests`;
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const manifests = await Promise.all(
    digests.map(async (digest) => {
      const accept = 'application/vnd.oci.image.manifest.v1+json';
      const { byteLength } = await (await fetch(`${url}/${digest}`, { headers: { accept } })).arrayBuffer();
      return { mediaType: accept, digest, size: byteLength, platform: { os: 'linux', architecture: 'amd64' } };
    }),
  );
  const body = JSON.stringify({ schemaVersion: 2, mediaType, manifests });
  const answer = await fetch(`${url}/${tag}`, { method: 'PUT', body, headers: { 'content-type': mediaType } });
  if (!answer.ok) throw new Error(await answer.text());
  return digestOf(body);
}
