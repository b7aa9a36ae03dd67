import { describe, expect, test } from '@jest/globals';
import type { Chain, Receipt, SendAnswer } from '../../../../src/contracts/chain/chain.ts';
import type { ChainRead } from '../../../../src/contracts/chain/reads.ts';
import type { LoggedTransaction } from '../../../../src/contracts/journal/journal-entry.ts';
import { createBlockPace } from '../../../../src/contracts/sending/block-pace.ts';
import { namesWithoutCode, requireProved } from '../../../../src/contracts/sending/call-gate.ts';
import type { ChainWait } from '../../../../src/contracts/sending/chain-wait.ts';
import { confirmBlocks } from '../../../../src/contracts/sending/confirm.ts';
import { type DeliveryOptions, deliver as deliverSlots } from '../../../../src/contracts/sending/delivery.ts';
import { type Address, type Hex, parseAddress } from '../../../../src/values/index.ts';

const deployer = parseAddress('0x52908400098527886E0F7030069857D2E4169EE7');
const hashOf = (nonce: number): Hex => `0x${String(nonce).padStart(64, '0')}` as Hex;

function transaction(nonce: number): LoggedTransaction {
  const raw = `0x${String(nonce).padStart(2, '0')}` as Hex;
  return {
    nonce,
    hash: hashOf(nonce),
    raw,
    step: {
      kind: 'create',
      contract: `C${nonce}`,
      address: deployer,
      arguments: [],
      libraries: {},
      fingerprint: hashOf(0),
      abiHash: hashOf(0),
    },
  };
}

function receipt(nonce: number, block: number): Receipt {
  return {
    hash: hashOf(nonce),
    isSuccess: true,
    block,
    blockHash: hashOf(block),
    gasUsed: 1n,
    gasPrice: undefined,
    contractAddress: undefined,
  };
}

/** The nonces that were mined, in order. */
async function deliver(wait: ChainWait, transactions: readonly LoggedTransaction[], options: DeliveryOptions = {}) {
  return deliverSlots(
    wait,
    transactions.map((logged) => ({ nonce: logged.nonce, variants: [logged] })),
    options,
  );
}

/** A chain whose every look is the next of a list: the last one stays. */
interface Look {
  readonly block: number;
  readonly nonce: number;
  /** As far as the node's pool goes without a gap. */
  readonly pending?: number;
  readonly mined?: readonly number[];
  /** Of the 100 that a block has. */
  readonly gasUsed?: bigint;
}

function scripted(
  looks: readonly Look[],
  answer: (nonce: number) => SendAnswer = () => ({ kind: 'accepted' }),
  { usedBy, usedAt }: { usedBy: Hex; usedAt: number } = { usedBy: hashOf(99), usedAt: 0 },
) {
  const sent: number[][] = [];
  const asked: number[] = [];
  /** The blocks at which the deployer's nonce was asked for. */
  const counted: number[] = [];
  const lines: string[] = [];
  let at = -1;
  let now = 0;
  const look = (): Look => looks[Math.min(Math.max(at, 0), looks.length - 1)] as Look;
  const header = (number: number) => ({
    number,
    hash: hashOf(number),
    timeSeconds: 0,
    gasLimit: 100n,
    gasUsed: look().gasUsed ?? 0n,
    baseFee: undefined,
  });
  const chain: Chain = {
    endpoints: 1,
    read: (async (reads: readonly ChainRead<unknown>[]) =>
      reads.map(({ method, params }) => {
        if (method === 'eth_getBlockByNumber' && params[0] === 'latest') at++;
        if (method === 'eth_getBlockByNumber' && params[1] === true)
          return [{ hash: usedBy, nonce: 0, from: deployer }];
        if (method === 'eth_getBlockByNumber') return header(params[0] === 'latest' ? look().block : Number(params[0]));
        if (method === 'eth_getTransactionCount') {
          if (params[1] === 'latest') {
            counted.push(look().block);
            return look().nonce;
          }
          if (params[1] === 'pending') asked.push(look().block);
          if (params[1] === 'pending') return look().pending ?? look().nonce;
          return Number(params[1]) >= usedAt ? 1 : 0;
        }
        if (method !== 'eth_getTransactionReceipt') throw new Error('not expected here');
        const nonce = Number(String(params[0]).slice(2));
        return look().mined?.includes(nonce) ? receipt(nonce, look().block) : undefined;
      })) as Chain['read'],
    async send(raws) {
      const nonces = raws.map((raw) => Number(raw.slice(2)));
      sent.push(nonces);
      return nonces.map(answer);
    },
  };
  const log = (message: string): void => void lines.push(message);
  const wait: ChainWait = {
    chain,
    deployer,
    signal: new AbortController().signal,
    deadline: 3_600_000,
    pollMs: 1_000,
    pace: createBlockPace(1_000),
    requireHeld: () => {},
    clock: {
      now: () => now,
      unixSeconds: () => 0,
      async sleep(durationMs, signal) {
        signal.throwIfAborted();
        now += durationMs;
      },
    },
    log: { info: log, warning: log, error: log, debug: log, untrusted: log, group: (_, body) => body() },
  };
  return { wait, sent, asked, counted, lines };
}

describe('delivering logged transactions', () => {
  test('a refused first transaction stops with its name, its nonce and what the node says', async () => {
    const { wait } = scripted([{ block: 1, nonce: 4 }], () => ({
      kind: 'refused',
      reason: 'final',
      message: 'intrinsic gas too low',
    }));
    await expect(deliver(wait, [transaction(4), transaction(5)])).rejects.toThrow(
      "the chain's node refused the creation of C4 (nonce 4): intrinsic gas too low. Its signed bytes stay in the journal",
    );
  });

  test('what is refused unclearly is sent again with growing pauses, without a block, until the node takes it', async () => {
    const { wait, sent, lines } = scripted(
      [...Array.from({ length: 12 }, () => ({ block: 1, nonce: 0 })), { block: 2, nonce: 2, mined: [0, 1] }],
      (nonce) =>
        nonce === 0 && sent.length < 4
          ? { kind: 'refused', reason: 'unclear', message: 'internal error' }
          : { kind: 'accepted' },
    );
    const pauses: number[] = [];
    const { send } = wait.chain;
    wait.chain.send = (...given) => {
      pauses.push(wait.clock.now());
      return send(...given);
    };
    expect((await deliver(wait, [transaction(0), transaction(1)])).size).toBe(2);
    expect(sent).toEqual([[0, 1], [0], [0], [0]]);
    const between = pauses.slice(1).map((at, index) => at - (pauses[index] ?? 0));
    expect(between.map((pause, index) => pause >= 375 * 2 ** index && pause <= 625 * 2 ** index + 250)).toEqual([
      true,
      true,
      true,
    ]);
    expect(lines.filter((line) => line.startsWith('Sending the same'))).toEqual([
      'Sending the same bytes again until the deadline: its node does not take the creation of C0 yet: internal error',
    ]);
  });

  test('what is refused unclearly to the end is red at the deadline, with the node’s words', async () => {
    const { wait, sent } = scripted([{ block: 1, nonce: 0 }], () => ({
      kind: 'refused',
      reason: 'unclear',
      message: 'service temporarily unavailable',
    }));
    await expect(deliver({ ...wait, deadline: 60_000 }, [transaction(0)])).rejects.toThrow(
      /^the deadline has passed: 0 of 1 transaction is mined; its node does not take the creation of C0 yet: service temporarily unavailable; .*What was sent stays in the journal/,
    );
    expect(sent.length).toBeGreaterThan(4);
    expect(sent.length).toBeLessThan(12);
    expect(wait.clock.now()).toBeLessThan(62_000);
  });

  test('what is refused unclearly is not made dearer, however many blocks pass', async () => {
    const looks = Array.from({ length: 20 }, (_, block): Look => ({ block, nonce: 0 }));
    const { wait } = scripted([...looks, { block: 20, nonce: 1, mined: [0] }], () => ({
      kind: 'refused',
      reason: 'unclear',
      message: 'internal error',
    }));
    const replace = async () => {
      throw new Error('replaced');
    };
    expect((await deliver(wait, [transaction(0)], { replace })).size).toBe(1);
  });

  test('a refused later one is sent again when a block has passed: pools take only so many of one account', async () => {
    const { wait, sent } = scripted(
      [
        { block: 1, nonce: 0 },
        { block: 2, nonce: 1, mined: [0] },
        { block: 2, nonce: 1 },
        { block: 3, nonce: 2, mined: [1] },
      ],
      (nonce) =>
        nonce === 1 && sent.length === 1
          ? { kind: 'refused', reason: 'pool', message: 'txpool is full' }
          : { kind: 'accepted' },
    );
    expect([...(await deliver(wait, [transaction(0), transaction(1)])).keys()]).toEqual([0, 1]);
    expect(sent).toEqual([[0, 1], [1]]);
  });

  test('a dropped transaction is sent again, with the same bytes, and only what is still open', async () => {
    const { wait, sent, lines } = scripted([
      { block: 1, nonce: 0 },
      { block: 2, nonce: 2, mined: [0, 1] },
      { block: 2, nonce: 2 },
      { block: 3, nonce: 3, mined: [2] },
    ]);
    await deliver(wait, [transaction(2), transaction(0), transaction(1)]);
    expect(sent).toEqual([[0, 1, 2], [2]]);
    expect(lines).toContain('Sending 1 transaction again, which the last block did not take');
  });

  test('what is mined already is not sent', async () => {
    const { wait, sent } = scripted([{ block: 9, nonce: 2, mined: [0, 1] }]);
    expect((await deliver(wait, [transaction(0), transaction(1)])).size).toBe(2);
    expect(sent).toEqual([]);
  });

  test('a receipt that lags behind the nonce is waited for', async () => {
    const { wait } = scripted([
      { block: 1, nonce: 1 },
      { block: 1, nonce: 1 },
      { block: 2, nonce: 1 },
      { block: 2, nonce: 1, mined: [0] },
    ]);
    expect((await deliver(wait, [transaction(0)])).size).toBe(1);
  });

  test('a node without the receipt is not believed: what is in a block is not lost', async () => {
    const { wait } = scripted([{ block: 9, nonce: 1 }], undefined, { usedBy: hashOf(0), usedAt: 5 });
    await expect(deliver(wait, [transaction(0)])).rejects.toThrow(
      /has no receipt of the creation of C0 .*but it is in block 5: the node lags behind or has pruned it/,
    );
  });

  test('a nonce that another transaction has used ends with that one', async () => {
    const { wait, sent } = scripted([{ block: 1, nonce: 1 }]);
    expect((await deliver(wait, [transaction(0)])).get(0)).toEqual({
      kind: 'foreign',
      hash: hashOf(99),
      block: 0,
      blockHash: hashOf(0),
    });
    expect(sent).toEqual([]);
  });

  test('an abort ends the wait at once', async () => {
    const { wait } = scripted([{ block: 1, nonce: 0 }]);
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(deliver({ ...wait, signal }, [transaction(0)])).rejects.toThrow('cancelled');
  });

  test('what is fresh is sent before the chain is asked how far it is', async () => {
    const { wait, sent } = scripted([{ block: 9, nonce: 1, mined: [0] }]);
    await deliver(wait, [transaction(0)], { isFresh: true });
    expect(sent).toEqual([[0]]);
  });

  test('what the node still has in its pool is not sent again, however many blocks pass', async () => {
    const { wait, sent } = scripted([
      { block: 1, nonce: 0 },
      { block: 2, nonce: 0, pending: 2 },
      { block: 3, nonce: 0, pending: 1 },
      { block: 4, nonce: 2, mined: [0, 1] },
    ]);
    await deliver(wait, [transaction(0), transaction(1)]);
    expect(sent).toEqual([[0, 1], [1]]);
  });

  test('while no block comes, the nonce is not asked for with every look', async () => {
    const still: Look = { block: 1, nonce: 0, pending: 1 };
    const { wait, counted } = scripted([still, still, still, still, { block: 2, nonce: 1, mined: [0] }]);
    await deliver(wait, [transaction(0)]);
    expect(counted).toEqual([1, 2]);
  });

  test('a nonce that an older node told is corrected though no further block comes', async () => {
    const late: Look = { block: 1, nonce: 0, pending: 1 };
    const right: Look = { block: 1, nonce: 1, mined: [0] };
    const { wait, counted } = scripted([late, right, right, right, right, right, right]);
    await deliver(wait, [transaction(0)]);
    expect(counted).toEqual([1, 1]);
  });

  describe('when blocks are too full for the next one', () => {
    const gasLimits = new Map([0, 1, 2].map((nonce) => [nonce, 60n]));
    const full = (block: number, pending: number): Look => ({ block, nonce: 0, pending, gasUsed: 50n });

    test('a node that has kept it once is not asked again, until a block would have had room', async () => {
      const last: Look = { block: 6, nonce: 3, mined: [0, 1, 2] };
      const room: Look = { block: 5, nonce: 0, pending: 0, gasUsed: 30n };
      const { wait, sent, asked } = scripted([full(1, 3), full(2, 3), full(3, 3), full(4, 3), room, last]);
      await deliver(wait, [0, 1, 2].map(transaction), { isFresh: true, gasLimits });
      expect(asked).toEqual([2, 5]);
      expect(sent).toEqual([
        [0, 1, 2],
        [0, 1, 2],
      ]);
    });

    test('a node that forgets it is asked after every block, and given what the next ones can take', async () => {
      const last: Look = { block: 4, nonce: 5, mined: [0, 1, 2, 3, 4] };
      const { wait, sent, asked } = scripted([full(1, 0), full(2, 0), full(3, 0), last]);
      const limits = new Map([0, 1, 2, 3, 4].map((nonce) => [nonce, 60n]));
      await deliver(wait, [0, 1, 2, 3, 4].map(transaction), { isFresh: true, gasLimits: limits });
      expect(asked).toEqual([2, 3]);
      expect(sent.slice(1)).toEqual([
        [0, 1, 2],
        [0, 1, 2],
      ]);
    });
  });

  test('a lock that was lost stops before the next send', async () => {
    const { wait, sent } = scripted([{ block: 1, nonce: 0 }]);
    const requireHeld = (): void => {
      throw new Error('the lock is another’s');
    };
    await expect(deliver({ ...wait, requireHeld }, [transaction(0)])).rejects.toThrow('the lock is another’s');
    expect(sent).toEqual([]);
  });

  test('a count that stays below the first nonce is believed after a while: the chain went back', async () => {
    const { wait } = scripted([{ block: 5, nonce: 1 }]);
    await expect(deliver(wait, [transaction(3)])).rejects.toThrow(
      'the chain has gone back behind nonce 3: it was reorganised',
    );
  });

  test('whichever variant is mined counts', async () => {
    const dearer = { ...transaction(7), nonce: 0 };
    const { wait, sent } = scripted([
      { block: 1, nonce: 0 },
      { block: 2, nonce: 1, mined: [0] },
    ]);
    const ends = await deliverSlots(wait, [{ nonce: 0, variants: [transaction(0), dearer] }]);
    expect(ends.get(0)).toMatchObject({ kind: 'mined', logged: { hash: hashOf(0) } });
    // The newest first: the pool then refuses what it replaces.
    expect(sent).toEqual([[7, 0]]);
  });
});

describe('a pool that takes only a few of one account', () => {
  test('is given fewer at a time, in the order of the nonces, and more again after progress', async () => {
    const transactions = Array.from({ length: 40 }, (_, nonce) => transaction(nonce));
    let mined = 0;
    const looks = Array.from({ length: 11 }, (_, block): Look => {
      mined = Math.min(block * 4, 40);
      return { block, nonce: mined, pending: mined, mined: Array.from({ length: mined }, (_, nonce) => nonce) };
    });
    const { wait, sent } = scripted(looks, (nonce) => {
      const first = sent.at(-1)?.[0] ?? 0;
      return nonce < first + 4 ? { kind: 'accepted' } : { kind: 'refused', reason: 'pool', message: 'txpool is full' };
    });
    expect((await deliver(wait, transactions)).size).toBe(40);
    expect(sent.every((nonces) => nonces.every((nonce, index) => nonce === (nonces[0] ?? 0) + index))).toBe(true);
    expect(sent.map(({ length }) => length).slice(0, 3)).toEqual([40, 16, 4]);
    expect(Math.max(...sent.slice(1).map(({ length }) => length))).toBeLessThanOrEqual(16);
  });
});

describe('confirming blocks', () => {
  const block5 = { number: 5, hash: hashOf(5) };

  test('waits for the confirmations, and a chain that stands still is said to', async () => {
    const standing = Array.from({ length: 20 }, () => ({ block: 5, nonce: 0 }));
    const { wait, lines } = scripted([...standing, { block: 6, nonce: 0 }, { block: 7, nonce: 0 }]);
    expect(await confirmBlocks(wait, [{ number: 4, hash: hashOf(4) }, block5], 3)).toEqual(block5);
    expect(lines).toEqual(['No new block for 15 s (last: 5); 1 of 3 confirmations']);
  });

  test('finds that another block stands where the transactions were', async () => {
    const { wait } = scripted([{ block: 9, nonce: 0 }]);
    await expect(confirmBlocks(wait, [{ number: 5, hash: hashOf(4) }], 1)).rejects.toThrow(
      'block 5, which had transactions of this run, is another one now: the chain was reorganised',
    );
  });

  test('of nothing is no wait', async () => {
    expect(await confirmBlocks(scripted([]).wait, [], 3)).toBeUndefined();
  });

  test('says at the deadline how far it came and that nothing is lost', async () => {
    const { wait } = scripted([{ block: 5, nonce: 0 }]);
    await expect(confirmBlocks({ ...wait, deadline: 4_000 }, [block5], 3)).rejects.toThrow(
      'the deadline has passed: 1 of 3 confirmations; the last block, 5, is 4 s old. What was sent stays in the journal, and the next run goes on from there',
    );
  });
});

describe('the gate before a call', () => {
  const here = parseAddress(`0x${'1'.repeat(40)}`);
  const gone = parseAddress(`0x${'2'.repeat(40)}`);

  test('is closed while one name is not proved', () => {
    const proved = new Map<Address, Hex>([[here, hashOf(1)]]);
    expect(() => requireProved('the call A.f()', [here, gone], proved)).toThrow(
      `the call A.f() names contracts that are not proved on the chain: ${gone}`,
    );
    expect(requireProved('the call A.f()', [here], proved)).toEqual([{ address: here, codeHash: hashOf(1) }]);
  });

  test('closes again when the code is another', () => {
    const names = [
      { address: here, codeHash: hashOf(1) },
      { address: gone, codeHash: hashOf(2) },
    ];
    expect(
      namesWithoutCode(
        names,
        new Map([
          [here, hashOf(1)],
          [gone, hashOf(3)],
        ]),
      ),
    ).toEqual([gone]);
    expect(namesWithoutCode(names, new Map([[here, hashOf(1)]]))).toEqual([gone]);
  });
});
