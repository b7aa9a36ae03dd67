import { describe, expect, test } from '@jest/globals';
import { readRetryAfter } from '../../../../src/contracts/chain/http-post.ts';
import { openHttpRpc } from '../../../../src/contracts/chain/http-rpc.ts';
import { answersTo, heldClock, keptLog, type RpcNode, type RpcRequest, serveRpc } from '../rpc-node.ts';

const signal = AbortSignal.timeout(200_000);
const calls = (count: number, method = 'read') =>
  Array.from({ length: count }, (_, index) => ({ method: `${method}${index}`, params: [] }));
const results = (count: number) => calls(count).map(({ method }) => ({ result: method }));

function open({ url }: RpcNode, clock = heldClock(), lines: string[] = [], deadlineMs?: number) {
  const remainingMs = deadlineMs === undefined ? undefined : () => deadlineMs - clock.now();
  return openHttpRpc(url, { timeoutMs: 5_000, clock, log: keptLog(lines), setting: 'chain.rpc: $URL', remainingMs });
}

describe('a node that takes no lists', () => {
  test.each([
    ['HTTP status 400', { status: 400, body: 'bad request' }],
    ['HTTP status 405', { status: 405, body: '' }],
    ['HTTP status 501', { status: 501, body: '' }],
    ['an error', { body: { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'invalid request' } } }],
    ['an error that speaks of batches', { body: { error: { code: -1, message: 'batch requests are not supported' } } }],
    ['status and error', { status: 400, body: { error: { code: -1, message: 'batching is disabled' } } }],
    ['an empty answer', { body: '' }],
  ])('and says so with %s is asked one by one from then on', async (_, refusal) => {
    await using node = await serveRpc((asked, isList) => (isList ? refusal : { body: answersTo(asked)[0] }));
    const rpc = open(node);
    expect(await rpc.batch(calls(12), signal)).toEqual(results(12));
    expect(await rpc.batch(calls(3), signal)).toEqual(results(3));
    expect(node.requests.filter(({ isList }) => isList)).toHaveLength(1);
    expect(node.requests).toHaveLength(1 + 12 + 3);
  });

  test('gets no more than eight requests at once, and transactions one after the other', async () => {
    let atOnce = 0;
    let most = 0;
    await using node = await serveRpc(async (asked, isList) => {
      if (isList) return { status: 400 };
      most = Math.max(most, ++atOnce);
      await new Promise((done) => setImmediate(done));
      atOnce--;
      return { body: answersTo(asked)[0] };
    });
    const rpc = open(node);
    await rpc.batch(calls(60), signal);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
    most = 0;
    await rpc.batch(
      Array.from({ length: 20 }, () => ({ method: 'eth_sendRawTransaction', params: [] })),
      signal,
    );
    expect(most).toBe(1);
  });

  test('has each call’s own error taken for that call’s answer, also with a status of HTTP', async () => {
    await using node = await serveRpc((_, isList) =>
      isList
        ? { status: 400 }
        : { status: 400, body: { error: { code: 3, message: 'execution reverted', data: '0x' } } },
    );
    expect(await open(node).batch(calls(1), signal)).toMatchObject([{ error: { message: 'execution reverted' } }]);
  });

  test('that refuses single calls too is named with what it said', async () => {
    await using node = await serveRpc(() => ({ status: 404, body: 'no such page' }));
    await expect(open(node).batch(calls(2), signal)).rejects.toThrow(
      /^the chain's RPC node \(chain\.rpc: \$URL\) could not be asked for read0: it answered with HTTP status 404$/,
    );
    expect(node.requests).toHaveLength(2);
  });
});

describe('a node that takes short lists', () => {
  const refusals: readonly [string, (asked: readonly RpcRequest[]) => { status?: number; body?: unknown }][] = [
    ['one error', () => ({ body: { error: { code: -32600, message: 'batch too large' } } })],
    [
      'a list of one error, as geth does',
      ([first]) => ({ body: [{ id: first?.id, error: { message: 'batch too large' } }] }),
    ],
    ['HTTP status 413', () => ({ status: 413, body: 'too big' })],
    ['HTTP status 400', () => ({ status: 400, body: { error: { message: 'maximum batch size is exceeded' } } })],
    ['the code of rate limits', () => ({ body: { error: { code: -32005, message: 'batch limit exceeded' } } })],
  ];

  test.each(refusals.flatMap(([name, refusal]) => [10, 20, 50].map((limit) => [name, limit, refusal] as const)))(
    'and says so with %s (at %i) gets lists that fit, and is not tried with longer ones again',
    async (_, limit, refusal) => {
      await using node = await serveRpc((asked) =>
        asked.length > limit ? refusal(asked) : { body: answersTo(asked) },
      );
      const rpc = open(node);
      expect(await rpc.batch(calls(100), signal)).toEqual(results(100));
      const refused = [100, 50, 20, 10].filter((size) => size > limit).length;
      // The part that was refused is cut alone, so there may be one more.
      expect(node.requests.length).toBeLessThanOrEqual(refused + 100 / limit + 1);
      const before = node.requests.length;
      expect(await rpc.batch(calls(100), signal)).toEqual(results(100));
      expect(node.requests).toHaveLength(before + 100 / limit);
    },
  );

  test('has only those calls repeated whose answers did not fit any more', async () => {
    await using node = await serveRpc((asked) => ({
      body: asked.map(({ id, method }, index) =>
        index < 30 ? { id, result: method } : { id, error: { code: -32003, message: 'response too large' } },
      ),
    }));
    expect(await open(node).batch(calls(100), signal)).toEqual(results(100));
    expect(node.requests.map(({ methods }) => methods.length).slice(0, 2)).toEqual([100, 50]);
    expect(node.requests[1]?.methods[0]).toBe('read30');
  });
});

describe('a busy node', () => {
  test.each([
    ['code 429', { code: 429, message: 'slow down' }],
    ['code -32005', { code: -32005, message: 'limit exceeded' }],
    ['words', { code: -32000, message: 'Your app has exceeded its compute units per second capacity' }],
    ['a word alone', 'Too Many Requests'],
  ])('that says so of single calls with %s has only those repeated', async (_, error) => {
    await using node = await serveRpc((asked, _list, count) => ({
      body: asked.map(({ id, method }, index) =>
        count === 1 && index % 2 === 1 ? { id, error } : { id, result: method },
      ),
    }));
    const clock = heldClock();
    expect(await open(node, clock).batch(calls(6), signal)).toEqual(results(6));
    expect(node.requests.map(({ methods }) => methods)).toEqual([
      calls(6).map(({ method }) => method),
      ['read1', 'read3', 'read5'],
    ]);
    expect(clock.slept).toHaveLength(1);
  });

  test('that answers a few calls each time is asked until all are answered', async () => {
    await using node = await serveRpc((asked) => ({
      body: asked.map(({ id, method }, index) =>
        index < 5 ? { id, result: method } : { id, error: { code: -32005, message: 'limit exceeded' } },
      ),
    }));
    expect(await open(node).batch(calls(100), signal)).toEqual(results(100));
    expect(node.requests).toHaveLength(20);
  });

  test('is waited for longer each time, never in step with others, and for as long as it asks', async () => {
    await using node = await serveRpc((asked, _, count) => {
      if (count < 4) return { status: 429 };
      if (count === 4) return { status: 429, headers: { 'retry-after': '17' } };
      return { body: answersTo(asked) };
    });
    const clock = heldClock();
    const lines: string[] = [];
    await open(node, clock, lines).batch(calls(1), signal);
    for (const [index, slept] of clock.slept.slice(0, 3).entries()) {
      expect(slept).toBeGreaterThanOrEqual(2 ** index * 100);
      expect(slept).toBeLessThanOrEqual(2 ** index * 300);
    }
    expect(clock.slept[3]).toBe(17_000);
    expect(lines[0]).toBe('chain RPC: it answered with HTTP status 429; attempt 1 of 7');
  });

  test('is left alone for as long as it asks, and as often, until the run’s deadline: it is said', async () => {
    await using node = await serveRpc((asked, _, count) =>
      count < 10 ? { status: 429, headers: { 'retry-after': '60' } } : { body: answersTo(asked) },
    );
    const clock = heldClock();
    const lines: string[] = [];
    expect(await open(node, clock, lines, 900_000).batch(calls(1), signal)).toEqual(results(1));
    expect(clock.slept).toEqual(Array.from({ length: 9 }, () => 60_000));
    expect(lines[0]).toBe("The chain's RPC node (chain.rpc: $URL) asks to be left alone for 60 s: waiting");
  });

  test('is not waited for beyond the run’s deadline', async () => {
    await using node = await serveRpc(() => ({ status: 429, headers: { 'retry-after': '60' } }));
    const clock = heldClock();
    await expect(open(node, clock, [], 150_000).batch(calls(1), signal)).rejects.toThrow(
      /HTTP status 429; it asks to be left alone for 60 s, and this run has only 30 s left$/,
    );
    expect(clock.slept).toEqual([60_000, 60_000]);
  });

  test('is not asked anything else while it wants to be left alone', async () => {
    await using node = await serveRpc((asked, _, count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': '20' } } : { body: answersTo(asked) },
    );
    const clock = heldClock();
    const { sleep } = clock;
    const rpc = open(node, clock, [], 900_000);
    clock.sleep = async () => {
      throw new Error('given up');
    };
    await expect(rpc.batch(calls(1), signal)).rejects.toThrow('given up');
    clock.sleep = sleep;
    expect(await rpc.batch(calls(1), signal)).toEqual(results(1));
    expect(clock.slept).toEqual([20_000]);
    expect(node.requests).toHaveLength(2);
  });

  test('is not waited for when it wants to be left alone for an hour', async () => {
    await using node = await serveRpc(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    const clock = heldClock();
    await expect(open(node, clock).batch(calls(1), signal)).rejects.toThrow(/left alone for 3600 s/);
    expect(clock.slept).toEqual([]);
  });

  test('is not seen in a contract that reverts with such words', async () => {
    const error = { code: 3, message: 'execution reverted: rate limit exceeded', data: '0x08c379a0' };
    await using node = await serveRpc((asked) => ({ body: asked.map(({ id }) => ({ id, error })) }));
    expect(await open(node).batch(calls(1), signal)).toEqual([{ error }]);
    expect(node.requests).toHaveLength(1);
  });
});

test('only answers that did not come are asked for again', async () => {
  await using node = await serveRpc((asked, _, count) => ({
    body: answersTo(asked).filter((_answer, index) => count > 1 || index !== 2),
  }));
  expect(await open(node).batch(calls(4), signal)).toEqual(results(4));
  expect(node.requests[1]?.methods).toEqual(['read2']);
});

test('a node that is started again is waited for, and not for ever', async () => {
  await using node = await serveRpc(() => 'hang up');
  const clock = heldClock();
  await expect(open(node, clock).batch(calls(1), signal)).rejects.toThrow(
    /could not be asked for read0: the connection was broken off \(ECONNRESET\)/,
  );
  expect(node.requests).toHaveLength(6);
  expect(clock.now()).toBeGreaterThan(3_000);
});

test('a connection that breaks is opened again', async () => {
  await using node = await serveRpc((asked, _, count) => (count < 3 ? 'hang up' : { body: answersTo(asked) }));
  expect(await open(node).batch(calls(2), signal)).toEqual(results(2));
  expect(node.requests).toHaveLength(3);
});

test.each([
  [undefined, undefined],
  ['3', 3_000],
  ['soon', undefined],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 50_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
])('Retry-After: %s is understood', (header, expected) => {
  expect(readRetryAfter(header, 10_000)).toBe(expected);
});
