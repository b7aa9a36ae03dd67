import { describe, expect, test } from '@jest/globals';
import { chainId, gasPrice } from '../../../src/contracts/chain/reads.ts';
import { openChain } from '../../../src/contracts/open-chain.ts';
import { answersTo, type HttpReply, heldClock, keptLog, type RpcNode, type RpcRequest, serveRpc } from './rpc-node.ts';

const signal = AbortSignal.timeout(20_000);
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
  const names = nodes.map((_, index) => `$NODE_${index + 1}`);
  const secrets = (name: string) => nodes[Number(name.slice(5)) - 1]?.url;
  return openChain({ rpc: names }, { secrets, log: keptLog(), clock: heldClock() });
}

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
    const refusing = (message: string) => (asked: readonly RpcRequest[]) =>
      asked[0]?.method === 'eth_sendRawTransaction'
        ? { body: asked.map(({ id }) => ({ id, error: { code: -32000, message } })) }
        : undefined;
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
});
