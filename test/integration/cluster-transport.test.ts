import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Clock, systemClock } from '../../src/cluster/api/clock.ts';
import { UnclearOutcome } from '../../src/cluster/api/cluster-port.ts';
import { RemoteError } from '../../src/report/index.ts';
import { type Protocol, protocols } from './loopback-server.ts';
import { createTransportRig, get, post, type TransportRig } from './transport-rig.ts';

let rig: TransportRig | undefined;
afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

async function serve(
  protocol: Protocol,
  answer: RequestListener,
  options: { readonly authorization?: string; readonly clock?: Clock } = {},
): Promise<TransportRig> {
  rig = await createTransportRig(protocol, answer, options);
  return rig;
}

const refuse =
  (status: number, body = '', headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);
const reset: RequestListener = () => rig?.resetAll();
const say: RequestListener = (_, response) => void response.end('{}');
const silent: RequestListener = () => {};
/** Answers so at first, and then as a server that is well. */
const afterwards = (first: RequestListener, times = 1): RequestListener => {
  let count = 0;
  return (request, response) => (count++ < times ? first : say)(request, response);
};
const failureOf = (promise: Promise<unknown>) => promise.then(String, (error: unknown) => error);

describe.each(protocols)('over %s a request that may be repeated is made once more', (protocol) => {
  test.each([429, 500, 502, 503, 504])('after %d', async (status) => {
    const { transport, requests, lines } = await serve(protocol, afterwards(refuse(status)));
    await expect(transport.request(get)).resolves.toMatchObject({ status: 200 });
    expect(requests()).toBe(2);
    expect(lines).toEqual([expect.stringMatching(`GET /api/v1/pods: answered ${status}; attempt 2 of 5 follows`)]);
  });

  test('after a connection that was reset', async () => {
    const { transport, requests } = await serve(protocol, afterwards(reset, 2));
    await expect(transport.request(get)).resolves.toMatchObject({ status: 200 });
    expect(requests()).toBe(3);
  });

  test('after an answer that was cut off', async () => {
    const cut: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"items":', () => rig?.resetAll());
    };
    const { transport } = await serve(protocol, afterwards(cut));
    await expect(transport.request(get)).resolves.toEqual({ status: 200, body: '{}' });
  });

  test('after no answer in time, over a new connection: the old one may be dead', async () => {
    const { transport, requests, connections } = await serve(protocol, afterwards(silent));
    await expect(transport.request({ ...get, timeoutMs: 2_000 })).resolves.toMatchObject({ status: 200 });
    expect(requests()).toBe(2);
    expect(connections()).toBe(2);
  });

  test('after 401, with fresh credentials that are had once for all', async () => {
    const { transport, renewed } = await serve(protocol, (request, response) =>
      (request.headers.authorization === 'Bearer 1' ? say : refuse(401))(request, response),
    );
    const answers = await Promise.all(Array.from({ length: 20 }, () => transport.request(get)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(renewed()).toBe(1);
  });
});

describe.each(protocols)('over %s a request is not made again', (protocol) => {
  test.each([400, 403, 404, 405, 409, 412, 415, 422])('after %d', async (status) => {
    const { transport, requests } = await serve(protocol, refuse(status));
    await expect(transport.request(get)).rejects.toMatchObject({ status });
    expect(requests()).toBe(1);
  });

  test('after a second 401', async () => {
    const { transport, requests } = await serve(protocol, refuse(401));
    await expect(transport.request(get)).rejects.toMatchObject({ status: 401 });
    expect(requests()).toBe(2);
  });

  test('more than five times in all by a server that was never heard', async () => {
    const { transport, requests } = await serve(protocol, refuse(503));
    await expect(transport.request(get)).rejects.toMatchObject({ status: 503 });
    expect(requests()).toBe(5);
  });

  test('when it is a pod that answers: what it says is the answer', async () => {
    const { transport, requests } = await serve(protocol, refuse(503, 'no'));
    await expect(transport.request({ ...get, isForPod: true })).resolves.toEqual({ status: 503, body: 'no' });
    expect(requests()).toBe(1);
  });

  test('once the run was stopped: the signal’s own reason ends it', async () => {
    const controller = new AbortController();
    const { transport, requests } = await serve(protocol, () => controller.abort(new Error('SIGTERM')));
    await expect(transport.request({ ...get, signal: controller.signal })).rejects.toThrow('SIGTERM');
    expect(requests()).toBe(1);
  });

  test('when the server asks for more patience than a minute', async () => {
    const { transport, requests } = await serve(protocol, refuse(429, '', { 'retry-after': '3600' }));
    await expect(transport.request(get)).rejects.toMatchObject({ status: 429 });
    expect(requests()).toBe(1);
  });
});

describe.each(protocols)('over %s a write that must not be made twice', (protocol) => {
  test.each<readonly [string, RequestListener]>([
    ['a connection that broke', reset],
    ['500', refuse(500)],
    ['502', refuse(502)],
    ['503', refuse(503)],
    ['504', refuse(504)],
    ['no answer in time', silent],
  ])('came to the server once when %s leaves open what became of it', async (_, fault) => {
    const { transport, requests } = await serve(protocol, afterwards(fault));
    await expect(failureOf(transport.request({ ...post, timeoutMs: 2_000 }))).resolves.toBeInstanceOf(UnclearOutcome);
    // Whatever the connection's own machinery would send again, it has by now.
    await transport.request(get);
    expect(requests()).toBe(2);
  });

  test.each<readonly [string, RequestListener]>([
    ['429', refuse(429)],
    ['503 with a time to come again', refuse(503, '', { 'retry-after': '0' })],
    ['an admission that is not ready', refuse(403, 'pods "x" is forbidden: not yet ready to handle request')],
  ])('is made again after %s: it was not done', async (_, fault) => {
    const { transport, requests } = await serve(protocol, afterwards(fault));
    await expect(transport.request(post)).resolves.toMatchObject({ status: 200 });
    expect(requests()).toBe(2);
  });

  test('is known not to be done when there was nobody to send it to', async () => {
    const { transport, stop } = await serve(protocol, say);
    await stop();
    rig = undefined;
    const failure = await failureOf(transport.request(post));
    expect(failure).toBeInstanceOf(RemoteError);
    expect(failure).not.toBeInstanceOf(UnclearOutcome);
  });
});

describe.each(protocols)('over %s', (protocol) => {
  test('at most 16 of 200 requests are under way at a time, over few connections', async () => {
    const { transport, atOnce, connections } = await serve(protocol, (_, response) => {
      setImmediate(() => response.end('{}'));
    });
    await Promise.all(Array.from({ length: 200 }, () => transport.request(get)));
    expect(atOnce()).toBeLessThanOrEqual(16);
    expect(atOnce()).toBeGreaterThan(4);
    expect(connections()).toBeLessThanOrEqual(protocol === 'HTTP/2' ? 1 : 16);
  });

  test('what belongs to the lock goes before all that waits', async () => {
    const answered: string[] = [];
    const { transport } = await serve(protocol, (request, response) => {
      answered.push(request.url ?? '');
      setImmediate(() => response.end('{}'));
    });
    const lease = '/apis/coordination.k8s.io/v1/namespaces/a/leases/keep-deploy';
    const writes = Array.from({ length: 100 }, () => transport.request(get));
    await Promise.all([...writes, transport.request({ ...get, path: lease })]);
    expect(answered.findIndex((path) => path.endsWith(lease))).toBeLessThan(50);
  });

  test('the path in front of the server’s own is kept, and the query is sent', async () => {
    const { transport } = await serve(protocol, (request, response) => void response.end(request.url));
    const { body } = await transport.request({ ...get, query: { limit: '5', labelSelector: 'a in (b)' } });
    expect(body).toBe('/prefix/api/v1/pods?limit=5&labelSelector=a+in+%28b%29');
  });

  test('a server that has answered is given about a minute to come back', async () => {
    let isUp = true;
    const { transport, requests } = await serve(
      protocol,
      (request, response) => (isUp ? say : refuse(503))(request, response),
      { clock: { ...systemClock, after: (_, call) => systemClock.after(0, call) } },
    );
    await transport.request(get);
    isUp = false;
    await expect(transport.request(get)).rejects.toMatchObject({ status: 503 });
    expect(requests()).toBe(1 + 16);
  });

  describe('a refusal with 403', () => {
    const inTurn = (...answers: readonly RequestListener[]): RequestListener => {
      let next = 0;
      return (request, response) => (answers[next++] ?? say)(request, response);
    };
    let now = 0;
    const clock: Clock = { ...systemClock, now: () => now };

    test('after a connection that broke is that of a server which has just started: it is asked again', async () => {
      const { transport, requests } = await serve(protocol, inTurn(say, reset, refuse(403), refuse(403)));
      await transport.request(get);
      await expect(transport.request(get)).resolves.toMatchObject({ status: 200 });
      expect(requests()).toBe(5);
    });

    test('after a connection that ended while nobody used it, too, and for any write', async () => {
      const { transport, requests, resetAll } = await serve(protocol, inTurn(say, say, refuse(403)));
      await transport.request(get);
      resetAll();
      await transport.request(get).catch(() => {});
      await expect(transport.request(post)).resolves.toMatchObject({ status: 200 });
      expect(requests()).toBe(4);
    });

    test('that still stands 15 s later is one', async () => {
      const { transport, requests } = await serve(protocol, inTurn(say, reset, say, refuse(403)), { clock });
      await transport.request(get);
      await transport.request(get);
      now += 15_000;
      await expect(transport.request(get)).rejects.toMatchObject({ status: 403 });
      expect(requests()).toBe(4);
    });

    test('by a server that never allowed anything is one', async () => {
      const { transport, requests } = await serve(protocol, inTurn(reset, refuse(403)));
      await expect(transport.request(get)).rejects.toMatchObject({ status: 403 });
      expect(requests()).toBe(2);
    });
  });

  test.each([
    ['seconds', '7'],
    ['a date', 'Sat, 21 Nov 2026 22:00:07 GMT'],
  ])('as long is waited as Retry-After says in %s', async (_, retryAfter) => {
    const waits: number[] = [];
    const clock: Clock = {
      ...systemClock,
      after: (ms, call) => {
        waits.push(ms);
        return systemClock.after(0, call);
      },
    };
    const headers = { 'retry-after': retryAfter, date: 'Sat, 21 Nov 2026 22:00:00 GMT' };
    const { transport } = await serve(protocol, afterwards(refuse(429, '', headers)), { clock });
    await transport.request(get);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(7_000);
    expect(waits[0]).toBeLessThanOrEqual(8_750);
  });

  test('the server’s clock is that of its own answers, not of a pod’s', async () => {
    let date = 'Sat, 21 Nov 2026 22:00:00 GMT';
    const { transport } = await serve(protocol, (_, response) => void response.writeHead(200, { date }).end('{}'));
    expect(transport.serverNow()).toBeUndefined();
    await transport.request(get);
    date = 'Thu, 01 Jan 1970 00:00:00 GMT';
    await transport.request({ ...get, isForPod: true });
    expect(transport.serverNow()?.toISOString()).toMatch(/^2026-11-21T22:0/);
  });
});

test('what the server says in a refusal is one plain line of bounded length', async () => {
  const message = `\u001b[31mno\n::error::${'x'.repeat(2_000)}`;
  const { transport } = await serve(
    'HTTP/1.1',
    refuse(422, JSON.stringify({ kind: 'Status', reason: 'Invalid', message })),
  );
  const error = await transport.request(get).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(Error);
  const text = error instanceof Error ? error.message : '';
  expect(text).toMatch(/^GET \/api\/v1\/pods: 422 Invalid: no ::error::x/);
  expect(text.replaceAll(/\p{Cc}/gu, '')).toBe(text);
  expect(text.length).toBeLessThan(600);
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
    const { transport } = await serve('HTTP/1.1', repeats, { authorization });
    const error = await transport.request(get).catch((refusal: Error) => refusal);
    expect(error).toMatchObject({ message: expect.stringContaining('you said') });
    for (const secret of secrets) {
      expect(String(error)).not.toContain(secret);
      expect(JSON.stringify(error)).not.toContain(secret);
    }
  });
});
