import { describe, expect, test } from '@jest/globals';
import type { Chain } from '../../../../src/contracts/chain/chain.ts';
import type { ChainRead } from '../../../../src/contracts/chain/reads.ts';
import { createBlockPace } from '../../../../src/contracts/sending/block-pace.ts';
import { type BlockWatch, type ChainWait, watchBlocks } from '../../../../src/contracts/sending/chain-wait.ts';
import { type Hex, parseAddress } from '../../../../src/values/index.ts';

interface Making {
  /** When each block comes, in milliseconds; at the start there are those before 0. */
  readonly comes: readonly number[];
  /** There and back. */
  readonly wayMs?: number;
  /** What the node's clock is ahead. */
  readonly nodeAheadSeconds?: number;
}

interface Noticed {
  readonly block: number;
  /** From its coming to the answer that showed it, without the answer's way. */
  readonly lateMs: number;
  /** Since the block before was noticed, this one's included. */
  readonly looks: number;
  readonly calls: number;
}

/** Waits for one block after the other, on a clock that only waiting moves. */
function sceneOf({ comes, wayMs = 2, nodeAheadSeconds = 0 }: Making) {
  let now = 0;
  let looks: { readonly at: number; readonly calls: number }[] = [];
  const timeOf = (number: number) => 1_000_000 + nodeAheadSeconds + Math.floor((comes[number] ?? 0) / 1000);
  const chain = {
    endpoints: 1,
    read: async (reads: readonly ChainRead<unknown>[]) => {
      looks.push({ at: now, calls: reads.length });
      now += wayMs / 2;
      const newest = comes.findLastIndex((at) => at <= now);
      now += wayMs / 2;
      return reads.map(({ method, params }) => {
        const number = params[0] === 'latest' ? newest : Number(params[0]);
        return method === 'eth_getBlockByNumber' ? { number, hash: '0x', timeSeconds: timeOf(number) } : 0;
      });
    },
    send: async () => [],
  } as unknown as Chain;
  const quiet = (): void => {};
  const wait: ChainWait = {
    chain,
    deployer: parseAddress(`0x${'52'.repeat(20)}` as Hex),
    signal: new AbortController().signal,
    deadline: Number.POSITIVE_INFINITY,
    pollMs: 100,
    pace: createBlockPace(100),
    requireHeld: quiet,
    clock: {
      now: () => now,
      unixSeconds: () => 0,
      sleep: async (durationMs) => {
        now += durationMs;
      },
    },
    log: { info: quiet, warning: quiet, error: quiet, debug: quiet, untrusted: quiet, group: (_, body) => body() },
  };
  return {
    wait,
    looks: () => looks,
    pass: (ms: number) => {
      now += ms;
    },
    /** As a delivery does that waits for a block after each send. */
    async notice(watch: BlockWatch, blocks = 1): Promise<Noticed> {
      looks = [];
      const before = (await watch.progress()).block;
      for (;;) {
        await watch.sleep(blocks);
        const { block } = await watch.progress();
        if (block === before) continue;
        const lateMs = now - wayMs / 2 - (comes[before + 1] ?? 0);
        return { block, lateMs, looks: looks.length, calls: looks.reduce((sum, { calls }) => sum + calls, 0) };
      }
    },
  };
}

/** Blocks from a while ago on, each so long after the one before. */
function comingEvery(
  periodMs: number,
  { phaseMs = 0, count = 80, past = 40, jitterMs = (_: number): number => 0 } = {},
) {
  return Array.from(
    { length: count },
    (_, index) => (index - past) * periodMs + phaseMs + (index > past ? jitterMs(index) : 0),
  );
}

/** One wait after the other, with something else done in between. */
async function noticedIn(making: Making, waits: number, { pauseMs = 150, blocks = 1 } = {}) {
  const scene = sceneOf(making);
  const all: Noticed[] = [];
  while (all.length < waits) {
    all.push(await scene.notice(watchBlocks(scene.wait), blocks));
    scene.pass(pauseMs);
  }
  return { all, looks: scene.looks() };
}

const worst = (all: readonly Noticed[]) => Math.max(...all.map(({ lateMs }) => lateMs));
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe('looking when the next block is due', () => {
  test.each([
    [1_000, 2],
    [1_000, 80],
    [2_000, 80],
    [12_000, 80],
    [15_000, 2],
  ])('blocks of %d ms over a way of %d ms are noticed within a tenth, with few looks', async (period, wayMs) => {
    for (const part of [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95]) {
      const { all } = await noticedIn({ comes: comingEvery(period, { phaseMs: period * part }), wayMs }, 12);
      // Back to back there is one look on the way.
      expect(worst(all)).toBeLessThanOrEqual(Math.max(period / 10, 100) + wayMs);
      expect(mean(all.slice(1).map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(period / 20 + wayMs / 2);
      expect(mean(all.slice(2).map(({ calls }) => calls))).toBeLessThanOrEqual(8);
    }
  });

  test('while nothing is known, a slow chain is not asked ten times a second', async () => {
    const { all } = await noticedIn({ comes: comingEvery(12_000, { phaseMs: 11_500 }), wayMs: 80 }, 1);
    expect(all[0]?.looks).toBeLessThanOrEqual(24);
    expect(all[0]?.lateMs).toBeLessThanOrEqual(1_200);
  });

  test('when many blocks have to come, each is looked at about once', async () => {
    const making = { comes: comingEvery(1_000, { phaseMs: 400 }), wayMs: 2 };
    const { all } = await noticedIn(making, 12, { pauseMs: 0, blocks: 5 });
    expect(mean(all.slice(2).map(({ looks }) => looks))).toBeLessThanOrEqual(2.5);
  });

  test('the clock of the node does not matter', async () => {
    const comes = comingEvery(2_000, { phaseMs: 700 });
    const right = await noticedIn({ comes }, 6);
    for (const nodeAheadSeconds of [-86_400, -3, 5, 1_000_000]) {
      expect(await noticedIn({ comes, nodeAheadSeconds }, 6)).toEqual(right);
    }
  });

  test('a look that has a long way is two calls, and one more once', async () => {
    const scene = sceneOf({ comes: comingEvery(1_000, { phaseMs: 500 }), wayMs: 80 });
    const calls: number[] = [];
    for (let block = 0; block < 5; block++) {
      await scene.notice(watchBlocks(scene.wait));
      calls.push(...scene.looks().map((look) => look.calls));
    }
    expect(calls.filter((count) => count > 2)).toEqual([3]);
    expect(calls[0]).toBe(2);
  });

  test('a node that refuses to tell of the past is watched all the same', async () => {
    const scene = sceneOf({ comes: comingEvery(1_000, { phaseMs: 500 }) });
    const { chain } = scene.wait;
    const read = (async (reads: readonly ChainRead<unknown>[], signal: AbortSignal) => {
      const answers: unknown[] = await chain.read(reads, signal);
      return reads.map((wanted, index) =>
        wanted.method === 'eth_getBlockByNumber' && wanted.params[0] !== 'latest'
          ? wanted.parse({ error: { code: -32000, message: 'pruned', data: undefined } })
          : answers[index],
      );
    }) as Chain['read'];
    const { lateMs } = await scene.notice(watchBlocks({ ...scene.wait, chain: { ...chain, read } }));
    expect(lateMs).toBeLessThanOrEqual(110);
  });
});

describe('a chain that does not keep time', () => {
  test('and makes blocks on demand is looked at again at once, whatever lies between its old blocks', async () => {
    // Nothing for an hour, then a block some time after each send.
    const comes = Array.from({ length: 30 }, (_, index) => (index - 29) * 3_600_000);
    const scene = sceneOf({ comes: [...comes, 130, 730, 1_330, 1_930] });
    for (let layer = 0; layer < 4; layer++) {
      const { lateMs, looks } = await scene.notice(watchBlocks(scene.wait));
      expect(lateMs).toBeLessThanOrEqual(105);
      expect(looks).toBeLessThanOrEqual(4);
      scene.pass(600 * (layer + 1) - scene.wait.clock.now());
    }
  });

  test('a block that comes early is noticed within half of the time, and the next ones are looked for all the time', async () => {
    const regular = comingEvery(12_000, { count: 60 });
    // The tenth comes 7 s early, as do all after it; then another one 5 s early.
    const comes = regular.map((at, index) => (index < 50 ? at : at - 7_000)).map((at, i) => (i < 51 ? at : at - 5_000));
    const { all } = await noticedIn({ comes, wayMs: 80 }, 14);
    const late = new Map(all.map(({ block, lateMs }) => [block, lateMs]));
    expect(late.get(50)).toBeLessThanOrEqual(6_300);
    expect(late.get(51)).toBeLessThanOrEqual(1_300);
    expect(Math.max(...[52, 53].map((block) => late.get(block) ?? 0))).toBeLessThanOrEqual(1_300);
  });

  test('a chain that leaves out turns is looked at when the next ones are due', async () => {
    const slots = comingEvery(12_000, { count: 90, phaseMs: 3_000 });
    const comes = slots.filter((_, index) => index % 5 !== 3);
    const { all } = await noticedIn({ comes, wayMs: 80 }, 16);
    expect(worst(all)).toBeLessThanOrEqual(1_300);
    expect(mean(all.slice(1).map(({ looks }) => looks))).toBeLessThanOrEqual(6.5);
  });

  test('blocks that come by luck are noticed within a tenth of their time, and never later than half of it', async () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const comes = [-26_000, -13_000, 0];
    while (comes.length < 60) comes.push((comes.at(-1) ?? 0) - Math.log(1 - random()) * 13_000 + 200);
    const scene = sceneOf({ comes, wayMs: 80 });
    const late: number[] = [];
    for (let block = 0; block < 40; block++) late.push((await scene.notice(watchBlocks(scene.wait))).lateMs);
    expect(mean(late)).toBeLessThanOrEqual(1_300);
    expect(Math.max(...late)).toBeLessThanOrEqual(6_500);
  });

  test('blocks a little off their time are still noticed soon', async () => {
    const jitterMs = (index: number) => ((index * 37) % 11) * 12;
    const { all } = await noticedIn({ comes: comingEvery(1_000, { phaseMs: 300, jitterMs }), wayMs: 2 }, 20);
    expect(mean(all.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(50);
    expect(worst(all)).toBeLessThanOrEqual(160);
  });

  test('what no block can bring is asked for at the pace of before', async () => {
    const scene = sceneOf({ comes: comingEvery(12_000, { phaseMs: 2_000 }), wayMs: 2 });
    for (let block = 0; block < 3; block++) await scene.notice(watchBlocks(scene.wait));
    const watch = watchBlocks(scene.wait);
    await watch.progress();
    const from = scene.wait.clock.now();
    await watch.sleep(0);
    expect(scene.wait.clock.now() - from).toBeLessThanOrEqual(1_200);
  });
});
