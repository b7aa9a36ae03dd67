import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openNamespaceStore } from '../../src/cluster/api/namespace-store.ts';
import { openCluster } from '../../src/cluster/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

let plane: ControlPlane;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-connections-'));
  plane = await startControlPlane();
});
afterAll(async () => {
  await plane?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A port that hands on to the API server, and counts who comes. */
async function openDoor(server: Server, connections: () => number) {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  stops.push(() => void server.close());
  return { port: (server.address() as AddressInfo).port, connections };
}

function relay() {
  let count = 0;
  const server = createServer((client) => {
    count++;
    joinBoth(client, toApiServer());
  });
  return openDoor(server, () => count);
}

const toApiServer = () => connect(Number(new URL(plane.apiServerUrl).port), '127.0.0.1');

/** What companies put between their machines and the world: CONNECT, and nothing else. All its names are the API server. */
async function connectProxy() {
  const asked: string[] = [];
  const server = createHttpServer((_, response) => void response.writeHead(405).end());
  server.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '');
    const onward = toApiServer();
    onward.once('connect', () => client.write('HTTP/1.1 200 Connection Established\r\n\r\n'));
    joinBoth(client, onward);
  });
  return { ...(await openDoor(server, () => asked.length)), asked };
}

/** SOCKS 5 without a login. https://www.rfc-editor.org/rfc/rfc1928 */
function socksProxy() {
  let count = 0;
  const server = createServer((client) => {
    count++;
    client.once('data', () => {
      client.write(Uint8Array.of(5, 0));
      client.once('data', () => {
        const onward = toApiServer();
        onward.once('connect', () => client.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0)));
        joinBoth(client, onward);
      });
    });
  });
  return openDoor(server, () => count);
}

function joinBoth(client: Socket, onward: Socket): void {
  client.pipe(onward).pipe(client);
  for (const [socket, other] of [
    [client, onward],
    [onward, client],
  ] as const) {
    socket.on('error', () => other.destroy());
    socket.on('close', () => other.destroy());
  }
  stops.push(() => client.destroy());
}

interface Kubeconfig {
  readonly clusters: readonly { readonly name: string; readonly cluster: Readonly<Record<string, unknown>> }[];
}

/** The administrator's way to the cluster, with other words about the cluster. */
async function openChanged(change: Readonly<Record<string, unknown>>) {
  const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as Kubeconfig;
  const clusters = config.clusters.map(({ name, cluster }) => ({ name, cluster: { ...cluster, ...change } }));
  const kubeconfig = join(folder, `kubeconfig-${stops.length}-${Math.random()}.json`);
  writeFileSync(kubeconfig, JSON.stringify({ ...config, clusters }));
  const run = new AbortController();
  stops.unshift(() => run.abort(new Error('the test is over')));
  return openCluster({ settings: {}, kubeconfig, signal: run.signal, log: recordingLog().log });
}

const askTimes = (cluster: Awaited<ReturnType<typeof openChanged>>, times: number) =>
  Promise.all(Array.from({ length: times }, () => cluster.get('/api/v1/namespaces/default')));

describe('the connections to a real API server', () => {
  test('are one for 200 requests at once, and one more for all watches', async () => {
    const { port, connections } = await relay();
    const cluster = await openChanged({ server: `https://127.0.0.1:${port}` });
    const { log } = recordingLog();
    await askTimes(cluster, 200);
    expect(connections()).toBe(1);
    const run = new AbortController();
    const store = openNamespaceStore({ cluster, namespace: 'default', signal: run.signal, log });
    await store.synced;
    while (store.behindMs() > 0) await store.changed('nobody', 10);
    await askTimes(cluster, 50);
    store.close();
    expect(connections()).toBe(2);
  });

  test('speak HTTP/2', async () => {
    const spoken: unknown[] = [];
    const hear = (message: unknown) => {
      spoken.push((message as { readonly socket: { readonly alpnProtocol?: unknown } }).socket.alpnProtocol);
    };
    subscribe('undici:client:connected', hear);
    try {
      await askTimes(await openChanged({}), 5);
    } finally {
      unsubscribe('undici:client:connected', hear);
    }
    expect(spoken).toEqual(['h2']);
  });
});

describe('a proxy', () => {
  /** Nothing resolves it: only a proxy knows where it is. */
  const elsewhere = () => `https://kubernetes.default.svc:${new URL(plane.apiServerUrl).port}`;

  test('that the kubeconfig names is the way, for all requests in one tunnel', async () => {
    const { port, asked } = await connectProxy();
    const cluster = await openChanged({ server: elsewhere(), 'proxy-url': `http://127.0.0.1:${port}` });
    expect(await askTimes(cluster, 50)).toHaveLength(50);
    expect(asked).toEqual([elsewhere().replace('https://', '')]);
  });

  test('that speaks SOCKS is the way', async () => {
    const { port, connections } = await socksProxy();
    const cluster = await openChanged({ server: elsewhere(), 'proxy-url': `socks5://127.0.0.1:${port}` });
    expect(await askTimes(cluster, 20)).toHaveLength(20);
    expect(connections()).toBeGreaterThanOrEqual(1);
  });

  test('that is gone is named as the reason', async () => {
    const cluster = await openChanged({ 'proxy-url': 'http://127.0.0.1:1' });
    await expect(cluster.get('/api/v1/namespaces/default')).rejects.toThrow(/namespaces\/default: .*ECONNREFUSED/);
  });

  describe('of the environment', () => {
    const names = ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'] as const;
    const before = names.map((name) => [name, process.env[name]] as const);
    const set = (values: Readonly<Record<string, string>>) => {
      for (const name of names) delete process.env[name];
      Object.assign(process.env, values);
    };
    afterEach(() => {
      set(Object.fromEntries(before.filter((one): one is [(typeof one)[0], string] => one[1] !== undefined)));
    });

    test('is the way where the kubeconfig names none', async () => {
      const { port, asked } = await connectProxy();
      set({ HTTPS_PROXY: `http://127.0.0.1:${port}` });
      expect(await askTimes(await openChanged({ server: elsewhere() }), 20)).toHaveLength(20);
      expect(asked).toHaveLength(1);
    });

    test.each([
      ['to what NO_PROXY names', () => elsewhere(), { NO_PROXY: '.default.svc' }],
      ['to this machine itself', () => plane.apiServerUrl, {}],
    ])('is not the way %s', async (_, server, more) => {
      const { port, asked } = await connectProxy();
      set({ HTTPS_PROXY: `http://127.0.0.1:${port}`, ...more });
      const cluster = await openChanged({ server: server() });
      await cluster.get('/api/v1/namespaces/default').catch(() => {});
      expect(asked).toEqual([]);
    });
  });
});
