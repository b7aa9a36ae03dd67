import { describe, expect, test } from '@jest/globals';
import { namesWithoutCode, requireProved } from '../../../src/contracts/call-gate.ts';
import type { Chain, Receipt, SendAnswer } from '../../../src/contracts/chain/chain.ts';
import type { ChainRead } from '../../../src/contracts/chain/reads.ts';
import { type ChainWait, deliver, waitForConfirmations } from '../../../src/contracts/delivery.ts';
import type { LoggedTransaction } from '../../../src/contracts/journal.ts';
import { type Address, type Hex, parseAddress } from '../../../src/values/index.ts';

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

/** A chain whose every look is the next of a list: the last one stays. */
interface Look {
  readonly block: number;
  readonly nonce: number;
  readonly mined?: readonly number[];
}

function scripted(
  looks: readonly Look[],
  answer: (nonce: number) => SendAnswer = () => ({ kind: 'accepted' }),
  { usedBy, usedAt }: { usedBy: Hex; usedAt: number } = { usedBy: hashOf(99), usedAt: 0 },
) {
  const sent: number[][] = [];
  const lines: string[] = [];
  let at = -1;
  let now = 0;
  const look = (): Look => looks[Math.min(Math.max(at, 0), looks.length - 1)] as Look;
  const chain: Chain = {
    endpoints: 1,
    read: (async (reads: readonly ChainRead<unknown>[]) =>
      reads.map(({ method, params }) => {
        if (method === 'eth_blockNumber') at++;
        if (method === 'eth_blockNumber') return look().block;
        if (method === 'eth_getTransactionCount')
          return params[1] === 'latest' ? look().nonce : Number(params[1]) >= usedAt ? 1 : 0;
        if (method === 'eth_getBlockByNumber') return [{ hash: usedBy, nonce: 0, from: deployer }];
        if (method !== 'eth_getTransactionReceipt') throw new Error('not expected here');
        const nonce = Number(params[0]);
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
  return { wait, sent, lines };
}

describe('delivering logged transactions', () => {
  test('a refused first transaction stops with its name, its nonce and what the node says', async () => {
    const { wait } = scripted([{ block: 1, nonce: 4 }], () => ({ kind: 'refused', message: 'intrinsic gas too low' }));
    await expect(deliver(wait, [transaction(4), transaction(5)])).rejects.toThrow(
      "the chain's node refused the creation of C4 (nonce 4): intrinsic gas too low. Its signed bytes stay in the journal",
    );
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
        nonce === 1 && sent.length === 1 ? { kind: 'refused', message: 'txpool is full' } : { kind: 'accepted' },
    );
    expect([...(await deliver(wait, [transaction(0), transaction(1)])).keys()]).toEqual([hashOf(0), hashOf(1)]);
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
    expect(lines).toContain('Sending 1 transactions again: the last block did not take them');
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

  test('a nonce that another transaction has used ends without a receipt', async () => {
    const { wait, sent } = scripted([{ block: 1, nonce: 1 }]);
    expect((await deliver(wait, [transaction(0)])).size).toBe(0);
    expect(sent).toEqual([]);
  });

  test('an abort ends the wait at once', async () => {
    const { wait } = scripted([{ block: 1, nonce: 0 }]);
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(deliver({ ...wait, signal }, [transaction(0)])).rejects.toThrow('cancelled');
  });

  test('confirmations are waited for, and a chain that stands still is said to', async () => {
    const standing = Array.from({ length: 20 }, () => ({ block: 5, nonce: 0 }));
    const { wait, lines } = scripted([...standing, { block: 6, nonce: 0 }, { block: 7, nonce: 0 }]);
    await waitForConfirmations(wait, 5, 3);
    expect(lines).toEqual(['No new block for 15 s (last: 5); 1 of 3 confirmations']);
  });

  test('the deadline says how far it came and that nothing is lost', async () => {
    const { wait } = scripted([{ block: 5, nonce: 0 }]);
    await expect(waitForConfirmations({ ...wait, deadline: 4_000 }, 5, 3)).rejects.toThrow(
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
