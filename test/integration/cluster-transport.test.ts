import { Agent, createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type ApiRequest, createTransport } from '../../src/cluster/api/transport.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const get: ApiRequest = { method: 'GET', path: '/api/v1/pods' };

/** A transport to a server that answers as told. */
async function serve(answer: RequestListener, signal = new AbortController().signal, authorization?: string) {
  let asked = 0;
  let renewed = 0;
  const connections = new Set<unknown>();
  server = createServer((request, response) => {
    asked++;
    connections.add(request.socket);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const credentials = {
    current: async () => ({
      server: new URL(`http://127.0.0.1:${port}/prefix`),
      headers: { authorization: authorization ?? `Bearer ${renewed}` },
      agent,
    }),
    renew: async () => void renewed++,
  };
  const { log, lines } = recordingLog();
  const transport = createTransport({ credentials, signal, log, pauseMs: 1 });
  return { transport, lines, asked: () => asked, renewed: () => renewed, connections };
}

const refuse =
  (status: number, body = ''): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(body);
const afterwards = (first: RequestListener, times = 1): RequestListener => {
  let count = 0;
  return (request, response) => (count++ < times ? first(request, response) : response.end('{}'));
};

describe('a request is made once more', () => {
  test.each([429, 500, 502, 503, 504])('after %d', async (status) => {
    const { transport, asked, lines } = await serve(afterwards(refuse(status)));
    await expect(transport(get)).resolves.toMatchObject({ status: 200 });
    expect(asked()).toBe(2);
    expect(lines).toEqual([expect.stringMatching(`GET /api/v1/pods: answered ${status}; attempt 2 of 5`)]);
  });

  test('after a connection that was reset', async () => {
    const { transport, asked } = await serve(afterwards((request) => void request.socket.resetAndDestroy(), 2));
    await expect(transport(get)).resolves.toMatchObject({ status: 200 });
    expect(asked()).toBe(3);
  });

  test('after no answer in time', async () => {
    const { transport, asked } = await serve(afterwards(() => {}));
    await expect(transport({ ...get, timeoutMs: 50 })).resolves.toMatchObject({ status: 200 });
    expect(asked()).toBe(2);
  });

  test('after 401, with fresh credentials', async () => {
    const { transport, renewed } = await serve((request, response) =>
      request.headers.authorization === 'Bearer 1' ? response.end('{}') : refuse(401)(request, response),
    );
    await expect(transport(get)).resolves.toMatchObject({ status: 200 });
    expect(renewed()).toBe(1);
  });
});

describe('a request is not made again', () => {
  test.each([400, 403, 404, 405, 409, 412, 415, 422])('after %d', async (status) => {
    const { transport, asked } = await serve(refuse(status));
    await expect(transport(get)).rejects.toMatchObject({ status });
    expect(asked()).toBe(1);
  });

  test('after a second 401', async () => {
    const { transport, asked } = await serve(refuse(401));
    await expect(transport(get)).rejects.toMatchObject({ status: 401 });
    expect(asked()).toBe(2);
  });

  test('more than five times in all', async () => {
    const { transport, asked } = await serve(refuse(503));
    await expect(transport(get)).rejects.toMatchObject({ status: 503 });
    expect(asked()).toBe(5);
  });

  test('when it is a pod that answers: what it says is the answer', async () => {
    const { transport, asked } = await serve(refuse(503, 'no'));
    await expect(transport({ ...get, isForPod: true })).resolves.toEqual({ status: 503, body: 'no' });
    expect(asked()).toBe(1);
  });

  test('once the run was stopped: the signal’s own reason ends it', async () => {
    const controller = new AbortController();
    const { transport, asked } = await serve(() => controller.abort(new Error('SIGTERM')), controller.signal);
    await expect(transport(get)).rejects.toThrow('SIGTERM');
    expect(asked()).toBe(1);
  });
});

test('what the server says in a refusal is one plain line of bounded length', async () => {
  const message = `\u001b[31mno\n::error::${'x'.repeat(2_000)}`;
  const { transport } = await serve(refuse(422, JSON.stringify({ kind: 'Status', reason: 'Invalid', message })));
  const error = await transport(get).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(Error);
  const text = error instanceof Error ? error.message : '';
  expect(text).toMatch(/^GET \/api\/v1\/pods: 422 Invalid: no ::error::x/);
  expect(text.replaceAll(/\p{Cc}/gu, '')).toBe(text);
  expect(text.length).toBeLessThan(600);
});

test('requests share a connection, and keep the path in front of the server’s own', async () => {
  const { transport, connections } = await serve((request, response) => void response.end(request.url));
  for (let count = 0; count < 5; count++) {
    const { body } = await transport({ ...get, query: { limit: '5' } });
    expect(body).toBe('/prefix/api/v1/pods?limit=5');
  }
  expect(connections.size).toBe(1);
});

describe('a refusal that repeats the request', () => {
  const repeats: RequestListener = ({ headers: { authorization = '' } }, response) => {
    const decoded = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
    response.writeHead(403).end(`you said ${authorization}, that is ${decoded}`);
  };

  test.each([
    ['token', 'Bearer a-token-of-the-kubeconfig', ['a-token-of-the-kubeconfig']],
    [
      'password',
      `Basic ${Buffer.from('admin:open-sesame').toString('base64')}`,
      ['open-sesame', 'YWRtaW46b3Blbi1zZXNhbWU'],
    ],
  ])('does not tell the %s', async (_, authorization, secrets) => {
    const { transport } = await serve(repeats, undefined, authorization);
    const error = await transport(get).catch((refusal: Error) => refusal);
    expect(error).toMatchObject({ message: expect.stringContaining('you said') });
    for (const secret of secrets) expect(String(error)).not.toContain(secret);
  });
});
