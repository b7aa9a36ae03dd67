import { describe, expect, test } from '@jest/globals';
import { contractRecordDigest, finishJournal, openChain, systemClock } from '../../src/contracts/index.ts';
import { startAnvil } from '../../tools/servers/index.ts';
import { type HttpReply, type RpcNode, type RpcRequest, serveRpc } from '../unit/contracts/rpc-node.ts';
import {
  deadlineOnce,
  deedsOf,
  memoryJournal,
  migrate,
  type Scene,
  sceneOn,
  silentLog,
  smallSet,
} from './contracts-fixture.ts';

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Asks the real node, one call of the list after the other. */
async function forward(scene: Scene, asked: readonly RpcRequest[]): Promise<readonly Answer[]> {
  const response = await fetch(scene.rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked.map((call) => ({ jsonrpc: '2.0', ...call }))),
  });
  const answers = (await response.json()) as readonly Answer[];
  return asked.map(
    ({ id }) => answers.find((answer) => answer.id === id) ?? { id, error: { code: 0, message: 'lost' } },
  );
}

type Quirk = (scene: Scene) => Parameters<typeof serveRpc>[0];

const error = (id: number, code: number, message: string): Answer => ({ id, error: { code, message } });

/** Forwards what the node understands; `refuse` gives an error for what it doesn't. */
const refusing =
  (refuse: (call: RpcRequest) => string | undefined): Quirk =>
  (scene) =>
  async (asked) => {
    const answers = await forward(scene, asked);
    return {
      body: asked.map((call, index) => {
        const message = refuse(call);
        return message === undefined ? answers[index] : error(call.id, -32602, message);
      }),
    };
  };

const noLists: Quirk = (scene) => async (asked, isList) =>
  isList ? { status: 400, body: 'only objects' } : { body: (await forward(scene, asked))[0] };

const shortLists: Quirk = (scene) => async (asked) =>
  asked.length > 10
    ? { body: { error: { code: -32600, message: 'batch too large' } } }
    : { body: await forward(scene, asked) };

const outOfOrder: Quirk = (scene) => async (asked) => ({ body: (await forward(scene, asked)).toReversed() });

/** Every third request is refused whole, and of every other list the second half, without being done. */
const busy: Quirk =
  (scene) =>
  async (asked, isList, count): Promise<HttpReply> => {
    if (count % 3 === 0) return { status: 429, headers: { 'retry-after': '0' } };
    const half = isList && count % 2 === 0 && asked.length > 1 ? Math.ceil(asked.length / 2) : asked.length;
    const answers = await forward(scene, asked.slice(0, half));
    return { body: [...answers, ...asked.slice(half).map(({ id }) => error(id, -32005, 'rate limit exceeded'))] };
  };

/** Takes no transaction, for as long as it is `until` a request. */
const takingNone =
  (code: number, message: string, until = Number.POSITIVE_INFINITY): Quirk =>
  (scene) => {
    let refused = 0;
    return async (asked, isList) => {
      const isRefused = asked.some(({ method }) => method === 'eth_sendRawTransaction') && refused++ < until;
      const answers = await forward(scene, isRefused ? [] : asked);
      const body = isRefused ? asked.map(({ id }) => error(id, code, message)) : answers;
      return { body: isList ? body : body[0] };
    };
  };

const noOverrides = refusing(({ method, params }) => {
  if (method === 'eth_simulateV1') return 'the method eth_simulateV1 does not exist';
  return method === 'eth_call' && params.length > 2 ? 'too many arguments, want at most 2' : undefined;
});

const noBlockOverrides = refusing(({ method, params }) =>
  method === 'eth_call' && params.length > 3 ? 'too many arguments, want at most 3' : undefined,
);

async function through<T>(quirk: Quirk, body: (scene: Scene, node: RpcNode) => Promise<T>): Promise<T> {
  await using scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
  await using node = await serveRpc(quirk(scene));
  return await body(scene, node);
}

const open = (...urls: readonly string[]) =>
  openChain({ rpc: urls }, { secrets: () => undefined, log: silentLog(), clock: systemClock });

/** The whole of a migration by a chain, and a second one that has nothing to do; judged by the chain itself. */
async function deploys(scene: Scene, ...urls: readonly string[]): Promise<void> {
  const journal = memoryJournal();
  const { record, counts, openJournal } = await migrate(scene, smallSet, { journal, chain: open(...urls) });
  await finishJournal(openJournal, contractRecordDigest(record));
  expect(counts).toEqual({ deployed: 9, kept: 0, called: 2, skipped: 0, transactions: 11 });
  const deeds = await deedsOf(scene);
  expect(deeds.map(({ isSuccess, created }) => [isSuccess, created !== undefined])).toEqual([
    ...Array.from({ length: 9 }, () => [true, true]),
    ...Array.from({ length: 2 }, () => [true, false]),
  ]);
  expect(record.contracts.every(({ proof }) => proof === 'exact')).toBe(true);
  const readPreviousRecord = async () => record;
  const second = await migrate(scene, smallSet, { journal, chain: open(...urls), readPreviousRecord });
  expect(second).toMatchObject({ changed: false, counts: { kept: 9, transactions: 0 } });
  expect(await deedsOf(scene)).toHaveLength(11);
}

describe('a set is deployed exactly once by a node that', () => {
  test.each<[string, Quirk]>([
    ['takes no lists', noLists],
    ['takes lists of ten calls', shortLists],
    ['answers out of order', outOfOrder],
    ['is too busy for much of what it is asked', busy],
    ['takes no block overrides', noBlockOverrides],
    ['takes no state overrides at all', noOverrides],
    ['fails inside at first when it is given transactions', takingNone(-32603, 'internal error', 2)],
    ['speaks of a gap of nonces at first', takingNone(-32000, 'nonce gap: state is behind', 2)],
    ['limits transactions at first', takingNone(-32005, 'limit exceeded', 2)],
  ])('%s', async (_, quirk) => {
    await through(quirk, (scene, node) => deploys(scene, node.url));
  });

  test('takes no transactions, when there is another that does', async () => {
    await through(takingNone(-32601, 'the method eth_sendRawTransaction does not exist'), async (scene, node) => {
      await deploys(scene, node.url, scene.rpcUrl);
      const sends = node.requests.filter(({ methods }) => methods.includes('eth_sendRawTransaction'));
      expect(sends).toHaveLength(1);
    });
  });

  test('goes away in the middle, when there is another', async () => {
    let isAway = false;
    const leaving: Quirk = (scene) => async (asked) => {
      if (isAway) return 'hang up';
      const answers = await forward(scene, asked);
      if (!asked.some(({ method }) => method === 'eth_sendRawTransaction')) return { body: answers };
      // The transactions have arrived, and nobody hears of it.
      isAway = true;
      return 'hang up';
    };
    await through(leaving, (scene, node) => deploys(scene, node.url, scene.rpcUrl));
  });
});

describe('a run ends red', () => {
  test('at once where no node takes transactions, with what each says, and the next run finishes it', async () => {
    const journal = memoryJournal();
    await through(takingNone(-32601, 'the method eth_sendRawTransaction does not exist'), async (scene, node) => {
      await using other = await serveRpc(takingNone(-32000, 'this node is read-only')(scene));
      await expect(migrate(scene, smallSet, { journal, chain: open(node.url, other.url) })).rejects.toThrow(
        /refused the creation of \w+ \(nonce 0\): no node takes transactions: chain\.rpc, 1 of 2: the method eth_sendRawTransaction does not exist; chain\.rpc, 2 of 2: this node is read-only\. Its signed bytes stay/,
      );
      expect(await deedsOf(scene)).toEqual([]);
      await migrate(scene, smallSet, { journal });
      expect(await deedsOf(scene)).toHaveLength(11);
    });
  });

  test('at the deadline where nobody knows why the node takes none, with its words, and the next run finishes it', async () => {
    const journal = memoryJournal();
    await through(takingNone(-32603, 'service temporarily unavailable'), async (scene, node) => {
      const lines: string[] = [];
      const sends = () => node.requests.filter(({ methods }) => methods.includes('eth_sendRawTransaction'));
      const deadline = deadlineOnce(() => sends().length > 1);
      const options = { journal, chain: open(node.url), log: silentLog(lines), ...deadline };
      await expect(migrate(scene, smallSet, options)).rejects.toThrow(
        /the deadline has passed: 0 of \d+ transactions are mined; its node does not take the creation of \w+ yet: service temporarily unavailable/,
      );
      expect(lines).toContainEqual(expect.stringMatching(/^Sending the same bytes again until the deadline: its node/));
      expect(sends().length).toBeGreaterThan(1);
      expect(await deedsOf(scene)).toEqual([]);
      await migrate(scene, smallSet, { journal });
      expect(await deedsOf(scene)).toHaveLength(11);
    });
  });
});

test('nothing is sent by a node of another chain', async () => {
  await using other = await sceneOn(await startAnvil({ chainId: 1102, blockTimeSeconds: 'on-demand' }));
  await through(outOfOrder, async (scene, node) => {
    await expect(migrate(scene, smallSet, { chain: open(node.url, other.rpcUrl) })).rejects.toThrow(
      /the nodes are of different chains: chain\.rpc, 1 of 2 has .*, chain\.rpc, 2 of 2 has/,
    );
    expect(await deedsOf(scene)).toEqual([]);
    expect(await deedsOf({ ...other, deployer: scene.deployer })).toEqual([]);
  });
});

test('an unchanged set is seen to be unchanged in two requests of few bytes', async () => {
  const bytes: number[] = [];
  const counting: Quirk = (scene) => async (asked) => {
    const answers = await forward(scene, asked);
    bytes.push(JSON.stringify(asked).length + JSON.stringify(answers).length);
    return { body: answers };
  };
  await through(counting, async (scene, node) => {
    const journal = memoryJournal();
    const { record, openJournal } = await migrate(scene, smallSet, { journal });
    await finishJournal(openJournal, contractRecordDigest(record));
    const readPreviousRecord = async () => record;
    await migrate(scene, smallSet, { journal, chain: open(node.url), readPreviousRecord });
    expect(node.requests).toHaveLength(2);
    expect(node.requests.flatMap(({ methods }) => methods).filter((method) => method === 'eth_getCode')).toHaveLength(
      1,
    );
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000);
  });
});

test('a deployer that delegates its code deploys, and the plan warns of it', async () => {
  await using scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
  await scene.ask('anvil_setCode', scene.deployer, `0xef0100${'12'.repeat(20)}`);
  const lines: string[] = [];
  const { forecast } = await migrate(scene, smallSet, { mode: 'plan', log: silentLog(lines) });
  expect(forecast).toMatchObject({ simulation: 'all', findings: [] });
  expect(lines).toContainEqual(expect.stringMatching(/delegates to the code at 0x(12){20} \(EIP-7702\)/));
  await deploys(scene, scene.rpcUrl);
});
