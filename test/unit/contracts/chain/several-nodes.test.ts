import { describe, expect, test } from '@jest/globals';
import { chainId, gasPrice } from '../../../../src/contracts/chain/reads.ts';
import { openChain } from '../../../../src/contracts/open-chain.ts';
import { answersTo, type HttpReply, heldClock, keptLog, type RpcNode, type RpcRequest, serveRpc } from '../rpc-node.ts';

const signal = AbortSignal.timeout(200_000);
const genesis = (digit: string) => `0x${digit.repeat(64)}`;

/** A node of a chain, that answers everything else with `reply`. */
function nodeOf(
  { id = 1101, first = '1' }: { id?: number; first?: string },
  reply: (asked: readonly RpcRequest[]) => HttpReply | undefined = () => undefined,
): Promise<RpcNode> {
  return serveRpc(
    (asked) =>
      reply(asked) ?? {
        body: answersTo(asked).map(({ id: call, result }) => ({
          id: call,
          result:
            result === 'eth_chainId'
              ? `0x${id.toString(16)}`
              : result === 'eth_getBlockByNumber'
                ? { number: '0x0', hash: genesis(first), timestamp: '0x1', gasLimit: '0x1', gasUsed: '0x0' }
                : `0x${first}`,
        })),
      },
  );
}

function open(...nodes: readonly RpcNode[]) {
  return openUntil(undefined, ...nodes);
}

function openUntil(deadlineMs: number | undefined, ...nodes: readonly RpcNode[]) {
  const clock = heldClock();
  const remainingMs = deadlineMs === undefined ? undefined : () => deadlineMs - clock.now();
  const names = nodes.map((_, index) => `$NODE_${index + 1}`);
  const secrets = (name: string) => nodes[Number(name.slice(5)) - 1]?.url;
  return openChain({ rpc: names }, { secrets, log: keptLog(), clock, remainingMs });
}

/** Answers transactions with an error, everything else as it is. */
const refusing =
  (message: string, code = -32000) =>
  (asked: readonly RpcRequest[]) =>
    asked[0]?.method === 'eth_sendRawTransaction'
      ? { body: asked.map(({ id }) => ({ id, error: { code, message } })) }
      : undefined;
const busyFor = (seconds: number): HttpReply => ({ status: 429, headers: { 'retry-after': String(seconds) } });

const sendsIn = (asked: readonly RpcRequest[]): boolean =>
  asked.some(({ method }) => method === 'eth_sendRawTransaction');

const sends = ({ requests }: RpcNode) =>
  requests.filter(({ methods }) => methods.includes('eth_sendRawTransaction')).length;

describe('of several nodes', () => {
  test.each([
    ['another chain id', { id: 5 }],
    ['another first block', { first: '2' }],
  ])('one with %s is refused by the name of its setting before anything is sent to it', async (_, other) => {
    await using right = await nodeOf({}, ([call]) =>
      call?.method === 'eth_sendRawTransaction' ? { status: 503 } : undefined,
    );
    await using wrong = await nodeOf(other);
    const chain = open(right, wrong);
    await chain.read([gasPrice()], signal);
    const failure = chain.send(['0x01'], signal);
    await expect(failure).rejects.toThrow(
      /different chains: chain\.rpc, 1 of 2: \$NODE_1 has the chain id 1101 .* chain\.rpc, 2 of 2: \$NODE_2 has/,
    );
    await expect(failure).rejects.not.toThrow(/127\.0\.0\.1/);
    expect(sends(wrong)).toBe(0);
  });

  test('all that failed are named', async () => {
    await using one = await serveRpc(() => ({ status: 503 }));
    await using two = await serveRpc(() => ({ status: 403 }));
    await expect(open(one, two).read([gasPrice()], signal)).rejects.toThrow(
      /1 of 2: \$NODE_1\) could not be asked for .*: it answered with HTTP status 503\n.*2 of 2: \$NODE_2\) .* 403/,
    );
    // What may pass is tried three times round, what won't pass only once.
    expect([one.requests.length, two.requests.length]).toEqual([6, 1]);
  });

  test('those without a URL are all named at once, without what they hold', () => {
    const secrets = (name: string) => (name === 'B' ? 'wss://key' : undefined);
    const failing = () => openChain({ rpc: ['$A', '$B', 'http://127.0.0.1:1'] }, { secrets, log: keptLog() });
    expect(failing).toThrow(/^\$A is not set.*\n\$B is no URL/);
    expect(failing).not.toThrow(/key/);
  });

  test('the first is asked, and its chain is looked at in the same request', async () => {
    await using one = await nodeOf({});
    await using two = await nodeOf({});
    const chain = open(one, two);
    expect(chain.endpoints).toBe(2);
    await chain.read([gasPrice()], signal);
    await chain.read([gasPrice()], signal);
    expect(one.requests.map(({ methods }) => methods)).toEqual([
      ['eth_chainId', 'eth_getBlockByNumber', 'eth_gasPrice'],
      ['eth_gasPrice'],
    ]);
    expect(two.requests).toEqual([]);
  });

  test.each<[string, HttpReply]>([
    ['breaks the connection', 'hang up'],
    ['answers 429', { status: 429 }],
    ['answers 503', { status: 503 }],
    ['answers 403', { status: 403 }],
    ['answers a page', { body: '<html>' }],
    ['limits every single call', { body: [1, 2, 3].map((id) => ({ id, error: { code: -32005, message: 'limit' } })) }],
  ])('the next is asked when the first %s, and stays the one that is asked', async (_, reply) => {
    await using one = await serveRpc(() => reply);
    await using two = await nodeOf({});
    const chain = open(one, two);
    expect(await chain.read([gasPrice()], signal)).toEqual([1n]);
    const before = one.requests.length;
    expect(before).toBeLessThanOrEqual(2);
    await chain.read([gasPrice()], signal);
    expect(one.requests).toHaveLength(before);
  });

  test('a refusal of the first is an answer, and nobody else is asked', async () => {
    await using one = await nodeOf({}, (asked) =>
      asked.length === 1
        ? { body: asked.map(({ id }) => ({ id, error: { code: -32601, message: 'no such method' } })) }
        : undefined,
    );
    await using two = await nodeOf({});
    const chain = open(one, two);
    await chain.read([chainId()], signal);
    await expect(chain.read([gasPrice()], signal)).rejects.toThrow(/refused eth_gasPrice: no such method/);
    expect(two.requests).toEqual([]);
  });

  test('the one with the wanted number is asked and no other', async () => {
    await using one = await nodeOf({});
    await using two = await serveRpc(() => ({ status: 403 }));
    const chain = open(one, two);
    await expect(chain.read([gasPrice()], signal, 1)).rejects.toThrow(/2 of 2: \$NODE_2/);
    expect(one.requests).toEqual([]);
  });

  test('one gets a transaction first, all get it when it is sent again, and one that takes it is enough', async () => {
    await using one = await nodeOf({}, refusing('txpool is full'));
    await using two = await nodeOf({}, refusing('already known'));
    await using three = await serveRpc(() => ({ status: 403 }));
    const chain = open(one, two, three);
    expect(await chain.send(['0x01', '0x02'], signal)).toMatchObject([{ kind: 'refused' }, { kind: 'refused' }]);
    expect([sends(one), sends(two)]).toEqual([1, 0]);
    expect(await chain.send(['0x02'], signal)).toEqual([{ kind: 'known' }]);
    expect([sends(one), sends(two)]).toEqual([2, 1]);
  });

  test('the next gets the transactions when the first can’t be reached', async () => {
    await using one = await serveRpc(() => ({ status: 503 }));
    await using two = await nodeOf({});
    expect(await open(one, two).send(['0x01'], signal)).toEqual([{ kind: 'accepted' }]);
  });

  test.each([
    ['takes no transactions', -32601, 'the method eth_sendRawTransaction does not exist'],
    ['takes none, and says so in words only', -32000, 'this node is read-only'],
    ['refuses them by a rule of its own', -32000, 'tx fee (1.2 ether) exceeds the configured cap (1 ether)'],
    ['says what nobody knows', -32000, 'upstream said no'],
    ['has an internal error', -32603, 'internal error'],
  ])('the next gets the transactions when the first %s', async (_, code, message) => {
    await using one = await nodeOf({}, refusing(message, code));
    await using two = await nodeOf({});
    const chain = open(one, two);
    await chain.read([gasPrice()], signal);
    expect(await chain.send(['0x01', '0x02'], signal)).toEqual([{ kind: 'accepted' }, { kind: 'accepted' }]);
    // It can still be read from.
    const before = one.requests.length;
    await chain.read([gasPrice()], signal);
    expect(one.requests).toHaveLength(before + 1);
  });

  test('one that takes no transactions is not given any more', async () => {
    await using one = await nodeOf({}, refusing('no such method', -32601));
    await using two = await nodeOf({});
    const chain = open(one, two);
    for (const raw of ['0x01', '0x02', '0x01'] as const) await chain.send([raw], signal);
    expect([sends(one), sends(two)]).toEqual([1, 3]);
  });

  test('it is final when none takes transactions, and each is quoted by its setting', async () => {
    await using one = await nodeOf({}, refusing('no such method', -32601));
    await using two = await nodeOf({}, (asked) => (sendsIn(asked) ? { status: 403 } : undefined));
    const [answer] = await open(one, two).send(['0x01'], signal);
    expect(answer).toEqual({
      kind: 'refused',
      reason: 'final',
      message:
        "no node takes transactions: chain.rpc, 1 of 2: $NODE_1: no such method; the chain's RPC node (chain.rpc, 2 of 2: $NODE_2) could not be asked for eth_sendRawTransaction: it answered with HTTP status 403",
    });
  });

  test('it is final only when none is unclear about it', async () => {
    await using one = await nodeOf({}, refusing('insufficient funds for transfer'));
    await using two = await nodeOf({}, refusing('internal error', -32603));
    await using three = await nodeOf({}, refusing('intrinsic gas too low'));
    expect(await open(one, two).send(['0x01'], signal)).toMatchObject([{ reason: 'unclear' }]);
    expect(await open(one, three).send(['0x01'], signal)).toEqual([
      {
        kind: 'refused',
        reason: 'final',
        message:
          'chain.rpc, 1 of 2: $NODE_1: insufficient funds for transfer; chain.rpc, 2 of 2: $NODE_2: intrinsic gas too low',
      },
    ]);
  });

  test('those that are away for a while leave it unclear, and those that are forbidden fail', async () => {
    await using away = await nodeOf({}, (asked) => (sendsIn(asked) ? { status: 503 } : undefined));
    await using forbidden = await nodeOf({}, (asked) => (sendsIn(asked) ? { status: 403 } : undefined));
    expect(await open(away).send(['0x01'], signal)).toMatchObject([{ kind: 'refused', reason: 'unclear' }]);
    expect(await open(away, forbidden).send(['0x01'], signal)).toMatchObject([{ reason: 'unclear' }]);
    await expect(open(forbidden, forbidden).send(['0x01'], signal)).rejects.toThrow(/1 of 2.* 403\n.*2 of 2.* 403/);
  });

  test('another is asked while the first wants to be left alone, and that one only then', async () => {
    let isBusy = true;
    await using one = await nodeOf({}, () => (isBusy ? busyFor(60) : undefined));
    await using two = await nodeOf({});
    const chain = openUntil(900_000, one, two);
    expect(await chain.read([gasPrice()], signal)).toEqual([1n]);
    isBusy = false;
    await expect(chain.read([gasPrice()], signal, 0)).rejects.toThrow(
      /1 of 2: \$NODE_1\) could not be asked .*it asks to be left alone for 60 s$/,
    );
    expect(one.requests).toHaveLength(1);
  });

  test('the one that will be back first is waited for when all want to be left alone', async () => {
    let asked = 0;
    await using one = await nodeOf({}, () => busyFor(600));
    await using two = await nodeOf({}, () => (asked++ === 0 ? busyFor(60) : undefined));
    const chain = openUntil(900_000, one, two);
    expect(await chain.read([gasPrice()], signal)).toEqual([1n]);
    expect([one.requests.length, two.requests.length]).toEqual([1, 2]);
  });

  test('all that want to be left alone beyond the deadline are named', async () => {
    await using one = await nodeOf({}, () => busyFor(60));
    await using two = await nodeOf({}, () => busyFor(600));
    await expect(openUntil(30_000, one, two).read([gasPrice()], signal)).rejects.toThrow(
      /1 of 2.* left alone for 60 s, and this run has only 30 s left\n.*2 of 2.* for 600 s, and this run has only 30 s left$/,
    );
    expect([one.requests.length, two.requests.length]).toEqual([1, 1]);
  });
});
