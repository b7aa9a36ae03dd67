import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { cleanForeignText } from '../../../../src/contracts/chain/foreign-text.ts';
import { openHttpRpc } from '../../../../src/contracts/chain/http-rpc.ts';
import { callOf, codeAt, receiptOf } from '../../../../src/contracts/chain/reads.ts';
import { createRpcChain } from '../../../../src/contracts/chain/rpc-chain.ts';
import { parseAddress } from '../../../../src/values/index.ts';

const log = {
  info() {},
  warning() {},
  error() {},
  debug() {},
  untrusted() {},
  group: <T>(_: string, body: () => Promise<T>) => body(),
};
const clock = {
  now: () => 0,
  unixSeconds: () => 0,
  sleep: async (_: number, signal: AbortSignal) => signal.throwIfAborted(),
};
const signal = AbortSignal.timeout(200_000);
const secret = 'v3secretv3secret';

interface Request {
  readonly id: number;
  readonly method: string;
}

let server: Server | undefined;
afterEach(() => new Promise((done) => (server === undefined ? done(undefined) : server.close(done))));

/** Answers each HTTP request with what `answer` gives: a status, or the body of a 200. */
async function serve(answer: (requests: Request[], count: number) => unknown): Promise<string> {
  let count = 0;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asked = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Request[] | Request;
      const given = answer(Array.isArray(asked) ? asked : [asked], ++count);
      response.shouldKeepAlive = false;
      if (typeof given === 'number') response.writeHead(given).end(`see ${secret}`);
      else if (given === undefined) return;
      else response.end(typeof given === 'string' ? given : JSON.stringify(given));
    });
  });
  await new Promise((done) => server?.listen(0, '127.0.0.1', () => done(undefined)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}`;
}

/** A node that never ends its answer, and is never silent either. */
async function serveDrops(): Promise<string> {
  server = createServer((_, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  });
  await new Promise((done) => server?.listen(0, '127.0.0.1', () => done(undefined)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const open = (url: string, timeoutMs = 5_000) => openHttpRpc(url, { timeoutMs, clock, log });
const two = [
  { method: 'a', params: [] },
  { method: 'b', params: [] },
];

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error('nothing failed'),
    (cause: Error) => cause,
  );
  expect(String(error.stack) + JSON.stringify(error)).not.toContain(secret);
  return error.message;
}

describe('JSON-RPC over HTTP', () => {
  test.each([
    ['no JSON', () => '<html>', "answered a, b with what can't be used: no JSON"],
    ['nothing', () => '', 'no JSON'],
    ['a word', () => '"yes"', 'no JSON'],
    ['one object whatever is asked', () => ({ id: 0, result: 1 }), 'an answer is missing'],
    [
      'one error whatever is asked',
      () => ({ error: { code: 429, message: `no more\u001b[31m for ${secret}` } }),
      'could not be asked for a, b: no more [31m for ***',
    ],
    [
      'always one answer of two',
      (requests: Request[]) => requests.filter(({ method }) => method === 'a').map(({ id }) => ({ id, result: 1 })),
      "answered b with what can't be used: an answer is missing",
    ],
    [
      'a foreign id',
      (requests: Request[]) => requests.map(({ id }) => ({ id: id + 7, result: 1 })),
      'an answer is missing',
    ],
    [
      'neither result nor error',
      (requests: Request[]) => requests.map(({ id }) => ({ id })),
      'neither result nor error',
    ],
    ['status 403', () => 403, 'could not be asked for a, b: it answered with HTTP status 403'],
  ])('refuses %s', async (_, answer, message) => {
    expect(await failureOf(open(await serve(answer)).batch(two, signal))).toContain(message);
  });

  test('says which setting named the node that failed', async () => {
    const options = { timeoutMs: 5_000, clock, log, setting: 'chain.rpc: $CHAIN_RPC_URL' };
    const refused = openHttpRpc(await serve(() => 403), options).batch(two, signal);
    expect(await failureOf(refused)).toMatch(
      /^the chain's RPC node \(chain\.rpc: \$CHAIN_RPC_URL\) could not be asked/,
    );
    server?.close();
    const unusable = openHttpRpc(await serve(() => '<html>'), options).batch(two, signal);
    expect(await failureOf(unusable)).toMatch(/^the chain's RPC node \(chain\.rpc: \$CHAIN_RPC_URL\) answered a, b/);
  });

  test('puts answers that come out of order into theirs', async () => {
    const url = await serve((requests) => requests.toReversed().map(({ id, method }) => ({ id, result: method })));
    expect(await open(url).batch(two, signal)).toEqual([{ result: 'a' }, { result: 'b' }]);
  });

  test.each([
    [429, 7],
    [503, 7],
  ])('tries again after status %i, and not after %i attempts', async (status, most) => {
    const ok = (requests: Request[]) => requests.map(({ id }) => ({ id, result: 1 }));
    const url = await serve((requests, count) => (count < most ? status : ok(requests)));
    expect(await open(url).batch(two, signal)).toEqual([{ result: 1 }, { result: 1 }]);
    server?.close();
    let asked = 0;
    const never = await serve((_, count) => {
      asked = count;
      return status;
    });
    expect(await failureOf(open(never).batch(two, signal))).toContain(`HTTP status ${status}`);
    expect(asked).toBe(most);
  });

  test('never repeats a request that is forbidden', async () => {
    let asked = 0;
    const url = await serve((_, count) => {
      asked = count;
      return 403;
    });
    await failureOf(open(url).batch(two, signal));
    expect(asked).toBe(1);
  });

  test('gives up on a node that does not answer in time', async () => {
    const url = await serve(() => undefined);
    expect(await failureOf(open(url, 30).batch(two, signal))).toContain('no answer within 30 ms');
    server?.closeAllConnections();
  });

  test('ends with the signal’s reason when it is aborted', async () => {
    const url = await serve(() => undefined);
    const controller = new AbortController();
    const waiting = open(url).batch(two, controller.signal);
    controller.abort(new Error('cancelled'));
    expect(await failureOf(waiting)).toBe('cancelled');
    server?.closeAllConnections();
  });

  test('splits what is too much for one request', async () => {
    const sizes: number[] = [];
    const url = await serve((requests) => {
      sizes.push(requests.length);
      return requests.map(({ id }) => ({ id, result: id }));
    });
    const calls = Array.from({ length: 230 }, () => ({ method: 'a', params: [] }));
    expect(await open(url).batch(calls, signal)).toHaveLength(230);
    await open(url).batch(
      Array.from({ length: 3 }, () => ({ method: 'a', params: ['0'.repeat(600_000)] })),
      signal,
    );
    expect(sizes).toEqual([100, 100, 30, 1, 1, 1]);
  });
});

describe('the chain behind it', () => {
  const chainOf = async (result: unknown) =>
    createRpcChain(open(await serve((requests) => requests.map(({ id }) => ({ id, result })))));
  const address = parseAddress(`0x${'1'.repeat(40)}`);

  test.each([null, 'abc', '0xzz', 5, {}])('refuses %j as code', async (result) => {
    const chain = await chainOf(result);
    expect(await failureOf(chain.read([codeAt(address)], signal))).toMatch(
      /answered eth_getCode with what can't be used/,
    );
  });

  test.each([{}, 'x', { transactionHash: '0x12' }])('refuses %j as a receipt', async (result) => {
    const chain = await chainOf(result);
    expect(await failureOf(chain.read([receiptOf('0x12')], signal))).toMatch(
      /answered eth_getTransactionReceipt with what can't be used/,
    );
  });

  test('takes a node that still indexes its transactions for one that has not found this one', async () => {
    const error = { code: -32_000, message: 'transaction indexing is in progress' };
    const chain = createRpcChain(open(await serve((requests) => requests.map(({ id }) => ({ id, error })))));
    expect(await chain.read([receiptOf('0x12')], signal)).toEqual([undefined]);
  });

  test('takes null as a receipt that is not there', async () => {
    expect(await (await chainOf(null)).read([receiptOf('0x12')], signal)).toEqual([undefined]);
  });

  test.each([
    ['already known', 'known'],
    ['nonce too low: next nonce 5, tx nonce 4', 'known'],
    ['transaction already imported', 'known'],
    ['insufficient funds for gas * price + value', 'refused'],
    ['replacement transaction underpriced', 'refused'],
  ])('takes the node’s "%s" as %s', async (message, kind) => {
    const url = await serve((requests) => requests.map(({ id }) => ({ id, error: { code: -32000, message } })));
    expect(await createRpcChain(open(url)).send(['0x01'], signal)).toMatchObject([{ kind }]);
  });

  test.each([
    [
      { code: 3, message: 'execution reverted: x', data: '0x08c379a0' },
      { kind: 'revert', data: '0x08c379a0' },
    ],
    [
      { code: -32000, message: 'execution reverted' },
      { kind: 'revert', data: '0x' },
    ],
    [
      { code: -32015, message: 'VM execution error.', data: { data: '0xab' } },
      { kind: 'revert', data: '0xab' },
    ],
    [{ code: -32602, message: 'too many arguments, want at most 2' }, { kind: 'failed' }],
  ])('tells a revert from a node that can’t: %j', async (error, answer) => {
    const url = await serve((requests) => requests.map(({ id }) => ({ id, error })));
    expect(await createRpcChain(open(url)).read([callOf({ from: address, data: '0x' })], signal)).toMatchObject([
      answer,
    ]);
  });
});

describe('text from a node', () => {
  test('is one line of at most 500 characters without secrets', () => {
    const cleaned = cleanForeignText(`::error::x\r\n\u0085\u2028at ${secret} ${'y'.repeat(600)}`, [secret, '']);
    expect(cleaned).toMatch(/^::error::x at \*\*\* y+…$/);
    expect(cleaned).toHaveLength(500);
  });
});

describe('a node that answers drop by drop', () => {
  test('has as long for the whole answer as for its first byte', async () => {
    const rpc = open(await serveDrops(), 100);
    expect(await failureOf(rpc.batch(two, signal))).toContain('no answer within 100 ms');
  });
});
