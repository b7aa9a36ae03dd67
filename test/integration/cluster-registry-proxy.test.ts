import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { resolveImages } from '../../src/cluster/registry/resolve-images.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

const password = 'a-proxy-password';
let proxy: Server;
let environment: Readonly<Record<string, string>>;
const asked: (readonly [string | undefined, string | undefined])[] = [];
/** Lets nobody through. */
beforeAll(async () => {
  proxy = createServer().on('connect', ({ url, headers }, socket) => {
    asked.push([url, headers['proxy-authorization']]);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  environment = { HTTPS_PROXY: `http://someone:${password}@127.0.0.1:${port}`, NO_PROXY: 'direct.invalid' };
});
afterAll(() => void proxy.close());
beforeEach(() => void asked.splice(0));

async function problemsOf(image: string): Promise<string> {
  const { log, lines } = recordingLog();
  const { findings } = await resolveImages([{ image, what: 'the input image' }], {
    ...{ loginOf: async () => undefined, signal: new AbortController().signal, log, environment },
    ...{ timeoutMs: 5_000, pauseMs: 1 },
  });
  return [...findings.map(({ message }) => message), ...lines].join('\n');
}

test('a registry is asked through the proxy of the environment, whose password is not said', async () => {
  const problems = await problemsOf('registry.invalid/keep/client:v1');
  const login = `Basic ${Buffer.from(`someone:${password}`).toString('base64')}`;
  expect(asked[0]).toEqual(['registry.invalid:443', login]);
  expect(problems).toContain('407');
  expect(problems).not.toContain(password);
});

test('a registry that NO_PROXY names is asked without it', async () => {
  expect(await problemsOf('direct.invalid/keep/client:v1')).toMatch(/ENOTFOUND|EAI_AGAIN/);
  expect(asked).toEqual([]);
});
