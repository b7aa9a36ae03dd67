import { describe, expect, test } from '@jest/globals';
import type { Chain } from '../../../../src/contracts/chain/chain.ts';
import type { ChainRead } from '../../../../src/contracts/chain/reads.ts';
import type { LoggedTransaction } from '../../../../src/contracts/journal/journal-entry.ts';
import { createBlockPace } from '../../../../src/contracts/sending/block-pace.ts';
import type { ChainWait } from '../../../../src/contracts/sending/chain-wait.ts';
import { watchIdle } from '../../../../src/contracts/sending/idle-chain.ts';
import type { OpenSlot } from '../../../../src/contracts/sending/slot.ts';
import { type Hex, parseAddress } from '../../../../src/values/index.ts';

const logged = { nonce: 7 } as LoggedTransaction;
const slot = (more: Partial<OpenSlot> = {}): OpenSlot => ({
  nonce: 7,
  variants: [logged],
  isSent: true,
  isTooCheap: false,
  isUnclear: false,
  ...more,
});

interface Standing {
  /** Between two blocks, until the last one. */
  readonly gapSeconds: number;
  readonly pendingNonce?: number;
}

/** Looks at a chain that stands still at a block, each second for so long, and gives the seconds at which it is to be woken. */
async function wakesOf(
  { gapSeconds, pendingNonce = 8 }: Standing,
  seconds: number,
  { lowest = slot(), blockAt = (_: number): number => 100 } = {},
): Promise<readonly number[]> {
  let now = 0;
  const lines: string[] = [];
  const log = (message: string): void => void lines.push(message);
  const chain = {
    endpoints: 1,
    read: async (reads: readonly ChainRead<unknown>[]) =>
      reads.map(({ method, params }) =>
        method === 'eth_getTransactionCount' ? pendingNonce : { timeSeconds: Number(params[0]) * gapSeconds },
      ),
    send: async () => [],
  } as unknown as Chain;
  const wait: ChainWait = {
    chain,
    deployer: parseAddress(`0x${'52'.repeat(20)}` as Hex),
    signal: new AbortController().signal,
    deadline: Number.POSITIVE_INFINITY,
    pollMs: 1_000,
    pace: createBlockPace(1_000),
    requireHeld: () => {},
    clock: { now: () => now, unixSeconds: () => 0, sleep: async () => {} },
    log: { info: log, warning: log, error: log, debug: log, untrusted: log, group: (_, body) => body() },
  };
  const watch = watchIdle(wait);
  const wakes: number[] = [];
  for (; now <= seconds * 1000; now += 1000) {
    if (await watch.isToBeWoken(lowest, blockAt(now / 1000))) wakes.push(now / 1000);
  }
  expect(lines).toHaveLength(wakes.length);
  return wakes;
}

describe('a chain that makes no block', () => {
  test('is woken once, however long it stands still: a halted chain does not make transactions dearer and dearer', async () => {
    expect(await wakesOf({ gapSeconds: 0 }, 3600)).toEqual([5]);
  });

  test('is not woken with what was replaced before, also by an earlier run', async () => {
    expect(await wakesOf({ gapSeconds: 0 }, 600, { lowest: slot({ variants: [logged, logged] }) })).toEqual([]);
  });

  test('is not woken with what its pool does not have: that is sent again as it is', async () => {
    expect(await wakesOf({ gapSeconds: 0, pendingNonce: 7 }, 600)).toEqual([]);
    expect(await wakesOf({ gapSeconds: 0 }, 600, { lowest: slot({ isSent: false }) })).toEqual([]);
  });

  test('is given three times the time that its blocks take, and never more than a minute', async () => {
    expect(await wakesOf({ gapSeconds: 12 }, 300)).toEqual([36]);
    expect(await wakesOf({ gapSeconds: 3600 }, 300)).toEqual([60]);
  });

  test('is left alone while its blocks come', async () => {
    expect(await wakesOf({ gapSeconds: 12 }, 600, { blockAt: (second) => 100 + Math.floor(second / 12) })).toEqual([]);
    expect(await wakesOf({ gapSeconds: 1 }, 600, { blockAt: (second) => 100 + Math.floor(second / 4) })).toEqual([]);
  });

  test('that has hardly any blocks yet is woken after five seconds, whatever the time of its genesis', async () => {
    expect(await wakesOf({ gapSeconds: 3600 }, 60, { blockAt: () => 1 })).toEqual([5]);
  });
});
