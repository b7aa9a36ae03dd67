import { describe, expect, test } from '@jest/globals';
import { createMissLedger, type MissRule, readBelieved } from '../../../../src/contracts/chain/believe-miss.ts';
import type { Chain } from '../../../../src/contracts/chain/chain.ts';
import type { ChainRead } from '../../../../src/contracts/chain/reads.ts';
import { RemoteError } from '../../../../src/report/index.ts';

const rule: MissRule = { misses: 3, overMs: 4_000 };
const signal = new AbortController().signal;
const nonce: ChainRead<number> = { method: 'nonce', params: [], parse: () => 0 };
const other: ChainRead<number> = { method: 'other', params: [], parse: () => 0 };
const isLow = (answer: number): boolean => answer < 5;

/** A clock that only sleeping moves. */
function heldClock() {
  let now = 0;
  return {
    now: () => now,
    unixSeconds: () => 0,
    sleep: async (durationMs: number, wake: AbortSignal) => {
      wake.throwIfAborted();
      now += durationMs;
    },
  };
}

/** Nodes that each answer a read, asked for the nth time, with what `answer` gives. */
function nodes(endpoints: number, answer: (endpoint: number, round: number, method: string) => number) {
  const asked: string[][] = [];
  const rounds = Array.from({ length: endpoints }, () => 0);
  const chain: Chain = {
    endpoints,
    read: (async (reads: readonly ChainRead<unknown>[], _: AbortSignal, endpoint = 0) => {
      asked.push([String(endpoint), ...reads.map(({ method }) => method)]);
      const round = rounds[endpoint] ?? 0;
      rounds[endpoint] = round + 1;
      return reads.map(({ method }) => answer(endpoint, round, method));
    }) as Chain['read'],
    send: async () => [],
  };
  return { chain, asked };
}

describe('something that is missing', () => {
  test('is believed only after each node missed it as often and as long as the rule says', async () => {
    const { chain, asked } = nodes(2, () => 4);
    const clock = heldClock();
    expect(await readBelieved({ chain, clock, signal }, [nonce], isLow, rule)).toEqual([4]);
    expect(asked.filter(([endpoint]) => endpoint === '1')).toHaveLength(3);
    expect(clock.now()).toBeGreaterThanOrEqual(rule.overMs);
  });

  test.each([
    ['the second node has it at once', 1, 0],
    ['the first node has it at last', 0, 2],
  ])('is there when %s', async (_, which, from) => {
    const { chain, asked } = nodes(2, (endpoint, round) => (endpoint === which && round >= from ? 7 : 4));
    expect(await readBelieved({ chain, clock: heldClock(), signal }, [nonce], isLow, rule)).toEqual([7]);
    expect(asked).toHaveLength(2 * (from + 1));
  });

  test('is not looked for when the caller has seen it already', async () => {
    const { chain, asked } = nodes(1, () => 0);
    expect(await readBelieved({ chain, clock: heldClock(), signal }, [nonce, other], isLow, rule, [5, 6])).toEqual([
      5, 6,
    ]);
    expect(asked).toEqual([]);
  });

  test('is asked for again alone, and what the caller saw counts as one of the misses', async () => {
    const { chain, asked } = nodes(1, () => 4);
    const clock = heldClock();
    expect(await readBelieved({ chain, clock, signal }, [nonce, other], isLow, rule, [9, 4])).toEqual([9, 4]);
    expect(asked).toEqual([
      ['0', 'other'],
      ['0', 'other'],
    ]);
    expect(clock.now()).toBeGreaterThanOrEqual(rule.overMs);
  });

  test('is not believed while a node can’t be asked: the run ends with what that node said', async () => {
    const { chain, asked } = nodes(2, (endpoint) => {
      if (endpoint === 1) throw new RemoteError('node 2 is away');
      return 4;
    });
    await expect(readBelieved({ chain, clock: heldClock(), signal }, [nonce], isLow, rule)).rejects.toThrow(
      /not believed before every node was heard: node 2 is away/,
    );
    expect(asked).toHaveLength(2 * rule.misses);
  });

  test('is found although the other node can’t be asked', async () => {
    const { chain } = nodes(2, (endpoint) => {
      if (endpoint === 0) throw new RemoteError('node 1 is away');
      return 7;
    });
    expect(await readBelieved({ chain, clock: heldClock(), signal }, [nonce], isLow, rule)).toEqual([7]);
  });

  test('lets a mistake of ours through at once', async () => {
    const { chain, asked } = nodes(1, () => {
      throw new TypeError('a mistake');
    });
    await expect(readBelieved({ chain, clock: heldClock(), signal }, [nonce], isLow, rule)).rejects.toThrow(TypeError);
    expect(asked).toHaveLength(1);
  });

  test('is no longer waited for when the run is cancelled', async () => {
    const controller = new AbortController();
    const { chain } = nodes(1, () => {
      controller.abort(new Error('cancelled'));
      return 4;
    });
    await expect(
      readBelieved({ chain, clock: heldClock(), signal: controller.signal }, [nonce], isLow, rule),
    ).rejects.toThrow('cancelled');
  });
});

describe('misses that a poll counts itself', () => {
  test('are forgotten when the thing is seen once', () => {
    let now = 0;
    const ledger = createMissLedger(rule, 1, { now: () => now });
    for (now = 0; now < 4_000; now += 1_000) ledger.miss('a', 0);
    expect(ledger.isBelieved('a')).toBe(false); // often enough, not long enough
    ledger.miss('a', 0);
    expect(ledger.isBelieved('a')).toBe(true);
    expect(ledger.isBelieved('b')).toBe(false);
    ledger.hit('a');
    now += 10_000;
    ledger.miss('a', 0);
    expect(ledger.isBelieved('a')).toBe(false);
  });

  test('are not believed when they are too few, however far apart', () => {
    let now = 0;
    const ledger = createMissLedger(rule, 1, { now: () => now });
    ledger.miss('a', 0);
    now = 100_000;
    ledger.miss('a', 0);
    expect(ledger.isBelieved('a')).toBe(false);
    ledger.miss('a', 0);
    expect(ledger.isBelieved('a')).toBe(true);
  });

  test('must be of every endpoint, each for as long', () => {
    let now = 0;
    const ledger = createMissLedger(rule, 2, { now: () => now });
    for (now = 0; now <= 8_000; now += 2_000) ledger.miss('a', 0);
    expect(ledger.isBelieved('a')).toBe(false);
    for (const _ of Array(3)) ledger.miss('a', 1);
    expect(ledger.isBelieved('a')).toBe(false);
    now += 4_000;
    ledger.miss('a', 1);
    expect(ledger.isBelieved('a')).toBe(true);
  });
});
